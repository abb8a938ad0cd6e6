import { l10n, MarkdownString } from 'vscode';
import { literal } from '../../review/literal.ts';
import type { Review, ReviewedChange } from '../../review/review.ts';

/** The commands that a review's text may run when it is clicked. No other command of the editor can be reached from it. */
const reviewTextCommands = ['hearth.decideChange'] as const;

/** Up to this many UTF-16 code units a text is shown as a whole; of longer ones only the words round each change. */
const mostShown = 2000;

/** Up to this many UTF-16 code units, an insertion is shown within its text. */
const shortInsertion = 80;

/** How much stands round a change of a longer text, in UTF-16 code units. */
const around = 60;

/**
 * A review as text to read: what goes is struck out, what comes is underlined, with two signs to press behind each change.
 * @param warnings what to know before accepting, in words
 * @param isCurrent whether the text still stands in the document as it was
 * Everything that a model or the document says stands in it letter by letter: no link, no picture, no command of theirs works.
 */
export function reviewText(
  id: string,
  review: Review,
  warnings: readonly string[],
  isCurrent: boolean,
): MarkdownString {
  const text = new MarkdownString('', true);
  text.supportHtml = true;
  text.isTrusted = { enabledCommands: [...reviewTextCommands] };
  const { changes, original } = review;
  const stale = isCurrent
    ? []
    : [l10n.t('The text was changed meanwhile, so nothing of this can be put in its place.')];
  const notes = [...stale, ...warnings].map((note) => `$(warning) ${literal(note)}\n\n`).join('');
  text.value = notes + shown(id, original, changes);
  return text;
}

function shown(id: string, original: string, changes: readonly ReviewedChange[]): string {
  const [only] = changes;
  // A text that only comes is read for itself: not below what stands there already, nor underlined from end to end.
  if (only && changes.length === 1 && only.start === only.end && only.added.length > shortInsertion) {
    return `${literal(only.added.trim())}${link(id, 0, 'accepted')}${link(id, 0, 'rejected')}`;
  }
  return original.length <= mostShown ? whole(id, original, changes) : pieces(id, original, changes);
}

function whole(id: string, original: string, changes: readonly ReviewedChange[]): string {
  let at = 0;
  let shown = '';
  changes.forEach((change, index) => {
    shown += literal(original.slice(at, change.start)) + changeText(id, index, original, change);
    at = change.end;
  });
  return shown + literal(original.slice(at));
}

function pieces(id: string, original: string, changes: readonly ReviewedChange[]): string {
  return changes
    .map((change, index) => {
      const from = Math.max(0, change.start - around, original.lastIndexOf('\n', change.start - 1) + 1);
      const newline = original.indexOf('\n', change.end);
      const to = Math.min(original.length, change.end + around, newline < 0 ? original.length : newline);
      const before = `${from > 0 ? '…' : ''}${literal(original.slice(from, change.start))}`;
      const after = `${literal(original.slice(change.end, to))}${to < original.length ? '…' : ''}`;
      return `- ${before}${changeText(id, index, original, change)}${after}`;
    })
    .join('\n');
}

function changeText(id: string, index: number, original: string, change: ReviewedChange): string {
  const { decision, added, why, doubt } = change;
  const gone = original.slice(change.start, change.end);
  const because = why === undefined ? '' : ` <em>${literal(why)}</em>`;
  const doubtful = doubt === undefined ? '' : ` $(warning) <em>${literal(doubt)}</em>`;
  if (decision === 'accepted') return `<strong>${literal(added)}</strong>${link(id, index, 'none')}`;
  if (decision === 'rejected') return `${literal(gone)}${link(id, index, 'none')}`;
  const struck = gone === '' ? '' : coloured('del', 'removed', gone);
  const inserted = added === '' ? '' : coloured('ins', 'inserted', added);
  const between = struck === '' || inserted === '' ? '' : ' ';
  return `${struck}${between}${inserted}${because}${doubtful}${link(id, index, 'accepted')}${link(id, index, 'rejected')}`;
}

/** In the colours of the diff editor, and with a line through or under it: colour alone says nothing to some. */
function coloured(tag: 'del' | 'ins', what: 'removed' | 'inserted', text: string): string {
  return `<${tag}><span style="background-color:var(--vscode-diffEditor-${what}TextBackground);">${literal(text)}</span></${tag}>`;
}

function link(id: string, index: number, decision: 'accepted' | 'rejected' | 'none'): string {
  const words = {
    accepted: l10n.t('Accept this change'),
    rejected: l10n.t('Reject this change'),
    none: l10n.t('Decide anew'),
  };
  const icons = { accepted: 'check', rejected: 'close', none: 'discard' };
  const parameters = encodeURIComponent(JSON.stringify([id, index, decision]));
  return `&nbsp;[$(${icons[decision]})](command:hearth.decideChange?${parameters} "${words[decision]}")`;
}
