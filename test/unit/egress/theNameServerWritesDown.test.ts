import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { startRecordingDns } from '../../egress/recordingDns.ts';

describe('The recording name server', () => {
  it('knows its names, knows no others, and writes both down', async () => {
    const dns = await startRecordingDns('127.0.0.1', { 'api.cloud.example': '127.0.0.2' }, 0);
    try {
      const resolver = new Resolver();
      resolver.setServers([`127.0.0.1:${dns.port}`]);
      assert.deepEqual(await resolver.resolve4('API.cloud.example'), ['127.0.0.2']);
      await assert.rejects(resolver.resolve6('api.cloud.example'), { code: 'ENODATA' });
      await assert.rejects(resolver.resolve4('stolen.attacker.example'), { code: 'ENOTFOUND' });
      const names = dns.lookups.map(({ name }) => name);
      assert.deepEqual(names, ['api.cloud.example', 'api.cloud.example', 'stolen.attacker.example']);
      assert.ok(dns.lookups.every(({ fromPort }) => fromPort > 0));
    } finally {
      await dns.stop();
    }
  });
});
