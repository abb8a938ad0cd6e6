import assert from 'node:assert/strict';
import { AnswerList } from '../../../../src/editor/answers/answerList.ts';
import type { Card, ToPage } from '../../../../src/editor/answers/protocol.ts';
import type { Provenance } from '../../../../src/tiers/tier.ts';
import { virtualClock } from '../../../fakes/clock.ts';
import { words } from './words.ts';

const provenance: Provenance = { tier: 'local', engine: 'Ollama', host: '127.0.0.1:11434', model: 'tiny' };
const end = { provenance, measured: { totalMs: 1200 } };
const explain = { title: 'Explain', about: 'function a' };

function answers(options: { renderMs?: number; attached?: boolean; offersCloud?: () => boolean } = {}) {
  const clock = virtualClock();
  const sent: ToPage[] = [];
  const rendered: string[] = [];
  const list = new AnswerList({
    clock,
    words,
    post: (message) => sent.push(message),
    ...(options.offersCloud ? { offersCloud: options.offersCloud } : {}),
    renderer: {
      async render(_key, markdown) {
        rendered.push(markdown);
        await clock.wait(options.renderMs ?? 0);
        return `<p>${markdown}</p>`;
      },
      dispose() {},
    },
  });
  if (options.attached !== false) list.attach();
  const cards = () => sent.flatMap((message) => (message.type === 'card' ? [message.card] : []));
  return {
    clock,
    list,
    sent,
    rendered,
    /** The card as the page last got it. */
    card: (id: string): Card => {
      const last = cards().findLast((card) => card.id === id);
      assert.ok(last);
      return last;
    },
    cards,
    bodies: () => sent.flatMap((message) => (message.type === 'body' ? [message.html] : [])),
    said: () => sent.flatMap((message) => (message.type === 'announce' ? [message.text] : [])),
  };
}

