/** What a text is, for the choice of tasks. */
export type TextKind = 'prose' | 'code';

/** A command that works on text, and what it is for. */
export interface Place {
  /** The last part of its command: `hearth.<id>`. */
  readonly id: string;
  readonly fits: readonly TextKind[];
  /** Whether it changes the text, which must then be writable. */
  readonly writes: boolean;
  /** Whether it asks something before it begins. */
  readonly asks?: boolean;
}

const both: readonly TextKind[] = ['prose', 'code'];

/** Everything that can be done with text, in the order in which it is offered where nothing is known of the user's habits. */
const places: readonly Place[] = [
  { id: 'explain', fits: both, writes: false },
  { id: 'fix', fits: ['code'], writes: true },
  { id: 'proofread', fits: ['prose'], writes: true },
  { id: 'rewrite', fits: ['prose'], writes: true, asks: true },
  { id: 'summarize', fits: both, writes: false },
  { id: 'summarizeAs', fits: both, writes: false, asks: true },
  { id: 'document', fits: ['code'], writes: true },
  { id: 'writeTests', fits: ['code'], writes: false },
  { id: 'review', fits: both, writes: false },
  { id: 'ask', fits: both, writes: false, asks: true },
  { id: 'continue', fits: ['prose'], writes: true },
  { id: 'draft', fits: ['prose'], writes: true, asks: true },
  { id: 'translate', fits: ['prose'], writes: true, asks: true },
  { id: 'extract', fits: both, writes: false, asks: true },
  { id: 'classify', fits: both, writes: false, asks: true },
  { id: 'nameIt', fits: ['code'], writes: true },
];

/** The same, for one text: what fits first, and of that what was used lately; what cannot be done is left out. */
export function offeredHere(
  here: { readonly kind: TextKind; readonly isReadonly: boolean },
  recent: readonly string[],
) {
  const possible = places.filter(({ writes }) => !(writes && here.isReadonly));
  const rank = ({ id }: Place) => {
    const index = recent.indexOf(id);
    return index < 0 ? recent.length : index;
  };
  const fitting = possible.filter(({ fits }) => fits.includes(here.kind));
  return {
    recent: fitting.filter(({ id }) => recent.includes(id)).sort((a, b) => rank(a) - rank(b)),
    fitting: fitting.filter(({ id }) => !recent.includes(id)),
    others: possible.filter(({ fits }) => !fits.includes(here.kind)),
  };
}
