import type { Lookup } from './recordingDns.ts';
import type { Contact, Trace } from './trace.ts';

/** What extension hosts did, each thing once and in order, in words that are the same in every run. */
export interface Doings {
  /** Where they and what they started connected or sent to, and the names they looked up. */
  readonly reached: readonly string[];
  /** Where they listened. */
  readonly listened: readonly string[];
  /** The programs they started. */
  readonly started: readonly string[];
}

/** Begins the names of programs that VS Code brings for its own extensions. */
export const vsCodes = 'VS Code’s';

export const nothing: Doings = { reached: [], listened: [], started: [] };

/** What is known of the world that is looked at. */
export interface Known {
  /** The name server's own name; a contact with it is told as the names that it was asked for. */
  readonly nameServer: string;
  readonly lookups: readonly Lookup[];
  /** The folder of VS Code's built-in extensions: scripts in it are VS Code's own. */
  readonly builtIn: string;
  /** A name for an address that has one. */
  nameOf(address: string): string;
}

/** What these extension hosts did. `undefined` among them stands for all of VS Code's other processes. */
export function doingsOf(trace: Trace, hosts: ReadonlySet<number | undefined>, known: Known): Doings {
  const contacts = trace.contacts.filter(({ host }) => hosts.has(host));
  return {
    reached: unique(contacts.filter(({ kind }) => kind === 'reach').flatMap((each) => reachedBy(each, known))),
    listened: unique(contacts.filter(({ kind }) => kind === 'listen').map((each) => `listens at ${addressOf(each)}`)),
    started: unique(trace.programs.filter(({ host }) => hosts.has(host)).map((each) => nameOf(each, known))),
  };
}

/** Built-in extensions start their language servers when they like, and not in every window. */
function nameOf({ path, script }: Trace['programs'][number], { builtIn }: Known): string {
  return script.startsWith(`${builtIn}/`) ? `${vsCodes} ${last(script)}` : last(path);
}

/** What is in one and not in the other. */
export function without(doings: Doings, others: Doings): Doings {
  const less = (key: keyof Doings) => doings[key].filter((each) => !others[key].includes(each));
  return { reached: less('reached'), listened: less('listened'), started: less('started') };
}

function reachedBy(contact: Contact, { nameServer, lookups, nameOf }: Known): readonly string[] {
  const name = nameOf(contact.address);
  if (name === nameServer) {
    // Connecting to the name server only gets the socket its port; the questions come from there.
    return lookups
      .filter(({ fromPort, at }) => fromPort === contact.fromPort && Math.abs(at - contact.at) < 5_000)
      .map((lookup) => `lookup of ${lookup.name}`);
  }
  const shown = name === contact.address ? addressOf(contact) : name;
  return [contact.refused ? `${shown} (refused)` : shown];
}

function addressOf({ transport, address }: Contact): string {
  // Paths hold the ids of processes and random letters.
  const same = transport === 'unix' ? address.replace(/[\w-]*\d[\w-]*/g, '*').replace(/^.*\//, '') : address;
  return transport === 'tcp' ? same : `${transport} ${same}`;
}

const last = (path: string): string => path.replace(/^.*\//, '');
const unique = (all: readonly string[]): readonly string[] => [...new Set(all)].sort();
