import { type Call, Family } from './strace.ts';

/** Something that a process did with an address. */
export interface Contact {
  /** In milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** The extension host that did it or has started the process that did; undefined for VS Code's other processes. */
  readonly host: number | undefined;
  /** `reach`: connected or sent to it. `listen`: bound to it, or listened there. */
  readonly kind: 'reach' | 'listen';
  readonly transport: 'tcp' | 'udp' | 'unix' | 'other';
  /** `127.0.0.1:80`, `[::1]:80`, the path of a Unix socket, or the name of another address family. */
  readonly address: string;
  /** Whether nobody listened there. */
  readonly refused: boolean;
  /** The port it came from, once the system has given it one. */
  readonly fromPort: number | undefined;
}

/** What one run of VS Code did. */
export interface Trace {
  /** The extension hosts, oldest first: each lives as long as its window. */
  readonly hosts: readonly { readonly process: number; readonly startedAt: number }[];
  readonly contacts: readonly Contact[];
  /** The programs that extension hosts started, and that those started in turn; and their first parameter. */
  readonly programs: readonly { readonly host: number; readonly path: string; readonly script: string }[];
}

/** Reads a trace out of system calls in the order of time. */
export function traceOf(calls: readonly Call[]): Trace {
  const family = new Family(calls);
  const started = calls.filter(({ name, result }) => name.startsWith('execve') && result === '0');
  const hosts = started
    .filter(({ given }) => given.includes('"--type=extensionHost"'))
    .map(({ thread, at }) => ({ process: family.processOf(thread), startedAt: at }));
  const isHost = new Set(hosts.map(({ process }) => process));
  const hostOf = (thread: number) => family.line(thread).find((process) => isHost.has(process));

  const refusals = new Set(calls.filter(tellsOfRefusal).map(socketOf));
  const contacts = calls.flatMap((call) => {
    const contact = contactOf(call);
    if (contact === undefined) return [];
    const refused = call.result.includes('ECONNREFUSED') || refusals.has(socketOf(call));
    return [{ at: call.at, host: hostOf(call.thread), refused: contact.kind === 'reach' && refused, ...contact }];
  });
  const programs = started.flatMap(({ thread, given }) => {
    const host = hostOf(thread);
    const [path, script = ''] = programIn(given);
    if (host === undefined || isHost.has(family.processOf(thread)) || path === undefined) return [];
    return [{ host, path, script }];
  });
  return { hosts, contacts, programs };
}

/** How a connect that was not waited for is found out to have failed. */
function tellsOfRefusal({ name, given }: Call): boolean {
  return name === 'getsockopt' && given.includes('SO_ERROR, [ECONNREFUSED]');
}

/** A socket's number in the system, unlike any other's. -yy shows it for as long as the socket is not connected. */
function socketOf({ given, thread, at }: Call): string {
  return /^\d+<\w+:\[(\d+)\]>/.exec(given)?.[1] ?? `${thread} ${at}`;
}

type What = Pick<Contact, 'kind' | 'transport' | 'address' | 'fromPort'>;

function contactOf({ name, given }: Call): What | undefined {
  const [, type = '', ends = ''] = /^\d+<([\w-]+):\[([^\]]*)\]?/.exec(given) ?? [];
  const transport = transportOf(type);
  const named = addressIn(given);
  const fromPort = /^\S+?:(\d+)->/.exec(ends)?.[1];
  const from = { fromPort: fromPort === undefined ? undefined : Number(fromPort) };
  if (name === 'bind' || name === 'listen') {
    // How the C library asks the kernel for this machine's addresses; nobody can come in there.
    if (named === 'AF_NETLINK') return undefined;
    const address = named ?? ends.replace(/^\d+,"?|"$/g, '');
    return { kind: 'listen', transport, address, ...from };
  }
  // The C library connects datagram sockets to port 0 to learn which of several addresses is near; no byte leaves by that.
  if (name === 'connect') return named?.endsWith(':0') ? undefined : reaching(transport, named ?? 'unknown', from);
  if (!/^send(?:to|msg|mmsg)$/.test(name) || transport !== 'udp') return undefined;
  return reaching(transport, named ?? ends.replace(/^.*->/, ''), from);
}

const reaching = (transport: What['transport'], address: string, from: Pick<What, 'fromPort'>): What => ({
  kind: 'reach',
  transport,
  address,
  ...from,
});

function transportOf(type: string): What['transport'] {
  if (/^TCP/.test(type)) return 'tcp';
  if (/^UDP/.test(type)) return 'udp';
  return /^UNIX/.test(type) ? 'unix' : 'other';
}

/** The address that is given to the call itself. */
function addressIn(given: string): string | undefined {
  const four = /sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/.exec(given);
  if (four) return `${four[2]}:${four[1]}`;
  const six = /sa_family=AF_INET6, sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"/.exec(given);
  if (six) return `[${six[2]}]:${six[1]}`;
  const path = /sa_family=AF_UNIX, sun_path=@?"([^"]+)"/.exec(given);
  return path?.[1] ?? /sa_family=(AF_\w+)/.exec(given)?.[1];
}

/** The program of an execve, and its first parameter. */
function programIn(given: string): readonly [string | undefined, string | undefined] {
  const text = '"((?:[^"\\\\]|\\\\.)*)"';
  const [, path, , first] = new RegExp(`^${text}(?:, \\[${text}(?:, ${text})?)?`).exec(given) ?? [];
  return [path, first];
}
