import * as catalogue from './catalogue.ts';

/** What a text is, for the choice of tasks: of two that are compared, what is on their sides. */
export type TextKind = 'prose' | 'code' | 'terminal';

/** A command that works on text, and what it is for. */
export interface Place {
  /** The last part of its command: `hearth.<id>`. */
  readonly id: string;
  /** Its codicon, the same as its command has in `package.json`. */
  readonly icon: string;
  readonly fits: readonly TextKind[];
  /** Whether it changes the text, which must then be writable. */
  readonly writes: boolean;
  /** Whether it asks something before it begins. */
  readonly asks?: boolean;
  /** Whether there must be two texts that are compared. */
  readonly compares?: boolean;
}

/** Where the list is asked for. */
export interface Here {
  readonly kind: TextKind;
  readonly isReadOnly: boolean;
  readonly isComparison: boolean;
}

const both: readonly TextKind[] = ['prose', 'code'];

/** Everything that can be done with text, in the order in which it is offered where nothing is known of the user's habits. */
export const places: readonly Place[] = [
  { id: 'explainChanges', icon: 'diff', fits: both, writes: false, compares: true },
  { id: 'explainTerminal', icon: 'terminal', fits: ['terminal'], writes: false },
  { id: 'askTerminal', icon: 'comment-discussion', fits: ['terminal'], writes: false, asks: true },
  { id: 'explain', icon: 'comment', fits: both, writes: false },
  { id: 'fix', icon: 'wrench', fits: ['code'], writes: true },
  { id: 'proofread', icon: 'whole-word', fits: ['prose'], writes: true },
  { id: 'rewrite', icon: 'edit', fits: ['prose'], writes: true, asks: true },
  { id: 'summarize', icon: 'list-selection', fits: both, writes: false },
  { id: 'summarizeAs', icon: 'list-flat', fits: both, writes: false, asks: true },
  { id: 'document', icon: 'note', fits: ['code'], writes: true },
  { id: 'writeTests', icon: 'beaker', fits: ['code'], writes: false },
  { id: 'review', icon: 'checklist', fits: both, writes: false },
  { id: 'ask', icon: 'comment-discussion', fits: both, writes: false, asks: true },
  { id: 'continue', icon: 'arrow-right', fits: ['prose'], writes: true },
  { id: 'draft', icon: 'new-file', fits: ['prose'], writes: true, asks: true },
  { id: 'translate', icon: 'globe', fits: ['prose'], writes: true, asks: true },
  { id: 'extract', icon: 'table', fits: both, writes: false, asks: true },
  { id: 'classify', icon: 'tag', fits: both, writes: false, asks: true },
  { id: 'nameIt', icon: 'symbol-key', fits: ['code'], writes: true },
];

/** The others of the catalogue: what somebody adds there is offered, too. */
const added: readonly Place[] = Object.values(catalogue)
  .filter((task) => !places.some(({ id }) => id === task.id))
  .map(({ id }) => ({ id, icon: 'sparkle', fits: both, writes: false }));

/** The same, for one text: what fits first, and of that what was used lately; what cannot be done is left out. */
export function offeredHere(here: Here, recent: readonly string[]) {
  const isOfTerminal = ({ fits }: Place) => fits.includes('terminal');
  const possible = [...places, ...added].filter(
    (place) =>
      isOfTerminal(place) === (here.kind === 'terminal') &&
      !(place.writes && here.isReadOnly) &&
      !(place.compares && !here.isComparison),
  );
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

/** What can be asked of `@hearth` in VS Code's chat, as its slash commands; a question needs none. `package.json` declares the same. */
export const chatPlaces: readonly Place[] = places.filter(
  ({ id, fits, compares }) => !fits.includes('terminal') && !compares && id !== 'ask' && id !== 'summarizeAs',
);
