/**
 * The kinds of secrets that are looked for, by the names that stand in the placeholder, on the sheet and in the ledger. The
 * names are not translated: a placeholder is part of what leaves, and it must read the same everywhere.
 */
export const secretNames = {
  privateKey: 'private key',
  awsKey: 'AWS key',
  azureKey: 'Azure key',
  googleKey: 'Google key',
  openaiKey: 'OpenAI key',
  anthropicKey: 'Anthropic key',
  groqKey: 'Groq key',
  huggingFaceToken: 'Hugging Face token',
  githubToken: 'GitHub token',
  gitlabToken: 'GitLab token',
  npmToken: 'npm token',
  dockerToken: 'Docker token',
  slackToken: 'Slack token',
  telegramToken: 'Telegram token',
  stripeKey: 'Stripe key',
  sendgridKey: 'SendGrid key',
  shopifyKey: 'Shopify key',
  linearKey: 'Linear key',
  notionToken: 'Notion token',
  grafanaToken: 'Grafana token',
  onePasswordToken: '1Password token',
  vaultToken: 'Vault token',
  vercelToken: 'Vercel token',
  databricksToken: 'Databricks token',
  figmaToken: 'Figma token',
  jwt: 'JWT',
  databaseAddress: 'database address',
  addressPassword: 'password in an address',
  bearerToken: 'bearer token',
  password: 'password',
  /** Found by a rule of secretlint that has no name here yet. */
  other: 'secret',
} as const;

/** A kind of secret. The ledger keeps this word. */
export type SecretRule = keyof typeof secretNames;

/** What stands in the place of a secret. */
export function placeholderFor(rule: SecretRule): string {
  return `[masked: ${secretNames[rule]}]`;
}

/** What a placeholder is to the rules: a character that no secret has. */
export const blank = '\u2588';

/**
 * The text with every placeholder blanked out at the same length, so that masking does not find its own words ("password]: x").
 * Only exact placeholders: inside any other brackets a secret is still found.
 */
export function withoutPlaceholders(text: string): string {
  const names = new Set<string>(Object.values(secretNames));
  return text.replace(/\[masked: ([\w ]{1,40})\]/g, (placeholder, name: string) =>
    names.has(name) ? blank.repeat(placeholder.length) : placeholder,
  );
}
