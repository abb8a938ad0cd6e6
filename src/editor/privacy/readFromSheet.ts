import type { FromSheet } from './sheetProtocol.ts';

/** A message of the sheet's page, checked; undefined if it is not one. */
export function readFromSheet(message: unknown): FromSheet | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type } = message;
  if (type === 'ready' || type === 'keepLocal' || type === 'cancel') return { type };
  if (type === 'send' && 'displayed' in message && typeof message.displayed === 'string') {
    return { type, displayed: message.displayed };
  }
  if (type === 'edit' && 'texts' in message && Array.isArray(message.texts)) {
    const texts: readonly unknown[] = message.texts;
    return texts.every(isEditedText) ? { type, texts } : undefined;
  }
  if ((type === 'takeOut' || type === 'putBack') && 'piece' in message && typeof message.piece === 'number') {
    return { type, piece: message.piece };
  }
  if ((type === 'release' || type === 'mask') && 'secret' in message && typeof message.secret === 'string') {
    return { type, secret: message.secret };
  }
  return undefined;
}

function isEditedText(value: unknown): value is readonly [number, string] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';
}
