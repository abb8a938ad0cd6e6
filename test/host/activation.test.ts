import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commands, type ExtensionContext, ExtensionMode } from 'vscode';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { showFile, untitledWithCursor } from './support/documents.ts';
import { extensionContext } from './support/extensionContext.ts';
import { coder, hearthExtension, hearthPath, loadHearth, startHearth, writer } from './support/hearth.ts';
import { keptLog } from './support/keptLog.ts';
import { openHandles } from './support/openHandles.ts';
import { explainFile } from './support/run.ts';
import { until } from './support/until.ts';
import { send } from './support/webviews.ts';

interface Mark {
  readonly name: string;
  readonly startTime: number;
}

describe('activation', () => {
  it('is measured by VS Code itself', async () => {
    await loadHearth();
    const { MonacoPerformanceMarks } = globalThis as { MonacoPerformanceMarks?: { getMarks(): readonly Mark[] } };
    const marks = MonacoPerformanceMarks?.getMarks() ?? [];
    const at = (name: string) => {
      const mark = marks.find((each) => each.name === `code/extHost/${name}/hearth-dev.hearth`);
      assert.ok(mark, `no mark ${name} in ${marks.length} marks`);
      return mark.startTime;
    };
    const loadMs = at('didLoadExtensionCode') - at('willLoadExtensionCode');
    const activateMs = at('didActivateExtension') - at('willActivateExtension');
    console.log(`activation here: ${loadMs} ms to load, ${activateMs} ms to activate`);
    assert.ok(loadMs >= 0 && activateMs >= 0);
  });

  it('gives nothing to other extensions', async () => {
    const { activate } = await loadHearth();
    const storage = mkdtempSync(join(tmpdir(), 'hearth-storage-'));
    const mode = ExtensionMode.Production;
    const log = keptLog();
    const context = extensionContext({ extension: hearthExtension(), storage, secrets: new Map(), mode });
    try {
      assert.equal(activate(context as ExtensionContext), undefined);
    } finally {
      for (const each of context.subscriptions) each.dispose();
      log.dispose();
      rmSync(storage, { recursive: true });
    }
  });

  it('leaves no handle behind after completions, tasks and escalations', async function () {
    this.timeout(60_000);
    const engine = await startFakeOllama({ models: [coder, writer] });
    const handles = openHandles(join(hearthPath(), 'dist'));
    try {
      await loadHearth();
      // What VS Code starts for the first editor is not ours.
      const { document } = await showFile('resources.txt', 'Some text to explain.');
      await commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
      const before = await fewestResources();
      for (let times = 0; times < 3; times++) await useHearth(engine, handles);
      await until(
        () => handles.open.length === 0,
        () => `Hearth’s handles to be let go: ${handles.open.join(', ')}`,
      );
      // The connection pool of VS Code's `fetch` keeps an idle connection for about 4 s.
      await until(async () => isWithin(await fewestResources(), before), `no more than ${format(before)}`, 20_000);
    } finally {
      handles.dispose();
      await engine.stop();
    }
  });

  it('would notice a handle left behind', async () => {
    const before = await fewestResources();
    const leaks = Array.from({ length: 3 }, () => setInterval(() => {}, 60_000));
    try {
      assert.ok(!isWithin(await fewestResources(), before));
    } finally {
      for (const leak of leaks) clearInterval(leak);
    }
  });

  it('can be repeated: everything registered is let go', async () => {
    const first = await startHearth();
    await first.end();
    await assert.rejects(async () => commands.executeCommand('hearth.whyNoSuggestion'), /hearth\.whyNoSuggestion/);
    const second = await startHearth();
    await commands.executeCommand('hearth.whyNoSuggestion');
    assert.equal(second.person.offered.length, 1);
    await second.end();
  });
});

/** Activates, completes, explains, escalates, deactivates. */
async function useHearth(engine: FakeOllama, handles: { readonly open: readonly string[] }): Promise<void> {
  const hearth = await startHearth({ engine });
  await until(() => hearth.status.ready, 'Hearth to know its engine');
  assert.notDeepEqual(await hearth.complete(await untitledWithCursor('ruby', 'sum = █')), []);
  await explainFile('resources.txt', 'Some text to explain.');
  const { id } = await hearth.page.until(({ phase }) => phase === 'done', 'the explanation');
  await until(() => hearth.page.bodyOf(id) !== '', 'the worker to have rendered');
  hearth.sheets.answer = send;
  await commands.executeCommand('hearth.escalate');
  await hearth.page.until(({ badge, phase }) => badge?.tier === 'cloud' && phase === 'done', 'the cloud’s answer');
  assert.ok(handles.open.includes('Worker'), `no worker among ${handles.open.join(', ')}`);
  await hearth.end();
}

type Resources = ReadonlyMap<string, number>;

/** What keeps the process alive, by kind. VS Code itself has timers that come and go: the fewest of a while are its own. */
async function fewestResources(): Promise<Resources> {
  const samples: Map<string, number>[] = [];
  for (let sample = 0; sample < 25; sample++) {
    const counts = new Map<string, number>();
    for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    samples.push(counts);
    await pause(10);
  }
  const kinds = new Set(samples.flatMap((each) => [...each.keys()]));
  return new Map([...kinds].map((kind) => [kind, Math.min(...samples.map((each) => each.get(kind) ?? 0))]));
}

const isWithin = (now: Resources, before: Resources) =>
  [...now].every(([kind, count]) => count <= (before.get(kind) ?? 0));

const format = (resources: Resources) => [...resources].map(([kind, count]) => `${count} ${kind}`).join(', ');
