import { keptInPlainText } from './patterns.ts';
import { inOrder, type Reading, type Span } from './reading.ts';

/** What is kept in a commit message besides: each is a line, or the start of one. */
const keptLines: readonly RegExp[] = [
  // What Git shows under the scissors, and its own lines.
  /^# -+ >8 -+$[\s\S]*/gm,
  /^#(?: .*|\t.*|)$/gm,
  // Trailers: `Signed-off-by: A. Person <a@b.example>`.
  /^[A-Z][A-Za-z]*(?:-[A-Za-z]+)+: .+$/gm,
  /^(?:Fixes|Closes|Refs|Resolves|See|Link|Bug|Cc): .+$/gim,
];

/** The type and scope of a subject: `feat(parser)!: `. */
const prefix = /^(?:[a-z]+(?:\([^()\n]*\))?!?|[\w./-]+): (?=\S)/;

/** Reads a commit message: its trailers, Git's own lines and the type at the start of its subject are kept. */
export function readCommit(text: string): Reading {
  const lines = keptLines.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(
      ({ 0: line, index }): Span => ({ start: index, end: index + line.length, what: 'reference', block: true }),
    ),
  );
  const subject = prefix.exec(text)?.[0].trimEnd().length ?? 0;
  const type: Span = { start: 0, end: subject, what: 'reference', block: false };
  return { spans: inOrder([type, ...lines, ...keptInPlainText(text)]), marks: [], shape: [] };
}
