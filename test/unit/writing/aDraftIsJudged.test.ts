import assert from 'node:assert/strict';
import { judgeDraft } from '../../../src/writing/guards/drafted.ts';

const from = '- retry is back, see https://example.com/retry\n- out on 12 May, needs version 3.2\n';
const judged = (answer: string, language?: string) =>
  judgeDraft({ from, answer, languageId: 'markdown', ...(language === undefined ? {} : { language }) });

describe('A draft', () => {
  it('is what was asked for, without what is said around it', () => {
    assert.deepEqual(judged('<think>Hm.</think>Here is the text:\n\n- Retry is back in version 3.2.'), {
      kind: 'drafted',
      text: '- Retry is back in version 3.2.',
      invented: [],
    });
  });

  for (const preamble of [
    'Here is the text:',
    "Sure! Here's a draft of the release note based on your notes:",
    '**Here is the e-mail:**',
    'Draft:',
    'Hier ist der Entwurf:',
    "Certainly. Here's your commit message:\n\n```markdown",
  ]) {
    it(`is without ${JSON.stringify(preamble)}`, () => {
      const drafted = judged(`${preamble}\n\n- Retry is back.${preamble.includes('```') ? '\n```' : ''}`);
      assert.equal(drafted.kind === 'drafted' && drafted.text, '- Retry is back.');
    });
  }

  for (const line of [
    'Ingredients:',
    'Subject: Retry is back',
    '# Draft for 2025: the plan',
    'What is new:',
    'Here is why it matters:',
    'Dear all,',
    'Here is why texts matter:',
    'Here are the issues we closed:',
    'Here is the issue we found:',
    'Message:',
  ]) {
    it(`keeps its first line, ${JSON.stringify(line)}`, () => {
      const drafted = judged(`${line}\n\n- Retry is back.`);
      assert.equal(drafted.kind === 'drafted' && drafted.text.split('\n')[0], line);
    });
  }

  it('names what it was not told', () => {
    const answer = 'Retry is back in version 4.0, since 12 May. See https://example.com/retries and #17.';
    const drafted = judged(answer);
    assert.equal(drafted.kind, 'drafted');
    assert.deepEqual(
      drafted.kind === 'drafted' && [...drafted.invented].sort(),
      ['#17', '4.0', 'https://example.com/retries'].sort(),
    );
  });

  it('is refused when there is none', () => {
    assert.deepEqual(judged(' \n'), { kind: 'refused', why: 'empty' });
    assert.deepEqual(judged('<think>I must write'), { kind: 'refused', why: 'empty' });
    assert.deepEqual(judged(from.trim()), { kind: 'refused', why: 'echo' });
  });

  it('is refused in another language', () => {
    const german =
      'Die Wiederholung ist zurück. Sie braucht die neue Fassung und kommt im Mai, wie alle es sich gewünscht haben.';
    assert.deepEqual(judged(german, 'en'), { kind: 'refused', why: 'language', language: 'de' });
    assert.equal(judged(german, 'de').kind, 'drafted');
  });
});
