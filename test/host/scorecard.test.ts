import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commands,
  EndOfLine,
  EventEmitter,
  languages,
  Range,
  Selection,
  type TextEditor,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { parse, stringify } from 'yaml';
import type { FromScorecardPage, ScorecardState, ToScorecardPage } from '../../src/editor/scorecard/protocol.ts';
import { says, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import { insert, showFile } from './support/documents.ts';
import { type Hearth, startHearth, writer } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';
import { setUserSettings } from './support/userSettings.ts';
import { PageEnd } from './support/webviews.ts';

/** The page of the scorecard, with the test in place of its script. */
function scorecardPage() {
  const received: ToScorecardPage[] = [];
  let webview: PageEnd<ToScorecardPage, FromScorecardPage> | undefined;
  const replaced = replace(window, 'createWebviewPanel', (others) => (...values: unknown[]) => {
    if (values[0] !== 'hearth.scorecard') return others(...(values as never[]));
    const closed = new EventEmitter<void>();
    const end = new PageEnd<ToScorecardPage, FromScorecardPage>((message) => received.push(message));
    webview = end;
    setImmediate(() => end.say({ type: 'ready' }));
    return { webview: end, onDidDispose: closed.event, reveal: () => {}, dispose: () => closed.fire() } as never;
  });
  return {
    say: (message: FromScorecardPage) => webview?.say(message),
    /** The last state, once it is as wanted. */
    state: (fits: (state: ScorecardState) => boolean, what: string) =>
      until(
        () => {
          const last = received.findLast((each) => each.type === 'state')?.state;
          return last && fits(last) && last;
        },
        () => `${what}, but there came ${JSON.stringify(received.at(-1))}`,
      ),
    dispose: () => replaced.dispose(),
  };
}

describe('the scorecard', () => {
  let hearth: Hearth;
  let folder = '';
  let page: ReturnType<typeof scorecardPage>;
  /** Whether the user's setting was written. */
  let used = false;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
    hearth = await startHearth({
      models: [writer, { name: 'other:latest', loaded: true }],
      settings: { 'hearth.scorecard.folder': folder },
    });
    // After the stand-in for the send sheet, which would take every panel for one.
    page = scorecardPage();
  });
  afterEach(async () => {
    if (used) await setUserSettings({ 'hearth.models.perTask': undefined });
    used = false;
    page.dispose();
    await hearth.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const caseFile = (name: string) => readFileSync(join(folder, `${name}.yaml`), 'utf8');
  const kept = (name: string) =>
    until(
      () => readdirSync(folder).includes(`${name}.yaml`) && caseFile(name),
      () => `${name}.yaml; told: ${hearth.person.texts.join('; ')}; ${hearth.logged.join('\n')}`,
    );

  it('an answer is kept by its button, as a case that the answer passes', async () => {
    await showFile('keep1.lua', 'function sum(a_part, b_part)\n  return a_part + b_part\nend\n');
    hearth.engine.enqueue(says('`sum` adds `a_part` and `b_part`.'));
    await commands.executeCommand('hearth.explain');
    assert.equal(hearth.page.newest.canKeep, true);
    hearth.page.press({ type: 'keep', id: hearth.page.newest.id });
    const text = await kept('explain');
    assert.match(text, /task: explain/);
    assert.match(text, /- sum\n +- a_part\n +- b_part/);
    await until(
      () => hearth.person.texts.includes('Kept as a test in explain.yaml.'),
      () => hearth.person.texts.join('; '),
    );
  });

  it('two answers that are kept at the same moment are both kept', async () => {
    const ids = [];
    for (const name of ['sum', 'difference']) {
      await showFile(`${name}.lua`, `function ${name}(a_part, b_part)\nend\n`);
      hearth.engine.enqueue(says(`\`${name}\` takes \`a_part\` and \`b_part\`.`));
      await commands.executeCommand('hearth.explain');
      ids.push(hearth.page.newest.id);
    }
    await Promise.all(ids.map((id) => commands.executeCommand('hearth.keepAsTest', id)));
    const text = caseFile('explain');
    assert.match(text, /- sum\n/);
    assert.match(text, /- difference\n/);
    assert.deepEqual(readdirSync(folder), ['explain.yaml']);
  });

  describe('an accepted edit', () => {
    const text = 'It tell the client how often. It were added in 3.2, as it seem.\n\nSee the manual.\n';
    const mended = 'It tells the client how often. It was added in 3.2, as it seems.\n\nSee the manual.\n';
    let editor: TextEditor;

    /** Has the text rewritten, and accepts it. @param rejected what of it is not */
    async function rewritten(name: string, rejected?: string): Promise<void> {
      editor = await showFile(name, text);
      editor.selection = new Selection(0, 0, 3, 0);
      hearth.engine.enqueue(says(mended));
      hearth.person.pick = ({ labels }) => labels.at(-1);
      hearth.person.type = () => 'Mend what is wrong.';
      await commands.executeCommand('hearth.rewrite');
      const [open] = hearth.reviews.of(editor.document.uri.toString());
      const index = open?.review.changes.findIndex(({ added }) => added === rejected) ?? -1;
      if (open && index >= 0) await hearth.reviews.decide(open.id, index, 'rejected');
      await commands.executeCommand('hearth.acceptChanges');
    }
    const keptCase = async () => {
      await commands.executeCommand('hearth.keepAsTest');
      const { tests } = parse(await kept('rewrite')) as {
        tests: { metadata: { source: string; expected: string; checks: unknown[] } }[];
      };
      return tests.at(-1)?.metadata;
    };
    const change = async (words: string, into: string) => {
      const { document } = editor;
      const at = document.getText().indexOf(words);
      const range = new Range(document.positionAt(at), document.positionAt(at + words.length));
      const edit = new WorkspaceEdit();
      edit.replace(document.uri, range, into);
      assert.ok(await workspace.applyEdit(edit));
    };

    it('is kept as the person left it later, with what they rejected', async () => {
      await rewritten('edit1.md', 'seems');
      await change('client', 'caller');
      await insert(editor.document, editor.document.positionAt(0), '# Retries\n\n');
      await insert(editor.document, editor.document.positionAt(editor.document.getText().length), 'Another text.\n');
      const metadata = await keptCase();
      assert.equal(metadata?.source, text);
      assert.equal(metadata?.expected, mended.replace('client', 'caller').replace('seems', 'seem'));
      assert.deepEqual(metadata?.checks.at(-1), { language: 'en' });
      assert.deepEqual(metadata?.checks.at(-2), { rejected: [{ removed: 'seem', added: 'seems' }] });
    });

    it('is kept as it was accepted, where it cannot be told any more what became of it', async () => {
      await rewritten('edit2.md');
      await change(`${mended.slice(0, 20)}`, '');
      await commands.executeCommand('hearth.keepAsTest');
      await editor.edit((edit) => edit.setEndOfLine(EndOfLine.CRLF));
      const metadata = await keptCase();
      assert.equal(metadata?.expected, mended);
    });

    it('that nobody accepted is kept as an answer', async () => {
      editor = await showFile('edit3.md', text);
      editor.selection = new Selection(0, 0, 3, 0);
      hearth.engine.enqueue(says(mended));
      hearth.person.pick = ({ labels }) => labels.at(-1);
      hearth.person.type = () => 'Mend what is wrong.';
      await commands.executeCommand('hearth.rewrite');
      const metadata = await keptCase();
      assert.equal(metadata?.expected, undefined);
    });
  });

  it('what looks like a secret is not kept', async () => {
    await showFile('keep2.lua', 'key = "AKIAIOSFODNN7EXAMPLQ"\n');
    hearth.engine.enqueue(says('It sets `key`.'));
    await commands.executeCommand('hearth.explain');
    await commands.executeCommand('hearth.keepAsTest');
    assert.match(hearth.person.texts.at(-1) ?? '', /^Not kept: there is something in it that looks like a secret/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('the cases are run behind a yes, and the page says what came of it; a click uses the model for the task', async () => {
    await showFile('keep3.lua', 'function sum(a_part, b_part)\n  return a_part + b_part\nend\n');
    hearth.engine.script(says('`sum` adds `a_part` and `b_part`.'));
    await commands.executeCommand('hearth.explain');
    await commands.executeCommand('hearth.keepAsTest');
    await kept('explain');
    hearth.person.pick = ({ labels }) => labels.find((label) => label === 'explain.yaml' || label === 'other');
    const asked = () => hearth.asked('/api/chat').length;
    const before = asked();
    await commands.executeCommand('hearth.runScorecard');
    assert.equal(asked(), before, 'nothing is asked without a yes');
    const question = hearth.person.told.at(-1);
    assert.deepEqual([question?.modal, question?.buttons], [true, ['Run']]);
    hearth.person.press = ({ text }) => (text.startsWith('Run the scorecard') ? 'Run' : undefined);
    await commands.executeCommand('hearth.runScorecard');
    const { verdicts, facts } = await page.state((state) => state.runs.length === 1, 'a run');
    assert.deepEqual(
      verdicts.map(({ task, look, passed, isUsed }) => [task, look, passed, isUsed]),
      [['explain', 'undecided', '1 of 1, so 21–100 %', false]],
    );
    assert.match(facts.join('\n'), /other:latest/);
    const bodies = hearth.asked('/api/chat').slice(before) as unknown as { body: { model: string; options: object } }[];
    assert.ok(bodies.length >= 4 && bodies.every(({ body }) => body.model === 'other:latest'));
    used = true;
    page.say({ type: 'use', task: 'explain' });
    await page.state((state) => state.verdicts[0]?.isUsed === true, 'the model in use');
    await commands.executeCommand('hearth.explain');
    assert.equal((hearth.asked('/api/chat').at(-1)?.body as { model?: string } | undefined)?.model, 'other:latest');
  });

  it('a broken file says on which line, in the list of problems too, and nothing is asked', async () => {
    writeFileSync(join(folder, 'mine.yaml'), 'prompts: ["{{a}}"]\ntests:\n  - assert:\n      - type: contains\n');
    hearth.person.pick = ({ labels }) => labels.find((label) => label === 'mine.yaml');
    await commands.executeCommand('hearth.runScorecard');
    assert.match(
      hearth.person.texts.at(-1) ?? '',
      /^mine\.yaml, line 4: This check cannot be judged: "contains" needs a text/,
    );
    const [problem] = languages.getDiagnostics(Uri.file(join(folder, 'mine.yaml')));
    assert.equal(problem?.range.start.line, 3);
    assert.equal(hearth.asked('/api/chat').length, 0);
  });

  it('says before a run how long it takes, and how that is known', async () => {
    writeFileSync(
      join(folder, 'one.yaml'),
      stringify(fileOf([{ vars: { text: 'a b' }, assert: [{ type: 'contains', value: 'a' }] }])),
    );
    hearth.engine.script(saysAndEnds({ promptCount: 120, promptTime: 240, count: 20, time: 500 }, 'a'));
    hearth.person.press = ({ buttons }) => buttons.find((button) => button === 'Run');
    const details: string[] = [];
    const asking = replace(window, 'showInformationMessage', (others) => (...values: unknown[]) => {
      const { detail } = (values[1] ?? {}) as { detail?: string };
      if (detail !== undefined) details.push(detail);
      return others(...(values as never[]));
    });
    try {
      for (const model of ['other', 'other', 'writer']) {
        hearth.person.pick = ({ labels }) => labels.find((label) => label === 'one.yaml' || label === model);
        await commands.executeCommand('hearth.runScorecard');
      }
    } finally {
      asking.dispose();
    }
    const [unknown = '', measured = '', guessed = ''] = details;
    assert.match(unknown, /^How long that takes is not known: other was not measured yet\./m);
    assert.match(measured, /^This takes about 1 min\.$/m);
    assert.match(guessed, /^This takes about 1 min\. That is guessed by size: writer was not measured yet\.$/m);
    assert.match(hearth.person.offered.at(-1)?.rows.find((row) => row.startsWith('writer')) ?? '', /not measured yet/);
  });

  it('the cases are exported, one a line, where the user says; a broken file says on which line', async () => {
    const source = { text: 'a b' };
    writeFileSync(
      join(folder, 'one.yaml'),
      stringify(fileOf([{ vars: source, assert: [{ type: 'contains', value: 'a' }] }])),
    );
    writeFileSync(
      join(folder, 'two.yaml'),
      stringify(fileOf([{ vars: source, assert: [{ type: 'equals', value: 'c' }] }])),
    );
    const target = Uri.file(join(folder, 'cases.jsonl'));
    const asked: { defaultUri?: Uri; title?: string }[] = [];
    const saving = replace(window, 'showSaveDialog', () => async (options: { defaultUri?: Uri; title?: string }) => {
      asked.push(options);
      return target;
    });
    try {
      await commands.executeCommand('hearth.showScorecard');
      await page.state(() => true, 'the page');
      hearth.person.pick = ({ labels }) => labels.find((label) => label === 'All my cases');
      page.say({ type: 'exportCases' });
      await until(
        () => hearth.person.texts.some((each) => each.startsWith('Exported to')),
        () => `the file; told: ${hearth.person.texts.join('; ')}`,
      );
      assert.deepEqual(
        readFileSync(target.fsPath, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
        [
          { vars: source, assert: [{ type: 'contains', value: 'a' }] },
          { vars: source, assert: [{ type: 'equals', value: 'c' }] },
        ],
      );
      assert.match(asked[0]?.defaultUri?.path ?? '', /\/hearth-cases-\d{4}-\d\d-\d\d\.jsonl$/);
      writeFileSync(join(folder, 'two.yaml'), 'prompts: [a\n');
      page.say({ type: 'exportCases' });
      await until(
        () => hearth.person.texts.some((each) => /^two\.yaml, line \d: This is not valid YAML/.test(each)),
        () => hearth.person.texts.join('; '),
      );
      assert.equal(asked.length, 1);
    } finally {
      saving.dispose();
    }
  });
});

const fileOf = (tests: readonly unknown[]) => ({ prompts: ['{{text}}'], tests });
