import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CancellationToken,
  CancellationTokenSource,
  type CodeAction,
  commands,
  DiagnosticSeverity,
  languages,
  Position,
  type Progress,
  type Range,
  Selection,
  type TextDocument,
  type TextEditor,
  window,
} from 'vscode';
import { parse } from 'yaml';
import type { Disposable } from '../../src/base/disposable.ts';
import { saidSchema } from '../../src/writing/findings/said.ts';
import { Gate } from '../fakes/gate.ts';
import { listing, type Telling } from '../fakes/listing.ts';
import { type Piece, says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, insert, removeFromFolder, showFile } from './support/documents.ts';
import { type Hearth, type HearthOptions, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';
import { setUserSettings, userSetting } from './support/userSettings.ts';

const text = [
  '# The options',
  '',
  'The `retry` option tell the 👩‍💻 client how often it trys again. We asked Smyth and teh',
  'others.',
  '',
  'It were added in version 3.2.',
  '',
].join('\r\n');
const mistakes: readonly Telling[] = [
  { original: 'option tell', replacement: 'option tells', why: 'The subject is singular.', kind: 'grammar' },
  { original: 'trys', replacement: 'tries' },
  { original: 'asked Smyth', replacement: 'asked Smith' },
  { original: 'teh others', replacement: 'the others' },
  { original: 'It were', replacement: 'It was', kind: 'grammar' },
];
const mended = text.replace('tell ', 'tells ').replace('trys', 'tries').replace('teh', 'the').replace('were', 'was');

describe('proofreading', () => {
  let hearth: Hearth;
  let editor: TextEditor;
  let document: TextDocument;
  let progress: string[];
  let cancel: CancellationTokenSource;
  let watched: Disposable;
  let count = 0;

  async function start(options: HearthOptions = {}, content = text, name = `proofread${++count}.md`): Promise<void> {
    hearth = await startHearth(options);
    editor = await showFile(name, content);
    document = editor.document;
  }
  beforeEach(() => {
    progress = [];
    cancel = new CancellationTokenSource();
    type Work = (progress: Progress<{ message?: string }>, token: CancellationToken) => Promise<unknown>;
    watched = replace(
      window,
      'withProgress',
      () => (_options: unknown, work: Work) =>
        work({ report: ({ message }) => void progress.push(message ?? '') }, cancel.token),
    );
  });
  afterEach(async () => {
    watched.dispose();
    await closeEditors();
    await hearth.end();
    removeFromFolder('.vscode');
  });

  const answers = (...pieces: readonly Piece[]) => hearth.engine.enqueue(says(...pieces));
  const proofread = () => commands.executeCommand('hearth.proofread');
  const shown = () =>
    languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === 'Hearth')
      .sort((a, b) => a.range.start.compareTo(b.range.start));
  const words = () => shown().map(({ range }) => document.getText(range));
  const untilShown = (...wanted: readonly string[]) =>
    until(
      () => JSON.stringify(words()) === JSON.stringify(wanted),
      () => `findings ${wanted.join(', ')}; there are ${words().join(', ')}`,
    );
  const actionsAt = async (word: string) => {
    const at = document.positionAt(document.getText().indexOf(word) + 1);
    const actions = await commands.executeCommand<readonly CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Selection(at, at) as Range,
    );
    return actions.filter(({ command }) => command?.command.startsWith('hearth.'));
  };
  async function choose(word: string, title: RegExp): Promise<void> {
    const actions = await actionsAt(word);
    const action = actions.find((each) => title.test(each.title));
    assert.ok(action?.command, `${title} is not among: ${actions.map((each) => each.title).join(', ')}`);
    await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
  async function found(): Promise<void> {
    answers(listing(...mistakes));
    await proofread();
    await untilShown('tell', 'trys', 'Smyth', 'teh', 'were');
  }
  async function undo(): Promise<void> {
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
  }

  it('shows mistakes as they come, says why, and touches nothing', async () => {
    await start();
    const gate = new Gate();
    const whole = listing(...mistakes);
    const cut = whole.indexOf('Smith') + 3;
    answers(whole.slice(0, cut), gate, whole.slice(cut));
    const reading = proofread();
    await gate.reached;
    await untilShown('tell', 'trys');
    gate.open();
    await reading;
    await untilShown('tell', 'trys', 'Smyth', 'teh', 'were');
    const [first, , name] = shown();
    assert.equal(first?.message, 'Grammar: “tell” → “tells”. The subject is singular.');
    assert.equal(first?.severity, DiagnosticSeverity.Information);
    assert.match(name?.message ?? '', /Look twice/);
    assert.equal(document.getText(), text);
    assert.match(hearth.prompt, /The ⟦1⟧ option tell/);
    assert.doesNotMatch(hearth.prompt, /retry/);
    const { format, think } = hearth.asked('/api/chat').at(-1)?.body ?? {};
    assert.deepEqual([format, think], [saidSchema, false]);
    assert.ok(progress.includes('1 of 1 · 2 findings'), progress.join(' | '));
    assert.match(hearth.person.texts.at(-1) ?? '', /^5 findings in proofread\d+\.md\./);
  });

  it('mends one of them, and takes it back with one undo', async () => {
    await start();
    await found();
    await choose('tell ', /^Accept: “tells”$/);
    assert.equal(document.getText(), text.replace('tell ', 'tells '));
    await untilShown('trys', 'Smyth', 'teh', 'were');
    await undo();
    assert.equal(document.getText(), text);
    await untilShown('trys', 'Smyth', 'teh', 'were');
  });

  it('mends all of them but the doubtful one, to the byte, as one edit that one undo takes back', async () => {
    await start();
    await found();
    hearth.person.press = ({ buttons }) => buttons.find((button) => button === 'Accept All');
    const { version } = document;
    await choose('tell ', /^Accept all: 4 findings$/);
    assert.equal(document.getText(), mended);
    assert.equal(document.version, version + 1);
    await untilShown('Smyth');
    await commands.executeCommand('hearth.acceptFindings');
    assert.match(hearth.person.texts.at(-1) ?? '', /look at each by itself/);
    assert.equal(document.getText(), mended);
    await undo();
    assert.equal(document.getText(), text);
    await untilShown('Smyth');
    await choose('Smyth', /^Accept: “Smith”$/);
    assert.equal(document.getText(), text.replace('Smyth', 'Smith'));
  });

  it('asks before it changes more of a text than mistakes usually do', async () => {
    await start();
    await found();
    await commands.executeCommand('hearth.acceptFindings');
    const [question] = hearth.person.told.filter(({ modal }) => modal);
    assert.match(question?.text ?? '', /^This changes \d+ % of the words/);
    assert.equal(document.getText(), text);
  });

  it('goes on where the text stands when it is edited meanwhile, and never where it is another', async () => {
    await start();
    const gate = new Gate();
    const whole = listing(...mistakes);
    const cut = whole.indexOf('Smith') + 3;
    answers(whole.slice(0, cut), gate, whole.slice(cut));
    const reading = proofread();
    await gate.reached;
    await untilShown('tell', 'trys');
    await insert(document, new Position(0, 0), 'Über\n\n');
    await insert(document, document.positionAt(document.getText().indexOf('teh') + 3), 'm');
    await insert(document, document.positionAt(document.getText().indexOf('tell') + 2), 'x');
    gate.open();
    await reading;
    await untilShown('trys', 'Smyth', 'were');
    assert.equal(shown().at(-1)?.range.start.line, 7);
  });

  it('ends the request at the engine when it is cancelled, and keeps what was found', async () => {
    await start();
    const gate = new Gate();
    const whole = listing(...mistakes);
    answers(whole.slice(0, whole.indexOf('Smith')), gate);
    const reading = proofread();
    await gate.reached;
    await untilShown('tell', 'trys');
    cancel.cancel();
    assert.equal(await hearth.asked('/api/chat').at(-1)?.closed, 'aborted');
    await reading;
    gate.open();
    await untilShown('tell', 'trys');
    assert.deepEqual(hearth.person.texts, []);
  });

  it('leaves words alone for the workspace: at once, in all files, and when it is asked again', async () => {
    await start();
    await found();
    await choose('trys', /^Leave “trys” alone, in this workspace$/);
    await untilShown('tell', 'Smyth', 'teh', 'were');
    answers(listing(...mistakes));
    await proofread();
    await untilShown('tell', 'Smyth', 'teh', 'were');
    assert.match(hearth.prompt, /right as they are: trys\n/);
    assert.equal(userSetting('hearth.writing.leaveAlone'), undefined);
    hearth.person.pick = () => undefined;
    await commands.executeCommand('hearth.wordsLeftAlone');
    assert.deepEqual(hearth.person.offered.at(-1)?.rows, ['trys | in this workspace | ']);
  });

  it('leaves words alone for the user, in their own setting', async () => {
    await start({ settings: { 'hearth.writing.leaveAlone': ['Trys'] } });
    answers(listing(...mistakes));
    await proofread();
    await untilShown('tell', 'Smyth', 'teh', 'were');
    try {
      await choose('were', /^Leave “were” alone, for me$/);
      await until(() => userSetting('hearth.writing.leaveAlone') !== undefined, 'the setting');
      assert.deepEqual(userSetting('hearth.writing.leaveAlone'), ['Trys', 'were']);
      await untilShown('tell', 'Smyth', 'teh');
    } finally {
      await setUserSettings({ 'hearth.writing.leaveAlone': undefined });
    }
  });

  it('takes them away when they are dismissed, cleared, asked for anew, or their file is closed', async () => {
    await start();
    await found();
    await choose('tell ', /^Dismiss$/);
    await untilShown('trys', 'Smyth', 'teh', 'were');
    answers(listing({ original: 'trys', replacement: 'tries' }));
    await proofread();
    await untilShown('trys');
    await commands.executeCommand('hearth.clearFindings');
    await untilShown();
    await found();
    // For VS Code a file is closed, and another opened, when its language is another; one that a test opened is closed minutes later.
    await languages.setTextDocumentLanguage(document, 'plaintext');
    await untilShown();
  });

  it('reads only what is selected, and shows the model the whole paragraph', async () => {
    await start();
    editor.selection = new Selection(5, 0, 5, 7);
    answers(listing({ original: 'It were', replacement: 'It was' }, { original: 'added', replacement: 'put in' }));
    await proofread();
    await untilShown('were');
    assert.match(hearth.prompt, /It were added in version 3\.2\./);
    assert.doesNotMatch(hearth.prompt, /option/);
  });

  it('reads comments in code', async () => {
    await start({}, 'let teh = 1; // teh first\n// It were\n// here.\n', 'comments.ts');
    answers(
      listing(
        { original: 'teh first', replacement: 'the first' },
        { original: 'It were here', replacement: 'It was here' },
      ),
    );
    await proofread();
    await untilShown('teh', 'were');
    await choose('were', /^Accept: “was”$/);
    assert.equal(document.getText(), 'let teh = 1; // teh first\n// It was\n// here.\n');
    assert.doesNotMatch(hearth.prompt, /let/);
  });

  it('asks before it touches a file that can make the editor act', async () => {
    await start({}, text, '.vscode/notes.md');
    await found();
    await choose('tell ', /^Accept: /);
    assert.equal(document.getText(), text);
    assert.match(hearth.person.texts.at(-1) ?? '', /can make the editor/);
    await untilShown('tell', 'trys', 'Smyth', 'teh', 'were');
  });

  it('says so when there is nothing to find, nothing to read, or no answer', async () => {
    await start();
    answers(listing());
    await proofread();
    assert.match(hearth.person.texts.at(-1) ?? '', /^No mistakes found in proofread\d+\.md \(whole file\)\.$/);
    answers('There are no mistakes.');
    answers('Indeed there are none.');
    await proofread();
    assert.match(hearth.person.texts.at(-1) ?? '', /no list of mistakes/);
    await commands.executeCommand('hearth.acceptFindings');
    assert.match(hearth.person.texts.at(-1) ?? '', /no findings/);
    await showFile('code.ts', 'let a = 1;\n');
    await proofread();
    assert.match(hearth.person.texts.at(-1) ?? '', /no prose/);
    await hearth.engine.stop();
    await showFile('notes.md', text);
    await proofread();
    assert.equal(hearth.person.told.at(-1)?.kind, 'error');
  });

  it('is kept as tests: what was mended, what was dismissed, and what was left as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
    const more = `${text}\r\nWe meet again on Monday at nine.\r\n`;
    try {
      await start({ settings: { 'hearth.scorecard.folder': folder } }, more);
      await commands.executeCommand('hearth.keepProofreading');
      assert.match(hearth.person.texts.at(-1) ?? '', /^There is no proofreading to keep/);
      await found();
      await commands.executeCommand('hearth.keepProofreading');
      assert.match(hearth.person.texts.at(-1) ?? '', /^There is nothing to keep yet/);
      hearth.person.press = ({ buttons }) => buttons.find((button) => button === 'Accept All');
      await commands.executeCommand('hearth.acceptFindings');
      await choose('Smyth', /^Dismiss/);
      await insert(document, new Position(0, 0), 'Draft.\n\n');
      await commands.executeCommand('hearth.keepProofreading');
      await until(
        () => hearth.person.texts.includes('Kept as 2 tests in proofread.yaml.'),
        () => hearth.person.texts.join('; '),
      );
      type Kept = { metadata: { source: string; expected: string; reads: string; checks: object[] } };
      const { tests } = parse(readFileSync(join(folder, 'proofread.yaml'), 'utf8')) as { tests: readonly Kept[] };
      const [corrected, clean] = tests.map(({ metadata }) => metadata);
      const masked = (whole: string) => whole.replaceAll('\r\n', '\n').replace('`retry`', '⟦1⟧').trim();
      assert.equal(corrected?.source.trim(), masked(more));
      assert.equal(corrected?.expected.trim(), masked(more.replace(text, mended)));
      assert.deepEqual(corrected?.checks.at(-1), { rejected: [{ removed: 'Smyth', added: 'Smith' }] });
      assert.deepEqual(
        [clean?.source, clean?.reads, clean?.checks],
        ['We meet again on Monday at nine.', 'findings', [{ falseEdits: 0 }]],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
