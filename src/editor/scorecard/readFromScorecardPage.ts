import type { FromScorecardPage } from './protocol.ts';

/** A message of the page, checked; undefined if it is not one. */
export function readFromScorecardPage(message: unknown): FromScorecardPage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type, run, other, task } = message as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'ready':
    case 'run':
    case 'export':
    case 'exportCases':
    case 'openFolder':
    case 'keepCandidates':
      return { type };
    case 'choose':
      return typeof run === 'string' && typeof other === 'string' && typeof task === 'string'
        ? { type, run, other, task }
        : undefined;
    case 'use':
      return typeof task === 'string' ? { type, task } : undefined;
    default:
      return undefined;
  }
}
