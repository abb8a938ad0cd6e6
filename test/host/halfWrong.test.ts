import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { extract } from '../../src/tasks/reading/extract.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { excerptOf } from '../unit/tasks/excerpts.ts';
import { classified, labelled, labels } from '../unit/tasks/reading/labelled.ts';
import { closeEditors, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';

/** A cell of the table in the view, without its Markdown. */
interface ShownCell {
  readonly text: string;
  readonly flagged: boolean;
}

/** The rows of the table in an answer, without its head. */
function rowsIn(markdown: string): readonly (readonly ShownCell[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .slice(2, -2)
      .split(/ \| /)
      .map((cell) => ({ text: cell.replace(/^⚠ /, '').replaceAll(/\\(.)/g, '$1'), flagged: cell.startsWith('⚠ ') })),
  );
}

/** Our own labelled texts, and a model whose every second answer is wrong: what the person sees of it. */
describe('a model that is half wrong', function () {
  this.timeout(60_000);
  let hearth: Hearth;
  before(async () => {
    hearth = await startHearth();
  });
  after(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
  });
  const picks = (...wanted: string[]) => {
    hearth.person.pick = () => wanted.shift();
  };

  it('is caught by Extract at every value that it made up, and nowhere else', async () => {
    const figures = { texts: 0, values: 0, invented: 0, caught: 0, missed: 0, wronglyFlagged: 0 };
    for (const { text, wanted, right, invented } of labelled) {
      const columns = extract(wanted).read('{"items":[]}', excerptOf(text))?.columns ?? [];
      // Every second row begins with something else, and three more say what is not there.
      const rows = [
        ...right.map((values, index) => (index % 2 === 0 ? [invented[0] ?? '', ...values.slice(1)] : values)),
        ...invented.map((value) => [value]),
      ];
      const items = rows.map((values) => Object.fromEntries(columns.map((name, at) => [name, values[at] ?? ''])));
      hearth.engine.script(says(JSON.stringify({ items })));
      await showFile('labelled.txt', `${text}\n`);
      picks({ todos: 'To-dos', names: 'Names', figures: 'Figures' }[wanted], 'Table');
      await commands.executeCommand('hearth.extract');
      const table = rowsIn(hearth.newestText);
      assert.equal(table.length, rows.length, `every row of ${JSON.stringify(text)} is shown`);
      figures.texts += 1;
      for (const cell of table.flat()) {
        if (cell.text === '') continue;
        const isInvented = invented.includes(cell.text);
        figures.values += 1;
        figures.invented += isInvented ? 1 : 0;
        figures.caught += isInvented && cell.flagged ? 1 : 0;
        figures.missed += isInvented && !cell.flagged ? 1 : 0;
        figures.wronglyFlagged += !isInvented && cell.flagged ? 1 : 0;
      }
    }
    assert.deepEqual(figures, { texts: 16, values: 138, invented: 74, caught: 74, missed: 0, wronglyFlagged: 0 });
  });

  it('is caught by Classify where it names a label that was not offered; a wrong one of those offered nobody can see', async () => {
    const figures = { texts: 0, notOffered: 0, caught: 0, wrongButOffered: 0, wronglyFlagged: 0 };
    hearth.person.type = () => labels.join(', ');
    for (const [index, { text, label }] of classified.entries()) {
      const other = labels[(labels.indexOf(label) + 1) % labels.length] ?? '';
      const said = [label, `a ${label}`, other, label.toUpperCase()][index % 4] ?? '';
      hearth.engine.script(says(JSON.stringify({ labels: said, reason: 'It says so.' })));
      await showFile('classified.txt', `${text}\n`);
      picks(...(index === 0 ? [] : [labels.join(', ')]), 'One label');
      await commands.executeCommand('hearth.classify');
      const [cell] = rowsIn(hearth.newestText)[0] ?? [];
      assert.ok(cell, hearth.newestText);
      const isOffered = labels.some((each) => each === cell.text);
      figures.texts += 1;
      figures.notOffered += isOffered ? 0 : 1;
      figures.caught += !isOffered && cell.flagged ? 1 : 0;
      figures.wrongButOffered += isOffered && cell.text !== label ? 1 : 0;
      figures.wronglyFlagged += isOffered && cell.flagged ? 1 : 0;
    }
    assert.deepEqual(figures, { texts: 8, notOffered: 2, caught: 2, wrongButOffered: 2, wronglyFlagged: 0 });
  });
});
