import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesHolding, writtenForms } from '../../egress/writtenForms.ts';

const secret = 'sk-7Qm2xPz9/Lw4TbV0+Rk';

/** What a file could hold of it. */
const written: readonly (readonly [string, string | Buffer])[] = [
  ['as it is', secret],
  ['reversed', [...secret].reverse().join('')],
  ['in an address', encodeURIComponent(secret)],
  ['in hexadecimal digits', Buffer.from(secret).toString('hex')],
  ['in UTF-16', Buffer.from(secret, 'utf16le')],
  ['in parts', `${secret.slice(0, 13)}" + "${secret.slice(13)}`],
  ...[0, 1, 2, 3, 4].flatMap((before) =>
    (['base64', 'base64url'] as const).map(
      (encoding) =>
        [
          `${encoding} of a text with ${before} bytes before it`,
          Buffer.from(`${'{"k":'.slice(0, before)}${secret}"}`).toString(encoding),
        ] as const,
    ),
  ),
];

describe('A secret in a file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-forms-'));
    mkdirSync(join(folder, 'deep', 'down'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [how, content] of written) {
    it(`is found: ${how}`, () => {
      const file = join(folder, 'deep', 'down', 'some.log');
      writeFileSync(file, Buffer.concat([Buffer.from('before '), Buffer.from(content), Buffer.from(' after')]));
      const found = filesHolding(writtenForms(secret), [folder]);
      assert.equal(found.length, 1);
      assert.ok(found[0]?.startsWith(`${file}: `));
    });
  }

  it('is not found where it is not', () => {
    writeFileSync(join(folder, 'other.log'), `sk-7Q ${'x'.repeat(10_000)}`);
    assert.deepEqual(filesHolding(writtenForms(secret), [folder]), []);
  });
});
