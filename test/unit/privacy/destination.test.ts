import assert from 'node:assert/strict';
import { readAddress } from '../../../src/privacy/destination.ts';

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
    ] as const) {
      const address = readAddress(text);
      assert.ok(address.kind === 'address', text);
      assert.equal(address.baseUrl, baseUrl);
      assert.equal(address.origin, new URL(baseUrl).origin);
    }
  });

  it('is refused when text or key could be read on the way', () => {
    for (const [text, fault] of [
      ['', 'notAnAddress'],
      ['api.example.com', 'notAnAddress'],
      ['file:///etc/passwd', 'notAnAddress'],
      ['ftp://api.example.com', 'notAnAddress'],
      ['http://api.example.com/v1', 'notEncrypted'],
      ['http://127.0.0.1.evil.example/v1', 'notEncrypted'],
      ['http://localhost.evil.example/v1', 'notEncrypted'],
      ['http://192.168.1.5/v1', 'notEncrypted'],
      ['https://user:secret@api.example.com/v1', 'holdsKey'],
      ['https://api.example.com/v1?key=secret', 'holdsQuery'],
      ['https://api.example.com/v1#x', 'holdsQuery'],
    ] as const) {
      assert.deepEqual(readAddress(text), { kind: 'fault', fault }, text);
    }
  });
});
