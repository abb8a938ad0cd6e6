import { join } from 'node:path';
import { editorPaths } from '../editor/install.mjs';
import { leaks } from './canary/leaks.mjs';
import { type Doings, doingsOf, nothing, vsCodes, without } from './endpoints.ts';
import { type Journey, leakingId } from './journeys.ts';
import type { Report, ReportedCheck, ReportedJourney } from './report.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

/** A journey that was made. */
export interface Made {
  readonly journey: Journey;
  /** In milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly checks: readonly ReportedCheck[];
  /** Connections that came in at the provider meanwhile, as it counts them itself. */
  readonly cloudAccepted: number;
  /** The origins that the window's browser asked meanwhile. */
  readonly askedByBrowser: readonly string[];
}

const builtIn = join(editorPaths.entry, '../../../lib/vscode/extensions');

/** Two checks that every journey has. */
export const ofEveryJourney = {
  endpoints: 'the endpoints seen are the ones expected',
  made: 'it was made to its end',
} as const;

/** Compares what was expected of each journey with what the trace has of it. The first one was made without Hearth. */
export function judge(made: readonly Made[], trace: Trace, world: World): Report {
  const known = { nameServer: 'name server', lookups: world.dns.lookups, builtIn, nameOf: world.nameOf };
  // Each window has an extension host of its own, started while its journey was made.
  const doings = made.map(({ startedAt }, index) => {
    const end = made[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY;
    const hosts = trace.hosts.filter((host) => host.startedAt >= startedAt && host.startedAt < end);
    return doingsOf(trace, new Set(hosts.map(({ process }) => process)), known);
  });
  const bare = { made: made[0], doings: doings[0] ?? nothing };
  const others = doingsOf(trace, new Set([undefined]), known);
  return {
    vsCodeItself: { extensionHost: bare.doings, otherProcesses: others },
    journeys: [
      ...made
        .slice(1)
        .map((each, index) => judgeJourney(each, without(doings[index + 1] ?? nothing, bare.doings), bare))
        .map((judged) => (judged.id === leakingId ? judgeFailing(judged) : judged)),
      judgeTracing(made, trace, world, bare.doings, others),
    ],
  };
}

function judgeJourney(
  { journey, seconds, checks, cloudAccepted, askedByBrowser }: Made,
  { reached, listened, started }: Doings,
  bare: { readonly made: Made | undefined },
): ReportedJourney {
  const { id, title } = journey;
  const expected = [...journey.expected].sort();
  const toCloud = expected.some((each) => each.startsWith('https://'));
  const asked = askedByBrowser.filter((origin) => !bare.made?.askedByBrowser.includes(origin));
  return {
    id,
    title,
    seconds,
    expected,
    seen: reached,
    listened,
    checks: [
      { what: ofEveryJourney.endpoints, held: String(reached) === String(expected) },
      { what: 'the provider saw the same', held: cloudAccepted > 0 === toCloud, seen: `${cloudAccepted} connections` },
      { what: 'no port and no socket was opened', held: listened.length === 0, seen: listened.join(', ') },
      {
        what: 'no program was started but VS Code’s own',
        held: started.every((program) => program.startsWith(vsCodes)),
        seen: started.join(', '),
      },
      { what: 'the window asked for nothing from elsewhere', held: asked.length === 0, seen: asked.join(', ') },
      ...checks,
    ],
  };
}

/** F: judged like the others, it must have failed, and each of the canary's leaks must be among what was seen. */
function judgeFailing(judged: ReportedJourney): ReportedJourney {
  const { endpoints, made } = ofEveryJourney;
  const seen = [...judged.seen, ...judged.listened];
  const failed = judged.checks.filter(({ held }) => !held).map(({ what }) => what);
  return {
    ...judged,
    expected: [...judged.expected, ...leaks],
    seen,
    checks: [
      { what: 'it failed because of the endpoints', held: failed.includes(endpoints), seen: failed.join(', ') },
      ...judged.checks.filter(({ what }) => what === made),
      ...leaks.map((leak) => ({ what: `seen of the leaks: ${leak}`, held: seen.includes(leak) })),
    ],
  };
}

/** G: whether the trace can be believed. */
function judgeTracing(
  made: readonly Made[],
  { hosts, contacts }: Trace,
  { engine, attacker, thief, dns, nameOf }: World,
  bare: Doings,
  others: Doings,
): ReportedJourney {
  const toEngine = contacts.filter(({ address, refused }) => nameOf(address) === 'engine' && !refused);
  const ports = new Set(contacts.map(({ fromPort }) => fromPort));
  const strangers = others.reached.filter((each) => /attacker|thief|engine|cloud/.test(each));
  return {
    id: 'G',
    title: 'the tracing sees everything',
    seconds: 0,
    expected: ['engine'],
    seen: toEngine.length > 0 ? ['engine'] : [],
    listened: [],
    checks: [
      {
        what: 'every connection that the engine counts is in the trace',
        held: toEngine.length > 0 && toEngine.length === engine.accepted,
        seen: `${toEngine.length} in the trace, ${engine.accepted} at the engine`,
      },
      {
        what: 'every lookup that the name server counts is in the trace',
        held: dns.lookups.length > 0 && dns.lookups.every(({ fromPort }) => ports.has(fromPort)),
        seen: `${dns.lookups.length} lookups`,
      },
      {
        what: 'each window has its own extension host in the trace',
        held: hosts.length === made.length,
        seen: `${hosts.length} hosts, ${made.length} windows`,
      },
      { what: 'without Hearth the engine was left alone', held: !bare.reached.includes('engine') },
      { what: 'the rest of VS Code went to none of these', held: strangers.length === 0, seen: strangers.join(', ') },
      { what: 'nobody connected to the attacker', held: attacker.accepted === 0, seen: `${attacker.accepted} times` },
      {
        what: 'somebody connected to the canary’s own server',
        held: thief.accepted > 0,
        seen: `${thief.accepted} times`,
      },
      ...(made[0]?.checks ?? []).map((each) => ({ ...each, what: `the window without Hearth: ${each.what}` })),
    ],
  };
}