describe('AnswerList', () => {
  it('shows an answer from the question to the end', async () => {
    const { list, clock, card, bodies, cards } = answers();
    const answer = list.begin(explain);
    assert.equal(card(answer.id).phase, 'waiting');
    answer.notice('Loading model… 3 s');
    assert.equal(card(answer.id).notice, 'Loading model… 3 s');
    answer.append('a');
    assert.equal(card(answer.id).phase, 'streaming');
    assert.equal(card(answer.id).notice, undefined);
    assert.equal(card(answer.id).canCopy, false);
    await clock.advance(0);
    answer.append('b');
    answer.done(end);
    await clock.advance(0);
    assert.deepEqual(bodies(), ['<p>a</p>', '<p>ab</p>']);
    const last = card(answer.id);
    assert.equal(last.phase, 'done');
    assert.equal(last.badge?.facts, '1.2 s');
    assert.deepEqual([last.canCopy, last.canInsert, last.canEscalate], [true, true, true]);
    assert.equal(cards().length, 4);
    assert.equal(list.textOf(answer.id), 'ab');
  });

  it('tells screen readers only of the beginning and the end', async () => {
    const { list, clock, said } = answers();
    const answer = list.begin(explain);
    for (const piece of 'abcdef') {
      answer.append(piece);
      await clock.advance(100);
    }
    answer.done(end);
    assert.deepEqual(said(), ['Explain: answering', 'Explain: answer complete, local']);
  });

  it('renders at most every 80 ms, and the last piece at once', async () => {
    const { list, clock, rendered } = answers();
    const answer = list.begin(explain);
    for (let piece = 0; piece < 100; piece += 1) {
      answer.append('x');
      await clock.advance(4);
    }
    // 400 ms: at 0, 80, 160, 240, 320 (and the end of the last wait at 400).
    assert.ok(rendered.length <= 6, `${rendered.length}`);
    answer.append('y');
    answer.done(end);
    await clock.advance(0);
    assert.equal(rendered.at(-1)?.at(-1), 'y');
    assert.equal(clock.waiting, 0);
  });

  it('leaves time to the model when rendering is slow', async () => {
    const { list, clock, rendered } = answers({ renderMs: 200 });
    const answer = list.begin(explain);
    for (let time = 0; time < 3000; time += 10) {
      answer.append('x');
      await clock.advance(10);
    }
    // Each takes 200 ms and is followed by a pause of 400 ms.
    assert.equal(rendered.length, 6);
  });

  it('sends only what changed', async () => {
    const { list, clock, sent } = answers();
    const first = list.begin(explain);
    first.append('a');
    first.done(end);
    await clock.advance(100);
    const second = list.begin(explain);
    sent.length = 0;
    second.append('b');
    second.notice('');
    await clock.advance(1000);
    assert.ok(sent.length > 0);
    assert.ok(sent.every((message) => message.type !== 'body' || message.id === second.id));
    assert.ok(sent.every((message) => message.type !== 'card' || message.card.id === second.id));
    sent.length = 0;
    await clock.advance(1000);
    assert.deepEqual(sent, []);
  });

  it('renders nothing while no page is there, and everything when one comes', async () => {
    const { list, clock, rendered, sent, bodies } = answers({ attached: false });
    const answer = list.begin(explain);
    answer.append('a');
    answer.done(end);
    await clock.advance(1000);
    assert.deepEqual([rendered, sent], [[], []]);
    const [shown] = list.attach();
    assert.equal(shown?.card.phase, 'done');
    await clock.advance(0);
    assert.deepEqual(bodies(), ['<p>a</p>']);
    list.detach();
    assert.equal(list.attach()[0]?.html, '<p>a</p>');
    await clock.advance(1000);
    assert.deepEqual(rendered, ['a']);
  });

  it('goes on in a page that was hidden meanwhile', async () => {
    const { list, clock, bodies } = answers();
    const answer = list.begin(explain);
    answer.append('a');
    await clock.advance(100);
    list.detach();
    answer.append('b');
    await clock.advance(100);
    assert.deepEqual(bodies(), ['<p>a</p>']);
    list.attach();
    await clock.advance(0);
    assert.deepEqual(bodies(), ['<p>a</p>', '<p>ab</p>']);
  });

  it('puts the newest first and closes the finished ones', () => {
    const { list } = answers();
    const finished = list.begin(explain);
    finished.done(end);
    const running = list.begin(explain);
    const newest = list.begin(explain);
    assert.deepEqual(
      list.attach().map(({ card }) => [card.id, card.expanded]),
      [
        [newest.id, true],
        [running.id, true],
        [finished.id, false],
      ],
    );
    list.toggle(finished.id, true);
    assert.equal(list.attach()[2]?.card.expanded, true);
  });

  it('marks an answer that is not whole', async () => {
    const { list, clock, card, said } = answers();
    const cut = list.begin(explain);
    cut.append('a');
    cut.done({ ...end, reason: 'length' });
    assert.equal(card(cut.id).mark, 'incomplete');
    const stopped = list.begin(explain);
    stopped.stopped();
    assert.deepEqual([card(stopped.id).phase, card(stopped.id).mark], ['stopped', 'stopped']);
    const failed = list.begin(explain);
    failed.append('a');
    const action = { label: 'Start Ollama', command: 'hearth.start', arguments: [1] };
    failed.failed({ message: 'Gone.', detail: 'reset', action, incomplete: true });
    assert.equal(card(failed.id).mark, 'incomplete');
    assert.deepEqual(card(failed.id).failure, { message: 'Gone.', detail: 'reset', actionLabel: 'Start Ollama' });
    assert.equal(list.actionOf(failed.id), action);
    await clock.advance(0);
    assert.deepEqual(
      said().filter((each) => !each.endsWith('answering')),
      ['Explain: stopped', 'Explain: answer incomplete, local', 'Explain: no answer. Gone.'],
    );
  });

  it('announces the end once all of the answer is on the page, which reads it out before', async () => {
    const { list, clock, sent } = answers();
    const answer = list.begin(explain);
    answer.append('a');
    await clock.advance(0);
    answer.append('b');
    answer.done(end);
    await clock.advance(0);
    const last = sent.slice(-2);
    assert.deepEqual(last, [
      { type: 'body', id: answer.id, html: '<p>ab</p>' },
      { type: 'announce', text: 'Explain: answer complete, local', ends: answer.id },
    ]);
  });

  it('shows from the start that the cloud is asked, and offers no second escalation', () => {
    const { list, card } = answers();
    const answer = list.begin({ ...explain, tier: 'cloud', model: 'large' });
    assert.equal(card(answer.id).badge?.word, 'cloud');
    answer.append('a');
    answer.done({ ...end, provenance: { ...provenance, tier: 'cloud' } });
    assert.equal(card(answer.id).canEscalate, false);
  });

  it('offers no escalation while the cloud is switched off, and takes back what it offered', () => {
    let isOn = true;
    const { list, card } = answers({ offersCloud: () => isOn });
    const answer = list.begin(explain);
    answer.append('a');
    answer.done(end);
    for (isOn of [false, true]) {
      list.refresh();
      assert.equal(card(answer.id).canEscalate, isOn);
    }
    isOn = false;
    assert.deepEqual(
      list.attach().map((each) => each.card.canEscalate),
      [false],
    );
  });

  it('offers only the actions asked for', () => {
    const { list, card } = answers();
    const answer = list.begin({ ...explain, actions: { insert: false, escalate: false } });
    answer.append('a');
    answer.done(end);
    assert.deepEqual([card(answer.id).canInsert, card(answer.id).canEscalate], [false, false]);
  });

  it('hears nothing more of an answer that ended', async () => {
    const { list, clock, sent } = answers();
    const answer = list.begin(explain);
    answer.stopped();
    sent.length = 0;
    answer.append('late');
    answer.notice('late');
    answer.done(end);
    answer.failed({ message: 'late', incomplete: false });
    await clock.advance(1000);
    assert.deepEqual(sent, []);
  });

  it('clears everything away, and says what was still running', async () => {
    const { list, clock, sent } = answers();
    const finished = list.begin(explain);
    finished.done(end);
    const running = list.begin(explain);
    running.append('a');
    assert.deepEqual(list.clear(), [running.id]);
    assert.deepEqual(sent.at(-1), { type: 'remove', ids: [running.id, finished.id] });
    sent.length = 0;
    running.append('b');
    await clock.advance(1000);
    assert.deepEqual(sent, []);
    assert.equal(clock.waiting, 0);
    assert.equal(list.textOf(running.id), undefined);
  });

  it('keeps the last fifty', () => {
    const { list } = answers();
    for (let count = 0; count < 60; count += 1) list.begin(explain).done(end);
    assert.equal(list.attach().length, 50);
  });

  it('stops for good when it is disposed', async () => {
    const { list, clock, sent } = answers();
    const answer = list.begin(explain);
    answer.append('a');
    list.dispose();
    sent.length = 0;
    answer.append('b');
    await clock.advance(1000);
    assert.deepEqual([sent.length, clock.waiting], [0, 0]);
  });

  describe('an answer of the cloud beside a local one', () => {
    const cloud: Provenance = { tier: 'cloud', engine: 'OpenAI', host: 'api.example.com', model: 'big' };
    const both = () => {
      const all = answers();
      const local = all.list.begin(explain);
      local.append('here');
      local.done(end);
      return { ...all, local };
    };

    it('leaves the local one open, and says which one it is', () => {
      const { list, card, local } = both();
      list.toggle(local.id, false);
      const answer = list.begin({ ...explain, tier: 'cloud', besides: local.id });
      assert.equal(card(local.id).expanded, true);
      assert.equal(card(answer.id).besides, local.id);
      assert.equal(list.besides(answer.id), local.id);
      assert.equal(card(local.id).judged, undefined, 'a local answer is not judged');
    });

    it('can be judged once it is whole, and the verdict taken back', () => {
      const { list, card, local, said } = both();
      const answer = list.begin({ ...explain, tier: 'cloud', besides: local.id });
      answer.append('there');
      assert.equal(card(answer.id).judged, undefined);
      assert.equal(list.answered(answer.id), undefined);
      answer.done({ provenance: cloud, measured: { totalMs: 5 } });
      assert.equal(card(answer.id).judged, 'notYet');
      assert.deepEqual(list.answered(answer.id), { text: 'there', provenance: cloud, measured: { totalMs: 5 } });
      list.judge(answer.id, 'worthIt');
      assert.equal(card(answer.id).judged, 'worthIt');
      assert.equal(said().at(-1), words.verdictKept);
      list.judge(answer.id, undefined);
      assert.equal(card(answer.id).judged, 'notYet');
      assert.equal(said().at(-1), words.verdictTakenBack);
    });

    it('is not judged when it stands alone, or failed', () => {
      const { list, card, local } = both();
      const alone = list.begin({ ...explain, tier: 'cloud' });
      alone.done({ provenance: cloud, measured: { totalMs: 5 } });
      assert.equal(card(alone.id).judged, undefined);
      const failed = list.begin({ ...explain, tier: 'cloud', besides: local.id });
      failed.failed({ message: 'no', incomplete: false });
      assert.equal(card(failed.id).judged, undefined);
    });
  });
});
