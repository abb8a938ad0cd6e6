import assert from 'node:assert/strict';
import type { TierErrorReason } from '../../src/tiers/tier.ts';
import { type Answer, says } from '../fakes/ollamaAnswers.ts';
import {
  answersFromAfar,
  busy,
  endsInHalfALine,
  endsWithoutDone,
  failsMidStream,
  htmlPage,
  insertUnsupported,
  longLine,
  modelMissing,
  outOfMemory,
  redirects,
  refuses,
  resetsConnection,
} from '../fakes/ollamaFaults.ts';
import { untitledWithCursor } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';

/** What goes wrong, how it is understood, and what the status bar says. */
const faults: readonly (readonly [string, Answer, TierErrorReason, string])[] = [
  ['a web page instead of an answer', htmlPage(), 'notTheEngine', 'not Ollama'],
  ['a model that was removed (404)', modelMissing(), 'modelMissing', 'model missing'],
  ['a model that cannot fill in (400)', insertUnsupported(), 'cannotComplete', 'no completions'],
  ['a model that does not fit into memory', outOfMemory(), 'outOfMemory', 'out of memory'],
  ['an engine that is busy (503)', busy(), 'busy', 'engine busy'],
  ['an engine that breaks (500)', refuses(500, 'llama runner crashed'), 'engineFailed', 'engine error'],
  ['a redirect', redirects('http://127.0.0.1:9/elsewhere'), 'redirected', 'engine error'],
  ['a stream without an end', endsWithoutDone('a + '), 'cutShort', 'engine error'],
  ['half a line', endsInHalfALine('a + '), 'cutShort', 'engine error'],
  ['an error in the stream', failsMidStream('something broke', 'a + '), 'engineFailed', 'engine error'],
  ['a connection that is reset', resetsConnection('a + '), 'cutShort', 'engine error'],
  ['a line that never ends', longLine(), 'engineFailed', 'engine error'],
  ['an answer that another host made', answersFromAfar('a + b'), 'remoteModel', 'cloud model refused'],
];

describe('completions, when the engine fails', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(() => hearth.end());

  for (const [what, fault, reason, text] of faults) {
    it(`say nothing but in the status bar: ${what}`, async () => {
      hearth.engine.enqueue(fault);
      assert.deepEqual(await hearth.complete(await untitledWithCursor('ruby', 'sum = █')), []);
      assert.equal(hearth.decision?.reason, reason);
      assert.equal(hearth.face.text, `$(warning) ${text}`);
      assert.equal(hearth.status.working, 0);
      // The next answer mends it, without a word.
      hearth.engine.enqueue(says('a + b'));
      assert.deepEqual(await hearth.complete(await untitledWithCursor('ruby', 'total = █')), ['a + b']);
      assert.equal(hearth.face.text, '$(home) coder');
      assert.deepEqual(hearth.person.told, []);
    });
  }

  it('name the model that is missing', async () => {
    hearth.engine.enqueue(modelMissing());
    await hearth.complete(await untitledWithCursor('ruby', 'sum = █'));
    assert.equal(hearth.face.spoken, 'Hearth: The model coder:latest is not installed.');
  });

  it('say nothing but in the status bar: an engine that is gone', async () => {
    await hearth.engine.stop();
    assert.deepEqual(await hearth.complete(await untitledWithCursor('ruby', 'sum = █')), []);
    assert.equal(hearth.decision?.reason, 'unreachable');
    assert.equal(hearth.face.text, '$(warning) engine off');
    await hearth.engine.restart();
    assert.notDeepEqual(await hearth.complete(await untitledWithCursor('ruby', 'total = █')), []);
    assert.equal(hearth.face.text, '$(home) coder');
    assert.deepEqual(hearth.person.told, []);
  });
});
