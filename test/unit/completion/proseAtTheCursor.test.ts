import assert from 'node:assert/strict';
import { fimFor } from '../../../src/completion/fim.ts';
import { Gate } from '../../fakes/gate.ts';
import { done, type Script } from '../tiers/fakeTier.ts';
import { patient } from '../tiers/requests.ts';
import { room, shown } from './keystrokes.ts';
import { at } from './places.ts';

/** Someone who writes Markdown, beside a model that completes. */
function writer(...scripts: Script[]) {
  const place = room(...scripts);
  const way = fimFor('qwen2.5-coder:1.5b-base', []);
  assert.ok(way);
  place.state.model = { name: 'qwen2.5-coder:1.5b-base', contextTokens: 4096, way };
  let version = 0;
  const ask = (marked: string) => {
    version++;
    return place.completions.complete({ ...at(marked, { languageId: 'markdown' }), version }, patient());
  };
  return { ...place, ask };
}

describe('prose at the cursor', () => {
  it('goes on to the end of the sentence, over what would be the end of a line of code', async () => {
    const { ask, sent } = writer(['runs here,\n', 'on your own machine. It', ' needs no cloud.', done]);
    assert.equal(shown(await ask('The model █')), 'runs here,\non your own machine.');
    assert.equal(sent[0]?.prompt, 'The model ');
  });

  it('the sentences behind it are there when the user gets to them, without a request', async () => {
    const { ask, sent } = writer(['runs here. It needs no cloud. It is quick. It', done]);
    assert.equal(shown(await ask('The model █')), 'runs here.');
    assert.equal(shown(await ask('The model runs h█')), 'ere.');
    assert.equal(shown(await ask('The model runs here. █')), 'It needs no cloud.');
    assert.equal(shown(await ask('The model runs here. It needs no cloud.█')), ' It is quick.');
    assert.equal(sent.length, 1);
  });

  it('is shown as soon as the sentence is whole, while the answer goes on', async () => {
    const gate = new Gate();
    const { ask, tier } = writer(['runs here. It', gate, ' needs nothing.', done]);
    assert.equal(shown(await ask('The model █')), 'runs here.');
    assert.equal(tier.asked[0]?.over, false);
    gate.open();
  });

  it('ends at the engine after a few sentences', async () => {
    const gate = new Gate();
    const { ask, tier, clock } = writer(['Runs. It is. So it is. Yes. No', gate, done]);
    assert.equal(shown(await ask('Well. █')), 'Runs.');
    await clock.advance(0);
    assert.equal(tier.asked[0]?.over, true);
  });

  it('of a sentence that the model has ended without a full stop, all is shown', async () => {
    const { ask } = writer(['runs here', done]);
    assert.equal(shown(await ask('The model █')), 'runs here');
  });

  it('a new paragraph within a sentence is nothing', async () => {
    const { ask } = writer(['\nNext', done]);
    assert.deepEqual(shown(await ask('The model█')), { why: 'empty' });
  });

  it('a sentence is held back where the model is not sure of it', async () => {
    const { ask } = writer([{ kind: 'piece', text: 'runs here.', logprobs: [-2] }, done]);
    assert.deepEqual(shown(await ask('The model █')), { why: 'unsure' });
  });

  it('within a fence, a line of code is shown', async () => {
    const { ask, sent } = writer(['sum(a. B);\nnext();', done]);
    assert.equal(shown(await ask('Call it:\n\n```ts\nx = █')), 'sum(a. B);');
    assert.match(String(sent[0]?.prompt), /^<\|fim_prefix\|>/);
  });

  it('in the middle of a line, what stands there already is not said again', async () => {
    const scripts = ['runs on `this` machine.', 'quick". It', 'quiet and "quick", too.'].map((said) => [said, done]);
    const { ask } = writer(...scripts);
    assert.equal(shown(await ask('The model █.')), 'runs on `this` machine');
    assert.equal(shown(await ask('The word is "█".')), 'quick');
    assert.equal(shown(await ask('It is █, too.')), 'quiet and "quick"');
  });
});
