import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, EventEmitter, window } from 'vscode';
import type { FromScorecardPage, ScorecardState, ToScorecardPage } from '../../src/editor/scorecard/protocol.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { showFile } from './support/documents.ts';
import { type Hearth, startHearth, writer } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';
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
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
    page = scorecardPage();
    hearth = await startHearth({
      models: [writer, { name: 'other:latest', loaded: true }],
      settings: { 'hearth.scorecard.folder': folder },
    });
  });
  afterEach(async () => {
    await hearth.end();
    page.dispose();
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
});
