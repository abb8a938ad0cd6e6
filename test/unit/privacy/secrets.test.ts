import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findSecrets } from '../../../src/privacy/findSecrets.ts';
import { placeholderFor, type SecretRule, secretNames } from '../../../src/privacy/secretNames.ts';
import { examples, pem, secretOf, someSecret, spread } from './plantedSecrets.ts';

const word = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The text with what was found in it masked. */
async function masked(text: string): Promise<string> {
  const [secrets = []] = await findSecrets([text]);
  let result = '';
  let done = 0;
  for (const { rule, start, end } of secrets) {
    result += text.slice(done, start) + placeholderFor(rule);
    done = end;
  }
  return result + text.slice(done);
}

const mask = (rule: SecretRule) => placeholderFor(rule);

describe('what looks like a secret', () => {
  for (const [name, { rule, secret }] of Object.entries(examples)) {
    it(`is found when it is ${name}, exactly and nowhere else`, async () => {
      for (const seed of [1, 42]) {
        const planted = secret(seed);
        for (const [before, after] of [
          ['', ''],
          ['const key = "', '";\n'],
          ['// see ', ' for the demo\n'],
          ['\uFEFFkey: ', '\n'],
          ['(', ')'],
          ['日本語', '。'],
        ] as const) {
          assert.equal(await masked(before + planted + after), before + mask(rule) + after, planted);
        }
      }
    });
  }

  it('is found by its name', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['password = "hunter22"', 'password = "‹›"'],
      ["DB_PASSWORD='p4ss:w0rd!'", "DB_PASSWORD='‹›'"],
      ['const dbPassword = `hunter22`;', 'const dbPassword = `‹›`;'],
      ['DB_PASSWORD=hunter22', 'DB_PASSWORD=‹›'],
      ['password: hunter22\nuser: bob', 'password: ‹›\nuser: bob'],
      ['password = hunter22\n', 'password = ‹›\n'],
      ['"client_secret": "a1b2c3d4e5"', '"client_secret": "‹›"'],
      ['{ pass: "hunter22" }', '{ pass: "‹›" }'],
      ['api-key => "a1b2c3d4e5"', 'api-key => "‹›"'],
      ['const token: string = "a1b2c3d4e5"', 'const token: string = "‹›"'],
      ['tokens := "a1b2c3d4e5"', 'tokens := "‹›"'],
      ['token_2 = "a1b2c3d4e5"', 'token_2 = "‹›"'],
      ['if (secretValue == "a1b2c3d4e5")', 'if (secretValue == "‹›")'],
      ['<password>Hunter22!</password>', '<password>‹›</password>'],
      ['<add key="Password" value="Hunter!22"/>', '<add key="Password" value="‹›"/>'],
      ['headers.set("X-Api-Key", "a1b2c3d4e5")', 'headers.set("X-Api-Key", "‹›")'],
      ['setPassword("hunter22")', 'setPassword("‹›")'],
      ['login --password hunter22 now', 'login --password ‹› now'],
      ['curl -u bob:hunter22 https://x.example', 'curl -u bob:‹› https://x.example'],
      ['//registry.example/:_authToken=a1b2c3d4e5f6', '//registry.example/:_authToken=‹›'],
      ['(token) => password = "hunter22"', '(token) => password = "‹›"'],
      ['token = "zqxwvkjhgfpmnbrtlycd"', 'token = "‹›"'],
      ['password = "hunter22', 'password = "‹›'],
      ['PASSWORD=HUNTER22', 'PASSWORD=‹›'],
      ['passwd: "hunter22"', 'passwd: "‹›"'],
      ['Passwort = "hunter22"', 'Passwort = "‹›"'],
      ['passphrase="hunter22"', 'passphrase="‹›"'],
      ['passcode="hunter22"', 'passcode="‹›"'],
      ['pwd="hunter22"', 'pwd="‹›"'],
      ['credentials = "bob:hunter22"', 'credentials = "‹›"'],
      ['access_key: "a1b2c3d4e5"', 'access_key: "‹›"'],
      ['authKey = "a1b2c3d4e5"', 'authKey = "‹›"'],
      ['account-key: "a1b2c3d4e5"', 'account-key: "‹›"'],
      ['ENCRYPTION_KEY="a1b2c3d4e5"', 'ENCRYPTION_KEY="‹›"'],
      ['signingKey="a1b2c3d4e5"', 'signingKey="‹›"'],
      ['private_key="a1b2c3d4e5"', 'private_key="‹›"'],
      ['masterkey="a1b2c3d4e5"', 'masterkey="‹›"'],
      ['sessionKey="a1b2c3d4e5"', 'sessionKey="‹›"'],
      ['client_key="a1b2c3d4e5"', 'client_key="‹›"'],
      ['APP_KEY="a1b2c3d4e5"', 'APP_KEY="‹›"'],
      ["config['password'] = 'hunter22'", "config['password'] = '‹›'"],
      ['`secret` : `hunter22`', '`secret` : `‹›`'],
      ['"password", "hunter22"', '"password", "‹›"'],
      ['password   :   "hunter22"', 'password   :   "‹›"'],
      ['tokenValue = "a1b2c3d4e5"', 'tokenValue = "‹›"'],
      ['SECRETS=a1b2c3d4e5', 'SECRETS=‹›'],
      ['token = ab12cd34ef', 'token = ‹›'],
      ['token: ab12cd34ef', 'token: ‹›'],
      ['secret: s/cr3t+key', 'secret: ‹›'],
      ['url?token=a1b2c3d4e5&x=1', 'url?token=‹›&x=1'],
      ['run --api-key a1b2c3d4e5', 'run --api-key ‹›'],
      ['run --db-password  hunter22', 'run --db-password  ‹›'],
      ['curl --user bob:hunter22 x', 'curl --user bob:‹› x'],
      ['curl -u "bob:hunter22" x', 'curl -u "bob:‹›" x'],
      ["password = 'it\"s-4-me'", "password = '‹›'"],
      ['curl -u   bob:hunter22 x', 'curl -u   bob:‹› x'],
      ['token = myint32z9', 'token = ‹›'],
      ['token = "a/b1c2d3.e4/f5"', 'token = "‹›"'],
      ['tokens_2 = "a1b2c3d4e5"', 'tokens_2 = "‹›"'],
    ];
    for (const [text, expected] of cases) {
      assert.equal(await masked(text), expected.replace('‹›', mask('password')), text);
    }
  });

  it('is not everything that speaks about secrets', async () => {
    for (const text of [
      'password = "password"',
      'token: "YOUR_TOKEN_HERE"',
      'api_key: "<your-api-key>"',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what people write
      'password = "${DB_PASSWORD}"',
      'password: $DB_PASSWORD1',
      'secret = process.env.SECRET_1',
      'token = os.environ["TOKEN1"]',
      'token = getToken1(user)',
      'token: Uint8Array;',
      'const token = response2;',
      'token = config.auth.token12',
      'passwordLabel: "Pa55word field"',
      'password: "Enter your password, 8 signs"',
      'tokenExpires = "2026-01-01T00:00:00Z"',
      'token_url = "https://a.example/oauth2/token"',
      'secretPath: "./keys/secret1.txt"',
      'tokens: test/engine/model1.json',
      'tokenizer: "cl100k_base"',
      'max_tokens: 16384000',
      'passport: "K1234567x"',
      '["credentials", "credentials.*"]',
      'privateKeyEncoding: BasePrivateKeyEncodingOptions',
      'password = "xxxxxxxxxxxx"',
      'password: "********"',
      'password = "changeme1"',
      'Bearer YOUR_ACCESS_TOKEN_HERE',
      'the standard-bearer responsibilities',
      'https://user:password@host.example/',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what people write
      'redis://:${REDIS_PASSWORD}@localhost',
      'http://localhost:3000/@scope/name',
      '"-----BEGIN PRIVATE KEY-----" begins a key',
      'if (text.includes("-----BEGIN PRIVATE KEY-----") && text.includes("-----END PRIVATE KEY-----"))',
      '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD9\n-----END PUBLIC KEY-----',
      `sha: ${spread('0123456789abcdef', 40)}`,
      `AKIA${spread(word, 10)}`,
      'aGVsbG8gd29ybGQsIHRoaXMgaXMganVzdCB0ZXh0',
      'password = "abc12"',
      'PASSWORD=abc1234',
      'TOKENIZER="cl100k_base"',
      'secretary = "Miss4711x"',
      'token_type: "Bearer2x9"',
      'token_uri = "a1b2c3d4e5"',
      'token_name = "a1b2c3d4e5"',
      'token_names = "a1b2c3d4e5"',
      'token_expiry = "a1b2c3d4e5"',
      'token_regex = "a1b2c3d4e5"',
      'token_regexp = "a1b2c3d4e5"',
      'token_timeout = "a1b2c3d4e5"',
      'token: uint8array;',
      'token: int256;',
      'token: bytes32;',
      'token: byte16;',
      'token: nvarchar255;',
      'token: nchar10;',
      'token: char-10;',
      'token: sha_256;',
      'token: res256;',
      'token = "keys/a1.txt"',
      'password_hint: "the usual 1"',
      'token = abc.def12',
      'token: auth.token12x',
      'token = response2(x)',
      'const passwords = [value1234]',
      'password = value12345[0]',
      'token = u8string{}',
      'secret: sha256;',
      'token: string1;',
      'password: varchar255',
      'tokens: 123456789012',
      'token = "~/keys/a1.txt"',
      'password = "/run/secrets/db1"',
      '--password --token1234',
      'git push -u origin:main12',
      'x-u bob:hunter22',
      'https://user:ab@host.example',
      'https://host.example/a:b1c2@x',
      'basic training for everyone',
      'sig=abc',
      'AccountKey=abc==',
      '"private_key_id": "abc"',
    ]) {
      assert.equal(await masked(text), text);
    }
  });

  it('is a password in an address, a bearer token, a signature, a connection string', async () => {
    const cases: readonly (readonly [string, string, SecretRule])[] = [
      ['redis://:s3cr3tpw@localhost:6379/0', 'redis://:‹›@localhost:6379/0', 'addressPassword'],
      ['amqp://bob:hunter22@mq.example', 'amqp://bob:‹›@mq.example', 'addressPassword'],
      [`Authorization: Bearer ${spread(word, 24)}`, 'Authorization: Bearer ‹›', 'bearerToken'],
      ['Authorization: Basic Ym9iOmh1bnRlcjIy', 'Authorization: Basic ‹›', 'bearerToken'],
      [`AccountName=x;AccountKey=${spread(word, 86)}==;E=y`, 'AccountName=x;AccountKey=‹›;E=y', 'azureKey'],
      [`SharedAccessKey=${spread(word, 43)}=`, 'SharedAccessKey=‹›', 'azureKey'],
      [`SharedAccessKey  =  ${spread(word, 43)}=`, 'SharedAccessKey  =  ‹›', 'azureKey'],
      [`AccountKey  =  ${spread(word, 86)}==`, 'AccountKey  =  ‹›', 'azureKey'],
      [`"private_key_id"  :  "${spread('0123456789abcdef', 40)}"`, '"private_key_id"  :  "‹›"', 'googleKey'],
      [`Bearer   ${spread(word, 24)}`, 'Bearer   ‹›', 'bearerToken'],
      ['Authorization  :  Basic   Ym9iOmh1bnRlcjIy', 'Authorization  :  Basic   ‹›', 'bearerToken'],
      [`https://a.example/b?sv=1&sig=${spread(word, 43)}%3D&se=2`, 'https://a.example/b?sv=1&sig=‹›&se=2', 'azureKey'],
      [`"private_key_id": "${spread('0123456789abcdef', 40)}"`, '"private_key_id": "‹›"', 'googleKey'],
      [`db("postgres://bob:hunter22@db.prod/x");foo(bar)`, 'db("‹›");foo(bar)', 'databaseAddress'],
      ['https://bob-x:hunter22@host.com/path', 'https://bob-x:‹›@host.com/path', 'addressPassword'],
    ];
    for (const [text, expected, rule] of cases)
      assert.equal(await masked(text), expected.replace('‹›', mask(rule)), text);
  });

  it('is a private key also when it is encrypted, in a literal, or cut off', async () => {
    const whole = pem();
    const encrypted = whole.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n');
    assert.equal(await masked(`a\n${encrypted}\nb`), `a\n${mask('privateKey')}\nb`);
    const literal = whole
      .split('\n')
      .map((line) => `  "${line}\\n"`)
      .join(' +\n');
    assert.equal(await masked(`key =\n${literal};\nend`), `key =\n  "${mask('privateKey')}\\n";\nend`);
    const cut = whole.slice(0, 150);
    assert.equal(await masked(`a\n${cut}`), `a\n${mask('privateKey')}`);
    assert.equal(await masked(`${cut}\n\nAnd then, prose.`), `${mask('privateKey')}\n\nAnd then, prose.`);
    const two = `${whole}\n\n${pem('EC ', 2)}`;
    assert.equal(await masked(two), `${mask('privateKey')}\n\n${mask('privateKey')}`);
    const pgp = whole.replaceAll('RSA PRIVATE KEY', 'PGP PRIVATE KEY BLOCK').replace('\n', '\nVersion: GnuPG v2\n\n');
    assert.equal(await masked(pgp), mask('privateKey'));
  });

  it('has its own length, and a border on both sides', async () => {
    const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    const cases: readonly (readonly [SecretRule, string, number, string])[] = [
      // the beginning, how many characters of which alphabet come after it
      ['awsKey', 'AKIA', 16, upper],
      ['awsKey', 'ABIA', 16, upper],
      ['awsKey', 'ACCA', 16, upper],
      ['googleKey', 'AIza', 35, word],
      ['googleKey', 'GOCSPX-', 28, word],
      ['telegramToken', '12345678:AA', 33, word],
    ];
    for (const [rule, start, length, alphabet] of cases) {
      const secret = start + spread(alphabet, length);
      assert.equal(await masked(`(${secret})`), `(${mask(rule)})`, secret);
      for (const near of [secret.slice(0, -1), `${secret}7`, `x${secret}`]) {
        assert.equal(await masked(`(${near})`), `(${near})`, near);
      }
    }
  });

  it('has at least its shortest length', async () => {
    const cases: readonly (readonly [SecretRule, string, string])[] = [
      ['stripeKey', `sk_live_${spread(word, 16)}`, `sk_live_${spread(word, 15)}`],
      ['stripeKey', `rk_live_${spread(word, 16)}`, `xsk_live_${spread(word, 16)}`],
      ['googleKey', `ya29.${spread(word, 20)}`, `ya29.${spread(word, 19)}`],
      [
        'jwt',
        `eyJ${spread(word, 8)}.eyJ${spread(word, 8)}.${spread(word, 8)}`,
        `eyJ${spread(word, 7)}.eyJ${spread(word, 8)}.${spread(word, 8)}`,
      ],
      [
        'jwt',
        `eyJ-_${spread(word, 8)}.eyJ-_${spread(word, 8)}.-_${spread(word, 8)}`,
        `eyJ${spread(word, 8)}.eyJ${spread(word, 7)}.${spread(word, 8)}`,
      ],
      [
        'jwt',
        `eyJ${spread(word, 9)}.eyJ${spread(word, 9)}.${spread(word, 9)}`,
        `eyJ${spread(word, 8)}.eyJ${spread(word, 8)}.${spread(word, 7)}`,
      ],
      ['telegramToken', `1234567890:AA${spread(word, 33)}`, `1234567:AA${spread(word, 33)}`],
    ];
    for (const [rule, secret, near] of cases) {
      assert.equal(await masked(`<${secret}>`), `<${mask(rule)}>`, secret);
      assert.equal(await masked(`<${near}>`), `<${near}>`, near);
    }
  });

  it('is as long as it goes on: nothing of it is left over', async () => {
    for (const [text, rule] of [
      [`Bearer ${spread(word, 24)}.~+/-==`, 'bearerToken'],
      [`bearer\t${spread(word, 400)}`, 'bearerToken'],
      [`Authorization: Basic ${spread(word, 40)}==`, 'bearerToken'],
      [`"authorization": "basic ${spread(word, 40)}"`, 'bearerToken'],
      [`{"password": "${spread(word, 256)}"}`, 'password'],
    ] as const) {
      const result = await masked(text);
      assert.equal(result.replace(mask(rule), '').length < 28, true, result);
      assert.ok(result.includes(mask(rule)), result);
    }
  });

  it('takes the more telling name of two for the same text, and one place for what overlaps', async () => {
    const key = `AKIA${spread('ABCDEFGH0123456789', 16)}`;
    assert.equal(await masked(`secret = "${key}"`), `secret = "${mask('awsKey')}"`);
    const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJ${spread(word, 30)}.${spread(word, 43)}`;
    assert.equal(await masked(`Authorization: Bearer ${jwt}`), `Authorization: Bearer ${mask('jwt')}`);
  });

  it('is found whatever a comment in the text says to secretlint', async () => {
    const token = secretOf({ name: 'a GitHub token', seed: 3 });
    for (const comment of [
      '// secretlint-disable',
      '/* secretlint-disable @secretlint/secretlint-rule-github */',
      '// secretlint-disable-next-line',
      '# secretlint-disable-line',
      '<!-- secretlint-disable -- why -->',
    ]) {
      assert.equal(await masked(`${comment}\n${token}`), `${comment}\n${mask('githubToken')}`);
      assert.equal(await masked(`${token} ${comment}`), `${mask('githubToken')} ${comment}`);
    }
  });

  it('is not a placeholder, but is one that only looks like it', async () => {
    for (const rule of Object.keys(secretNames) as SecretRule[]) {
      const text = `password = "${mask(rule)}" and ${mask(rule)}: abc123456789, https://u:${mask(rule)}@host.example`;
      assert.equal(await masked(text), text);
    }
    const token = secretOf({ name: 'a GitHub token', seed: 3 });
    assert.equal(await masked(`[masked: ${token}]`), `[masked: ${mask('githubToken')}]`);
  });

  it('is looked for in each text for itself', async () => {
    const [one, two, three] = await findSecrets(['', `a ${secretOf({ name: 'a JWT', seed: 1 })}`, 'b']);
    assert.deepEqual(one, []);
    assert.deepEqual(
      two?.map(({ rule, start }) => [rule, start]),
      [['jwt', 2]],
    );
    assert.deepEqual(three, []);
  });
});

