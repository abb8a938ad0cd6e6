import assert from 'node:assert/strict';
import { isThisComputer, readAddress } from '../../../src/privacy/destination.ts';

describe('a provider’s address', () => {
  it('is read as people paste it', () => {
    for (const [text, baseUrl] of [
      ['https://api.example.com/v1', 'https://api.example.com/v1'],
      ['  https://API.example.com/v1/  ', 'https://api.example.com/v1'],
      ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
      ['https://api.example.com', 'https://api.example.com'],
      ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
      ['http://localhost:1234/v1', 'http://localhost:1234/v1'],
      ['http://[::1]:1/v1', 'http://[::1]:1/v1'],
      ['http://127.0.10.200:1/v1', 'http://127.0.10.200:1/v1'],
      ['\u00a0https://api.example.com/v1//\n', 'https://api.example.com/v1'],
      ['https://api.example.com/chat/completions/v2', 'https://api.example.com/chat/completions/v2'],
    ] as const) {
      const address = readAddress(text);
      assert.ok(address.kind === 'address', text);
      assert.equal(address.baseUrl, baseUrl);
      assert.equal(address.origin, new URL(baseUrl).origin);
    }
  });

  it('loses the end that the request’s own path repeats, which differs from API to API', () => {
    for (const [api, path, kept] of [
      ['anthropic', '/v1', ''],
      ['anthropic', '/v1/messages', ''],
      ['anthropic', '/v1/messages/batches', '/v1/messages/batches'],
      ['anthropic', '/proxy/v1/', '/proxy'],
      ['ollama', '/v1', ''],
      ['ollama', '/api', ''],
      ['ollama', '/api/chat', ''],
      ['ollama', '/api/chat/rooms', '/api/chat/rooms'],
      ['ollama', '/apiary', '/apiary'],
      ['openai', '/v1', '/v1'],
    ] as const) {
      const address = readAddress(`https://api.example.com${path}`, api);
      assert.ok(address.kind === 'address');
      assert.equal(address.baseUrl, `https://api.example.com${kept}`, `${api} ${path}`);
      assert.equal(address.host, 'api.example.com');
    }
  });

  it('is this computer’s only as a whole', () => {
    for (const own of ['localhost', '[::1]', '127.0.0.1', '127.255.10.254']) assert.equal(isThisComputer(own), true);
    for (const other of ['', 'x127.0.0.1', '127.0.0.1.x', '127.0.0', 'localhost.x', 'xlocalhost', '[::1]x', '::1']) {
      assert.equal(isThisComputer(other), false, other);
    }
  });

  it('is refused when text or key could be read on the way', () => {
    for (const [text, fault] of [
      ['', 'notAnAddress'],
      ['api.example.com', 'notAnAddress'],
      ['file:///etc/passwd', 'notAnAddress'],
      ['xhttps://api.example.com', 'notAnAddress'],
      ['http', 'notAnAddress'],
      ['ftp://api.example.com', 'notAnAddress'],
      ['http://api.example.com/v1', 'notEncrypted'],
      ['http://127.0.0.1.evil.example/v1', 'notEncrypted'],
      ['http://localhost.evil.example/v1', 'notEncrypted'],
      ['http://192.168.1.5/v1', 'notEncrypted'],
      ['https://user:secret@api.example.com/v1', 'holdsKey'],
      ['https://user@api.example.com/v1', 'holdsKey'],
      ['https://:secret@api.example.com/v1', 'holdsKey'],
      ['https://api.example.com/v1?key=secret', 'holdsQuery'],
      ['https://api.example.com/v1#x', 'holdsQuery'],
    ] as const) {
      assert.deepEqual(readAddress(text), { kind: 'fault', fault }, text);
    }
  });
});
