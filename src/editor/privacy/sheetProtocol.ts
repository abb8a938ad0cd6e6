/** What the extension and the page of the send sheet say to each other. Types only: the page is bundled on its own. */

/** A part of the messages, as shown in the readable view. */
export interface SheetPart {
  /** Its number in the draft; an edited text is sent back under it. */
  readonly number: number;
  /** Our own words, or the user's text. Only the latter can be edited. */
  readonly isOurs: boolean;
  /** What it is, in words: "Hearth’s instructions", "src/view.ts:3–19". */
  readonly label: string;
  readonly text: string;
}

/** A row of the facts below: "Files" and what they are. */
export interface SheetFact {
  readonly label: string;
  readonly values: readonly { readonly text: string; readonly note?: string }[];
}

/** A draft, as shown. */
export interface SheetView {
  /** Where it goes, the one thing to read: "api.example.com". */
  readonly host: string;
  /** "OpenAI-compatible · big-model". */
  readonly provider: string;
  /** "1,234 bytes · about 310 tokens · cost unknown". */
  readonly size: string;
  readonly parts: readonly SheetPart[];
  /** The body, exactly. */
  readonly body: string;
  readonly facts: readonly SheetFact[];
}

/** The page's fixed words, in the user's language. */
export interface SheetWords {
  readonly title: string;
  readonly readable: string;
  readonly raw: string;
  readonly views: string;
  readonly send: string;
  readonly sendHint: string;
  readonly edit: string;
  readonly keepLocal: string;
  readonly cancel: string;
  readonly cancelHint: string;
  readonly preview: string;
  readonly discard: string;
  /** "Edit {0}": what a text field is called. */
  readonly editPart: string;
  readonly editing: string;
  readonly hint: string;
}

/** From the extension to the page. */
export interface ToSheet {
  readonly type: 'show';
  readonly view: SheetView;
  readonly words: SheetWords;
}

/** From the page to the extension. */
export type FromSheet =
  | { readonly type: 'ready' }
  /** With the whole text that stands in the page as the body: the extension hashes it, so that the page approves what it shows. */
  | { readonly type: 'send'; readonly displayed: string }
  | { readonly type: 'edit'; readonly texts: readonly (readonly [number: number, text: string])[] }
  | { readonly type: 'keepLocal' }
  | { readonly type: 'cancel' };
