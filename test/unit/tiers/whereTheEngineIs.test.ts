import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { EngineAddress, isLoopback, isPrivateHost, resolveEndpoint } from '../../../src/tiers/endpoint.ts';

/** Shows an address as `url tier`, or `bad`. */
function found(setting: string, variable?: string): string {
  const endpoint = resolveEndpoint(setting, variable);
  return 'bad' in endpoint ? 'bad' : `${endpoint.url} ${endpoint.tier}`;
}

/** What a person writes, and where that leads. */
const addresses: Readonly<Record<string, string>> = {
  '127.0.0.1': 'http://127.0.0.1:11434 local',
  '127.0.0.1:8080': 'http://127.0.0.1:8080 local',
  '127.0.0.1:80': 'http://127.0.0.1:80 local',
  ':8080': 'http://127.0.0.1:8080 local',
  localhost: 'http://localhost:11434 local',
  LocalHost: 'http://localhost:11434 local',
  'localhost:11434': 'http://localhost:11434 local',
  'http://localhost': 'http://localhost local',
  'http://localhost:11434/': 'http://localhost:11434 local',
  'https://localhost': 'https://localhost local',
  'http://127.0.0.1:11434/ollama/': 'http://127.0.0.1:11434/ollama local',
  '127.8.9.10': 'http://127.8.9.10:11434 local',
  'http://127.1:5': 'http://127.0.0.1:5 local',
  '[::1]': 'http://[::1]:11434 local',
  'http://[::1]:5': 'http://[::1]:5 local',
  '0.0.0.0': 'http://127.0.0.1:11434 local',
  '0.0.0.0:9999': 'http://127.0.0.1:9999 local',
  'http://0.0.0.0:9999': 'http://127.0.0.1:9999 local',
  '[::]:9999': 'http://127.0.0.1:9999 local',
  '192.168.1.5': 'http://192.168.1.5:11434 selfHosted',
  'gpu.lan:8080': 'http://gpu.lan:8080 selfHosted',
  'gpu.lan:80': 'http://gpu.lan:80 selfHosted',
  'gpu.lan/ollama': 'http://gpu.lan:11434/ollama selfHosted',
  'https://ollama.example.com': 'https://ollama.example.com selfHosted',
  'https://ollama.example.com:8443/x': 'https://ollama.example.com:8443/x selfHosted',

  // They look like this machine and are not.
  '127.0.0.1.example.com': 'http://127.0.0.1.example.com:11434 selfHosted',
  'localhost.example.com': 'http://localhost.example.com:11434 selfHosted',
  'notlocalhost:11434': 'http://notlocalhost:11434 selfHosted',
  '127.example.com': 'http://127.example.com:11434 selfHosted',
  '128.0.0.1': 'http://128.0.0.1:11434 selfHosted',
  '[::2]': 'http://[::2]:11434 selfHosted',

  // No addresses, or none that is used.
  'http://': 'bad',
  'http://user:password@localhost': 'bad',
  'localhost@evil.example': 'bad',
  'ftp://localhost': 'bad',
  'file:///etc/passwd': 'bad',
  'javascript:alert(1)': 'bad',
  'localhost:99999': 'bad',
  'two words': 'bad',
  'http://localhost?x=1': 'bad',
  'http://localhost#x': 'bad',
  'ollama.com': 'bad',
  'https://ollama.com': 'bad',
  'https://OLLAMA.com': 'bad',
  'https://ollama.com.': 'bad',
  'https://api.ollama.com/v1': 'bad',
};

describe('the addresses of cloud providers', () => {
  it('are no engine’s: every provider that Hearth knows is refused, whatever its address says else', async () => {
    const { rows } = JSON.parse(await readFile(new URL('../../../src/privacy/presets.json', import.meta.url), 'utf8'));
    assert.ok(rows.length > 20);
    for (const { baseUrl } of rows) {
      const endpoint = resolveEndpoint(baseUrl.replace('{resource}', 'mine'), undefined);
      assert.ok('bad' in endpoint && endpoint.isCloud, baseUrl);
    }
  });

  it('are told from names that only look like one', () => {
    for (const host of ['openai.com.example', 'notopenai.com', 'api.openai.lan', 'max.ai', 'ollama.example.com']) {
      assert.ok(!('bad' in resolveEndpoint(`https://${host}/v1`, undefined)), host);
    }
    for (const host of ['api.openai.com', 'API.OPENAI.COM', 'api.openai.com.', 'eu.api.openai.com:443']) {
      const endpoint = resolveEndpoint(`https://${host}/v1`, undefined);
      assert.ok('bad' in endpoint && endpoint.isCloud, host);
    }
  });

  it('say what they are', () => {
    const address = new EngineAddress(() => 'https://api.openai.com/v1', undefined);
    assert.throws(address.endpoint, { reason: 'cloudEndpoint', message: 'api.openai.com' });
  });
});

