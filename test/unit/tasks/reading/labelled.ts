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
  {
    text: 'TODO: rename `parse` (Kim), then delete the old loader. Deadline is 30 June.',
    wanted: 'todos',
    right: [
      ['rename `parse`', 'Kim', '30 June'],
      ['delete the old loader', '', '30 June'],
    ],
    invented: ['Jim', '13 June', 'rename `parser`'],
  },
  {
    text: 'Bitte bis Montag das Angebot prüfen (Frau Groß) und danach die Rechnung schicken.',
    wanted: 'todos',
    right: [
      ['das Angebot prüfen', 'Frau Groß', 'Montag'],
      ['die Rechnung schicken', '', 'danach'],
    ],
    invented: ['Herr Groß', 'Dienstag', 'den Vertrag prüfen'],
  },
  {
    text: '1. Call the landlord (me)\n2. Order two desks – Priya, next week\n3. Cancel the old lease',
    wanted: 'todos',
    right: [
      ['Call the landlord', 'me', ''],
      ['Order two desks', 'Priya', 'next week'],
      ['Cancel the old lease', '', ''],
    ],
    invented: ['Paula', 'this week', 'Order three desks'],
  },
  {
    text: '明日までに報告書を送る。担当は佐藤。',
    wanted: 'todos',
    right: [['報告書を送る', '佐藤', '明日']],
    invented: ['鈴木', '来週', '会議を開く'],
  },
  {
    text: 'Il faut relire le chapitre 3 avant jeudi ; Zoé s’en charge.',
    wanted: 'todos',
    right: [['relire le chapitre 3', 'Zoé', 'jeudi']],
    invented: ['Chloé', 'mardi', 'relire le chapitre 13'],
  },
  {
    text: 'Dr. O’Neill of Acme Ltd. met Mayor Núñez in São Paulo, not in São Pedro.',
    wanted: 'names',
    right: [
      ["Dr. O'Neill", 'person'],
      ['Acme Ltd.', 'organization'],
      ['Núñez', 'person'],
      ['São Paulo', 'place'],
      ['São Pedro', 'place'],
    ],
    invented: ["O'Neil", 'Acme Inc.', 'San Paulo'],
  },
  {
    text: 'Анна поехала в Киев с компанией «Север».',
    wanted: 'names',
    right: [
      ['Анна', 'person'],
      ['Киев', 'place'],
      ['Север', 'organization'],
    ],
    invented: ['Ан', 'Львов', 'Юг'],
  },
  {
    text: 'The “Blue Kettle” runs on Debian; its maker, Lin & Sons, sits in Ghent.',
    wanted: 'names',
    right: [
      ['"Blue Kettle"', 'product'],
      ['Debian', 'product'],
      ['Lin & Sons', 'organization'],
      ['Ghent', 'place'],
    ],
    invented: ['Red Kettle', 'Deb', 'Lin and Sons'],
  },
  {
    text: 'Anna-Maria saw Ann. Ann did not see Anna.',
    wanted: 'names',
    right: [
      ['Anna-Maria', 'person'],
      ['Ann', 'person'],
      ['Anna', 'person'],
    ],
    invented: ['Maria-Anna', 'Annabel', 'An'],
  },
  {
    text: 'Latency fell from 1,204 ms to 96.5 ms (p99), at −3 °C and 0x1F retries.',
    wanted: 'figures',
    right: [
      ['1,204 ms', 'Latency'],
      ['96.5 ms', 'p99'],
      ['-3 °C', ''],
      ['0x1F', 'retries'],
    ],
    invented: ['204 ms', '6.5 ms', '0x1'],
  },
  {
    text: 'Version 2.10 costs € 1 299,00 a year; version 2.1 was free.',
    wanted: 'figures',
    right: [
      ['2.10', 'Version'],
      ['€ 1 299,00', 'a year'],
      ['2.1', 'was free'],
    ],
    invented: ['2.11', '€ 299,01', '3.1'],
  },
];

/** Texts with the label that fits, of these. */
export const labels = ['bug', 'wish', 'question'] as const;
export const classified: readonly { readonly text: string; readonly label: (typeof labels)[number] }[] = [
  { text: 'It crashes when the file is empty.', label: 'bug' },
  { text: 'It would be nice to have a dark theme.', label: 'wish' },
  { text: 'How do I change the port?', label: 'question' },
  { text: 'The total is wrong by one cent.', label: 'bug' },
  { text: 'Could you add a key for that?', label: 'wish' },
  { text: 'Since the update nothing is saved any more.', label: 'bug' },
  { text: 'Is there a limit to the length of a name?', label: 'question' },
  { text: 'I wish it would remember my last folder.', label: 'wish' },
];
