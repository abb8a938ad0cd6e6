import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from 'playwright-core';
import { type Browser, openBrowser } from '../editor/browser.ts';
import { type Editor, startEditor } from '../editor/editor.ts';
import { Workbench } from '../editor/workbench.ts';
import { type FakeCloud, startFakeCloud } from '../fakes/fakeCloud.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { coder, writer } from '../fakes/ollamaModels.ts';
import { root } from '../run/root.mjs';
import { type RecordingDns, startRecordingDns } from './recordingDns.ts';
import { tracing } from './strace.ts';
import { makeCertificate, startTlsFront } from './tlsFront.ts';

/** The provider's host: the one name of this little world that leads somewhere. */
export const cloudHost = 'api.cloud.example';
/** The key of its account, another one in each run; searched for in all that the run writes and shows. */
export const cloudKey = `sk-${randomBytes(24).toString('base64url')}/+`;
/** Where hostile settings lead by name. */
export const attackerHost = 'attacker.example';

const cloudAddress = '127.0.0.2';
const dnsAddress = '127.0.0.53';
const canary = join(import.meta.dirname, 'canary');

/** All there is in the network that the journeys are made in: this process, VS Code under strace, and a browser. */
export interface World {
  readonly engine: FakeOllama;
  readonly cloud: FakeCloud;
  /** Listens where hostile settings point. */
  readonly attacker: FakeOllama;
  /** Listens where the leaking canary sends. */
  readonly thief: FakeOllama;
  readonly dns: RecordingDns;
  readonly editor: Editor;
  readonly browser: Browser;
  readonly workbench: Workbench;
  /** Where strace writes. */
  readonly traceFolder: string;
  /** The origins that the browser asked since the last time, apart from what the window itself answers. */
  askedByBrowser(): readonly string[];
  /** Names for addresses, as the report calls them. */
  nameOf(address: string): string;
  stop(): Promise<void>;
}

/** Builds it. The network must have a loopback and nothing else: see test/run/egress.mjs. */
export async function startWorld(): Promise<World> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse().splice(0)) await each();
  };
  const folder = join(root, 'out', 'egress', 'world');
  const traceFolder = join(folder, 'trace');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(traceFolder, { recursive: true });
  try {
    const dns = await startRecordingDns(dnsAddress, { [cloudHost]: cloudAddress });
    stops.push(() => dns.stop());
    const engine = await startFakeOllama({ models: [coder, writer].map((model) => ({ ...model, loaded: true })) });
    stops.push(() => engine.stop());
    engine.script((exchange) =>
      says(exchange.request.path === '/api/chat' ? 'It adds two numbers.' : 'first + second')(exchange),
    );
    const attacker = await startFakeOllama();
    stops.push(() => attacker.stop());
    const thief = await startFakeOllama();
    stops.push(() => thief.stop());
    const cloud = await startFakeCloud({ key: cloudKey });
    stops.push(() => cloud.stop());
    const certificate = makeCertificate(cloudHost, folder);
    const front = await startTlsFront(cloudAddress, cloud.port, certificate);
    stops.push(() => front.stop());
    const resolver = join(folder, 'resolv.conf');
    writeFileSync(resolver, `nameserver ${dnsAddress}\noptions timeout:2 attempts:1\n`);
    const editor = await startEditor({
      developmentPath: root,
      // It sleeps until a window has the file that wakes it, which one journey's has.
      otherExtensions: [canary],
      settings: {
        'hearth.endpoint': engine.url,
        // These look around by themselves, which would be in the way of what is to be seen here.
        'remote.autoForwardPorts': false,
        'git.enabled': false,
        // Otherwise VS Code takes the machine's certificates and leaves out the one of this world.
        'http.systemCertificates': false,
      },
      env: { NODE_EXTRA_CA_CERTS: certificate.path, HEARTH_CANARY_PORT: String(thief.port) },
      // In a mount namespace of its own, so that only VS Code asks our name server.
      runBy: ['unshare', '--mount', 'sh', '-c', `mount --bind "$0" /etc/resolv.conf && exec "$@"`, resolver].concat(
        tracing(traceFolder),
      ),
    });
    stops.push(() => editor.stop());
    const browser = await openBrowser();
    stops.push(() => browser.close());
    const names = new Map([
      [`127.0.0.1:${engine.port}`, 'engine'],
      [`${cloudAddress}:443`, `https://${cloudHost}`],
      [`127.0.0.1:${attacker.port}`, 'attacker'],
      [`127.0.0.1:${thief.port}`, 'thief'],
      [`${dnsAddress}:53`, 'name server'],
    ]);
    return {
      engine,
      cloud,
      attacker,
      thief,
      dns,
      editor,
      browser,
      workbench: new Workbench(browser.page, 'hearth-dev.hearth'),
      traceFolder,
      askedByBrowser: watchBrowser(browser),
      nameOf: (address) => names.get(address) ?? address,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A page's own files have addresses on the web too, which the window's service worker answers; no request is made for them. */
function watchBrowser({ context }: Browser): () => readonly string[] {
  const open = new Set<Request>();
  context.on('request', (request) => open.add(request));
  context.on('response', (response) => {
    if (response.fromServiceWorker()) open.delete(response.request());
  });
  return () => {
    const asked = [...open].map((request) => new URL(request.url()).origin);
    open.clear();
    return [...new Set(asked)].sort();
  };
}
