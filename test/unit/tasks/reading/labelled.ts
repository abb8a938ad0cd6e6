/** A text, what is to be found in it, and what half of the answers say instead. Our own texts. */
export interface Labelled {
  readonly text: string;
  readonly wanted: 'todos' | 'names' | 'figures';
  readonly right: readonly (readonly string[])[];
  /** Values that the text does not have. */
  readonly invented: readonly string[];
}

export const labelled: readonly Labelled[] = [
  {
    text: 'Ann will send the minutes by Friday. Somebody has to book the room.',
    wanted: 'todos',
    right: [
      ['send the minutes', 'Ann', 'Friday'],
      ['book the room', '', ''],
    ],
    invented: ['Bob', 'Monday', 'order the cake'],
  },
  {
    text: '- [ ] check the *licences* (Mira, 3 May)\n- [x] build\n- [ ] tag the release',
    wanted: 'todos',
    right: [
      ['check the licences', 'Mira', '3 May'],
      ['tag the release', '', ''],
    ],
    invented: ['Miranda', '5 May', 'publish'],
  },
  {
    text: 'The Rhine flows past Basel and Köln; the engine is called Hearth.',
    wanted: 'names',
    right: [
      ['Rhine', 'place'],
      ['Basel', 'place'],
      ['Köln', 'place'],
      ['Hearth', 'product'],
    ],
    invented: ['Bonn', 'Danube', 'Ollama'],
  },
  {
    text: 'Sales rose by 12 % to 3.4 million in 2025, from 3.0 million.',
    wanted: 'figures',
    right: [
      ['12 %', 'Sales rose'],
      ['3.4 million', 'in 2025'],
      ['3.0 million', ''],
    ],
    invented: ['4.3 million', '2 %', '25'],
  },
  {
    text: 'Das Treffen mit Herrn Öztürk ist am 4. März, Raum 17.',
    wanted: 'figures',
    right: [
      ['4. März', 'Das Treffen'],
      ['17', 'Raum'],
    ],
    invented: ['14. März', '7', 'Saal'],
  },
];

/** Texts with the label that fits, of these. */
export const labels = ['bug', 'wish', 'question'] as const;
export const classified: readonly { readonly text: string; readonly label: (typeof labels)[number] }[] = [
  { text: 'It crashes when the file is empty.', label: 'bug' },
  { text: 'It would be nice to have a dark theme.', label: 'wish' },
  { text: 'How do I change the port?', label: 'question' },
  { text: 'The total is wrong by one cent.', label: 'bug' },
];
