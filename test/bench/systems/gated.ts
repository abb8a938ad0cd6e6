import type { Gate, System } from './system.ts';

/**
 * A system whose suggestions end before the first line that the gate does not let through.
 * @param logprobsOf the mean log-probability of each line of a suggestion at this moment
 */
export function gated(system: System, gate: Gate, logprobsOf: (suggestion: string) => readonly number[]): System {
  return {
    ...system,
    opened: (document) => system.opened?.(document),
    changed: (document) => system.changed?.(document),
    shown: (text) => system.shown?.(text),
    accepted: (text) => system.accepted?.(text),
    rejected: (text) => system.rejected?.(text),
    dispose: () => system.dispose?.(),
    async provide(document, signal) {
      const text = await system.provide(document, signal);
      if (text === undefined || signal.aborted) return undefined;
      const firstHidden = logprobsOf(text).findIndex((logprob) => !gate(logprob));
      const lines = text.split('\n');
      return firstHidden < 0 ? text : lines.slice(0, firstHidden).join('\n') || undefined;
    },
  };
}