describe('where the engine is', () => {
  for (const [written, leadsTo] of Object.entries(addresses)) {
    it(`${written} → ${leadsTo}`, () => {
      assert.equal(found(written), leadsTo);
      assert.equal(found('', written), leadsTo, 'OLLAMA_HOST means the same');
    });
  }

  it('nothing said: this machine, and not by the name localhost', () => {
    for (const variable of [undefined, '', '  ']) {
      assert.deepEqual(resolveEndpoint('', variable), {
        url: 'http://127.0.0.1:11434',
        host: '127.0.0.1:11434',
        tier: 'local',
        source: 'default',
      });
    }
  });

  it('the setting goes before OLLAMA_HOST, also when it is wrong', () => {
    assert.equal(found('gpu.lan', '127.0.0.1:1'), 'http://gpu.lan:11434 selfHosted');
    assert.deepEqual(resolveEndpoint('two words', '127.0.0.1:1'), {
      bad: 'two words',
      isCloud: false,
      source: 'setting',
    });
    assert.deepEqual(resolveEndpoint('', 'two words'), { bad: 'two words', isCloud: false, source: 'environment' });
  });

  it('shows the host and says where it was found', () => {
    assert.deepEqual(resolveEndpoint('', ' gpu.lan:8080 '), {
      url: 'http://gpu.lan:8080',
      host: 'gpu.lan:8080',
      tier: 'selfHosted',
      source: 'environment',
    });
  });

  it('whatever is written, only this machine is called local', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.string()), (written) => {
        const endpoint = resolveEndpoint(written, undefined);
        if ('bad' in endpoint || endpoint.tier !== 'local' || endpoint.source === 'default') return;
        assert.match(new URL(endpoint.url).hostname, /^(127(\.\d+){3}|localhost|\[::1\])$/);
      }),
    );
  });

  it('follows the setting from request to request', () => {
    let setting = 'gpu.lan';
    const address = new EngineAddress(() => setting, undefined);
    assert.deepEqual([address.shown(), address.tier()], ['gpu.lan:11434', 'selfHosted']);
    setting = '';
    assert.deepEqual([address.endpoint().url, address.tier()], ['http://127.0.0.1:11434', 'local']);
    setting = 'two words';
    assert.throws(address.endpoint, { reason: 'badEndpoint', message: 'two words' });
    assert.equal(address.shown(), 'two words');
  });
});

describe('which hosts are whose', () => {
  const table: Readonly<Record<'this machine' | 'private' | 'public', readonly string[]>> = {
    'this machine': ['localhost', '127.0.0.1', '127.255.0.1', '::1', '[::1]'],
    private: [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '169.254.1.1',
      'fd12:3456::1',
      '[fc00::1]',
      'fe80::1',
      'gpu',
      'gpu.local',
      'gpu.lan',
      'GPU.INTERNAL',
      'nas.home.arpa',
    ],
    public: [
      '11.0.0.1',
      '172.15.0.1',
      '172.32.0.1',
      '192.169.0.1',
      '8.8.8.8',
      '2001:db8::1',
      'fc::1',
      'fe8::1',
      'example.com',
      '10.0.0.1.example.com',
      '192.168.0.1.example.com',
      'local.example.com',
    ],
  };
  for (const [whose, hosts] of Object.entries(table)) {
    for (const host of hosts) {
      it(`${host}: ${whose}`, () => {
        assert.equal(isLoopback(host), whose === 'this machine');
        assert.equal(isPrivateHost(host), whose !== 'public');
      });
    }
  }
});
