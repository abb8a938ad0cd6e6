import { type Piece, stretchesOf } from '../../privacy/pieces.ts';
import { secretNames } from '../../privacy/secretNames.ts';
import { type HiddenKind, type HiddenRun, hiddenRuns, unicodeName } from '../../writing/hiddenCharacters.ts';
import type { SheetMark, SheetStretch } from './sheetProtocol.ts';

/** The words for what stands out in a text. */
export interface StretchWords {
  readonly hidden: Readonly<Record<HiddenKind, string>>;
  /** "Masked: {0}". */
  readonly masked: (name: string) => string;
  /** "Goes as it is: {0}". */
  readonly released: (name: string) => string;
}

/** A piece's text as it leaves, in stretches: secrets, and characters that nobody would see. */
export function sheetStretches(piece: Piece, words: StretchWords): readonly SheetStretch[] {
  return stretchesOf(piece).flatMap((stretch): readonly SheetStretch[] => {
    if (stretch.kind === 'text') return withHidden(stretch.text, words.hidden);
    const name = secretNames[stretch.rule];
    return stretch.isReleased
      ? [{ kind: 'released', text: stretch.text, title: words.released(name) }]
      : [{ kind: 'masked', text: stretch.text, title: words.masked(name) }];
  });
}

/** The hidden characters of the exact body. */
export function bodyMarks(body: string): readonly SheetMark[] {
  return hiddenRuns(body).map((run) => ({ start: run.start, end: run.end, badge: badgeOf(run) }));
}

function withHidden(text: string, titles: StretchWords['hidden']): readonly SheetStretch[] {
  const stretches: SheetStretch[] = [];
  let done = 0;
  const plain = (to: number) => {
    if (to > done) stretches.push({ kind: 'text', text: text.slice(done, to) });
  };
  for (const run of hiddenRuns(text)) {
    plain(run.start);
    stretches.push({ kind: 'hidden', text: badgeOf(run), title: titles[run.kind] });
    done = run.end;
  }
  plain(text.length);
  return stretches;
}

/** More code points than this are counted instead of named. */
const mostNamed = 4;

/**
 * What is shown for hidden characters: their code points, "[U+202E]"; of many, the first and how many; for a message in tag
 * characters the message: `[tags “hi”]`.
 */
function badgeOf({ kind, codePoints }: HiddenRun): string {
  const message = codePoints
    .map((codePoint) => codePoint - 0xe0000)
    .filter((code) => code >= 0x20 && code < 0x7f)
    .map((code) => String.fromCharCode(code))
    .join('');
  if (kind === 'tag' && message.length > 1) return `[tags “${message}”]`;
  const names = codePoints.slice(0, mostNamed).map(unicodeName).join(' ');
  return codePoints.length <= mostNamed ? `[${names}]` : `[${unicodeName(codePoints[0] ?? 0)} … ×${codePoints.length}]`;
}
