import { commands, env, l10n, type QuickPickItem, Uri, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { installGuide } from '../../models/setUp/ollamaProgram.ts';
import type { Endpoint } from '../../tiers/endpoint.ts';
import type { Engine } from '../../tiers/engine.ts';
import { TierError } from '../../tiers/tier.ts';
import { openSetting, problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { withProgress } from '../withProgress.ts';
import { installedProgram } from './thisMachine.ts';

/** What getting the engine to answer needs. */
export interface EngineStepParts {
  readonly engine: Pick<Engine, 'name' | 'version'>;
  /** @throws {TierError} `badEndpoint` */
  readonly endpoint: () => Endpoint;
  /** Asks, where need be, whether this engine may be used. @throws {TierError} `notAllowed` */
  readonly allow: () => Promise<void>;
  readonly where: () => string;
  readonly clock: Clock;
}

/** How often an engine that is being started or installed is looked for, in milliseconds. */
const lookMs = 1000;

/** Sees to it that the engine answers: starts it, or leads to its install. @returns whether it answers */
export async function engineAnswers(parts: EngineStepParts): Promise<boolean> {
  try {
    await parts.allow();
    await parts.engine.version(new AbortController().signal);
    return true;
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    const isOff = error.reason === 'unreachable' || error.reason === 'timedOut';
    if (!isOff || parts.endpoint().tier !== 'local') {
      const { message, action } = problemFor(error.reason, error.message, parts.where());
      // Setting up is under way: what helps on another machine is its address.
      const helps = isOff ? toAddress() : action;
      await showProblem(helps ? { message, action: helps } : { message });
      return false;
    }
  }
  const program = await installedProgram();
  const isComing = program === undefined ? await installEngine() : await startEngine(program, parts.endpoint());
  return isComing && (await untilItAnswers(parts));
}

const toAddress = () => openSetting('hearth.endpoint');

/**
 * Starts the engine after a yes, in a terminal: people see what it does and can end it, and Hearth itself starts no program.
 * @returns whether it was started
 */
async function startEngine(program: string, { host, source }: Endpoint): Promise<boolean> {
  const start = l10n.t('Start Ollama');
  const picked = await window.showInformationMessage(
    l10n.t('Ollama is installed, and not running. Start it?'),
    {
      modal: true,
      detail: l10n.t(
        'It runs {0} in a terminal of this window, where you see what it does. It ends with the window.',
        program,
      ),
    },
    start,
  );
  if (picked !== start) return false;
  const terminal = window.createTerminal({
    name: 'Ollama',
    shellPath: program,
    shellArgs: ['serve'],
    isTransient: true,
    ...(source === 'default' ? {} : { env: { OLLAMA_HOST: host } }),
  });
  terminal.show(true);
  return true;
}

interface Way extends QuickPickItem {
  readonly go: () => unknown;
  /** Whether the engine may answer some time after this. */
  readonly isComing: boolean;
}

/** Leads to the engine's install, or its update. @returns whether the user went that way */
export async function installEngine(): Promise<boolean> {
  const { command, page } = installGuide(process.platform);
  const ways: readonly Way[] = [
    ...(command === undefined
      ? []
      : [
          {
            label: `$(terminal) ${l10n.t('Install in a Terminal')}`,
            description: command,
            detail: l10n.t('The command is put there for you to read; you press Enter.'),
            go: () => inTerminal(command),
            isComing: true,
          },
        ]),
    {
      label: `$(link-external) ${l10n.t('Open the Download Page')}`,
      description: page,
      go: () => env.openExternal(Uri.parse(page)),
      isComing: true,
    },
    {
      label: `$(server) ${l10n.t('It Runs on Another Machine…')}`,
      detail: l10n.t('Opens the setting for its address.'),
      go: () => commands.executeCommand(toAddress().command, ...toAddress().arguments),
      isComing: false,
    },
  ];
  const picked = await window.showQuickPick(ways, {
    title: l10n.t('Get Ollama'),
    placeHolder: l10n.t('The engine that runs the models on your machine'),
    ignoreFocusOut: true,
  });
  await picked?.go();
  return picked?.isComing ?? false;
}

/** Puts a command into a terminal, and leaves it to the user to run it. */
function inTerminal(command: string): void {
  const terminal = window.createTerminal({ name: l10n.t('Get Ollama') });
  terminal.show();
  terminal.sendText(command, false);
}

/** Waits for the engine, as long as the user does. */
async function untilItAnswers({ engine, where, clock }: EngineStepParts): Promise<boolean> {
  return withProgress(l10n.t('Hearth: waiting for Ollama at {0}', where()), async (signal, report) => {
    const began = clock.now();
    while (!signal.aborted) {
      try {
        await engine.version(signal);
        return true;
      } catch {
        // Not yet. Whatever is wrong is said by whoever asks next.
      }
      report(l10n.t('{0} s', Math.round((clock.now() - began) / 1000)));
      await clock.wait(lookMs, signal);
    }
    return false;
  });
}
