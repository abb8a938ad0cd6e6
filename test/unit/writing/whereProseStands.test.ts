import assert from 'node:assert/strict';
import { proseAt } from '../../../src/writing/proseAt.ts';

/** Whether prose stands at the end of a text. @param firstLine the line of the document on which the text begins */
const prose = (languageId: string, before: string, firstLine = 0) =>
  proseAt({ languageId, before, firstLine }) !== undefined;

describe('where prose stands', () => {
  it('in languages of sentences, and in no other', () => {
    for (const id of ['markdown', 'plaintext', 'latex', 'git-commit', 'asciidoc', 'restructuredtext', 'mdx']) {
      assert.equal(prose(id, 'The model '), true, id);
      assert.equal(prose(id, ''), true, id);
    }
    for (const id of ['typescript', 'python', 'html', 'json', 'dockerfile', '']) {
      assert.equal(prose(id, 'The model '), false, id);
    }
  });

  it('in Markdown not within a fence', () => {
    assert.equal(prose('markdown', 'Run it:\n\n```sh\nnpm '), false);
    assert.equal(prose('markdown', '- Run it:\n  ```sh\n  npm '), false);
    assert.equal(prose('markdown', '~~~\na\n'), false);
    assert.equal(prose('markdown', '```sh\nnpm test\n```\nThen '), true);
    assert.equal(prose('markdown', '````md\n```\n'), false, 'a shorter fence closes nothing');
    assert.equal(prose('markdown', '````md\n```\na\n```\n````\nThen '), true);
    assert.equal(prose('markdown', '```\n~~~\n'), false, 'nor does another one');
    assert.equal(prose('markdown', 'Use ```code``` here. '), true);
  });

  it('in Markdown whose beginning was not taken, a fence with a language opens a block', () => {
    const half = 'b();\n```\nThen:\n\n```ts\nsum(';
    assert.equal(prose('markdown', half, 40), false);
    assert.equal(prose('markdown', `${half})\n\`\`\`\nAnd `, 40), true);
  });

  it('in Markdown not within the front matter', () => {
    assert.equal(prose('markdown', '---\ntitle: The '), false);
    assert.equal(prose('markdown', '---\ntitle: The model\n---\n\nThe '), true);
    assert.equal(prose('markdown', 'Text\n\n---\nThe '), true, 'a line across the page');
  });

  it('in LaTeX not in the preamble, in mathematics, tables or listings', () => {
    assert.equal(prose('latex', '\\documentclass{article}\n\\usepackage{'), false);
    assert.equal(prose('latex', '\\documentclass{article}\n\\begin{document}\nThe '), true);
    assert.equal(prose('latex', 'As in\n\\begin{align*}\na &= '), false);
    assert.equal(prose('latex', '\\begin{align*}\na\n\\end{align*}\nThe '), true);
    assert.equal(prose('latex', '\\begin{itemize}\n\\item The '), true);
  });

  it('in AsciiDoc not within a listing, in reStructuredText not in a literal block', () => {
    assert.equal(prose('asciidoc', 'Run it:\n\n----\nnpm '), false);
    assert.equal(prose('asciidoc', '----\nnpm test\n----\nThen '), true);
    assert.equal(prose('restructuredtext', 'Run it::\n\n   npm test\n\n   npm '), false);
    assert.equal(prose('restructuredtext', '.. code-block:: python\n\n   def f():\n       '), false);
    assert.equal(prose('restructuredtext', 'Run it::\n\n   npm test\n\nThen '), true);
    assert.equal(prose('restructuredtext', '* One\n\n  The '), true);
  });

  it('is wrapped by hand where a long line is followed by another line of its paragraph', () => {
    const long = 'A line of a paragraph that is as long as people let lines get, or so.';
    const kind = (before: string, after = '') => proseAt({ languageId: 'markdown', before, firstLine: 0, after });
    assert.equal(kind(`${long}\n${long}\nAnd `), 'wrapped');
    assert.equal(kind(`- ${long}\n  It `), 'wrapped');
    assert.equal(kind(`${long}\n\n${long} `), 'flowing');
    assert.equal(kind(`- ${long}\n- ${long}\n- `), 'flowing');
    assert.equal(kind(`# ${long}\nText `), 'flowing');
    assert.equal(kind(`${long}\n`), 'flowing');
    assert.equal(kind('# Title\n\n', `\n\n${long}\n${long}\n`), 'wrapped', 'as below');
    assert.equal(kind('# Title\n\n', `\n\n${long}\n\n${long}\n`), 'flowing');
    assert.equal(kind('Roses are red\nviolets are blue\n'), 'flowing');
  });
});
