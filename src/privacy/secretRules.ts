import { assignedSecrets } from './assignedSecrets.ts';
import { pemKeys } from './pemKeys.ts';
import type { Secret } from './secret.ts';
import { blank, type SecretRule } from './secretNames.ts';
import { isStandIn, looksRandom } from './secretValue.ts';

/**
 * Our own rules, for what secretlint's recommended ones leave out. Every pattern takes time linear in the text: it begins with
 * fixed characters or a boundary, and what may repeat without an end cannot begin again inside of itself.
 */
interface Rule {
  readonly rule: SecretRule;
  /** With a group named `secret` where only a part of the match is one. */
  readonly pattern: RegExp;
  /** Whether what was matched is to be taken for a secret, and not for a word or a stand-in such as `YOUR_TOKEN`. */
  readonly isSecret?: (value: string) => boolean;
}

const rules: readonly Rule[] = [
  // AWS, "Unique identifiers": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  { rule: 'awsKey', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  // Google API keys, OAuth client secrets and access tokens.
  { rule: 'googleKey', pattern: /(?<![A-Za-z0-9])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g },
  { rule: 'googleKey', pattern: /(?<![A-Za-z0-9])GOCSPX-[0-9A-Za-z_-]{28}(?![0-9A-Za-z_-])/g },
  { rule: 'googleKey', pattern: /(?<![A-Za-z0-9])ya29\.[0-9A-Za-z_-]{20,2048}/g },
  // A Google Cloud service account: its private key is found as such, this is the number that names it.
  { rule: 'googleKey', pattern: /"private_key_id"\s{0,8}:\s{0,8}"(?<secret>[0-9a-f]{40})"/g },
  // RFC 7519: two parts of base64url JSON (they begin with `{"`), and a signature.
  { rule: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g },
  // Connection strings of Azure Storage (64 bytes), Service Bus and Event Hubs (32), and signed addresses.
  { rule: 'azureKey', pattern: /AccountKey\s{0,4}=\s{0,4}(?<secret>[A-Za-z0-9+/]{86}==)/gi },
  { rule: 'azureKey', pattern: /SharedAccessKey\s{0,4}=\s{0,4}(?<secret>[A-Za-z0-9+/]{43}=)/gi },
  { rule: 'azureKey', pattern: /[?&;]sig=(?<secret>[A-Za-z0-9%+/]{43,128}(?:%3D|=))/gi },
  // https://core.telegram.org/bots/features#generating-an-authentication-token
  { rule: 'telegramToken', pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { rule: 'stripeKey', pattern: /(?<![A-Za-z0-9])(?:[sr]k_live_|whsec_)[A-Za-z0-9]{16,128}/g },
  // `scheme://user:password@host`: only the password, since the rest may be what the question is about.
  {
    rule: 'addressPassword',
    pattern: /:\/\/[^\s:@/"'`<>]{0,100}:(?<secret>[^\s@/"'`<>]{3,200})@[\w[]/g,
    isSecret: (value) => !isStandIn(value),
  },
  { rule: 'bearerToken', pattern: /\bBearer\s{1,8}(?<secret>[\w.~+/-]{16,4096}={0,2})/gi, isSecret: looksRandom },
  {
    rule: 'bearerToken',
    pattern: /\bAuthorization["']?\s{0,4}[:=]\s{0,4}["']?Basic\s{1,8}(?<secret>[\w+/-]{8,1024}={0,2})/gi,
  },
];

/** All secrets that our own rules see in a text, in no order; they may overlap. */
export function ownSecrets(text: string): readonly Secret[] {
  return [...rules.flatMap((rule) => matchesOf(rule, text)), ...pemKeys(text), ...assignedSecrets(text)];
}

function matchesOf({ rule, pattern, isSecret }: Rule, text: string): readonly Secret[] {
  const found: Secret[] = [];
  for (const match of text.matchAll(pattern)) {
    const secret = match.groups?.secret ?? match[0];
    const start = match.index + match[0].lastIndexOf(secret);
    if (secret.includes(blank) || isSecret?.(secret) === false) continue;
    found.push({ rule, start, end: start + secret.length });
  }
  return found;
}
