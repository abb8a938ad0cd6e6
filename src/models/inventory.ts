import type { Clock } from '../base/clock.ts';
import type { Engine, EngineModel } from '../tiers/engine.ts';
import { TierError } from '../tiers/tier.ts';
import { type AbilityOf, candidates, chatters, type Role, servesIn } from './choose.ts';
import { isNamed } from './modelName.ts';

/** How long a list of models is believed, in milliseconds. Failed requests drop it sooner. */
const believedMs = 30_000;

/** A model chosen for a role. */
export interface ChosenModel {
  readonly model: EngineModel;
  /** The one context size it is used with, in tokens: another one would make the engine reload it. */
  readonly contextTokens: number;
  /** Whether Hearth chose it, since the user chose none. */
  readonly automatic: boolean;
}

/** Knows which models the engine has, and which one is meant. */
export class Inventory {
  /** What a model can do at a cursor. */
  readonly abilityOf: AbilityOf;
  readonly #engine: Engine;
  readonly #clock: Clock;
  #known = '';
  #listed: { readonly at: number; readonly models: Promise<readonly EngineModel[]> } | undefined;

  constructor(parts: { engine: Engine; clock: Clock; abilityOf: AbilityOf }) {
    this.#engine = parts.engine;
    this.#clock = parts.clock;
    this.abilityOf = parts.abilityOf;
  }

  /** The engine's models, asked at most every 30 s. One question serves all who ask at the same time. @throws {TierError} */
  models(): Promise<readonly EngineModel[]> {
    const now = this.#clock.now();
    if (!this.#listed || now - this.#listed.at > believedMs) {
      // Without the callers' signals: one caller's cancel must not fail the others. The question has its own time limits.
      const listed = { at: now, models: this.#engine.models(new AbortController().signal) };
      this.#listed = listed;
      listed.models.then(
        (models) => {
          const each = models.map(({ name, digest }) => `${name} ${digest}`);
          this.#known = each.sort().join('\n');
        },
        () => {
          if (this.#listed === listed) this.#listed = undefined;
        },
      );
    }
    return this.#listed.models;
  }

  /** The last list that the engine gave, as one text to compare, even where it is no longer believed. */
  get known(): string {
    return this.#known;
  }

  /** The same, asked for anew. @throws {TierError} */
  async look(): Promise<string> {
    this.refresh();
    await this.models();
    return this.#known;
  }

  /** Forgets the list, after a change or a failure that may mean one. */
  refresh(): void {
    this.#listed = undefined;
  }

  /** The models that can serve in a role, the best guess first. @throws {TierError} */
  async candidates(role: Role): Promise<EngineModel[]> {
    return candidates(await this.models(), role, this.abilityOf);
  }

  /** The models that complete only where the user chose them, the best guess first. @throws {TierError} */
  async chatters(): Promise<EngineModel[]> {
    return chatters(await this.models(), this.abilityOf);
  }

  /**
   * The model to use in a role.
   * @param wanted the user's choice; empty: the best guess
   * @param mostContextTokens the user's limit
   * @throws {TierError} `noModel`, `modelMissing`, `remoteModel`, why no model can complete, or why the engine did not answer
   */
  async choose(role: Role, wanted: string, mostContextTokens: number): Promise<ChosenModel> {
    const model = wanted === '' ? (await this.candidates(role))[0] : await this.#named(wanted, role);
    if (!model) throw await this.#whyNone(role);
    return { model, contextTokens: contextTokensFor(model, mostContextTokens), automatic: wanted === '' };
  }

  async #whyNone(role: Role): Promise<TierError> {
    const others = (await this.models()).filter((each) => !each.remote);
    if (role === 'tasks' || others.length === 0) return new TierError('noModel', `no model fits for ${role}`);
    const abilities = others.map(this.abilityOf);
    const same = abilities.every((ability) => ability === abilities[0]) ? abilities[0] : undefined;
    const reason = same === 'unknownFamily' || same === 'notTrained' ? same : 'cannotComplete';
    return new TierError(reason, others.map(({ name }) => name).join(', '));
  }

  async #named(wanted: string, role: Role): Promise<EngineModel> {
    const model = (await this.models()).find((each) => isNamed(each, wanted) && servesIn(each, role));
    if (!model) throw new TierError('modelMissing', wanted);
    if (model.remote) throw new TierError('remoteModel', model.name);
    if (role === 'completion' && this.abilityOf(model) === 'noText') throw new TierError('cannotComplete', model.name);
    return model;
  }
}

/** The one context size that a model is used with, in tokens. @param most the user's limit */
export function contextTokensFor(model: Pick<EngineModel, 'contextTokens'>, most: number): number {
  return Math.min(most, model.contextTokens ?? most);
}
