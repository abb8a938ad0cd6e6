import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stripAnswer } from '../../../src/writing/guards/strip.ts';
import { withoutThinking } from '../../../src/writing/guards/thinking.ts';
import { markdownDocument } from './documents.ts';

const original = 'The servr restarts when it change.';
const text = 'The server restarts when it changes.';

describe('only the text that was asked for', () => {
  describe('an announcement is taken off', () => {
    for (const before of [
      'Sure! Here is the corrected text:',
      "Sure, here's the corrected version of your text:",
      'Certainly! Below is the revised paragraph:',
      'Of course!',
      'Here is a more formal version:',
      'Here is the text, rewritten to be clearer:',
      '**Corrected text:**',
      '### Revised version:',
      'Rewritten:',
      'Here’s the translation:',
      'Here is the German translation of the text:',
      'German translation:',
      'Okay, here is the shorter, clearer version:',
      'Hier ist der korrigierte Text:',
      'Gerne! Hier ist die überarbeitete Version:',
      'Hier ist die Übersetzung ins Deutsche:',
      'Voici le texte corrigé :',
      'Bien sûr ! Voici la traduction :',
      'Claro, aquí está el texto corregido:',
      'Ecco il testo corretto:',
      'Aqui está o texto revisado:',
      'Hier is de verbeterde versie:',
      '以下是修改后的文本：',
      '好的，以下是润色后的版本：',
      'はい、以下が修正した文章です：',
    ]) {
      it(before, () => {
        assert.equal(stripAnswer(`${before}\n\n${text}`, original), text);
        assert.equal(stripAnswer(`${before}\n\n\`\`\`markdown\n${text}\n\`\`\`\n`, original), text);
        if (before.endsWith(':')) assert.equal(stripAnswer(`${before}\n${text}`, original), text);
      });
    }

    it('also on the line of the text', () => {
      assert.equal(stripAnswer(`Corrected version: ${text}`, original), text);
      assert.equal(stripAnswer(`Sure, here is the corrected text: "${text}"`, original), text);
    });

    it('but not a courtesy that goes on', () => {
      for (const line of ['Sure, it restarts.', 'Certainly the server restarts.', 'Okay.\nIt restarts.']) {
        assert.equal(stripAnswer(line, original), line);
      }
    });

    it('and not all there is', () => {
      assert.equal(stripAnswer('Here is the corrected text:', original), 'Here is the corrected text:');
    });
  });

  describe('a first line of the text is never lost', () => {
    for (const line of [
      'Ingredients:',
      'Here is the plan:',
      'Here are the three rules:',
      'Here is what changed in this version:',
      "Here's how it works:",
      'Below is a list of all commands:',
      'The following is true:',
      'This is the final version.',
      'This is a clearer version of the law:',
      'Sure thing, said the fox.',
      'Of course, not everything is local.',
      'Okay, so what now?',
      'Certainly:',
      'Note: read this first.',
      'Summary:',
      'Translation services:',
      'Revised budget:',
      'Final version',
      'Updated on Monday:',
      'Dear Ann,',
      'Hi team,',
      'Hier ist der Plan:',
      'Gerne erinnern wir daran:',
      'Voici la liste :',
      'Aquí está la lista:',
      '以下是步骤：',
      '"Quoted," she said.',
      '# Rewritten in Rust',
      '- [ ] Sure',
    ]) {
      it(line, () => {
        const whole = `${line}\n\n${text}`;
        for (const asked of [whole, original, '']) assert.equal(stripAnswer(whole, asked), whole);
      });
    }

    for (const line of ['Here is the corrected text:', 'Corrected version:', 'Sure!', 'Rewritten: in Rust']) {
      it(`${line} where the original begins so`, () => {
        const whole = `${line}\n\n${text}`;
        assert.equal(stripAnswer(whole, `${line}\n\n${original}`), whole);
      });
    }

    it('nor anything else of a document that comes back as it is', () => {
      fc.assert(
        fc.property(markdownDocument, (document) => {
          assert.equal(stripAnswer(document.replaceAll('\r\n', '\n'), document), document);
        }),
      );
    });
  });

  describe('what comes after it is taken off', () => {
    for (const after of [
      "Let me know if you'd like any other changes!",
      'I hope this helps!',
      'Changes made:\n\n- "servr" → "server"\n- "change" → "changes"',
      '**Explanation of changes:**\n1. Spelling.',
      '---\n\n**Key changes:** spelling.\n\nFeel free to ask for more.',
      'I corrected the spelling and kept the meaning.',
      'Lass mich wissen, wenn du noch etwas brauchst.',
      "N'hésitez pas à me demander autre chose.",
      'Espero que esto ayude.',
    ]) {
      it(after.split('\n', 1)[0] ?? '', () => assert.equal(stripAnswer(`${text}\n\n${after}`, original), text));
    }

    it('but not the last words of the text itself', () => {
      const mail = 'Hi Ann,\n\nThe server restarts.\n\nLet me know if you have questions.';
      assert.equal(stripAnswer(mail, 'Hi ann,\n\nServer restart.\n\nAsk me.'), mail);
      assert.equal(stripAnswer(mail, ''), mail);
      const log = 'Hello.\n\nChanges made:\n\n- one';
      assert.equal(stripAnswer(log, 'Helo.\n\nChanges made:\n\n- one'), log);
      assert.equal(stripAnswer("I've made a reservation.", 'I made a reservation.'), "I've made a reservation.");
    });
  });

  describe('what stands around it is taken off', () => {
    for (const [name, answer] of [
      ['a fence', `\`\`\`\n${text}\n\`\`\``],
      ['a fence with a name', `\`\`\`markdown\n${text}\n\`\`\``],
      ['a fence that was not closed', `\`\`\`\n${text}`],
      ['our own marks', `"""\n${text}\n"""`],
      ['quotes', `"${text}"`],
      ['curly quotes', `“${text}”`],
      ['spaces and blank lines', `\n\n  ${text}\n\n`],
      ['thinking', `<think>Let me see. <b>Hm.</b>\n</think>\n\n${text}`],
      ['thinking whose opening the template wrote', `Let me see.\n</think>\n${text}`],
      ['thinking twice', `<think>a</think><think>b</think>${text}`],
      ['tokens that end an answer', `${text}<|im_end|>`],
      [
        "the channels of OpenAI's open models",
        `<|channel|>analysis<|message|>Hm.<|end|><|channel|>final<|message|>${text}`,
      ],
    ] as const) {
      it(name, () => assert.equal(stripAnswer(answer, original), text));
    }

    it('but not what the original has as well', () => {
      for (const own of [
        '```js\nx()\n```',
        '"Yes," she said, "no."',
        '“Stop.”',
        '<think>x</think> is a tag',
        'a <|im_end|> b </think> c',
      ]) {
        assert.equal(stripAnswer(own, own), own);
      }
    });

    it('nor one of several fences', () => {
      const three = '```\na\n```\nand\n```';
      assert.equal(stripAnswer(three, 'a and'), three);
      const two = '```\na\n```\n\nand\n\n```\nb\n```';
      assert.equal(stripAnswer(two, 'a and b'), two);
    });

    it('nor quotes that belong to the words at the edges', () => {
      assert.equal(stripAnswer('"One" and "two"', 'one and two'), '"One" and "two"');
    });
  });

  it('an answer that only thought is empty', () => {
    for (const answer of ['<think>I should', '<thinking>a</thinking>', '<think>\n\n</think>\n', '']) {
      assert.equal(stripAnswer(answer, original), '');
    }
  });

  it('a tag later in an answer is part of it', () => {
    const answer = 'Models write <think> and </think> around it.';
    assert.equal(withoutThinking(answer), answer);
  });

  it('keeps the edges and the line ends of the original', () => {
    assert.equal(stripAnswer('One.\n\nTwo.', '\r\n  one\r\n\r\ntwo  \r\n'), '\r\n  One.\r\n\r\nTwo.  \r\n');
    assert.equal(stripAnswer('One.\r\nTwo.', 'one\ntwo'), 'One.\nTwo.');
  });
});