/** How a secret can be written, beside as it is. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in a JSON string': (text) => JSON.stringify(text),
  'in JSON within a JSON string': (text) => JSON.stringify(JSON.stringify({ key: text })),
  'in \\x escapes': (text) => `"${[...text].map((each) => `\\x${hex(each, 2)}`).join('')}"`,
  'in \\u escapes': (text) => `"${[...text].map((each) => `\\u${hex(each, 4)}`).join('')}"`,
  'in \\u{} escapes': (text) => `"${[...text].map((each) => `\\u{${hex(each, 1)}}`).join('')}"`,
  'with one letter escaped': (text) => `"${text.slice(0, 2)}\\u${hex(text.charAt(2), 4)}${text.slice(3)}"`,
  'percent-encoded': (text) => `?q=${encodeURIComponent(text)}&r=1`,
  'percent-encoded, every character': (text) => [...text].map((each) => `%${hex(each, 2)}`).join(''),
  'in HTML entities': (text) => [...text].map((each) => `&#${each.charCodeAt(0)};`).join(''),
  'in hexadecimal HTML entities': (text) => [...text].map((each) => `&#x${hex(each, 2)};`).join(''),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64, with words around it': (text) => Buffer.from(`user bob\nkey ${text}\n`).toString('base64'),
  'in base64 for URLs': (text) => Buffer.from(`{"key":"${text}"}`).toString('base64url'),
  'in base64 in lines': (text) =>
    (
      Buffer.from(`some words before it: ${text} and after`)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\n  '),
  'in base64 of UTF-16': (text) => Buffer.from(`x = ${text} `, 'utf16le').toString('base64'),
  'in base64 of base64': (text) => Buffer.from(Buffer.from(`a: ${text}`).toString('base64')).toString('base64'),
  'in base64 of JSON': (text) => Buffer.from(JSON.stringify({ auth: text })).toString('base64'),
  'in hexadecimal digits': (text) => Buffer.from(text).toString('hex'),
  'in upper-case hexadecimal digits': (text) => Buffer.from(`:${text}:`).toString('hex').toUpperCase(),
  'joined from two literals': (text) => `"${text.slice(0, 7)}" + "${text.slice(7)}"`,
  'joined over two lines': (text) => `'${text.slice(0, 9)}' +\n    '${text.slice(9)}'`,
  'with a line continued in it': (text) => `"${text.slice(0, 9)}\\\n${text.slice(9)}"`,
  'with characters in it that nobody sees': (text) =>
    `${text.slice(0, 6)}\u200b${text.slice(6, 9)}\u{e0041}${text.slice(9)}`,
};

const hex = (character: string, digits: number) => character.charCodeAt(0).toString(16).padStart(digits, '0');

/** What people write around a secret. Ends so that the secret stands on its own. */
const around = fc.constantFrom(
  ['', ''],
  ['const key = ', ';\n'],
  ['# note\n\n', '\n\nMore text.'],
  ['| a | ', ' | b |'],
  ['x=', ' '],
  ['日本 ', ' 語'],
  ['<a href=', '>'],
  ['fetch(', ')'],
);

