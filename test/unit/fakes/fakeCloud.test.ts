import assert from 'node:assert/strict';
import * as answers from '../../fakes/cloudAnswers.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';

describe('the fake cloud', () => {
  let cloud: FakeCloud;
  beforeEach(async () => {
    cloud = await startFakeCloud();
  });
  afterEach(() => cloud.stop());

  const ask = (body = '{"model":"big","stream":true,"stream_options":{"include_usage":true}}') =>
    fetch(`${cloud.url}/v1/chat/completions`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { authorization: 'Bearer sk-secret' },
    });

  it('streams pieces, usage and the end', async () => {
    cloud.enqueue(answers.streams('Hello', ' there'));
    const text = await (await ask()).text();
    assert.match(text, /"role":"assistant","content":"Hello".*"content":" there".*"finish_reason":"stop"/s);
    assert.match(text, /"total_tokens":28.*data: \[DONE\]\n\n$/s);
  });

  it('keeps the exact bytes and headers of a request', async () => {
    const body = '{ "model":"big",\n "x": "é" }';
    await (await ask(body)).text();
    assert.equal(cloud.requests[0]?.bytes.toString('utf8'), body);
    assert.equal(cloud.requests[0]?.headers.authorization, 'Bearer sk-secret');
  });

  it('lists models, and refuses a wrong key', async () => {
    assert.match(await (await fetch(`${cloud.url}/v1/models`)).text(), /"id":"big-model"/);
    const strict = await startFakeCloud({ key: 'other' });
    assert.equal((await fetch(`${strict.url}/v1/models`)).status, 401);
    await strict.stop();
  });

  const shown: [string, answers.CloudAnswer, number, RegExp][] = [
    ['a rejected key', answers.rejectsKey(), 401, /Incorrect API key provided: sk-secret/],
    ['a rate limit', answers.limitsRate('7'), 429, /rate_limit_error/],
    ['a server error', answers.breaks(), 500, /server_error/],
    ['overload', answers.overloaded(), 529, /overloaded_error/],
    ['a cut stream', answers.cutsOff('a'), 200, /"content":"a"(?!.*\[DONE\])/s],
    ['an error event', answers.failsMidStream('broken', 'a'), 200, /"content":"a".*"message":"broken"/s],
    ['a redirect', answers.redirects('http://127.0.0.1:1/'), 307, /^$/],
    ['a refusal', answers.streamsAndEnds({ refusal: 'I cannot.' }), 200, /"refusal":"I cannot\."/],
  ];
  for (const [name, answer, status, text] of shown) {
    it(`can show ${name}`, async () => {
      cloud.script(answer);
      const response = await ask();
      assert.equal(response.status, status);
      assert.match(await response.text(), text);
      if (status === 429) assert.equal(response.headers.get('retry-after'), '7');
    });
  }

  it('can break the connection, and hang', async () => {
    cloud.enqueue(answers.breaksOff('a'));
    await assert.rejects(ask().then((response) => response.text()));
    cloud.enqueue(answers.hangs());
    const leaving = new AbortController();
    const arrived = cloud.nextRequest();
    const asked = fetch(`${cloud.url}/v1/chat/completions`, { method: 'POST', body: '{}', signal: leaving.signal });
    const request = await arrived;
    leaving.abort();
    await assert.rejects(asked);
    assert.equal(await request.closed, 'aborted');
  });
});
