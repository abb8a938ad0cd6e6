import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from 'vscode';
import { streams } from '../fakes/cloudAnswers.ts';
import { Gate } from '../fakes/gate.ts';
import { selectLines, showFile } from './support/documents.ts';
import { cloudKey, type Hearth, startHearth } from './support/hearth.ts';
import { escalate, explainFile } from './support/run.ts';
import { type SheetGesture, send } from './support/webviews.ts';

const askCloud = () => commands.executeCommand('hearth.askCloud');

describe('the cloud', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(() => hearth.end());

  /** An explanation of a small file, and its card. */
  const explained = async (name = 'hard.txt') => {
    await explainFile(name);
    return hearth.page.newest;
  };
  const nothingSent = () => {
    assert.deepEqual(hearth.cloudRequests, []);
    assert.deepEqual(hearth.ledger(), []);
  };

  describe('Escalate', () => {
    it('shows everything, records it, and only then sends exactly that', async () => {
      const local = await explained();
      const onArrival: string[] = [];
      const gate = new Gate();
      hearth.cloud.enqueue(async (exchange) => {
        onArrival.push(...hearth.ledger().map(({ kind }) => kind));
        await streams('Because', gate, ' of that.')(exchange);
      });
      hearth.sheets.answer = (view) => {
        nothingSent();
        return send(view);
      };
      const escalated = escalate();
      await gate.reached;
      const streaming = await hearth.page.until(({ phase }) => phase === 'streaming', 'the first piece');
      assert.deepEqual([streaming.badge?.word, streaming.badge?.model], ['cloud', 'big-model']);
      assert.equal(hearth.face.text, '$(loading~spin) big-model');
      gate.open();
      await escalated;

      const [shown] = hearth.sheets.shown;
      const [request] = hearth.cloudRequests;
      assert.ok(shown && request);
      assert.deepEqual([hearth.sheets.shown.length, hearth.cloudRequests.length], [1, 1]);
      assert.deepEqual(request.bytes, Buffer.from(shown.body));
      assert.equal(shown.host, `127.0.0.1:${hearth.cloud.port}`);
      assert.ok(shown.parts.some(({ label, text }) => label === 'hard.txt:1–3' && text === 'one\ntwo\nthree\n'));

      assert.deepEqual(onArrival, ['intent']);
      const [intent, outcome, ...more] = hearth.ledger();
      assert.ok(intent?.kind === 'intent' && outcome?.kind === 'outcome' && more.length === 0);
      assert.equal(intent.bodySha256, createHash('sha256').update(request.bytes).digest('hex'));
      assert.deepEqual([intent.gesture, intent.destination], ['escalate', hearth.cloud.url]);
      assert.deepEqual([outcome.id, outcome.ended, outcome.status], [intent.id, 'done', 200]);

      const card = hearth.page.newest;
      assert.deepEqual([card.title, card.about, card.phase], ['Explain', local.about, 'done']);
      assert.equal(card.canEscalate, false);
      assert.equal(hearth.view.textOf(card.id), 'Because of that.');
      assert.equal(hearth.face.text, '$(cloud) big-model');
      assert.equal(hearth.page.cards.length, 2);
    });

    it('has the key in one header and nowhere else', async () => {
      await explained();
      hearth.sheets.answer = send;
      await escalate();
      const [request] = hearth.cloudRequests;
      assert.equal(request?.headers.authorization, `Bearer ${cloudKey}`);
      const headers = request.rawHeaders.filter((value) => value.includes(cloudKey));
      assert.equal(headers.length, 1);
      assert.doesNotMatch(request.bytes.toString(), new RegExp(cloudKey));
      const folder = join(hearth.storage, 'ledger');
      const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
      assert.notEqual(written.join(''), '');
      const everything = [
        written,
        hearth.logged,
        hearth.sheets.shown,
        hearth.page.cards,
        hearth.face,
        hearth.hover,
        hearth.person.told,
      ];
      assert.doesNotMatch(JSON.stringify(everything), new RegExp(cloudKey));
    });

    it('comes from a card’s own button, for that card', async () => {
      const first = await explained('older.txt');
      await explained('newer.txt');
      hearth.sheets.answer = send;
      hearth.page.press({ type: 'escalate', id: first.id });
      await hearth.page.until(({ badge, phase }) => badge?.tier === 'cloud' && phase === 'done', 'the answer');
      assert.match(hearth.sheets.shown[0]?.body ?? '', /older\.txt/);
      assert.doesNotMatch(hearth.sheets.shown[0]?.body ?? '', /newer\.txt/);
    });

    const refusals: readonly (readonly [string, SheetGesture])[] = [
      ['Cancel', () => ({ type: 'cancel' })],
      ['Keep Local', () => ({ type: 'keepLocal' })],
      ['closing the sheet', () => 'close'],
    ];
    for (const [what, answer] of refusals) {
      it(`sends nothing on ${what}, and says nothing`, async () => {
        await explained();
        hearth.sheets.answer = answer;
        await escalate();
        assert.equal(hearth.sheets.shown.length, 1);
        nothingSent();
        assert.deepEqual([hearth.page.cards.length, hearth.person.told], [1, []]);
        assert.equal(hearth.face.text, '$(home) writer');
      });
    }

    it('takes nothing from another extension that calls its commands past the sheet', async () => {
      const [one, other] = [await explained('older.txt'), await explained('newer.txt')];
      assert.notEqual(one.id, other.id);
      hearth.sheets.answer = () => ({ type: 'cancel' });
      const body = '{"model":"mine","messages":[]}';
      for (const given of [
        [{ kind: 'send', approved: true, body }],
        [one.id, { send: true, skipSheet: true, approved: { draft: { body } } }],
        [{ type: 'send', bodySha256: createHash('sha256').update(body).digest('hex') }, true],
      ]) {
        await commands.executeCommand('hearth.escalate', ...given);
        const shown = hearth.sheets.shown.at(-1)?.body ?? '';
        assert.match(shown, /newer\.txt/, 'it is about the last answer, as for a person');
        assert.doesNotMatch(shown, /"mine"|older\.txt/);
      }
      assert.equal(hearth.sheets.shown.length, 3);
      nothingSent();
    });

    it('sends what was edited only after it was shown again', async () => {
      await explained();
      hearth.sheets.answer = (view) => {
        if (hearth.sheets.shown.length > 1) return send(view);
        const mine = view.parts.find(({ isOurs }) => !isOurs);
        return { type: 'edit', texts: [[mine?.number ?? -1, 'only this']] };
      };
      await escalate();
      assert.equal(hearth.sheets.shown.length, 2);
      const sent = hearth.cloudRequests[0]?.bytes.toString() ?? '';
      assert.equal(sent, hearth.sheets.shown[1]?.body);
      assert.match(sent, /only this/);
      assert.doesNotMatch(sent, /three/);
    });

    it('sends nothing when the sheet showed something else, and says so', async () => {
      await explained();
      hearth.sheets.answer = ({ body }) => ({ type: 'send', displayed: `${body} ` });
      await escalate();
      nothingSent();
      assert.match(hearth.person.texts[0] ?? '', /not what you approved, so nothing was sent/);
    });

    it('sends nothing from a file that never leaves, and names it', async () => {
      await explained('.env.production');
      assert.equal(hearth.page.newest.phase, 'done');
      hearth.sheets.answer = send;
      await escalate();
      assert.deepEqual(hearth.sheets.shown, []);
      nothingSent();
      assert.match(hearth.person.texts[0] ?? '', /stays on your computer: \.env\.production \(\.env\*\)/);
    });

    it('sends nothing when it cannot be recorded', async () => {
      await explained();
      // Where the folder would go, there is a file.
      writeFileSync(join(hearth.storage, 'ledger'), '');
      hearth.sheets.answer = send;
      await escalate();
      assert.deepEqual(hearth.cloudRequests, []);
      const { phase, failure } = hearth.page.newest;
      assert.equal(phase, 'failed');
      assert.match(failure?.message ?? '', /could not be written, so nothing was sent/);
      assert.equal(hearth.face.text, '$(warning) cloud failed');
    });

    it('says that there is nothing to escalate yet', async () => {
      await escalate();
      assert.match(hearth.person.texts[0] ?? '', /Run Explain or Summarize first/);
      nothingSent();
    });
  });

  describe('Ask the Cloud', () => {
    it('sends the question and the selection, and nothing else of the file', async () => {
      const editor = await showFile('ask.txt', 'one\ntwo\nthree\nfour\n');
      selectLines(editor, 1, 2);
      hearth.person.pick = () => 'Ask a Question…';
      hearth.person.type = () => ' What is this? ';
      hearth.sheets.answer = send;
      await askCloud();
      assert.match(hearth.person.prompted[0]?.prompt ?? '', /^About selection · ask\.txt:2–3\./);
      const [shown] = hearth.sheets.shown;
      assert.deepEqual(
        shown?.parts.filter(({ isOurs }) => !isOurs).map(({ label, text }) => [label, text]),
        [
          ['Typed by you', 'What is this?'],
          ['ask.txt:2–3', 'two\nthree'],
        ],
      );
      const sent = hearth.cloudRequests[0]?.bytes.toString() ?? '';
      assert.equal(sent, shown.body);
      assert.doesNotMatch(sent, /one|four/);
      const { title, about, phase } = hearth.page.newest;
      assert.deepEqual([title, about, phase], ['Ask', 'selection · ask.txt:2–3', 'done']);
      const [intent] = hearth.ledger();
      assert.ok(intent?.kind === 'intent' && intent.gesture === 'askCloud');
      assert.deepEqual(hearth.asked('/api/chat'), []);
    });

    it('puts any task of the catalogue to the selection, and names what it is about', async () => {
      selectLines(await showFile('ask.txt', 'one\ntwo\nthree\nfour\n'), 1, 2);
      hearth.person.pick = () => 'Summarize';
      hearth.sheets.answer = send;
      await askCloud();
      const [offered] = hearth.person.offered;
      assert.deepEqual(offered?.labels.slice(0, 2), ['Ask a Question…', 'Explain']);
      assert.match(offered.placeHolder, /^About selection · ask\.txt:2–3\./);
      assert.deepEqual([hearth.page.newest.title, hearth.page.newest.badge?.tier], ['Summarize', 'cloud']);
      assert.match(hearth.cloudRequests[0]?.bytes.toString() ?? '', /two\\nthree/);
      assert.deepEqual(hearth.asked('/api/chat'), []);
    });

    it('sends nothing without a task', async () => {
      await showFile('ask.txt', 'one\ntwo\nthree\nfour\n');
      await askCloud();
      assert.equal(hearth.person.offered.length, 1);
      nothingSent();
    });

    it('sends nothing without a question', async () => {
      await showFile('ask.txt', 'one\ntwo\nthree\nfour\n');
      hearth.person.pick = () => 'Ask a Question…';
      for (const question of [undefined, ' ']) {
        hearth.person.type = () => question;
        await askCloud();
      }
      assert.equal(hearth.person.prompted.length, 2);
      assert.deepEqual(hearth.sheets.shown, []);
      nothingSent();
    });
  });

  describe('the flag set before asking', () => {
    const flag = () => commands.executeCommand('hearth.escalateNext');
    const flagged = '$(cloud-upload) next: big-model';

    it('shows in the status bar, and takes the next task past the sheet to the cloud, once', async () => {
      await flag();
      assert.equal(hearth.face.text, flagged);
      assert.match(hearth.face.spoken, /the next request goes to big-model, after you have seen what would be sent/);
      hearth.sheets.answer = (view) => {
        nothingSent();
        return send(view);
      };
      await explained();
      assert.deepEqual([hearth.page.cards.length, hearth.page.newest.badge?.tier], [1, 'cloud']);
      assert.equal(hearth.face.text, '$(cloud) big-model');
      const [intent] = hearth.ledger();
      assert.ok(intent?.kind === 'intent' && intent.gesture === 'flagged');
      assert.deepEqual(hearth.asked('/api/chat'), []);

      await explained();
      assert.equal(hearth.page.newest.badge?.tier, 'local');
      assert.equal(hearth.sheets.shown.length, 1);
    });

    it('is taken back by asking for it again', async () => {
      await flag();
      await flag();
      assert.notEqual(hearth.face.text, flagged);
      await explained();
      assert.deepEqual([hearth.page.newest.badge?.tier, hearth.sheets.shown.length], ['local', 0]);
    });

    it('is used up by Cancel; Keep Local asks the local model instead', async () => {
      await flag();
      hearth.sheets.answer = () => ({ type: 'keepLocal' });
      await explained();
      assert.deepEqual([hearth.page.newest.badge?.tier, hearth.page.newest.phase], ['local', 'done']);
      await flag();
      hearth.sheets.answer = () => ({ type: 'cancel' });
      await explainFile();
      assert.equal(hearth.page.cards.length, 1);
      assert.notEqual(hearth.face.text, flagged);
      nothingSent();
    });

    it('is not set while no cloud is set up', async () => {
      await hearth.end();
      hearth = await startHearth({ key: false });
      await flag();
      assert.match(hearth.person.texts[0] ?? '', /No cloud is set up yet/);
      assert.notEqual(hearth.face.text, flagged);
    });

    it('takes no ghost text to the cloud, and is still set after it', async () => {
      await flag();
      const { document, selection } = await showFile('code.ts', 'const sum = ');
      await hearth.complete({ document, position: selection.active });
      assert.equal(hearth.face.text, flagged);
      nothingSent();
    });
  });

  describe('not set up', () => {
    beforeEach(async () => {
      await hearth.end();
      hearth = await startHearth({ key: false });
    });

    it('is explained, with a button to set it up, and nothing is sent', async () => {
      await explained();
      await escalate();
      const [told] = hearth.person.told;
      assert.match(told?.text ?? '', /No cloud is set up yet; nothing was sent\.$/);
      assert.deepEqual(told?.buttons, ['Configure the Cloud Tier']);
      assert.deepEqual(hearth.sheets.shown, []);
      assert.deepEqual(hearth.person.prompted, []);
      nothingSent();
    });
  });

  it('is never asked for the key of another address', async () => {
    await hearth.end();
    hearth = await startHearth({ settings: { 'hearth.cloud.baseUrl': 'https://attacker.example/v1' } });
    await explained();
    hearth.sheets.answer = send;
    await escalate();
    assert.deepEqual(hearth.sheets.shown, []);
    assert.match(hearth.person.texts[0] ?? '', /No cloud is set up yet/);
    await hearth.idle();
  });
});
