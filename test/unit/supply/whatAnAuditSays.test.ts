import assert from 'node:assert/strict';
import { vulnerabilitiesIn } from '../../supply/audit.mjs';

describe('What npm audit says', () => {
  it('is nothing, where all is well', () => {
    assert.deepEqual(vulnerabilitiesIn('{"auditReportVersion":2,"vulnerabilities":{},"metadata":{}}'), []);
  });

  it('is which package, and how bad it is', () => {
    const printed = JSON.stringify({ vulnerabilities: { openai: { name: 'openai', severity: 'high', via: [] } } });
    assert.deepEqual(vulnerabilitiesIn(printed), ['openai: high']);
  });

  it('is unknown, where the registry does not answer', () => {
    assert.equal(vulnerabilitiesIn('{"message":"405 Method Not Allowed","statusCode":405}'), undefined);
    assert.equal(vulnerabilitiesIn(''), undefined);
  });
});
