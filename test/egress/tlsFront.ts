import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

/** A certificate made for one run. */
export interface Certificate {
  /** The path of the certificate, for those who are to trust it. */
  readonly path: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
}

/** Makes a certificate for a name that signs itself. */
export function makeCertificate(name: string, folder: string): Certificate {
  const [path, keyPath] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', keyPath, '-out', path], { stdio: 'pipe' });
  return { path, certificate: readFileSync(path), key: readFileSync(keyPath) };
}

/** Listens with TLS on port 443 of a loopback address, and passes what comes on to a port of 127.0.0.1. */
export async function startTlsFront(
  address: string,
  onwardPort: number,
  { certificate, key }: Certificate,
): Promise<{ stop(): Promise<void> }> {
  const server = createServer({ cert: certificate, key }, (socket) => {
    const onward = connect(onwardPort, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(443, address, resolve);
  });
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
