import assert from 'node:assert/strict';
import { textBeforeCursor } from '../../bench/physics/markedPrompt.ts';
import { tokenize, tokensToEvaluate } from '../../bench/physics/tokens.ts';
import { Truth } from '../../bench/physics/truth.ts';
import { readAllPieces } from '../../bench/traces/readPieces.ts';
import { piece } from './pieces.ts';

const textOf = (truth: Truth, before: string) =>
  truth
    .answer(before)
    .map((token) => token.text)
    .join('');

/** A seed with which the first line of the piece is wrong, or right. */
const seedWhere = (wrong: boolean) => {
  const { before, inserted } = piece();
  const [line = ''] = inserted.split('\n');
  for (let seed = 1; ; seed++) {
    const [said] = textOf(new Truth(piece(), seed), before).split('\n');
    if ((said !== line) === wrong) return seed;
  }
};

describe('What the simulated engine says', () => {
  const { before, inserted } = piece();
  const [line = ''] = inserted.split('\n');

  it('is what is going to be typed, from wherever it is asked', () => {
    const truth = new Truth(piece(), seedWhere(false));
    const [asked] = textOf(truth, before + line.slice(0, 9)).split('\n');
    assert.equal(asked, line.slice(9));
    // A window that begins within the document, or within the piece.
    assert.equal(truth.typedIn(`\n${before.slice(-40)}  const`).endsWith('  const'), true);
    assert.equal(truth.typedIn(`${line}\n  ret`), `${line}\n  ret`);
  });

  it('is wrong from 60 % of a hard line on, and right again behind that', () => {
    const truth = new Truth(piece(), seedWhere(true));
    const spot = 2 + Math.floor(0.6 * (line.length - 2));
    const [said = ''] = textOf(truth, before).split('\n');
    assert.equal(said.slice(0, spot), line.slice(0, spot));
    assert.notEqual(said[spot], line[spot]);
    assert.equal(said.length, line.length);
    assert.equal(textOf(truth, before + line.slice(0, spot + 1)).split('\n')[0], line.slice(spot + 1));
  });

  it('goes on at the same place after a slip', () => {
    const truth = new Truth(piece(), seedWhere(false));
    const [said] = textOf(truth, `${before}  comst`).split('\n');
    assert.equal(said, line.slice(7));
  });

  it('knows where it is in every window of every trace', () => {
    for (const each of readAllPieces()) {
      const truth = new Truth(each, 1);
      for (const share of [0, 0.3, 0.99]) {
        const typed = each.inserted.slice(0, share * each.inserted.length);
        const text = each.before + typed;
        for (const newline of text.slice(-1500).matchAll(/\n(?=[^\n]*\n[^\n]*\n)/g)) {
          const window = text.slice(-1500).slice(newline.index + 1);
          // No model is asked with less than this.
          if (window.length < 250) continue;
          assert.equal(truth.typedIn(window), typed, `${each.id}, ${window.length} characters`);
        }
      }
    }
  });

  it('is wrong at three lines of ten, and is as sure as it should be', () => {
    const means = { right: [] as number[], wrong: [] as number[] };
    for (const each of readAllPieces()) {
      for (const seed of [1, 2]) {
        const real = each.inserted.split('\n');
        for (const [index, { text, logprob }] of linesSaid(new Truth(each, seed), each.before).entries()) {
          if (text !== '') means[text === real[index] ? 'right' : 'wrong'].push(logprob);
        }
      }
    }
    const average = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const share = means.wrong.length / (means.wrong.length + means.right.length);
    assert.ok(Math.abs(share - 0.3) < 0.03, `wrong: ${share}`);
    assert.ok(Math.abs(average(means.right) + 0.35) < 0.03, `right: ${average(means.right)}`);
    assert.ok(Math.abs(average(means.wrong) + 0.7) < 0.03, `wrong: ${average(means.wrong)}`);
    const above = means.right.map((right) => means.wrong.filter((wrong) => wrong < right).length / means.wrong.length);
    assert.ok(Math.abs(average(above) - 0.84) < 0.02, `area under the curve: ${average(above)}`);
  });

  it('gives each token the certainty of its line, and the same one when it is asked again', () => {
    const truth = new Truth(piece(), seedWhere(false));
    const [first, second] = linesSaid(truth, before);
    const again = truth.answer(before + line.slice(0, 8));
    assert.ok(first && second && first.logprob !== second.logprob);
    assert.equal(again[0]?.logprob, first.logprob);
    assert.equal(again.at(-1)?.logprob, second.logprob);
  });

  it('is found in the prompt of every order of parts', () => {
    assert.equal(textBeforeCursor('<|fim_prefix|>a\nb<|fim_suffix|>c<|fim_middle|>'), 'a\nb');
    assert.equal(textBeforeCursor('<|fim_prefix|>a\n<|fim_suffix|>c<|fim_middle|>b'), 'a\nb');
    assert.equal(textBeforeCursor('<|fim_prefix|><|fim_suffix|>c<|fim_middle|>a\nb'), 'a\nb');
    assert.equal(textBeforeCursor('[SUFFIX]c[PREFIX]a\nb'), 'a\nb');
    assert.equal(textBeforeCursor('<PRE> a\nb <SUF>c <MID>'), 'a\nb');
    assert.equal(textBeforeCursor('a\nb'), 'a\nb');
  });
});

describe('Tokens of the benchmark', () => {
  it('are the text when joined', () => {
    const text = '<|fim_prefix|>if (π > 3) {\r\n\treturn "naïve 😀";\n}\n\n<｜fim▁hole｜>';
    assert.equal(tokenize(text).join(''), text);
    assert.equal(tokenize(text)[0], '<|fim_prefix|>');
  });

  it('are counted alike with a look at the whole texts and at their ends', () => {
    const [first] = readAllPieces();
    const text = `${first?.before}${first?.inserted}`;
    for (let end = text.length - 200; end < text.length; end++) {
      const [slot, prompt] = [text.slice(0, end), text.slice(0, end + 1)];
      const [one, other] = [tokenize(slot), tokenize(prompt)];
      let same = 0;
      while (same < one.length && one[same] === other[same]) same++;
      assert.equal(tokensToEvaluate(slot, prompt), Math.max(1, other.length - same), JSON.stringify(prompt.slice(-20)));
    }
  });
});

/** The lines of an answer, each with the one certainty that all of its tokens have. */
function linesSaid(truth: Truth, before: string): readonly { readonly text: string; readonly logprob: number }[] {
  const lines = [{ text: '', logprob: 0 }];
  for (const { text, logprob } of truth.answer(before)) {
    const [end = '', ...more] = text.split('\n');
    const line = lines.at(-1);
    if (line && end !== '') {
      if (line.text !== '') assert.equal(logprob, line.logprob, JSON.stringify(line.text + end));
      line.text += end;
      line.logprob = logprob;
    }
    for (const begun of more) lines.push({ text: begun, logprob });
  }
  return lines;
}
