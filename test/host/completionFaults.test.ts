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

/** What only a change can mend, or a person who asks. */
const lasting: ReadonlySet<TierErrorReason> = new Set(['modelMissing', 'cannotComplete', 'outOfMemory', 'remoteModel']);

/** What goes wrong, how it is understood, and what the status bar says. */
const faults: readonly (readonly [string, Answer, TierErrorReason, string])[] = [
  ['a web page instead of an answer', htmlPage(), 'notTheEngine', 'not an engine'],
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
      const total = await untitledWithCursor('ruby', 'total = █');
      if (lasting.has(reason)) {
        // Nothing is asked again while typing.
        const before = hearth.engine.requests.length;
        assert.deepEqual(await hearth.complete(total), []);
        assert.equal(hearth.decision?.reason, reason);
        assert.equal(hearth.engine.requests.length, before);
      }
      // The next answer mends it, without a word.
      hearth.engine.enqueue(says('a + b'));
      assert.deepEqual(await hearth.complete(total, { invoked: lasting.has(reason) }), ['a + b']);
      assert.equal(hearth.face.text, '$(home) coder');
      assert.deepEqual(hearth.person.told, []);
    });
  }

  it('leave an engine alone that fails three times, until a person asks', async () => {
    hearth.engine.script(refuses(500, 'llama runner crashed'));
    for (let line = 0; line < 6; line++) {
      await hearth.complete(await untitledWithCursor('ruby', `line${line} = █`));
      assert.equal(hearth.decision?.reason, 'engineFailed');
    }
    assert.equal(hearth.asked('/api/generate').length, 3);
    const before = hearth.engine.requests.length;
    await hearth.complete(await untitledWithCursor('ruby', 'more = █'));
    assert.equal(hearth.engine.requests.length, before, 'not even a question');
    hearth.engine.script(says('a + b'));
    const place = await untitledWithCursor('ruby', 'total = █');
    assert.deepEqual(await hearth.complete(place, { invoked: true }), ['a + b']);
    assert.deepEqual(hearth.person.told, []);
  });

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
