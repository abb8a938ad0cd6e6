import type { FromPage } from './protocol.ts';

/** A message of the page, checked; undefined if it is not one. */
export function readFromPage(message: unknown): FromPage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type } = message;
  if (type === 'ready' || type === 'explain' || type === 'summarize') return { type };
  if (!('id' in message) || typeof message.id !== 'string') return undefined;
  const { id } = message;
  if (type === 'stop' || type === 'escalate' || type === 'keep' || type === 'act') return { type, id };
  if (type === 'offer' || type === 'openTable' || type === 'copyTable') return { type, id };
  if (type === 'openRow') {
    return 'row' in message && typeof message.row === 'number' ? { type, id, row: message.row } : undefined;
  }
  if (type === 'toggle') {
    return 'expanded' in message && typeof message.expanded === 'boolean'
      ? { type, id, expanded: message.expanded }
      : undefined;
  }
  if (type === 'judge') {
    const verdict = 'verdict' in message ? message.verdict : undefined;
    if (verdict === undefined) return { type, id };
    return verdict === 'worthIt' || verdict === 'localSuffices' ? { type, id, verdict } : undefined;
  }
  if (type === 'followUp') {
    return 'question' in message && typeof message.question === 'string'
      ? { type, id, question: message.question }
      : undefined;
  }
  if (type === 'copy' || type === 'insert' || type === 'insertBelow' || type === 'replace') {
    return 'text' in message && typeof message.text === 'string' ? { type, id, text: message.text } : { type, id };
  }
  return undefined;
}
