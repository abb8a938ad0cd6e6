import assert from 'node:assert/strict';
import { mergedSecrets } from '../../../src/privacy/mergedSecrets.ts';
import type { Secret } from '../../../src/privacy/secret.ts';
import { blank, placeholderFor, withoutPlaceholders } from '../../../src/privacy/secretNames.ts';
import { isStandIn, looksRandom } from '../../../src/privacy/secretValue.ts';

describe('a value that stands in for a secret', () => {
  it('is one of words that say so, in any spelling', () => {
    for (const value of [
      'password',
      'PASSWORD',
      'your-token-here',
      'YOUR_API_KEY',
      'yourApiKey',
      'my.secret.key',
      'changeme',
      'changeme1234',
      'insert_token_here',
      'test-key-1',
      'example',
      'your my our the some any a an this here insert replace change',
      'enter put use with me in from new dummy',
      'foo bar baz placeholder redacted removed hidden masked none null',
      'nil undefined true false todo fixme value string text',
      'passwd passphrase pass pwd secret secrets token tokens',
      'keys api auth oauth bearer access client account admin root',
      'user username id name db database app default',
      'production prod dev local localhost x xx xxx xxxx xxxxx',
    ]) {
      assert.equal(isStandIn(value), true, value);
    }
  });

  it('is a variable, a template, a look-up, or a row of one character', () => {
    for (const value of [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what people write
      '${DB_PASSWORD}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what people write
      'pre-${x}-post',
      '{{ password }}',
      '$(cat secret)',
      '%(password)s',
      '<your token>',
      '$PASSWORD1',
      '%PASSWORD%',
      '@Microsoft.KeyVault(x)',
      'x<a1>y',
      '<a1b2c3>9z8y7x',
      '%a1b2c3%',
      '$a1b2c3',
      'env.TOKEN9',
      'process.env.TOKEN9',
      'os.environ.TOKEN9',
      'getenv9',
      'secrets.DEPLOY9',
      'vault:kv/x9',
      '{token9}',
      'xxxxxxxx',
      '********',
      '...',
      '...x9y8z7',
      `abc${blank}123`,
    ]) {
      assert.equal(isStandIn(value), true, value);
    }
  });

  it('is not a value with anything else in it', () => {
    for (const value of [
      'hunter22',
      'password12345',
      'key-a1b2c3d4',
      'myhunter',
      '12345678',
      'x9$y',
      '.hunter22',
      'x%a1b2%y',
      'a1b2@c3d4',
      'x{a1b2}',
      '{a1b2}x',
      'myenv.a1b2',
      '<a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u>',
      'a<b',
      `${'x'.repeat(9)}y`,
      '',
    ]) {
      assert.equal(isStandIn(value), false, value);
    }
  });
});

describe('a value that nobody could guess', () => {
  it('has letters and something else, and enough of both', () => {
    for (const value of ['hunter22', 'p4ss:w0rd!', 'Correct-horse-9', 'zqxwvkjhgfpmnbrtlycd', 'ÄÖÜß1234', 'a1b2c3d4']) {
      assert.equal(looksRandom(value), true, value);
    }
  });

  it('is not a number, a word, a path of words, or a row of the same', () => {
    for (const value of [
      '12345678901234',
      '2026-01-01',
      'configuration',
      'configuration.management.interface',
      'aaaaaaa1',
      'aaaabbb1',
      'internationalization',
      'passwordAgain',
      'your-password-1',
      '',
      'zqxwvkjhgfpmnbrtlyc',
    ]) {
      assert.equal(looksRandom(value), false, value);
    }
  });
});

describe('secrets that overlap', () => {
  const secret = (rule: Secret['rule'], start: number, end: number): Secret => ({ rule, start, end });

  it('are one, under the more telling of their names', () => {
    assert.deepEqual(mergedSecrets([secret('password', 5, 9), secret('awsKey', 5, 9)]), [secret('awsKey', 5, 9)]);
    assert.deepEqual(mergedSecrets([secret('awsKey', 5, 9), secret('password', 3, 7)]), [secret('awsKey', 3, 9)]);
    assert.deepEqual(mergedSecrets([secret('privateKey', 0, 20), secret('jwt', 5, 9), secret('other', 19, 22)]), [
      secret('privateKey', 0, 22),
    ]);
    assert.deepEqual(mergedSecrets([secret('bearerToken', 0, 9), secret('jwt', 0, 5)]), [secret('jwt', 0, 9)]);
  });

  it('stay apart where they only touch, and come in order', () => {
    const [first, second] = [secret('jwt', 1, 4), secret('jwt', 4, 6)];
    assert.deepEqual(mergedSecrets([second, first]), [first, second]);
    assert.deepEqual(mergedSecrets([]), []);
  });
});

describe('a placeholder', () => {
  it('names the kind of the secret', () => {
    assert.equal(placeholderFor('awsKey'), '[masked: AWS key]');
    assert.equal(placeholderFor('onePasswordToken'), '[masked: 1Password token]');
  });

  it('is nothing to the rules, at its full length, and only itself', () => {
    const text = `a ${placeholderFor('jwt')} b [masked: jwt] [masked: x] masked: JWT]`;
    assert.equal(withoutPlaceholders(text), `a ${blank.repeat(13)} b [masked: jwt] [masked: x] masked: JWT]`);
  });
});
