import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { commands, Location, languages, Position, Selection, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import {
  closeEditors,
  fileWithCursor,
  insert,
  removeFromFolder,
  showFile,
  writeInFolder,
} from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const model: FakeModel = {
  name: 'qwen2.5-coder:1.5b-base',
  capabilities: ['completion', 'insert'],
  contextLength: 32_768,
  loaded: true,
};

/** Stands in files that must not be read; looked for in everything that reaches the engine. */
const planted = 'PLANTED_5f3a';

/** Stands in files that are completed themselves, but must be in no prompt of another file. */
const kept = 'KEPT_81c2';

/** The part of a prompt that comes from other files. */
const ofOthers = (prompt: string) => prompt.slice(0, Math.max(0, prompt.lastIndexOf('<|file_sep|>')));

/** Whoever does nothing for three seconds rests; a busy machine takes its time. In ms. */
const restLimit = 15_000;

/** The pieces of other files in the prompts of a file, in the real VS Code and on the wire to the engine. */
describe('other files', () => {
  let hearth: Hearth;
  let listening: Disposable[] = [];

  beforeEach(async () => {
    hearth = await startHearth({
      models: [model],
      settings: { 'hearth.completions.exclude': ['secret_*'], 'hearth.neverLeaves': ['never_*'] },
    });
    hearth.engine.script(says('42'));
    // A first prompt, in no editor, from which it is known how fast the engine reads.
    await hearth.complete(await fileWithCursor('near/first.py', `${'first = 1\n'.repeat(100)}second = █`));
    removeFromFolder('near');
  });

  afterEach(async () => {
    for (const each of listening) each.dispose();
    listening = [];
    const sent = prompts();
    await hearth.end();
    removeFromFolder('near');
    removeFromFolder('.hearthignore');
    for (const prompt of sent) {
      assert.ok(!prompt.includes(planted), prompt);
      assert.ok(!ofOthers(prompt).includes(kept), prompt);
    }
  });

  const prompts = () => hearth.asked('/api/generate').map(({ body }) => String(body?.prompt));
  const promptWith = (text: string) =>
    until(
      () => prompts().find((prompt) => prompt.includes(text)),
      () => `${text} in ${JSON.stringify(prompts())}`,
      restLimit,
    );

  /** Shows a file with the cursor at the end of a line, as somebody who goes there. */
  async function goTo(name: string, text: string, line: number) {
    const editor = await showFile(name, text);
    const end = editor.document.lineAt(line).range.end;
    editor.selection = new Selection(end, end);
    return editor;
  }

  it('edited lately stand in front of the prompt, exactly as the model’s makers say, and only the new key behind it is new', async () => {
    const helper = await goTo('near/helper.py', 'def helper(items):\n    return sorted(items)\n', 1);
    await insert(helper.document, new Position(1, 24), '[0]');
    await goTo('near/main.py', 'from helper import helper\n\nlargest = \n', 2);
    const folder = workspace.workspaceFolders?.[0]?.name;
    const above =
      `<|repo_name|>${folder}\n` +
      '<|file_sep|>near/helper.py\ndef helper(items):\n    return sorted(items)[0]\n' +
      '<|file_sep|>near/main.py\n<|fim_prefix|>from helper import helper\n\nlargest = ';
    const ahead = await promptWith('near/helper.py\ndef helper');
    assert.equal(ahead, `${above}<|fim_suffix|>\n<|fim_middle|>`);

    const before = prompts().length;
    hearth.engine.script(says('(items)'));
    await commands.executeCommand('type', { text: 'h' });
    const next = await until(() => prompts()[before], 'the request for the key');
    assert.match(next.slice(ahead.length), /^h?$/);
    assert.ok(next.startsWith(ahead), next);
  });

  it('are named in Why No Suggestion?', async () => {
    const helper = await goTo('near/helper.py', 'def helper(items):\n    return sorted(items)\n', 1);
    await insert(helper.document, new Position(1, 24), '[0]');
    const { document } = await goTo('near/main.py', 'from helper import helper\n\nlargest = \n', 2);
    await promptWith('near/helper.py\ndef helper');
    await hearth.complete({ document, position: new Position(1, 0) });
    await commands.executeCommand('hearth.whyNoSuggestion');
    const [newest] = hearth.person.offered.at(-1)?.rows ?? [];
    assert.match(newest ?? '', /with 1 piece of another file: near\/helper\.py:1–2 \(recently edited\)$/);
  });

  it('definitions of imported names are read while somebody rests; excluded files and links are not', async () => {
    const path = writeInFolder(
      'near/taxes.py',
      'RATE = 3\n\ndef taxes(order):\n    return order.total * RATE\n\nOTHER = 1\n',
    );
    const secret = writeInFolder('near/secret_rates.py', `def rates(order):\n    return "${planted}"\n`);
    const never = writeInFolder('near/never_rates.py', `def prices(order):\n    return "${planted}"\n`);
    symlinkSync(secret, `${path}.link`);
    const asked: string[] = [];
    const places = new Map<string, readonly [string, number]>([
      ['taxes', [path, 2]],
      ['rates', [secret, 0]],
      ['prices', [never, 0]],
      ['linked', [`${path}.link`, 0]],
    ]);
    listening.push(
      languages.registerDefinitionProvider('python', {
        provideDefinition(document, position) {
          const name = document.getText(document.getWordRangeAtPosition(position));
          asked.push(name);
          const [file, line] = places.get(name) ?? [];
          return file === undefined ? undefined : new Location(Uri.file(file), new Position(line ?? 0, 4));
        },
      }),
    );
    const text = 'from near import taxes, rates, prices, linked\n\ndue = \n';
    await goTo('near/order.py', text, 2);
    const prompt = await promptWith('def taxes');
    assert.ok(prompt.includes('<|file_sep|>near/taxes.py\n'), prompt);
    assert.deepEqual([...asked].sort(), ['linked', 'prices', 'rates', 'taxes']);
    const reading = hearth.asked('/api/generate').find(({ body }) => body?.prompt === prompt);
    assert.deepEqual(
      [(reading?.body?.options as Record<string, unknown>)?.num_predict],
      [1],
      'only read, not answered',
    );
    // The next key finds it read: its prompt is the same, with the key behind it.
    const before = prompts().length;
    await commands.executeCommand('type', { text: 't' });
    const next = await until(() => prompts()[before], 'the request for the key');
    assert.match(next.slice(prompt.length), /^t?$/);
    assert.ok(next.startsWith(prompt), next);
  });

  it('similar places of the same folder are found; excluded and generated files are not read', async () => {
    const like = (name: string, what: string) =>
      `def read_${name}(folder):\n    entries = list_folder(folder)\n    return [parse_${what}(entry) for entry in entries]\n`;
    writeInFolder('near/invoices.py', like('invoices', 'invoice'));
    writeInFolder('near/secret_orders.py', `${like('orders', 'order')}\n# ${planted}\n`);
    writeInFolder('near/orders_pb2.py', `${like('orders', 'order')}\n# ${planted}\n`);
    writeInFolder('near/made.py', `# @generated\n${like('orders', 'order')}\n# ${planted}\n`);
    writeInFolder('near/large.py', `${like('orders', 'order')}# ${planted}\n`.repeat(8000));
    writeInFolder(
      'near/latin.py',
      Uint8Array.from([0x23, 0xe9, 0x0a, ...Buffer.from(`${like('orders', 'order')}# ${planted}\n`)]),
    );
    writeInFolder('near/orders.txt', `${like('orders', 'order')}# ${planted}\n`);
    await goTo('near/orders.py', 'def read_orders(folder):\n    entries = list_folder(folder)\n    return \n', 2);
    const prompt = await promptWith('def read_invoices');
    assert.equal(prompt.match(/<\|file_sep\|>/g)?.length, 2, prompt);
  });

  it('edited, but excluded, stand in no prompt, nor does what was never a person’s', async () => {
    writeInFolder('.hearthignore', 'ignored_*\n');
    for (const [name, mark] of [
      ['near/secret_keys.py', planted],
      ['near/never_keys.py', kept],
      ['near/node_modules/keys.py', kept],
      ['near/ignored_keys.py', kept],
    ] as const) {
      const { document } = await goTo(name, `def key():\n    return "${mark}"\n`, 1);
      await insert(document, new Position(1, 0), `    # ${mark}\n`);
    }
    const open = await goTo('near/open.py', 'def open_door(key):\n    return key.turn()\n', 1);
    await insert(open.document, new Position(1, 4), 'x = 1; ');
    await goTo('near/main.py', 'door = \n', 0);
    const prompt = await promptWith('near/open.py');
    assert.equal(prompt.match(/<\|file_sep\|>/g)?.length, 2, prompt);
  });

  it('that were never saved help too, until they are gone', async () => {
    const untitled = await workspace.openTextDocument({
      language: 'python',
      content: 'def draft(items):\n    return items\n',
    });
    await window.showTextDocument(untitled);
    await insert(untitled, new Position(1, 16), '[0]');
    await goTo('near/main.py', 'first = \n', 0);
    await promptWith('def draft(items):\n    return items[0]\n');
    await closeEditors();
    await until(() => untitled.isClosed, 'the document to be gone');
    const before = prompts().length;
    await goTo('near/other.py', 'second = \n', 0);
    const next = await until(
      () => prompts()[before],
      () => JSON.stringify(hearth.decision),
      restLimit,
    );
    assert.ok(!next.includes('def draft'), next);
  });
});
