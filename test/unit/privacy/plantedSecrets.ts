import fc from 'fast-check';
import type { SecretRule } from '../../../src/privacy/secretNames.ts';

/** Made-up secrets of every kind, put together here so that no scanner of this repository takes them for real ones. */

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = upper.toLowerCase();
const digits = '0123456789';
const word = `${upper}${lower}${digits}`;
const url = `${word}_-`;
const hexadecimal = '0123456789abcdef';

/** `length` characters of an alphabet, spread over it, and so with enough in them to be taken for a secret. */
export function spread(alphabet: string, length: number, seed = 7): string {
  let text = '';
  for (let at = 0, state = seed; at < length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += alphabet[Math.floor(state / 65_536) % alphabet.length];
  }
  return text;
}

export const pem = (kind = 'RSA ', lines = 4): string =>
  [
    `-----BEGIN ${kind}PRIVATE KEY-----`,
    `MII${spread(`${word}+/`, 61)}`,
    ...Array.from({ length: lines - 2 }, (_, line) => spread(`${word}+/`, 64, line + 1)),
    `${spread(`${word}+/`, 30)}==`,
    `-----END ${kind}PRIVATE KEY-----`,
  ].join('\n');

/** What secretlint's and our own rules must find, wherever it stands on its own. */
export const examples: Readonly<
  Record<string, { readonly rule: SecretRule; readonly secret: (seed: number) => string }>
> = {
  'an AWS access key id': { rule: 'awsKey', secret: (seed) => `AKIA${spread(`${upper}${digits}`, 16, seed)}` },
  'a temporary AWS key id': { rule: 'awsKey', secret: (seed) => `ASIA${spread(`${upper}${digits}`, 16, seed)}` },
  'a Google API key': { rule: 'googleKey', secret: (seed) => `AIza${spread(url, 35, seed)}` },
  'a Google client secret': { rule: 'googleKey', secret: (seed) => `GOCSPX-${spread(url, 28, seed)}` },
  'a Google access token': { rule: 'googleKey', secret: (seed) => `ya29.${spread(url, 60, seed)}` },
  'a JWT': {
    rule: 'jwt',
    secret: (seed) => `eyJhbGciOiJIUzI1NiJ9.eyJ${spread(url, 40, seed)}.${spread(url, 43, seed + 1)}`,
  },
  'a Telegram bot token': {
    rule: 'telegramToken',
    secret: (seed) => `${spread('123456789', 10, seed)}:AA${spread(url, 33, seed)}`,
  },
  'a Stripe key': { rule: 'stripeKey', secret: (seed) => `sk_live_${spread(word, 24, seed)}` },
  'a Stripe webhook secret': { rule: 'stripeKey', secret: (seed) => `whsec_${spread(word, 32, seed)}` },
  'a GitHub token': { rule: 'githubToken', secret: (seed) => `ghp_${spread(word, 36, seed)}` },
  'a fine-grained GitHub token': { rule: 'githubToken', secret: (seed) => `github_pat_${spread(word, 82, seed)}` },
  'a GitLab token': { rule: 'gitlabToken', secret: (seed) => `glpat-${spread(word, 20, seed)}` },
  'an npm token': { rule: 'npmToken', secret: (seed) => `npm_${spread(word, 36, seed)}` },
  'a Slack token': {
    rule: 'slackToken',
    secret: (seed) => `xoxb-${spread(digits, 11, seed)}-${spread(word, 24, seed)}`,
  },
  'an OpenAI key': {
    rule: 'openaiKey',
    secret: (seed) => `sk-${spread(word, 20, seed)}T3BlbkFJ${spread(word, 20, seed + 1)}`,
  },
  'an Anthropic key': { rule: 'anthropicKey', secret: (seed) => `sk-ant-api03-${spread(url, 93, seed)}AA` },
  'a SendGrid key': {
    rule: 'sendgridKey',
    secret: (seed) => `SG.${spread(word, 22, seed)}.${spread(word, 43, seed + 1)}`,
  },
  'a Shopify token': { rule: 'shopifyKey', secret: (seed) => `shpat_${spread(hexadecimal, 32, seed)}` },
  'a Grafana token': { rule: 'grafanaToken', secret: (seed) => `glc_eyJ${spread(word, 60, seed)}` },
  'a Groq key': { rule: 'groqKey', secret: (seed) => `gsk_${spread(word, 52, seed)}` },
  'a Hugging Face token': {
    rule: 'huggingFaceToken',
    secret: (seed) => `hf_${spread(`${upper}${lower}`, 34, seed)}`,
  },
  'a Linear key': { rule: 'linearKey', secret: (seed) => `lin_api_${spread(word, 40, seed)}` },
  'a Notion token': {
    rule: 'notionToken',
    secret: (seed) => `ntn_${spread(digits, 11, seed)}${spread(word, 35, seed)}`,
  },
  'a 1Password token': {
    rule: 'onePasswordToken',
    // Base64 of JSON whose last byte, the brace, stands alone: then it ends as the rule wants it.
    secret: (seed) => `ops_${Buffer.from(JSON.stringify({ k: spread(word, 122, seed) })).toString('base64')}`,
  },
  'a Vault token': { rule: 'vaultToken', secret: (seed) => `hvs.${spread(word, 95, seed)}` },
  'a Vercel token': { rule: 'vercelToken', secret: (seed) => `vcp_${spread(word, 24, seed)}` },
  'a Databricks token': { rule: 'databricksToken', secret: (seed) => `dapi${spread(hexadecimal, 32, seed)}` },
  'a Docker token': { rule: 'dockerToken', secret: (seed) => `dckr_pat_${spread(word, 27, seed)}` },
  'a Figma token': { rule: 'figmaToken', secret: (seed) => `figd_${spread(word, 40, seed)}` },
  'a private key': { rule: 'privateKey', secret: () => pem() },
  'a short private key': { rule: 'privateKey', secret: () => pem('EC ', 2) },
  'a PKCS #8 key': { rule: 'privateKey', secret: () => pem('') },
};

export const someSecret = fc.record({
  name: fc.constantFrom(...Object.keys(examples)),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
});

export function secretOf({ name, seed }: { readonly name: string; readonly seed: number }): string {
  return examples[name]?.secret(seed) ?? '';
}
