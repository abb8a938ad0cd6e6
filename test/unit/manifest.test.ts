import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsTable } from '../../src/base/settings.ts';
import { chatVendor } from '../../src/editor/chat/chatVendor.ts';
import * as catalogue from '../../src/tasks/catalogue.ts';
import { chatPlaces } from '../../src/tasks/places.ts';
import { sourceFiles } from './sourceFiles.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const nls: Record<string, string> = JSON.parse(read('package.nls.json'));
const properties: Record<string, { default: unknown; scope: string; enum?: string[] }> =
  manifest.contributes.configuration.properties;
const commands: string[] = manifest.contributes.commands.map((each: { command: string }) => each.command);
const files = sourceFiles('src');
const map = read('src/README.md');

/** Commands that VS Code runs for us: they are registered and not declared, so that no palette offers them. */
const internalCommands = [
  'hearth.completionAccepted',
  'hearth.decideChange',
  'hearth.decideFinding',
  'hearth.explainProblem',
];

describe('package.json and the source say the same', () => {
  it('declares exactly the settings of the table, with the same defaults', () => {
    const table = Object.fromEntries(Object.values(settingsTable).map(({ key, fallback }) => [key, fallback]));
    const declared = Object.fromEntries(Object.entries(properties).map(([key, { default: value }]) => [key, value]));
    assert.deepEqual(declared, table);
  });

  it('gives every setting the scope application, which no folder can set', () => {
    for (const [key, { scope }] of Object.entries(properties)) assert.equal(scope, 'application', key);
  });

  it('restricts every setting in an untrusted workspace', () => {
    assert.deepEqual(
      [...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      Object.keys(properties).sort(),
    );
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  it('reads settings nowhere but through the user’s own values', () => {
    const readers = files.filter((file) => /getConfiguration\([^)]*\)\s*\.get\(\s*['"`]hearth/.test(file.code));
    assert.deepEqual(readers, []);
  });

  it('declares exactly the commands that are registered, but for those that are not for people', () => {
    const registered = files.flatMap((file) =>
      [...file.code.matchAll(/(?:registerCommand|withReview)\(\s*(?:'([^']+)'|`hearth\.\$\{task\.id\}`)/g)].map(
        (match) => match[1],
      ),
    );
    const tasks = Object.values(catalogue).map(({ id }) => `hearth.${id}`);
    const known = [...new Set([...registered.filter((id) => id !== undefined), ...tasks])];
    assert.deepEqual(known.sort(), [...commands, ...internalCommands].sort());
  });

  it('puts every command under the one category, with words from package.nls.json', () => {
    for (const command of manifest.contributes.commands) {
      assert.equal(command.category, 'Hearth');
      assert.match(command.title, /^%command\.\w+%$/);
    }
    const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(nls).sort());
  });

  it('offers in the chat what can be done with text, and offers models there under one name', () => {
    const [participant, ...others] = manifest.contributes.chatParticipants;
    const inChat = participant.commands.map(({ name }: { name: string }) => name);
    assert.deepEqual([inChat, others], [chatPlaces.map(({ id }) => id), []]);
    assert.ok(inChat.every((id: string) => commands.includes(`hearth.${id}`)));
    assert.deepEqual(
      manifest.contributes.languageModelChatProviders.map(({ vendor }: { vendor: string }) => vendor),
      [chatVendor],
    );
  });

  it('runs only declared commands from menus, keys and the hover card', () => {
    const mentioned = [...JSON.stringify(manifest.contributes.menus).matchAll(/"command":"([^"]+)"/g)].map((m) => m[1]);
    const keys = manifest.contributes.keybindings.map((each: { command: string }) => each.command);
    for (const id of [...mentioned, ...keys]) assert.ok(commands.includes(id), id);
  });

  it('shows nothing of the cloud while it is switched off: each of its commands asks for the context key, everywhere', () => {
    const isOfCloud = (id: string) => /cloud|escalate/i.test(id);
    const ofCloud = commands.filter(isOfCloud).sort();
    const menus: Record<string, { command?: string; when?: string }[]> = manifest.contributes.menus;
    const entries = [...Object.values(menus).flat(), ...manifest.contributes.keybindings];
    for (const { command = '', when = '' } of entries) {
      if (isOfCloud(command)) assert.match(when, /(^|&& )hearth\.cloudEnabled( &&|$)/, command);
    }
    const inPalette = (menus.commandPalette ?? []).map(({ command = '' }) => command).filter(isOfCloud);
    assert.deepEqual([...new Set(inPalette)].sort(), ofCloud, 'without an entry, the palette shows a command always');
  });

  it('names every command and setting in src/README.md beside a file that exists', () => {
    for (const id of [...commands, ...Object.keys(properties)]) {
      const line = map.split('\n').find((each) => each.includes(`\`${id}\``));
      assert.ok(line, `${id} is not in src/README.md`);
      const paths = [...line.matchAll(/`((?:\w+\/)*\w+\.ts)`/g)].map((match) => match[1] ?? '');
      assert.ok(paths.length > 0, `${id} stands beside no file`);
      for (const path of paths) assert.ok(existsSync(join(root, 'src', path)), `${path} does not exist`);
    }
  });

  it('uses no proposed API and opens no door to other programs', () => {
    assert.equal(manifest.enabledApiProposals, undefined);
    assert.ok(!manifest.activationEvents.some((event: string) => event.startsWith('onUri')));
    assert.ok(!files.some((file) => file.code.includes('registerUriHandler')));
    assert.equal(manifest.extensionPack, undefined);
    assert.equal(manifest.extensionDependencies, undefined);
  });

  it('has no install scripts among what it ships', () => {
    for (const name of Object.keys(manifest.dependencies)) {
      const { scripts = {} } = JSON.parse(read(`node_modules/${name}/package.json`));
      for (const hook of ['preinstall', 'install', 'postinstall']) assert.equal(scripts[hook], undefined, name);
    }
  });
});
