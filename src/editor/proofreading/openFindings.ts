import {
  commands,
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  type EndOfLine,
  languages,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  type Uri,
  workspace,
} from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { FindingList, PlacesSince } from '../../review/findingList.ts';
import type { Finding } from '../../writing/findings/findings.ts';
import { findingMessage } from './findingWords.ts';

/** Tells menus whether there are any. */
const context = 'hearth.hasFindings';

/**
 * How long changes are gathered before they are shown, in milliseconds: when there are others, and when they only moved, which the editor
 * shows by itself until then.
 */
const gatheredMs = 50;
const movedMs = 400;

/** The mistakes of one document. */
export interface FindingsOf {
  readonly document: TextDocument;
  readonly list: FindingList<Finding>;
  /** How many words of prose were read. */
  readonly words: number;
}

interface Kept extends FindingsOf {
  readonly eol: EndOfLine;
  words: number;
  /** Where things are now that were found in the text as it was when it was taken; while they are being looked for. */
  places: PlacesSince | undefined;
}

/** The mistakes that were found and not decided about, in all documents, as VS Code's own problems. */
export class OpenFindings implements Disposable {
  readonly #clock: Clock;
  readonly #documents = new Map<string, Kept>();
  readonly #shown: DiagnosticCollection = languages.createDiagnosticCollection('hearth');
  readonly #listeners: readonly Disposable[];
  readonly #onEnded: (uri: string) => void;
  /** What is not shown yet: when it will be, by the clock, and what ends the wait for it. */
  readonly #stale = new Map<string, { readonly due: number; readonly waiting: AbortController }>();
  #hasAny = false;

  /** @param onEnded told of a document in which nothing more is to be found: it was closed, or has other line ends */
  constructor(clock: Clock, onEnded: (uri: string) => void) {
    this.#clock = clock;
    this.#onEnded = onEnded;
    this.#listeners = [
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument((document) => this.#end(document)),
    ];
  }

  /** Begins anew with a document: what was found in it before is gone. */
  begin(document: TextDocument): void {
    this.clear(document.uri);
    const list = new FindingList<Finding>();
    const { eol } = document;
    this.#documents.set(document.uri.toString(), { document, list, eol, words: 0, places: new PlacesSince() });
  }

  /** Says how much there is to read in a document. */
  count(uri: Uri, words: number): void {
    const own = this.#documents.get(uri.toString());
    if (own) own.words = words;
  }

  /** Adds what was found in the text as it was when {@link begin} was called. @returns how many of them stand there still */
  add(uri: Uri, findings: readonly Finding[]): number {
    const own = this.#documents.get(uri.toString());
    if (!own?.places) return 0;
    let added = 0;
    for (const finding of findings) {
      const place = own.places.now(finding);
      if (place && textAt(own.document, place) === finding.removed && own.list.add({ ...finding, ...place }))
        added += 1;
    }
    if (added > 0) this.#show(own, gatheredMs);
    return added;
  }

  /** Nothing more is looked for in a document. */
  end(uri: Uri): void {
    const own = this.#documents.get(uri.toString());
    if (!own) return;
    own.places = undefined;
    if (own.list.size === 0) this.clear(uri);
  }

  of(uri: string): FindingsOf | undefined {
    return this.#documents.get(uri);
  }

  /** Where a mistake stands; undefined when its words are not there any more. */
  rangeOf({ document }: FindingsOf, finding: Finding): Range | undefined {
    return textAt(document, finding) === finding.removed ? rangeIn(document, finding) : undefined;
  }

  /** Takes out the mistakes that are decided about, in all documents. */
  remove(isDecided: (finding: Finding, id: string, uri: string) => boolean): void {
    for (const [uri, own] of this.#documents) {
      const gone = own.list.all.filter(([id, finding]) => isDecided(finding, id, uri));
      for (const [id] of gone) own.list.remove(id);
      // What went by an edit just made, too: nobody who goes on to the next finds what is mended.
      if (gone.length > 0 || this.#stale.has(uri)) this.#show(own, 0);
    }
  }

  /** Takes all mistakes of a document away. */
  clear(uri: Uri): void {
    const key = uri.toString();
    this.#stale.get(key)?.waiting.abort();
    this.#stale.delete(key);
    this.#shown.delete(uri);
    if (this.#documents.delete(key)) this.#tellMenus();
  }

  dispose(): void {
    for (const { waiting } of this.#stale.values()) waiting.abort();
    for (const listener of this.#listeners) listener.dispose();
    this.#documents.clear();
    this.#shown.dispose();
    this.#tellMenus();
  }

  #end({ uri }: TextDocument): void {
    this.clear(uri);
    this.#onEnded(uri.toString());
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const own = this.#documents.get(document.uri.toString());
    // With other line ends every offset is another, and VS Code does not say so in edits.
    if (own && document.eol !== own.eol) this.#end(document);
    if (!own || contentChanges.length === 0) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    own.places?.follow(edits);
    const moved = own.list.follow(edits);
    if (moved !== 'same') this.#show(own, moved === 'gone' ? gatheredMs : movedMs);
  }

  /** Shows a document's mistakes, all that change until then at once. @param withinMs how long others are waited for, in milliseconds */
  #show(own: Kept, withinMs: number): void {
    const key = own.document.uri.toString();
    const due = this.#clock.now() + withinMs;
    const earlier = this.#stale.get(key);
    if (earlier && earlier.due <= due && withinMs > 0) return;
    earlier?.waiting.abort();
    const waiting = new AbortController();
    this.#stale.set(key, { due, waiting });
    const show = () => {
      if (this.#stale.get(key)?.waiting !== waiting) return;
      this.#stale.delete(key);
      const { document, list } = own;
      this.#shown.set(
        document.uri,
        list.all.map(([, finding]) => diagnosticOf(document, finding)),
      );
      if (list.size === 0 && !own.places) this.#documents.delete(key);
      this.#tellMenus();
    };
    if (withinMs === 0) show();
    else void this.#clock.wait(withinMs, waiting.signal).then(show);
  }

  #tellMenus(): void {
    const hasAny = [...this.#documents.values()].some(({ list }) => list.size > 0);
    if (hasAny === this.#hasAny) return;
    this.#hasAny = hasAny;
    void commands.executeCommand('setContext', context, hasAny);
  }
}

function diagnosticOf(document: TextDocument, finding: Finding): Diagnostic {
  const shown = new Diagnostic(rangeIn(document, finding), findingMessage(finding), DiagnosticSeverity.Information);
  shown.source = 'Hearth';
  return shown;
}

function rangeIn(document: TextDocument, { start, end }: { readonly start: number; readonly end: number }): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

function textAt(document: TextDocument, stretch: { readonly start: number; readonly end: number }): string {
  return document.getText(rangeIn(document, stretch));
}