describe('a planted secret', () => {
  for (const [how, encode] of Object.entries(encodings)) {
    it(`is found ${how}, at any place in any text`, async () => {
      await fc.assert(
        fc.asyncProperty(someSecret, around, fc.string(), fc.string(), async (which, [open, close], head, tail) => {
          // An open escape or an opening quote before the secret would make it another text.
          const before = head.replace(/[\\%&"'`]/g, '');
          const secret = secretOf(which);
          const encoded = encode(secret);
          const text = `${before} ${open}${encoded}${close} ${tail}`;
          const result = await masked(text);
          assert.ok(!result.includes(encoded), `${which.name}: ${result}`);
          assert.ok(!result.includes(secret), `${which.name}: ${result}`);
          assert.equal(await masked(result), result, 'what is masked stays as it is');
        }),
        { numRuns: 60 },
      );
    });
  }

  /** Said in the README too: this is a net, and these are its holes. */
  const holes: Readonly<Record<string, (text: string) => string>> = {
    backwards: (text) => [...text].reverse().join(''),
    'with every letter moved by 13': (text) =>
      text.replace(/[a-z]/gi, (each) => {
        const base = each <= 'Z' ? 65 : 97;
        return String.fromCharCode(((each.charCodeAt(0) - base + 13) % 26) + base);
      }),
    'spread over two variables': (text) => `const a = '${text.slice(0, 12)}';\nconst b = '${text.slice(12)}';`,
    'glued to other letters': (text) => `abc${text}def`,
  };
  for (const [how, encode] of Object.entries(holes)) {
    it(`is not found ${how}, which nobody promises`, async () => {
      const text = encode(secretOf({ name: 'an AWS access key id', seed: 5 }));
      assert.equal(await masked(text), text);
    });
  }
});

describe('the check for secrets', () => {
  const hostile: Readonly<Record<string, (length: number) => string>> = {
    letters: (length) => 'a'.repeat(length),
    'starts of JWTs': (length) => 'eyJ'.repeat(length / 3),
    'parts of JWTs': (length) => 'eyJaaaaaaaa.'.repeat(length / 12),
    'starts of keys': (length) => '-----BEGIN PRIVATE KEY-----\n'.repeat(length / 28),
    'a key without an end': (length) => `-----BEGIN PRIVATE KEY-----\n${`${'A'.repeat(64)}\n`.repeat(length / 65)}`,
    'names without values': (length) => 'password'.repeat(length / 8),
    'names and spaces': (length) => 'password                '.repeat(length / 24),
    'names and signs': (length) => 'password="'.repeat(length / 10),
    'starts of addresses': (length) => 'https://u:'.repeat(length / 10),
    backslashes: (length) => '\\'.repeat(length),
    'quotes and plus signs': (length) => '" + "'.repeat(length / 5),
    'percent signs': (length) => '%41'.repeat(length / 3),
    base64: (length) => Buffer.from('some words, '.repeat(length / 16)).toString('base64'),
    'lines of base64': (length) => `${'QUJD'.repeat(19)}\n`.repeat(length / 77),
    bearers: (length) => 'Bearer '.repeat(length / 7),
    private_key_id: (length) => '"private_key_id" : '.repeat(length / 19),
  };
  for (const [what, make] of Object.entries(hostile)) {
    it(`comes to its end, also on 128,000 characters of ${what}`, async function () {
      // Where the time grows with the square of the length this takes minutes; it takes well under a second.
      this.timeout(20_000);
      await findSecrets([make(128_000)]);
    });
  }
});
