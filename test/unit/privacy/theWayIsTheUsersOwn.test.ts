import assert from 'node:assert/strict';
import { isUsersOwn, type KnownSetting } from '../../../src/privacy/ownWay.ts';

const proxy = 'http://proxy.example:3128';

/** As VS Code 1.139 tells of `http.proxy` and `http.proxyStrictSSL`, with what is in force first. */
const cases: readonly (readonly [what: string, inForce: unknown, known: KnownSetting, isOwn: boolean])[] = [
  ['nobody set a proxy', '', { defaultValue: '' }, true],
  ['nobody switched the check off', true, { defaultValue: true }, true],
  ['the user set it', proxy, { defaultValue: '', globalLocalValue: proxy, globalValue: proxy }, true],
  ['the user switched it off', false, { defaultValue: true, globalLocalValue: false, globalValue: false }, true],
  ['the user set it, in another profile', proxy, { defaultValue: '', globalValue: proxy }, true],
  ['a container set it', proxy, { defaultValue: '', globalRemoteValue: proxy, globalValue: proxy }, false],
  ['a container switched it off', false, { defaultValue: true, globalRemoteValue: false, globalValue: false }, false],
  [
    'a container set another one than the user',
    proxy,
    { defaultValue: '', globalLocalValue: 'http://mine.example', globalRemoteValue: proxy, globalValue: proxy },
    false,
  ],
  [
    'a container and the user set the same',
    proxy,
    { defaultValue: '', globalLocalValue: proxy, globalRemoteValue: proxy, globalValue: proxy },
    true,
  ],
  ['a folder set it', proxy, { defaultValue: '' }, false],
  ['a folder set another one than the user', proxy, { defaultValue: '', globalValue: 'http://mine.example' }, false],
  ['VS Code tells nothing', undefined, {}, true],
];

describe('the way that requests take is the user’s own', () => {
  for (const [what, inForce, known, isOwn] of cases) {
    it(`${isOwn ? 'yes' : 'no'}: ${what}`, () => assert.equal(isUsersOwn(inForce, known), isOwn));
  }
});
