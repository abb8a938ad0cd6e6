import assert from 'node:assert/strict';
import fc from 'fast-check';
import { importedNames, nearestFirst } from '../../../../src/completion/recent/importedNames.ts';
import { at } from '../places.ts';
import { linesOf } from './pieces.ts';

const namesIn = (text: string) => importedNames(linesOf(...text.split('\n'))).map(({ name }) => name);

describe('the names that a file imports', () => {
  for (const [language, text, names] of [
    ['TypeScript', "import { one, type Two } from './numbers.ts';", ['one', 'Two']],
    ['TypeScript: default and all', "import first, * as rest from 'numbers';", ['first', 'rest']],
    ['TypeScript: called otherwise', "import { one as first } from 'numbers';", ['first']],
    ['TypeScript: types', "import type { One } from 'numbers';", ['One']],
    [
      'TypeScript: over several lines',
      "import {\n  one, // the first\n  two,\n} from 'numbers';\nthree();",
      ['one', 'two'],
    ],
    ['TypeScript: for what it does', "import 'side-effect';", []],
    ['JavaScript of old', "const { one, two } = require('numbers');", ['one', 'two']],
    ['Python', 'from numbers.whole import one, two as second', ['one', 'second']],
    ['Python: over several lines', 'from numbers import (\n    one,\n    two,\n)\nthree()', ['one', 'two']],
    ['Java', 'import org.numbers.One;', ['One']],
    ['Java: static', 'import static org.numbers.One.two;', ['two']],
    ['Kotlin', 'import org.numbers.One as First', ['First']],
    ['Rust', 'use crate::numbers::{self, One, two::Three};', ['One', 'Three']],
    ['PHP', 'use Numbers\\Whole\\One;', ['One']],
    ['Go, whose imports are texts', 'import "numbers"', []],
    ['code that imports nothing', 'const one = two(three);\nexport { one };', []],
  ] as const) {
    it(language, () => assert.deepEqual(namesIn(text), names));
  }

  it('where each stands', () => {
    const [name] = importedNames(linesOf('', "import { type One } from './one.ts';"));
    assert.deepEqual(name, { name: 'One', line: 1, character: 14 });
  });

  it('once each, and none beyond the top of the file', () => {
    assert.deepEqual(namesIn("import { a } from 'a';\nimport { a } from 'a';"), ['a']);
    assert.deepEqual(namesIn(`${'\n'.repeat(300)}import { a } from 'a';`), []);
  });

  it('the ones used nearest to the cursor first, those not used nearby last', () => {
    const names = importedNames(linesOf("import { far, below, near, never } from './all.ts';"));
    const sorted = nearestFirst(names, at(`far();\n${'x();\n'.repeat(30)}near(█);\n\nbelow();`));
    assert.deepEqual(
      sorted.map(({ name }) => name),
      ['near', 'below', 'far', 'never'],
    );
  });

  it('each stands where it is said to, whatever the text', () => {
    const part = fc.constantFrom(
      'import',
      'from',
      ' ',
      '{',
      '}',
      'a',
      'b.',
      '::',
      "'",
      '"',
      ',',
      ';',
      '(',
      '\n',
      '//',
      'as',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const lines = parts.join('').split('\n');
        for (const { name, line, character } of importedNames(linesOf(...lines))) {
          assert.equal(lines[line]?.slice(character, character + name.length), name);
        }
      }),
    );
  });
});
