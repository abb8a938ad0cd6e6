import { type EndOfLine, Range, type TextDocument, type Disposable as VsCodeDisposable, workspace } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { type DocumentEdit, grown, type Stretch } from '../../review/following.ts';
import type { ReadPart } from '../../scorecard/cases/keptProofreading.ts';
import type { AnswerRequest } from '../../tiers/tier.ts';
import type { Finding } from '../../writing/findings/findings.ts';
import type { Part } from '../../writing/findings/part.ts';

/** A part that a model was asked about, and where it stands now; undefined: that cannot be told any more. */
interface AskedPart {
  readonly part: Part;
  readonly request: AnswerRequest;
  stretch: Stretch | undefined;
}

interface Read {
  readonly document: TextDocument;
  readonly eol: EndOfLine;
  /** What was typed since it began, for parts that are still to be asked about; undefined once all were. */
  edits: (readonly DocumentEdit[])[] | undefined;
  readonly parts: AskedPart[];
  readonly found: Finding[];
  readonly dismissed: Finding[];
}

/**
 * The document that was proofread last: what was asked about it, what was found, and what the person makes of it. Nothing is kept beyond the
 * session. It listens only while there is something.
 */
export class LastProofreading implements Disposable {
  #read: Read | undefined;
  #listeners: readonly VsCodeDisposable[] = [];

  /** A document is read from here on. */
  begin(document: TextDocument): void {
    this.dispose();
    this.#read = { document, eol: document.eol, edits: [], parts: [], found: [], dismissed: [] };
    this.#listeners = [
      workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        const edits = event.contentChanges.map(({ rangeOffset: offset, rangeLength: length, text }) => ({
          offset,
          length,
          text,
        }));
        this.#read?.edits?.push(edits);
        for (const each of this.#read?.parts ?? []) each.stretch = after(each.stretch, each.part, [edits]);
      }),
      workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.dispose();
      }),
    ];
  }

  /** A part of it is asked about. @param part with the offsets of the document as it was when {@link begin} was called */
  asked(document: TextDocument, part: Part, request: AnswerRequest): void {
    if (this.#read?.document !== document) return;
    const { parts, edits } = this.#read;
    parts.push({ part, request, stretch: after({ start: part.start, end: part.end }, part, edits ?? []) });
  }

  /** All of it was asked about: what is typed from here on need not be remembered. */
  end(document: TextDocument): void {
    if (this.#read?.document === document) this.#read.edits = undefined;
  }

  /** Mistakes were found. @param findings with the same offsets */
  found(document: TextDocument, findings: readonly Finding[]): void {
    if (this.#read?.document === document) this.#read.found.push(...findings);
  }

  /** The person does not want a mistake mended. @param finding wherever it stands by now */
  dismissed(document: TextDocument, { removed, added, why }: Finding): void {
    if (this.#read?.document !== document) return;
    const { found, dismissed } = this.#read;
    const isIt = (each: Finding) => each.removed === removed && each.added === added && each.why === why;
    dismissed.push(...found.filter((each) => isIt(each) && !dismissed.includes(each)).slice(0, 1));
  }

  /** What became of it; undefined where nothing was read. */
  get result(): { readonly document: TextDocument; readonly parts: readonly ReadPart[] } | undefined {
    if (!this.#read) return undefined;
    const { document, eol, parts, found, dismissed } = this.#read;
    if (document.eol !== eol) return { document, parts: [] };
    return {
      document,
      parts: parts.flatMap(({ part, request, stretch }): ReadPart[] => {
        if (!stretch) return [];
        const range = new Range(document.positionAt(stretch.start), document.positionAt(stretch.end));
        const isIn = ({ start, end }: Finding) => start >= part.start && end <= part.end;
        return [
          { part, request, now: document.getText(range), found: found.filter(isIn), dismissed: dismissed.filter(isIn) },
        ];
      }),
    };
  }

  dispose(): void {
    for (const each of this.#listeners) each.dispose();
    this.#listeners = [];
    this.#read = undefined;
  }
}

function after(
  from: Stretch | undefined,
  part: Part,
  edits: readonly (readonly DocumentEdit[])[],
): Stretch | undefined {
  const isOpen = !part.source.endsWith('\n');
  return edits.reduce<Stretch | undefined>((stretch, each) => stretch && grown(stretch, each, isOpen), from);
}
