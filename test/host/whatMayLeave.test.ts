import assert from 'node:assert/strict';
import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  env,
  Hover,
  Location,
  languages,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import * as catalogue from '../../src/tasks/catalogue.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { secretOf } from '../unit/privacy/plantedSecrets.ts';
import { closeEditors, removeFromFolder, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, hearthPath, startHearth } from './support/hearth.ts';
import { escalate, explain } from './support/run.ts';
import { send } from './support/webviews.ts';

const askCloud = () => commands.executeCommand('hearth.askCloud');

const token = secretOf({ name: 'a GitHub token', seed: 31 });
const stripe = secretOf({ name: 'a Stripe key', seed: 32 });

describe('what may leave', () => {
  let hearth: Hearth;
  const made: Disposable[] = [];
  beforeEach(async () => {
    hearth = await startHearth();
    hearth.person.pick = () => 'Ask a Question…';
    hearth.person.type = () => 'What is this?';
    hearth.sheets.answer = send;
  });
  afterEach(async () => {
    for (const each of made.splice(0)) each.dispose();
    await closeEditors();
    await hearth.end();
    for (const name of ['.env.local', '.hearthignore', 'link.txt', 'plans', 'old.txt']) removeFromFolder(name);
  });

  const sent = () => hearth.cloudRequests.map(({ bytes }) => bytes.toString()).join('\n');
  const rules = () => hearth.sheets.shown.at(-1)?.facts.find(({ label }) => label === 'Left out')?.values;

  describe('of an excluded file', () => {
    const marker = 'CANARY-4e8d';
    const everything = () => JSON.stringify([hearth.sheets.shown, hearth.ledger()]) + sent();

    it('is nothing, not by way of tabs, diagnostics, hovers, diffs, the clipboard, or an earlier answer', async () => {
      const excluded = Uri.file(writeInFolder('.env.local', `KEY=${marker}\n`));
      const old = {
        scheme: 'hearth-old',
        path: `${excluded.path}.git`,
        query: JSON.stringify({ path: excluded.path }),
      };
      made.push(
        workspace.registerTextDocumentContentProvider('hearth-old', {
          provideTextDocumentContent: () => `KEY=${marker}`,
        }),
        languages.registerHoverProvider('*', { provideHover: () => new Hover(marker) }),
      );
      // An answer about it, on this machine.
      await showFile('.env.local', `KEY=${marker}\n`);
      hearth.engine.enqueue(says(`It holds ${marker}.`));
      await explain();
      assert.match(hearth.view.textOf(hearth.page.newest.id) ?? '', /CANARY/);
      await escalate();
      assert.deepEqual(hearth.sheets.shown, []);

      // Beside it, and in a diff with it: two tabs and an editor that show it.
      await window.showTextDocument(await workspace.openTextDocument(excluded), { preview: false });
      await window.showTextDocument(await workspace.openTextDocument(Uri.from(old)), { preview: false });
      await commands.executeCommand('vscode.diff', excluded, Uri.from(old));
      await env.clipboard.writeText(marker);

      const editor = await showFile('harmless.txt', 'one\ntwo\n');
      const problems = languages.createDiagnosticCollection('planted');
      made.push(problems);
      const here = new Diagnostic(new Range(0, 0, 0, 3), 'something is wrong', DiagnosticSeverity.Error);
      here.relatedInformation = [
        new DiagnosticRelatedInformation(new Location(excluded, new Range(0, 0, 0, 5)), marker),
      ];
      problems.set(editor.document.uri, [here]);
      problems.set(excluded, [new Diagnostic(new Range(0, 0, 0, 5), marker, DiagnosticSeverity.Error)]);

      for (const { label } of [{ label: 'Ask a Question…' }, ...(await offered())]) {
        hearth.person.pick = () => label;
        const before = hearth.cloudRequests.length;
        await askCloud();
        assert.equal(hearth.cloudRequests.length, before + 1, label);
      }
      await explain();
      await escalate();
      assert.doesNotMatch(everything(), /CANARY/);
      assert.ok(hearth.cloudRequests.length > Object.keys(catalogue).length + 1);
    });

    /** The tasks that Ask the Cloud offers, by their titles. */
    const offered = async () => {
      hearth.person.pick = () => undefined;
      await askCloud();
      return (hearth.person.offered.at(-1)?.labels ?? []).slice(1).map((label) => ({ label }));
    };

    it('is neither its text nor its name when it is what the question is about', async () => {
      await showFile('.env.local', `KEY=${marker}\n`);
      await askCloud();
      assert.doesNotMatch(sent(), /CANARY|\.env/);
      assert.match(sent(), /What is this\?/);
      assert.deepEqual(rules(), [{ text: '.env.local', note: 'rule .env*' }]);
    });

    it('is nothing of an old version of it either', async () => {
      const path = writeInFolder('.env.local', `KEY=${marker}\n`);
      made.push(
        workspace.registerTextDocumentContentProvider('hearth-old', {
          provideTextDocumentContent: () => `KEY=${marker}`,
        }),
      );
      const old = Uri.from({ scheme: 'hearth-old', path: '/old.git', query: JSON.stringify({ path, ref: 'HEAD' }) });
      await window.showTextDocument(await workspace.openTextDocument(old));
      await askCloud();
      assert.doesNotMatch(sent(), /CANARY/);
      assert.equal(rules()?.[0]?.note, 'rule .env*');
    });

    it('is nothing behind a symbolic link to it', async () => {
      const target = writeInFolder('.env.local', `KEY=${marker}\n`);
      symlinkSync(target, join(target, '..', 'link.txt'));
      await window.showTextDocument(Uri.file(join(target, '..', 'link.txt')));
      assert.match(window.activeTextEditor?.document.getText() ?? '', /CANARY/);
      await askCloud();
      assert.doesNotMatch(sent(), /CANARY/);
      assert.deepEqual(rules(), [{ text: 'link.txt', note: 'rule .env*' }]);
    });
  });

  describe('by the folder’s own ignore file', () => {
    it('is less, and never more', async () => {
      writeInFolder('.hearthignore', '# kept here\n/plans/\n!.env.local\n');
      await showFile('plans/merger.md', 'CANARY: we buy them.\n');
      await askCloud();
      assert.deepEqual(rules(), [{ text: 'plans/merger.md', note: 'rule .hearthignore: /plans/' }]);
      await showFile('.env.local', 'CANARY=1\n');
      await askCloud();
      assert.deepEqual(rules(), [{ text: '.env.local', note: 'rule .env*' }]);
      assert.doesNotMatch(sent(), /CANARY/);
      await showFile('harmless.txt', 'one\ntwo\n');
      await askCloud();
      assert.match(sent(), /one\\ntwo/);
    });

    it('is nothing when that cannot be read', async () => {
      writeInFolder('.hearthignore', 'x\n'.repeat(40_000));
      await showFile('harmless.txt', 'CANARY\n');
      await askCloud();
      assert.deepEqual(rules(), [{ text: 'harmless.txt', note: 'rule .hearthignore: cannot be read' }]);
      removeFromFolder('.hearthignore');
      writeInFolder('.hearthignore/inside', '');
      await askCloud();
      assert.doesNotMatch(sent(), /CANARY/);
    });

    it('counts for a question about a file of it alone, and is not asked for otherwise', async () => {
      writeInFolder('.hearthignore', '*\n');
      const document = await workspace.openTextDocument({ content: 'typed into no file\n' });
      await window.showTextDocument(document);
      await askCloud();
      assert.match(sent(), /typed into no file/);
    });
  });

  describe('of a text with secrets in it', () => {
    it('is all but them, and what the person says is none; the ledger knows', async () => {
      await showFile('keys.ts', `// secretlint-disable\nconst a = '${token}';\nconst b = '${stripe}';\n`);
      hearth.sheets.answer = (view) => {
        const [first] =
          view.facts.find(({ label }) => label === 'Masked')?.values.filter(({ text }) => /Stripe/.test(text)) ?? [];
        return first?.secret ? { type: 'release', secret: first.secret.id } : send(view);
      };
      await askCloud();
      assert.equal(hearth.sheets.shown.length, 2);
      assert.deepEqual(
        hearth.sheets.shown.map(({ notices }) => notices.map(({ text }) => text)),
        [['2 secrets masked'], ['1 secret masked', '1 possible secret goes as it is']],
      );
      assert.ok(!sent().includes(token) && sent().includes(stripe));
      assert.match(sent(), /const a = '\[masked: GitHub token\]'/);
      const [intent] = hearth.ledger();
      assert.ok(intent?.kind === 'intent');
      assert.deepEqual(intent.redactions, [{ rule: 'githubToken', count: 1 }]);
      assert.deepEqual(intent.released, [{ rule: 'stripeKey', count: 1 }]);
      assert.ok(!JSON.stringify([hearth.ledger(), hearth.logged]).includes(stripe));
    });

    it('is edited from the text as the person has it, and masked again', async () => {
      await showFile('edited.ts', `const a = '${token}';\n`);
      hearth.sheets.answer = (view) => {
        const mine = view.parts.find(({ label }) => label.startsWith('edited.ts'));
        if (hearth.sheets.shown.length > 1) return send(view);
        assert.equal(mine?.source, `const a = '${token}';\n`);
        assert.equal(mine.text, "const a = '[masked: GitHub token]';\n");
        return { type: 'edit', texts: [[mine.number, `${mine.source}const c = '${stripe}';\n`]] };
      };
      await askCloud();
      assert.ok(!sent().includes(token) && !sent().includes(stripe));
    });

    it('is nothing when they cannot be looked for, and a message says so', async () => {
      const worker = join(hearthPath(), 'dist', 'secretWorker.js');
      renameSync(worker, `${worker}.away`);
      try {
        await showFile('harmless.txt', 'one\n');
        await askCloud();
      } finally {
        renameSync(`${worker}.away`, worker);
      }
      assert.deepEqual([hearth.sheets.shown, hearth.cloudRequests, hearth.ledger()], [[], [], []]);
      assert.match(hearth.person.texts[0] ?? '', /could not be checked for secrets, so nothing was sent/);
      await askCloud();
      assert.equal(hearth.cloudRequests.length, 1);
    });
  });

  describe('as the person decides on the sheet', () => {
    it('is without the pieces taken out; they are shown as such, and can come back', async () => {
      await showFile('three.txt', 'one\ntwo\nthree\n');
      const gestures = ['takeOut', 'putBack', 'takeOut'] as const;
      hearth.sheets.answer = (view) => {
        const type = gestures[hearth.sheets.shown.length - 1];
        const mine = view.parts.find(({ label }) => label.startsWith('three.txt'));
        return type && mine ? { type, piece: mine.number } : send(view);
      };
      await askCloud();
      const taken = hearth.sheets.shown.map(({ parts }) => parts.filter(({ isTakenOut }) => isTakenOut).length);
      assert.deepEqual(taken, [0, 1, 0, 1]);
      assert.doesNotMatch(sent(), /one|three\.txt/);
      assert.match(sent(), /What is this\?.*\[left out\]/);
      const last = hearth.sheets.shown.at(-1);
      assert.deepEqual(last?.notices, [{ kind: 'takenOut', text: '1 taken out by you' }]);
      assert.deepEqual(
        last.parts.filter(({ isOurs }) => !isOurs).map(({ canTakeOut }) => canTakeOut),
        [false, true],
      );
      const [intent] = hearth.ledger();
      assert.ok(intent?.kind === 'intent');
      assert.deepEqual(intent.takenOut, [{ kind: 'file', path: 'three.txt' }]);
    });

    it('is nothing when they cancel while a change is being checked', async () => {
      await showFile('three.txt', 'one\ntwo\nthree\n');
      hearth.sheets.answer = (view, say) => {
        const mine = view.parts.find(({ label }) => label.startsWith('three.txt'));
        queueMicrotask(() => {
          say({ type: 'send', displayed: view.body });
          say({ type: 'cancel' });
        });
        return { type: 'takeOut', piece: mine?.number ?? -1 };
      };
      await askCloud();
      assert.equal(hearth.sheets.shown.length, 1);
      assert.deepEqual([hearth.cloudRequests, hearth.ledger(), hearth.person.told], [[], [], []]);
    });

    it('is shown with what nobody sees', async () => {
      await showFile('trojan\u202E.txt', 'if (admin\u202E) {}\n');
      await askCloud();
      const [shown] = hearth.sheets.shown;
      assert.ok(shown);
      assert.ok(shown.parts.some(({ label }) => label === 'trojan[U+202E].txt:1–1'));
      assert.deepEqual(
        shown.parts.flatMap(({ stretches }) =>
          stretches.filter(({ kind }) => kind === 'hidden').map(({ text }) => text),
        ),
        ['[U+202E]', '[U+202E]'],
      );
      assert.deepEqual(shown.notices, [{ kind: 'hidden', text: '2 characters that nobody sees' }]);
      assert.equal(shown.bodyMarks.length, 2);
      assert.equal(sent(), shown.body);
    });
  });
});
