import assert from 'node:assert/strict';
import { type CloudApi, type Destination, readAddress } from '../../../src/privacy/destination.ts';
import { openGate } from '../../../src/privacy/gate.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { type ProviderRequest, providerRequest } from '../../../src/privacy/providerRequest.ts';
import type { Message } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { answered, approvalOf, draftOf, excerpt, explainSum, instruction, memoryFiles, user } from './samples.ts';

const destinations: Readonly<Record<CloudApi, Destination>> = {
  openai: {
    provider: 'OpenAI',
    api: 'openai',
    baseUrl: 'https://api.example.com/v1',
    model: 'big-model',
    price: 'unknown',
  },
  anthropic: {
    provider: 'Anthropic',
    api: 'anthropic',
    baseUrl: 'https://api.example.com',
    model: 'big-model',
    price: 'unknown',
  },
  ollama: { provider: 'Ollama', api: 'ollama', baseUrl: 'https://ollama.example', model: 'big:120b', price: 'unknown' },
  extension: {
    provider: 'Some Extension',
    api: 'extension',
    baseUrl: 'vscode-lm://some',
    model: 'maker/big model',
    price: 'unknown',
  },
};

const conversation: readonly Message[] = [
  { role: 'system', parts: [instruction('Be brief.')] },
  user(instruction('Explain: '), excerpt('naïve 😀 \ud800')),
  { role: 'assistant', parts: [excerpt('It is a text.', answered)] },
  user(excerpt('Why?')),
];

const said = [
  { role: 'user', content: 'Explain: naïve 😀 \ud800' },
  { role: 'assistant', content: 'It is a text.' },
  { role: 'user', content: 'Why?' },
];

/** A request without what all requests over the network have in common. */
function shown({ method, url, host, headers, body }: ProviderRequest) {
  const own = headers.map(({ name, value, before = '' }) => `${name}: ${value ?? `${before}••••`}`);
  const common = ['Content-Type: application/json', 'Accept: application/json', 'User-Agent: Hearth'];
  return { method, url, host, headers: own.filter((each) => !common.includes(each)), parameters: JSON.parse(body) };
}

describe('what each provider is sent', () => {
  it('OpenAI and the many that speak like it', () => {
    assert.deepEqual(shown(providerRequest(destinations.openai, conversation)), {
      method: 'POST',
      url: 'https://api.example.com/v1/chat/completions',
      host: 'api.example.com',
      headers: ['Authorization: Bearer ••••'],
      parameters: {
        model: 'big-model',
        messages: [{ role: 'system', content: 'Be brief.' }, ...said],
        stream: true,
        stream_options: { include_usage: true },
      },
    });
  });

  it('Anthropic', () => {
    assert.deepEqual(shown(providerRequest(destinations.anthropic, conversation)), {
      method: 'POST',
      url: 'https://api.example.com/v1/messages',
      host: 'api.example.com',
      headers: ['x-api-key: ••••', 'anthropic-version: 2026-10-21'],
      parameters: { model: 'big-model', max_tokens: 16_000, system: 'Be brief.', messages: said, stream: true },
    });
  });

  it('Anthropic, with what it is told in one piece', () => {
    const twice = [...conversation.slice(0, 1), ...conversation];
    assert.match(providerRequest(destinations.anthropic, twice).body, /"system":"Be brief\.\\n\\nBe brief\."/);
  });

  it('Ollama’s cloud', () => {
    assert.deepEqual(shown(providerRequest(destinations.ollama, conversation)), {
      method: 'POST',
      url: 'https://ollama.example/api/chat',
      host: 'ollama.example',
      headers: ['Authorization: Bearer ••••'],
      parameters: { model: 'big:120b', messages: [{ role: 'system', content: 'Be brief.' }, ...said], stream: true },
    });
  });

  it('another extension', () => {
    assert.deepEqual(shown(providerRequest(destinations.extension, conversation)), {
      method: 'HAND OVER',
      url: 'vscode-lm://some/maker%2Fbig%20model',
      host: 'Some Extension',
      headers: [],
      parameters: { messages: [{ role: 'user', content: 'Be brief.' }, ...said] },
    });
  });

  it('nothing that Anthropic would refuse when there are no instructions', () => {
    const { body } = providerRequest(destinations.anthropic, [user(excerpt('Why?'))]);
    assert.ok(!('system' in JSON.parse(body)));
  });

  it('is in the draft as it is, for every one of them', () => {
    for (const destination of Object.values(destinations)) {
      const { method, url, host, headers, body } = draftOf(explainSum, destination);
      assert.deepEqual({ method, url, host, headers, body }, providerRequest(destination, explainSum));
    }
  });

  it('never goes over the network when it is for another extension', async () => {
    let sent = 0;
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const clock = virtualClock();
    const ledger = openLedger({ files: memoryFiles(), clock, writer: 'test', process: 1, newId: () => 'id' });
    const fetch = async () => {
      sent += 1;
      return new Response();
    };
    const draft = draftOf(explainSum, destinations.extension);
    const { signal } = new AbortController();
    const user = { isEnabled: () => true, fitsBudget: async () => true, keepsBodies: () => false };
    const gate = openGate({ fetch, ledger, ...user, clock, log: silent });
    const passage = gate.open(await approvalOf(draft), signal);
    for (const method of ['POST', 'HAND OVER']) {
      await assert.rejects(passage.fetch(draft.url, { method, body: draft.body }), { reason: 'notApproved' });
    }
    assert.equal(sent, 0);
    assert.deepEqual(await ledger.records(), []);
  });
});

describe('a provider’s address', () => {
  it('is read without the ends that the request’s own path repeats', () => {
    for (const [api, text, baseUrl] of [
      ['openai', 'https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
      ['anthropic', 'https://api.example.com/v1/messages', 'https://api.example.com'],
      ['anthropic', 'https://api.example.com/v1/', 'https://api.example.com'],
      ['anthropic', 'https://gateway.example/anthropic', 'https://gateway.example/anthropic'],
      ['ollama', 'https://ollama.example/api/chat', 'https://ollama.example'],
      ['ollama', 'https://ollama.example/api', 'https://ollama.example'],
      ['ollama', 'https://ollama.example/v1', 'https://ollama.example'],
    ] as const) {
      const address = readAddress(text, api);
      assert.ok(address.kind === 'address');
      assert.equal(address.baseUrl, baseUrl, text);
    }
  });
});
