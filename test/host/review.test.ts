import assert from 'node:assert/strict';
import {
  type CodeAction,
  commands,
  EndOfLine,
  languages,
  Position,
  Range,
  TabInputTextDiff,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Excerpt } from '../../src/base/text.ts';
import type { ReviewStart } from '../../src/editor/review/openReview.ts';
import type { ProposedChange } from '../../src/review/review.ts';
import { closeEditors, insert, removeFromFolder, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const text = 'The cat sat on a mat.\nIt were happy.\n';
const changes: readonly ProposedChange[] = [
  { start: 4, end: 7, added: 'dog' },
  { start: 25, end: 29, added: 'was', why: 'One cat.' },
];

describe('reviewing changes', () => {
  let hearth: Hearth;
  let document: TextDocument;
  let count = 0;
  beforeEach(async () => {
    hearth = await startHearth();
    count += 1;
    // Another file each time: one that was changed before may still be in memory.
    document = (await showFile(`review${count}.md`, `# Title\n\n${text}\nEnd.\n`)).document;
  });
  afterEach(async () => {
    await closeEditors();
    await hearth.end();
    removeFromFolder('.vscode');
  });

  const excerptOf = (from: TextDocument, first: number, excerpt = text): Excerpt => ({
    origin: {
      kind: 'selection',
      uri: from.uri.toString(),
      path: 'review.md',
      range: {
        start: { line: first, character: 0 },
        end: { line: first + excerpt.split('\n').length - 1, character: 0 },
      },
    },
    languageId: 'markdown',
    text: excerpt,
    label: 'selection',
  });
  const open = (more: Partial<ReviewStart> = {}) =>
    hearth.reviews.open({
      document,
      excerpt: excerptOf(document, 2),
      changes,
      title: 'Proofread',
      by: 'local · tiny',
      look: 'words',
      ...more,
    });

  it('touches nothing before something is accepted, and nothing when all is discarded', async () => {
    const before = document.getText();
    const { version } = document;
    open();
    await commands.executeCommand('hearth.discardChanges');
    assert.equal(document.getText(), before);
    assert.equal(document.version, version);
  });

  it('makes all changes as one edit, which one undo takes back', async () => {
    const before = document.getText();
    open();
    const { version } = document;
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), '# Title\n\nThe dog sat on a mat.\nIt was happy.\n\nEnd.\n');
    assert.equal(document.version, version + 1);
    await commands.executeCommand('undo');
    await until(() => document.getText() === before, 'the old text');
  });

  it('makes what was accepted when the last change is decided', async () => {
    const id = open();
    await commands.executeCommand('hearth.decideChange', id, 0, 'rejected');
    assert.match(document.getText(), /The cat sat[\s\S]*It were/);
    await commands.executeCommand('hearth.decideChange', id, 1, 'accepted');
    assert.match(document.getText(), /The cat sat[\s\S]*It was happy/);
    assert.deepEqual(hearth.reviews.of(document.uri.toString()), []);
  });

  it('applies the accepted ones and leaves the rest when a person is done early', async () => {
    const id = open();
    await commands.executeCommand('hearth.decideChange', id, 0, 'accepted');
    await commands.executeCommand('hearth.finishReview');
    assert.match(document.getText(), /The dog sat[\s\S]*It were/);
  });

  it('keeps line ends of Windows, emoji and combining marks byte for byte', async () => {
    const editor = await showFile('windows.md', 'Die Füße 😀 sind groß.\r\nUnd e\u0301 auch.\r\n');
    document = editor.document;
    assert.equal(document.eol, EndOfLine.CRLF);
    const plain = 'Die Füße 😀 sind groß.\nUnd e\u0301 auch.\n';
    const at = plain.indexOf('Und');
    open({
      excerpt: excerptOf(document, 0, plain),
      changes: [{ start: at, end: at + 3, added: 'Oder\nnicht' }],
    });
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), 'Die Füße 😀 sind groß.\r\nOder\r\nnicht e\u0301 auch.\r\n');
  });

  it('follows its text when something is typed above, and refuses when it is typed into', async () => {
    open();
    await insert(document, new Position(0, 0), 'New\n');
    await commands.executeCommand('hearth.acceptChanges');
    assert.match(document.getText(), /^New\n# Title\n\nThe dog sat/);
    await commands.executeCommand('undo');
    const again = document.getText();
    open({ excerpt: excerptOf(document, 3) });
    await insert(document, new Position(3, 2), 'X');
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), again.replace('The cat', 'ThXe cat'));
    assert.match(hearth.person.texts.at(-1) ?? '', /changed meanwhile/);
  });

  it('leaves doubtful changes for a person to decide, and makes nothing before', async () => {
    const before = document.getText();
    const doubtful = { start: 4, end: 7, added: 'dog', doubt: 'changes a name' };
    const id = open({ changes: [doubtful, ...changes.slice(1)] });
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), before);
    assert.equal(hearth.reviews.of(document.uri.toString())[0]?.review.undecided, 1);
    await commands.executeCommand('hearth.acceptChanges');
    assert.match(hearth.person.texts.at(-1) ?? '', /decide about each/);
    await commands.executeCommand('hearth.decideChange', id, 0, 'rejected');
    assert.match(document.getText(), /The cat sat[\s\S]*It was happy/);
  });

  it('keeps its place when the line ends change, and something is typed above then', async () => {
    const editor = await window.showTextDocument(document);
    open();
    await editor.edit((edit) => edit.setEndOfLine(EndOfLine.CRLF));
    await insert(document, new Position(0, 0), 'New\n');
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(
      document.getText(),
      'New\n# Title\n\nThe dog sat on a mat.\nIt was happy.\n\nEnd.\n'.replaceAll('\n', '\r\n'),
    );
  });

  it('goes on in two files at once', async () => {
    const other = (await showFile('other.md', text)).document;
    const first = open();
    const second = open({ document: other, excerpt: excerptOf(other, 0) });
    await commands.executeCommand('hearth.acceptChanges', second);
    assert.match(other.getText(), /^The dog/);
    assert.match(document.getText(), /The cat/);
    await commands.executeCommand('hearth.acceptChanges', first);
    assert.match(document.getText(), /The dog/);
  });

  it('offers itself as quick fixes where the cursor is', async () => {
    open({ another: () => {} });
    const actions = await commands.executeCommand<readonly CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Range(2, 5, 2, 5),
    );
    const ours = actions.map(({ title }) => title).filter((title) => title.startsWith('Proofread'));
    assert.deepEqual(ours, [
      'Proofread: Accept this change',
      'Proofread: Reject this change',
      'Proofread: Accept all changes',
      'Proofread: Discard all changes',
      'Proofread: Another version',
    ]);
  });

  it('asks before it changes a file that can make the editor act', async () => {
    document = (await showFile('.vscode/notes.md', text)).document;
    open({ excerpt: excerptOf(document, 0) });
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), text);
    assert.match(hearth.person.texts.at(-1) ?? '', /can make the editor/);
  });

  it('of code stays open when its file is closed, and is made in it all the same', async () => {
    const code = 'a = 1\n';
    document = (await showFile('closed.py', code)).document;
    open({ excerpt: excerptOf(document, 0, code), changes: [{ start: 4, end: 5, added: '2' }], look: 'lines' });
    const diff = () => window.tabGroups.activeTabGroup.activeTab?.input;
    await until(() => diff() instanceof TabInputTextDiff, 'the diff editor');
    // For VS Code a file is closed, and another opened, when its language is another.
    const now = await languages.setTextDocumentLanguage(document, 'plaintext');
    assert.deepEqual(hearth.person.texts, []);
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(now.getText(), 'a = 2\n');
  });

  it('shows code in a diff editor, and puts in place what its right side says', async () => {
    const code = 'a = 1\nb = 2\nc = 3\n';
    document = (await showFile('code.py', code)).document;
    open({
      excerpt: { ...excerptOf(document, 0, code), languageId: 'python' },
      changes: [
        { start: 0, end: 6, added: 'a = 10\n' },
        { start: 12, end: 18, added: 'c = 30\n' },
      ],
      look: 'lines',
    });
    const diff = () => window.tabGroups.activeTabGroup.activeTab?.input;
    await until(() => diff() instanceof TabInputTextDiff, 'the diff editor');
    const input = diff();
    assert.ok(input instanceof TabInputTextDiff);
    const right = await workspace.openTextDocument(Uri.parse(input.modified.toString()));
    assert.equal(right.getText(), 'a = 10\nb = 2\nc = 30\n');
    assert.equal(right.languageId, 'python');
    // As VS Code's own arrow does that takes a block back.
    await insert(right, new Position(3, 0), 'd = 4\n');
    await until(() => !right.isDirty, 'nothing to save');
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), 'a = 10\nb = 2\nc = 30\nd = 4\n');
    await until(() => !(diff() instanceof TabInputTextDiff), 'the diff editor closed');
    await commands.executeCommand('undo');
    await until(() => document.getText() === code, 'the old code');
  });
});
