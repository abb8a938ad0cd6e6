import assert from 'node:assert/strict';
import { otherSuggesters } from '../../../../src/models/health/neighbours.ts';
import { isPastProxy } from '../../../../src/models/health/proxy.ts';
import { isOlder } from '../../../../src/models/health/versions.ts';

describe('versions', () => {
  const cases: readonly (readonly [string, boolean | undefined])[] = [
    ['0.17.1', false],
    ['0.17.0', true],
    ['0.9.9', true],
    ['0.16.40', true],
    ['0.17.10', false],
    ['1.0.0', false],
    ['v0.17.1-rc2', false],
    [' 0.5.1 ', true],
    ['0.0.0', undefined],
    ['', undefined],
    ['main', undefined],
  ];
  for (const [version, older] of cases) {
    it(`${JSON.stringify(version)} is ${older === undefined ? 'none' : older ? 'older than' : 'not older than'} 0.17.1`, () =>
      assert.equal(isOlder(version, '0.17.1'), older));
  }
});

describe('proxies', () => {
  const cases: readonly (readonly [string, string, readonly string[], boolean])[] = [
    ['127.0.0.1:11434', 'http://p:1', [], true],
    ['localhost:11434', 'http://p:1', [], true],
    ['[::1]:11434', 'http://p:1', [], true],
    ['127.0.0.2:11434', 'http://p:1', [], false],
    ['gpu.lan:11434', '', [], true],
    ['gpu.lan:11434', 'http://p:1', [], false],
    ['gpu.lan:11434', 'http://p:1', ['gpu.lan'], true],
    ['gpu.lan:11434', 'http://p:1', ['.lan'], true],
    ['gpu.lan:11434', 'http://p:1', ['*.lan'], true],
    ['gpu.lan:11434', 'http://p:1', ['GPU.lan:11434'], true],
    ['gpu.lan:11434', 'http://p:1', ['gpu.lan:80'], false],
    ['mygpu.lan:11434', 'http://p:1', ['gpu.lan'], false],
    ['gpu.lan:11434', 'http://p:1', ['*'], true],
    ['gpu.lan:11434', 'http://p:1', [' ', ''], false],
  ];
  for (const [host, url, exceptions, past] of cases) {
    it(`${host} is reached ${past ? 'past' : 'through'} ${url || 'no proxy'} with ${JSON.stringify(exceptions)}`, () =>
      assert.equal(isPastProxy(host, { url, exceptions }), past));
  }
});

describe('other extensions', () => {
  it('are known by their ids, however they are written', () => {
    const installed = [
      { id: 'GitHub.copilot', name: 'GitHub Copilot' },
      { id: 'vscode.git', name: 'Git' },
      { id: 'Ollama.ollama', name: 'Ollama' },
    ];
    assert.deepEqual(otherSuggesters(installed), installed.slice(0, 1));
  });
});
