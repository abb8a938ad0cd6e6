import { readSettings } from '../../../src/base/settings.ts';
import type { CompletionModel } from '../../../src/completion/asking.ts';
import { Completions } from '../../../src/completion/complete.ts';
import { fimFor } from '../../../src/completion/fim.ts';
import { type ShowGate, usualGate } from '../../../src/completion/gate.ts';
import { guard } from '../../../src/completion/guard.ts';
import { Nearby } from '../../../src/completion/recent/nearby.ts';
import { Turns } from '../../../src/tiers/turns.ts';
import type { DocumentView } from '../editor/typedDocument.ts';
import { cursorTextOf } from './cursorTextOf.ts';
import { elsewhere } from './elsewhere.ts';
import type { System, SystemKind, SystemParts } from './system.ts';

/**
 * Hearth itself, wired as `compose/ghostText.ts` and `editor/completion/provider.ts` wire it. All that the benchmark knows of
 * the pipeline stands in this file.
 */
export function hearth(options: HearthOptions = {}): SystemKind {
  const model = modelNamed(options.model ?? hearthModels.prefixFirst);
  const leastLogprob = options.leastLogprob ?? shippedLeastLogprob;
  return {
    name: options.name ?? 'hearth',
    start: (parts) => start(model, { leastCertainty: leastLogprob }, parts, options.from ?? 'nowhere'),
  };
}

/** What can be varied between runs. */
export interface HearthOptions {
  /** The model's full name; its family decides the layout of the prompt. */
  readonly model?: string;
  /** The mean log-probability that a line of a suggestion needs in order to be shown. */
  readonly leastLogprob?: number;
  readonly name?: string;
  /**
   * Where the person comes from: `nowhere`, to an engine that has seen nothing; or from another document, so that it is known how
   * fast the engine reads, and in prompts with pieces of other documents or without.
   */
  readonly from?: From;
}

type From = 'nowhere' | 'another document' | 'other documents';

/** A gate that lets everything through. */
export const showAll = Number.NEGATIVE_INFINITY;

/** What Hearth is shipped with. */
export const shippedLeastLogprob = usualGate.leastCertainty;

/** A family that is asked prefix first, and one that is asked suffix first. */
export const hearthModels = { prefixFirst: 'qwen2.5-coder:1.5b-base', suffixFirst: 'tiny-demo' } as const;

/** The settings as they come, but with completions in prose too: its traces are typed like the others. */
export const settings = { ...readSettings(() => undefined), completionModes: { '*': 'on' } } as const;

function start(model: CompletionModel, gate: ShowGate, parts: SystemParts, from: From): System {
  const turns = new Turns();
  const nearby = new Nearby(() => true);
  const completions = new Completions({
    completer: turns.forCompletions(parts.completer),
    model: async () => model,
    busy: () => turns.taken,
    clock: parts.clock,
    gate,
    nearby,
  });
  return {
    async before(document) {
      if (from === 'nowhere') return;
      const { last, edited } = elsewhere(document);
      await completions.complete(cursorTextOf(last), new AbortController().signal);
      if (from === 'other documents') for (const piece of edited) nearby.seen(piece.origin.uri, [piece]);
    },
    async provide(document, signal) {
      if (guard(situationAt(document), settings)) return undefined;
      const answered = await completions.complete(cursorTextOf(document), signal);
      return 'suggestion' in answered ? answered.suggestion.text : undefined;
    },
    opened(document) {
      if (!guard(situationAt(document), settings)) completions.arrived(cursorTextOf(document));
    },
    changed(document) {
      if (!guard(situationAt(document), settings)) completions.typed(cursorTextOf(document));
    },
    dispose: () => completions.dispose(),
  };
}

function situationAt(document: DocumentView) {
  const line = document.lineAt(document.position.line);
  return {
    invoked: false,
    snoozed: false,
    languageId: document.languageId,
    inlineSuggest: true,
    cursors: 1,
    rightOfCursor: line.charAt(document.position.character),
    lineCharacters: line.length,
    fileCharacters: document.characterCount,
  };
}

function modelNamed(name: string): CompletionModel {
  const way = fimFor(name, []);
  if (!way) throw new Error(`Hearth knows no way to ask ${name}.`);
  return { name, contextTokens: settings.contextTokens, way };
}
