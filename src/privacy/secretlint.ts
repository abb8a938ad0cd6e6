import { rules as preset } from '@secretlint/secretlint-rule-preset-recommend';
import type { Secret } from './secret.ts';
import { blank, type SecretRule } from './secretNames.ts';

/** The rules of the recommended preset by the last part of their ids, and what we call what they find. */
const rulesByName = new Map<string, SecretRule>(
  Object.entries({
    aws: 'awsKey',
    gcp: 'googleKey',
    privatekey: 'privateKey',
    npm: 'npmToken',
    slack: 'slackToken',
    sendgrid: 'sendgridKey',
    shopify: 'shopifyKey',
    github: 'githubToken',
    gitlab: 'gitlabToken',
    grafana: 'grafanaToken',
    openai: 'openaiKey',
    anthropic: 'anthropicKey',
    groq: 'groqKey',
    huggingface: 'huggingFaceToken',
    linear: 'linearKey',
    notion: 'notionToken',
    '1password': 'onePasswordToken',
    'database-connection-string': 'databaseAddress',
    'hashicorp-vault': 'vaultToken',
    vercel: 'vercelToken',
    databricks: 'databricksToken',
    docker: 'dockerToken',
    figma: 'figmaToken',
  }),
);

const nameOf = (id: string) => id.replace('@secretlint/secretlint-rule-', '');

/**
 * The preset's rules but two: `filter-comments` lets a comment `secretlint-disable` in the text switch the others off, and
 * `basicauth` masks a whole address where our own rule masks the password in it.
 *
 * They are run without `@secretlint/core`: it watches the performance marks of the whole process and keeps them for ever, takes
 * quadratic time for what it found and for what it kept, and does no more than call the rules one after the other.
 */
const rules = preset.filter(({ meta }) => !['filter-comments', 'basicauth'].includes(nameOf(meta.id)));

type Context = Parameters<(typeof rules)[number]['create']>[0];
type Source = Parameters<NonNullable<ReturnType<(typeof rules)[number]['create']>['file']>>[0];

/**
 * All secrets that secretlint's recommended rules see in a text; they may overlap. It is meant for the worker thread: a few of
 * its rules can take longer than linear time on hostile text.
 * @throws what a rule throws
 */
export async function secretlintSecrets(text: string): Promise<readonly Secret[]> {
  // Secrets are ASCII. The preset would not see one right behind a letter of another script, such as in Japanese prose.
  const ascii = text.replace(/[\u0080-\uffff]/g, blank);
  const found: Secret[] = [];
  for (const { meta, create } of rules) {
    const rule = rulesByName.get(nameOf(meta.id)) ?? 'other';
    const context: Context = {
      sharedOptions: {},
      createTranslator: () => (messageId, data) => ({ message: '', messageId: String(messageId), data }),
      report: ({ range: [start, end] }) => found.push({ rule, start, end: endOf(rule, text, start, end) }),
      ignore: () => {},
    };
    await create(context, {}).file?.(sourceOf(ascii));
  }
  return found;
}

/** A text without a file: no rule has anything to read but this. */
function sourceOf(text: string): Source {
  const nowhere = () => {
    throw new Error('the text has no places');
  };
  return {
    content: text,
    contentType: 'text',
    filePath: undefined,
    physicalFilePath: undefined,
    ext: '.txt',
    hasBOM: false,
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
    locationToRange: nowhere,
    rangeToLocation: nowhere,
    indexToPosition: nowhere,
    positionToIndex: nowhere,
  };
}

/** For an address the preset takes everything up to the next space; in code it ends with its string. */
function endOf(rule: SecretRule, text: string, start: number, end: number): number {
  const length = rule === 'databaseAddress' ? text.slice(start, end).search(/["'`<>\\]/) : -1;
  return length < 0 ? end : start + length;
}
