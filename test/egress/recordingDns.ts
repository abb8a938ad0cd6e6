import { createSocket } from 'node:dgram';

/** A name that was asked for. */
export interface Lookup {
  /** In milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly name: string;
  /** The port of the one who asked. */
  readonly fromPort: number;
}

/** A name server that knows a few names, and writes down everything it is asked. */
export interface RecordingDns {
  readonly lookups: readonly Lookup[];
  readonly port: number;
  stop(): Promise<void>;
}

const headerLength = 12;
const typeA = 1;
const noSuchName = 3;

/** Starts it on a loopback address. @param names the IPv4 addresses of the names it knows. @param port 0: a free one */
export async function startRecordingDns(
  address: string,
  names: Readonly<Record<string, string>>,
  port = 53,
): Promise<RecordingDns> {
  const lookups: Lookup[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, sender) => {
    const { name, type, end } = questionOf(query);
    lookups.push({ at: Date.now(), name, fromPort: sender.port });
    socket.send(answerTo(query.subarray(0, end), names[name], type), sender.port, sender.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, resolve);
  });
  return { lookups, port: socket.address().port, stop: () => new Promise((resolve) => socket.close(() => resolve())) };
}

/** The one question of a query (RFC 1035, section 4.1.2), and where it ends. */
function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = headerLength;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Header and question again, and the address where there is one for this type. */
function answerTo(question: Buffer, address: string | undefined, type: number): Buffer {
  const answers = address !== undefined && type === typeA ? 1 : 0;
  const header = Buffer.from(question);
  header.writeUInt16BE(0x8180 | (address === undefined ? noSuchName : 0), 2); // an answer, recursion done
  header.writeUInt16BE(answers, 6);
  header.writeUInt32BE(0, 8); // neither authorities nor additional records
  if (answers === 0) return header;
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc000 | headerLength, 0); // the name of the question
  record.writeUInt16BE(typeA, 2);
  record.writeUInt16BE(1, 4); // class: the Internet
  record.writeUInt16BE(4, 10);
  record.set((address ?? '').split('.').map(Number), 12);
  return Buffer.concat([header, record]);
}
