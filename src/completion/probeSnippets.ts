/** A small text whose next words leave no doubt. */
export interface ProbeSnippet {
  /** Up to the line of the cursor. */
  readonly before: string;
  /** The part of that line that is typed. */
  readonly typed: string;
  /** From the end of that line on. */
  readonly after: string;
  /** The rest of the line. */
  readonly expected: string;
}

/** The first that people see when they set Hearth up. */
export const setUpExample: ProbeSnippet = {
  before: '/** The sum of two numbers. */\nexport function add(first: number, second: number): number {\n',
  typed: '  return first + ',
  after: '\n}\n',
  expected: 'second;',
};

/** What a model is asked in each layout, to find the one that suits it: short, so that it costs seconds. */
export const probeSnippets: readonly ProbeSnippet[] = [
  setUpExample,
  {
    before: 'def area(width, height):\n    """The area of a rectangle."""\n',
    typed: '    return width * ',
    after: '\n\n\nprint(area(2, 3))\n',
    expected: 'height',
  },
  {
    before: "const names = ['Ada', 'Grace', 'Alan'];\n\n",
    typed: 'for (const name of ',
    after: '\n  greet(name);\n}\n',
    expected: 'names) {',
  },
  {
    before: 'class Counter {\n  count = 0;\n\n  increment() {\n',
    typed: '    this.count += ',
    after: '\n  }\n}\n',
    expected: '1;',
  },
  {
    before: 'numbers = [1, 2, 3]\ntotal = 0\nfor number in numbers:\n',
    typed: '    total += ',
    after: '\nprint(total)\n',
    expected: 'number',
  },
  {
    before: 'function isEven(number) {\n',
    typed: '  return number % 2 === ',
    after: '\n}\n\nfunction isOdd(number) {\n  return number % 2 === 1;\n}\n',
    expected: '0;',
  },
  {
    before: 'import json\n\n\ndef read_settings(path):\n    with open(path) as file:\n',
    typed: '        return json.',
    after: '\n',
    expected: 'load(file)',
  },
  {
    before: "const colours = {\n  red: '#ff0000',\n  green: '#00ff00',\n",
    typed: '  blue: ',
    after: '\n};\n',
    expected: "'#0000ff',",
  },
];
