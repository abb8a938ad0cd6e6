import { window } from 'vscode';
import type { Disposable } from '../../../src/base/disposable.ts';
import { replace } from './replace.ts';

/**
 * A log that tests can read, in place of the output channel. VS Code's own is not for starting and ending many times: one
 * that is disposed of before it was made stays in its way for ever.
 */
export function keptLog(): Disposable & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const write = (message: string) => void lines.push(message);
  const channel = { debug: write, info: write, warn: write, error: write, show() {}, dispose() {} };
  return { lines, ...replace(window, 'createOutputChannel', () => () => channel) };
}
