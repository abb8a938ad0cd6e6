/** What the extension and the page of the send sheet say to each other. Types only: the page is bundled on its own. */

/** A part of the messages, as shown in the readable view. */
export interface SheetPart {
  /** Its number in the draft; what is done about it is sent back under it. */
  readonly number: number;
  /** Our own words, or the user's text. Only the latter can be edited and taken out. */
  readonly isOurs: boolean;
  /** What it is, in words: "Hearth’s instructions", "src/view.ts:3–19". */
  readonly label: string;
  /** Beside the label: "1,203 characters". */
  readonly note: string;
  /** The text as it leaves. */
  readonly text: string;
  /** The same in stretches, with what is hidden or masked in it marked. */
  readonly stretches: readonly SheetStretch[];
  /** The user's text as they have it before them, to edit. */
  readonly source: string;
  readonly isTakenOut: boolean;
  /** Not so for the last piece: there must be something left to send. */
  readonly canTakeOut: boolean;
}

/** A stretch of a part: plain, hidden (shown by a badge in its place), or a secret (masked, or going as it is). */
export interface SheetStretch {
  readonly kind: 'text' | 'hidden' | 'masked' | 'released';
  readonly text: string;
  /** What it is, in words, where it is not plain. */
  readonly title?: string;
}

/** Hidden characters in the exact body, which stays as it is: where they stand and the badge shown before them. */
export interface SheetMark {
  /** UTF-16 offsets in the body, the end not included. */
  readonly start: number;
  readonly end: number;
  readonly badge: string;
}

/** What stands out about a draft, in a few words, above the text. */
export interface SheetNotice {
  readonly kind: 'masked' | 'released' | 'hidden' | 'leftOut' | 'takenOut';
  readonly text: string;
}

/** A row of the facts below: "Files" and what they are. */
export interface SheetFact {
  readonly label: string;
  readonly values: readonly SheetFactValue[];
}

export interface SheetFactValue {
  readonly text: string;
  readonly note?: string;
  /** A secret that the person can let go, or have masked again. */
  readonly secret?: { readonly id: string; readonly isReleased: boolean };
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
  readonly bodyMarks: readonly SheetMark[];
  readonly notices: readonly SheetNotice[];
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
  /** What the facts below are called. */
  readonly details: string;
  /** What is shown in place of a piece's text that was taken out. */
  readonly takenOut: string;
  /** Why the last piece cannot be taken out. */
  readonly lastPiece: string;
  /** "This is not a secret", and what it says to a screen reader: "Not a secret: {0}". */
  readonly release: string;
  readonly releaseThis: string;
  readonly mask: string;
  readonly maskThis: string;
  /** While a change is being checked. */
  readonly checking: string;
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
  | { readonly type: 'takeOut' | 'putBack'; readonly piece: number }
  /** "This is not a secret", and back. */
  | { readonly type: 'release' | 'mask'; readonly secret: string }
  | { readonly type: 'keepLocal' }
  | { readonly type: 'cancel' };
