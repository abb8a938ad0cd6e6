import assert from 'node:assert/strict';
import { abilityOf, wayFor } from '../../../src/completion/way.ts';
import { messageText } from '../../../src/tiers/tier.ts';
import { Gate } from '../../fakes/gate.ts';
import { done, type Script } from '../tiers/fakeTier.ts';
import { patient } from '../tiers/requests.ts';
import { key, outcome, room, shown } from './keystrokes.ts';
import { at } from './places.ts';

const can = (name: string, ...capabilities: string[]) => abilityOf({ name, capabilities });

describe('how a model can be asked', () => {
  it('one that fills in is never asked in a chat', () => {
    assert.equal(can('qwen2.5-coder:7b', 'completion', 'insert'), 'fillsIn');
    assert.equal(can('some:latest', 'completion', 'insert'), 'fillsIn');
    assert.equal(wayFor({ name: 'qwen2.5-coder:7b', capabilities: ['completion'] })?.way, 'raw');
  });

  it('one that does not fill in only in a chat, for one reason or the other', () => {
    assert.equal(can('llama3.2:3b', 'completion'), 'unknownFamily');
    assert.equal(can('codellama:7b-instruct', 'completion'), 'notTrained');
    assert.deepEqual(wayFor({ name: 'llama3.2:3b', capabilities: ['completion'] }), { way: 'chat' });
  });

  it('one that makes no text not at all', () => {
    assert.equal(can('nomic-embed-text:latest', 'embedding'), 'noText');
    assert.equal(wayFor({ name: 'nomic-embed-text:latest', capabilities: ['embedding'] }), undefined);
  });
});

/** Someone who types beside a model that only chats. */
function chatting(...scripts: Script[]) {
  const place = room(...scripts);
  place.state.model = { name: 'chatter', contextTokens: 4096, way: { way: 'chat' } };
  let version = 0;
  const ask = (marked: string, { languageId = 'typescript', signal = patient() } = {}) =>
    place.completions.complete({ ...at(marked, { languageId }), version: ++version }, signal);
  const said = (index: number) => (place.sent[index]?.messages ?? []).map(messageText);
  return { ...place, ask, said };
}

describe('a model that only chats', () => {
  it('is asked in a conversation, and what it puts round the text comes off', async () => {
    const { ask, sent, said } = chatting(['```ts\n', 'sum(items)', ';\n```', done]);
    const answered = await ask('const total = █;\nnext();');
    assert.deepEqual(outcome(answered), { suggestion: { text: 'sum(items)', from: 'engine', model: 'chatter' } });
    assert.equal(answered.layout, 'chat');
    assert.equal(sent[0]?.prompt, '');
    assert.equal(said(0)[1], 'File: src/total.ts\nLanguage: typescript\n\nconst total = <HOLE/>;\nnext();');
  });

  it('nothing of a fence is ever shown while it arrives', async () => {
    const gate = new Gate();
    const { ask } = chatting(['```ts\nsum(items);\nmore();\n', gate, '```', done]);
    const one = ask('const total = █');
    await gate.reached;
    gate.open();
    assert.equal(shown(await one), 'sum(items);');
  });

  it('what it says without anything round it is shown while it goes on, and ends when there is enough', async () => {
    const gate = new Gate();
    const { ask, tier } = chatting(['sum(items);\nmore();\n', gate, done]);
    assert.equal(shown(await ask('const total = █')), 'sum(items);');
    assert.equal(tier.asked[0]?.over, false);
    gate.open();
  });

  it('is told the part of the word that is typed, and says it, too', async () => {
    const { ask, said, sent } = chatting(['total += 1;', done]);
    assert.equal(shown(await ask('  tot█')), 'al += 1;');
    assert.match(said(0)[1] ?? '', /\n {2}<HOLE begins="tot"\/>$/);
    assert.equal(shown(await ask('  total█')), ' += 1;');
    assert.equal(sent.length, 1);
  });

  it('another word than the one that is typed is nothing, and is not asked for again', async () => {
    const { ask, sent } = chatting(['sum += 1;', done]);
    assert.deepEqual(shown(await ask('  tot█')), { why: 'empty' });
    assert.equal(sent.length, 1);
  });

  it('in prose it goes on to the end of the sentence', async () => {
    const { ask, said } = chatting(['Here is the rest of the sentence:\n\n', 'runs here, e.g. there. It', done]);
    assert.equal(shown(await ask('The model █', { languageId: 'markdown' })), 'runs here, e.g. there.');
    assert.match(said(0)[0] ?? '', /rest of the sentence/);
  });

  it('text that is typed meanwhile and contradicts it ends the request', async () => {
    const gate = new Gate();
    const { ask, tier } = chatting(['sum(items);\n', gate, 'more();\n', done], ['max(items);', done]);
    const first = key();
    await ask('const total = █', { signal: first.signal });
    await gate.reached;
    const two = ask('const total = m█');
    assert.equal(tier.asked[0]?.signal.aborted, true);
    assert.equal(shown(await two), 'ax(items);');
  });
});
