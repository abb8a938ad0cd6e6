import type { Settings } from '../base/settings.ts';
import { type Endpoint, EngineAddress } from './endpoint.ts';
import { EnginesByRole } from './enginesByRole.ts';
import { Failover, type Standing } from './failover.ts';
import type { OpenAiCompatible, OpenAiCompatibleParts } from './openaiCompatible.ts';
import { OwnEngine } from './ownEngine.ts';
import { TierError } from './tier.ts';

/** What the user's own engines need. */
export interface OwnEnginesParts extends Omit<OpenAiCompatibleParts, 'settings'> {
  readonly settings: () => Pick<Settings, 'endpoint' | 'completionEndpoints' | 'taskEndpoints' | 'keepAliveMinutes'>;
  /** The value of `OLLAMA_HOST`. */
  readonly environmentVariable: string | undefined;
  /** Whether text may go there. */
  readonly agreed: (endpoint: Endpoint) => boolean;
  /** The same. @throws {TierError} `notAllowed`, `wayChanged` */
  readonly require: (endpoint: Endpoint) => Endpoint;
  /** Makes an engine that speaks OpenAI's API. */
  readonly load: (parts: OpenAiCompatibleParts) => Promise<OpenAiCompatible>;
}

/** Where a role's requests go. */
export interface EnginePlace {
  readonly engine: Failover;
  /** The first address. @throws {TierError} `badEndpoint`, `cloudEndpoint` */
  readonly endpoint: () => Endpoint;
  /** All of them. @throws {TierError} `badEndpoint`, `cloudEndpoint` */
  readonly endpoints: () => readonly Endpoint[];
  /** The host of the next request, as shown; what the user wrote where that is no address. */
  readonly where: () => string;
  readonly tier: () => Endpoint['tier'];
  /** How each of several addresses stands; empty where there is only one. */
  readonly standings: () => readonly Standing[];
}

/** The user's own engines, at the addresses that the settings name now. */
export class OwnEngines {
  readonly completion: EnginePlace;
  readonly tasks: EnginePlace;
  /** Both as one. */
  readonly engine: EnginesByRole;
  /** Whether they are at the same addresses now. */
  readonly areOne: () => boolean;

  constructor(parts: OwnEnginesParts) {
    const engines = new Map<string, OwnEngine>();
    const engineAt = (endpoint: Endpoint): OwnEngine => {
      const known = engines.get(endpoint.url);
      if (known) return known;
      const settings = () => ({
        endpoint: parts.require(endpoint),
        keepAliveMinutes: parts.settings().keepAliveMinutes,
      });
      const made = new OwnEngine({ ...parts, settings }, parts.load);
      engines.set(endpoint.url, made);
      return made;
    };
    const placeOf = (list: 'completionEndpoints' | 'taskEndpoints') =>
      placeAt(
        parts,
        engineAt,
        new EngineAddress(
          () => parts.settings().endpoint,
          parts.environmentVariable,
          () => parts.settings()[list],
        ),
      );
    this.completion = placeOf('completionEndpoints');
    this.tasks = placeOf('taskEndpoints');
    this.areOne = () => {
      const { completionEndpoints, taskEndpoints } = parts.settings();
      return completionEndpoints.join('\n') === taskEndpoints.join('\n');
    };
    this.engine = new EnginesByRole({
      completion: this.completion.engine,
      tasks: this.tasks.engine,
      areOne: this.areOne,
    });
  }
}

function placeAt(
  { agreed, require, clock }: OwnEnginesParts,
  engineAt: (endpoint: Endpoint) => OwnEngine,
  { endpoint, endpoints, shown, tier }: EngineAddress,
): EnginePlace {
  const engine = new Failover({
    endpoints() {
      const allowed = endpoints().filter(agreed);
      return allowed.length > 0 ? allowed : [require(endpoint())];
    },
    engineAt,
    clock,
  });
  const quietly = <T>(ask: () => T, otherwise: T): T => {
    try {
      return ask();
    } catch (error) {
      if (error instanceof TierError) return otherwise;
      throw error;
    }
  };
  return {
    engine,
    endpoint,
    endpoints,
    where: () => quietly(() => engine.endpoint.host, shown()),
    tier,
    standings: () => quietly(() => (engine.standings.length > 1 ? engine.standings : []), []),
  };
}
