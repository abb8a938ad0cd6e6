import assert from 'node:assert/strict';
import {
  type NotebookCell,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  type NotebookDocument,
  NotebookEdit,
  Position,
  Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { insert, writeInFolder } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const code = (text: string, language = 'python') => new NotebookCellData(NotebookCellKind.Code, text, language);
const note = (text: string) => new NotebookCellData(NotebookCellKind.Markup, text, 'markdown');

const notebookOf = (...cells: NotebookCellData[]) =>
  workspace.openNotebookDocument('jupyter-notebook', new NotebookData(cells));

/** The end of a cell's text. */
function endOf(cell: NotebookCell) {
  const { document } = cell;
  return { document, position: document.positionAt(document.getText().length) };
}

describe('completions in a notebook', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth({ settings: { 'hearth.completions.modes': { '*': 'on' } } });
  });
  afterEach(() => hearth.end());

  const prompt = () => hearth.asked('/api/generate').at(-1)?.body?.prompt;
  const last = (notebook: NotebookDocument) => endOf(notebook.cellAt(notebook.cellCount - 1));

  it('go on from the cells before, notes as comments, other languages left out', async () => {
    const notebook = await notebookOf(
      note('# Sums'),
      code('items = [1, 2]'),
      code('select 1', 'sql'),
      code('sum('),
      code('never()'),
    );
    hearth.engine.enqueue(says('items)'));
    assert.deepEqual(await hearth.complete(endOf(notebook.cellAt(3))), ['items)']);
    assert.equal(prompt(), '# # Sums\n\nitems = [1, 2]\n\nsum(');
    assert.deepEqual([hearth.decision?.line, hearth.decision?.character], [0, 4]);
  });

  it('typing along one makes no request; a change in a cell before makes a new one', async () => {
    const notebook = await notebookOf(code('items = [1, 2]'), code('sum('));
    const { document, position } = last(notebook);
    hearth.engine.enqueue(says('items)'));
    assert.deepEqual(await hearth.complete({ document, position }), ['items)']);
    await insert(document, position, 'it');
    assert.deepEqual(await hearth.complete(last(notebook)), ['ems)']);
    assert.equal(hearth.asked('/api/generate').length, 1);

    await insert(notebook.cellAt(0).document, new Position(0, 0), 'more_');
    hearth.engine.script(says('items)'));
    await until(async () => {
      await hearth.complete(last(notebook));
      return prompt() === 'more_items = [1, 2]\n\nsum(';
    }, 'the changed cell in a prompt');
    hearth.engine.script(undefined);
  });

  it('a cell that comes in or goes out before is noticed', async () => {
    const notebook = await notebookOf(code('items = [1, 2]'), code('sum('));
    hearth.engine.script(says('items)'));
    await hearth.complete(last(notebook));
    const edit = new WorkspaceEdit();
    edit.set(notebook.uri, [NotebookEdit.insertCells(0, [code('import numpy')])]);
    assert.equal(await workspace.applyEdit(edit), true);
    assert.equal(notebook.cellCount, 3);
    await until(
      async () => {
        await hearth.complete(last(notebook));
        return prompt() === 'import numpy\n\nitems = [1, 2]\n\nsum(';
      },
      () => `the new cell in a prompt, not ${JSON.stringify([prompt(), hearth.decision])}`,
    );
    hearth.engine.script(undefined);
  });

  it('in a note they go on from the notes before, code as blocks', async () => {
    const notebook = await notebookOf(note('# Sums'), code('items = [1, 2]'), note('These items '));
    hearth.engine.enqueue(says('are two numbers. They', ' are few.'));
    assert.deepEqual(await hearth.complete(last(notebook)), ['are two numbers.']);
    assert.equal(prompt(), '# Sums\n\n```python\nitems = [1, 2]\n```\n\nThese items ');
  });

  it('do not come in an excluded notebook, whatever its cells', async () => {
    const cell = (source: string) => ({ cell_type: 'code', metadata: {}, source, outputs: [], execution_count: null });
    const content = { cells: [cell('key = 1'), cell('use(')], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const file = writeInFolder('.env.sums.ipynb', JSON.stringify(content));
    const notebook = await workspace.openNotebookDocument(Uri.file(file));
    assert.deepEqual(await hearth.complete(last(notebook), { invoked: true }), []);
    assert.equal(hearth.decision?.reason, 'excluded');
    assert.deepEqual(hearth.asked('/api/generate'), []);
  });
});
