import { commands, type SecretStorage } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { EngineSpeed } from '../completion/engineSpeed.ts';
import { abilityOf } from '../completion/way.ts';
import { EngineConsent } from '../editor/engineConsent.ts';
import { EngineKeys } from '../editor/engineKeys.ts';
import { detect, learnFrom } from '../models/detect.ts';
import { Inventory } from '../models/inventory.ts';
import { Readiness } from '../models/readiness.ts';
import { Breaker } from '../tiers/breaker.ts';
import type { EngineLibrary } from '../tiers/engine.ts';
import { OllamaLibrary } from '../tiers/ollamaLibrary.ts';
import { type EnginePlace, OwnEngines, type OwnEnginesParts } from '../tiers/ownEngines.ts';
import { ownLibrary } from '../tiers/ownLibrary.ts';
import { watched } from '../tiers/status.ts';
import type { Answerer, Completer } from '../tiers/tier.ts';
import { Turns } from '../tiers/turns.ts';
import type { Ground } from './ground.ts';

/** The user's own engines, and what is known of them. */
export interface Engines extends Pick<OwnEngines, 'engine' | 'completion' | 'tasks' | 'areOne'> {
  readonly library: EngineLibrary;
  readonly consent: EngineConsent;
  readonly inventory: Inventory;
  readonly readiness: Readiness;
  readonly breaker: Breaker;
  readonly speed: EngineSpeed;
  readonly turns: Turns;
  /** The engine as the one of a role, watched by the board. */
  readonly watchedAs: (place: EnginePlace) => Completer & Answerer;
  /** Asks the user, where need be, whether the engines may be used. @throws {TierError} `notAllowed` */
  readonly allow: () => Promise<void>;
  /** Looks quietly whether the engine is there, and notes it on the board. */
  readonly lookAround: () => Promise<void>;
  /** The same, because what was known of the engine's models holds no longer. */
  readonly lookAnew: () => void;
  readonly disposables: readonly Disposable[];
}

/**
 * Joins the engines that the settings name, and keeps what is known of them true.
 * @param ways how engines on other hosts are reached, and what counts the traffic with them
 */
export function buildEngines(
  ground: Ground,
  secrets: SecretStorage,
  ways: Pick<OwnEnginesParts, 'outward' | 'meter'>,
): Engines {
  const { settings, board, clock } = ground;
  const consent = new EngineConsent(ground.memory);
  const keys = new EngineKeys(secrets, () => lookAnew());
  const connection = { ...ways, keyFor: keys.keyFor };
  const own = new OwnEngines({
    ...connection,
    clock,
    // Of a family that is known, Hearth writes the prompts itself.
    asksHow: (name) => abilityOf({ name, capabilities: ['completion'] }) === 'unknownFamily',
    settings,
    environmentVariable: process.env.OLLAMA_HOST,
    agreed: consent.agreed.bind(consent),
    require: consent.require.bind(consent),
    async load(parts) {
      const { OpenAiCompatible } = await import('../tiers/openaiCompatible.ts');
      return new OpenAiCompatible(parts);
    },
  });
  const { engine, completion, tasks, areOne } = own;
  const library = new OllamaLibrary({
    ...connection,
    settings: () => ({ endpoint: completion.engine.endpoint, keepAliveMinutes: settings().keepAliveMinutes }),
  });
  const speed = new EngineSpeed();
  const turns = new Turns(() => speed.forget());
  const inventory = new Inventory({ engine, clock, abilityOf });
  const readiness = new Readiness({ engine, clock, onLoading: (model) => board.loading(model) });
  const lookAround = () => detect({ inventory, board, settings, completion, tasks });
  const breaker = new Breaker({
    clock,
    random: Math.random,
    version: engine.version.bind(engine),
    modelList: { known: () => inventory.known, look: () => inventory.look() },
    onRecovered: () => void lookAround(),
  });
  const lookAnew = () => {
    inventory.refresh();
    readiness.forget();
    breaker.reset();
    void lookAround();
  };
  return {
    engine,
    completion,
    tasks,
    areOne,
    library: ownLibrary(engine, library),
    consent,
    inventory,
    readiness,
    breaker,
    speed,
    turns,
    watchedAs: (place) =>
      watched(engine, board, () => ({ tier: place.tier(), engine: place.engine.name, host: place.where() }), clock),
    async allow() {
      await consent.askFor(completion.endpoints());
      await consent.askFor(tasks.endpoints());
    },
    lookAround,
    lookAnew,
    disposables: [
      keys,
      learnFrom(board, inventory, readiness, () => void lookAround()),
      breaker,
      readiness,
      commands.registerCommand('hearth.setEngineKey', async () =>
        (await import('../editor/setEngineKey.ts')).setEngineKey({
          keys,
          endpoints: () => [...completion.endpoints(), ...tasks.endpoints()],
          where: completion.where,
        }),
      ),
    ],
  };
}
