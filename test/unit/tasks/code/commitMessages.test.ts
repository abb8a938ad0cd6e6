import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlacedText } from '../../../../src/base/text.ts';
import {
  combinedMessages,
  commitMessageOf,
  commitMessages,
  groupsOf,
  partMessages,
} from '../../../../src/tasks/code/commitMessage.ts';
import { estimatedTokens } from '../../../../src/tasks/fit.ts';
import { messageText } from '../../../../src/tiers/tier.ts';
import { excerptOf } from '../excerpts.ts';

const { origin } = excerptOf('x');
const change = (text: string, path = 'src/a.ts'): PlacedText => ({
  text,
  origin: { ...origin, kind: 'diff', path, uri: `file:///project/${path}` },
});
const told = (messages: ReturnType<typeof commitMessages>) => messages.map(messageText).at(-1);

describe('Commit Message', () => {
  it('asks with the repository’s own style and every change between marks', () => {
    const messages = commitMessages({
      changes: [change('-a\n+b\n'), change('+```\n', 'b.md')],
      subjects: ['fix: totals', 'feat: dark theme'],
      origin,
    });
    assert.equal(
      told(messages),
      `The last messages in this repository, for their style (language, mood, prefixes) and not their content:
- fix: totals
- feat: dark theme

Write the message of a commit with these changes: a subject line of at most 72 characters; then, only if there is more to say, a blank line and a short body that says why, in lines of at most 72 characters.

\`\`\`diff
-a
+b
\`\`\`
\`\`\`\`diff
+\`\`\`
\`\`\`\`
`,
    );
    for (const part of messages.flatMap((message) => message.parts)) {
      if (part.kind === 'excerpt' && part.text.startsWith('-a'))
        assert.equal(part.origin.uri, 'file:///project/src/a.ts');
    }
  });

  it('puts together what was said of the parts', () => {
    assert.match(
      told(partMessages([change('+a\n')])) ?? '',
      /^Say in one or two short lines what these changes do\.\n\n```diff\n\+a\n```\n$/,
    );
    const text = told(
      combinedMessages([change('Adds\n a total.'), change('Mends b.', 'b.ts')], { subjects: [], origin }),
    );
    assert.ok(text?.endsWith('What changed:\n- Adds a total.\n- Mends b.\n'), text);
  });

  for (const [how, answer, message] of [
    ['plainly', 'Add totals\n\nThey were missing.', 'Add totals\n\nThey were missing.'],
    ['in a fence', '```\nAdd totals\n```', 'Add totals'],
    [
      'announced',
      'Here is the commit message:\n\n```text\nAdd totals\n\nWhy.\n```\nI hope it helps.',
      'Add totals\n\nWhy.',
    ],
    ['in quotes', '"Add totals"', 'Add totals'],
    ['in bold', '**Add totals**', 'Add totals'],
    ['with a label', 'Subject: Add totals\nBody', 'Add totals\n\nBody'],
    ['after thinking', '<think>what?</think>\nAdd totals', 'Add totals'],
    ['with a body right below', 'fix: totals\n- a\n- b', 'fix: totals\n\n- a\n- b'],
    ['not at all', ' \n', ''],
  ] as const) {
    it(`takes a message that comes ${how}`, () => assert.equal(commitMessageOf(answer), message));
  }

  it('cuts long changes so that each group has room, and leaves nothing out', () => {
    const line = fc.stringMatching(/^[-+ ][a-z0-9 ]{0,30}$/).map((text) => `${text}\n`);
    const hunk = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => `@@ -1 +1 @@\n${lines.join('')}`);
    const file = fc.array(hunk, { minLength: 1, maxLength: 5 }).map((hunks) => `--- a\n+++ b\n${hunks.join('')}`);
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 5 }), fc.integer({ min: 60, max: 400 }), (files, room) => {
        const changes = files.map((text, index) => change(text, `f${index}`));
        const groups = groupsOf(changes, room);
        for (const group of groups) {
          assert.ok(group.reduce((sum, { text }) => sum + estimatedTokens(text) + 8, 0) <= room);
        }
        for (const { text, origin: from } of changes) {
          const head = '--- a\n+++ b\n';
          const pieces = groups.flat().filter((piece) => piece.origin.path === from.path);
          assert.equal(head + pieces.map((piece) => piece.text.slice(head.length)).join(''), text);
        }
      }),
    );
  });

  it('cuts even one endless line', () => {
    const groups = groupsOf([change(`--- a\n+++ b\n@@ -1 +1 @@\n+${'🙂x'.repeat(2000)}\n`)], 200);
    assert.ok(groups.length > 3);
    for (const group of groups) assert.ok(group.every(({ text }) => estimatedTokens(text) <= 200));
  });
});
