import { l10n } from 'vscode';
import type { Role } from '../../models/choose.ts';
import type { Advice, Candidate } from '../../models/recommend.ts';
import type { MeasuredSpeed } from '../../models/typingSpeed.ts';
import { type EngineModel, memoryOf, type RunningModel } from '../../tiers/engine.ts';
import { numberWord } from '../numberWord.ts';
import { modelLabel } from './modelLabel.ts';

/** The words for facts of models: the same in the Models view and wherever one is chosen. */

/** Bytes as people say them. */
export function sizeWord(bytes: number): string {
  return bytes < 999.5e6 ? l10n.t('{0} MB', Math.round(bytes / 1e6)) : l10n.t('{0} GB', numberWord(bytes / 1e9, 1));
}

export function tokensWord(tokens: number): string {
  return l10n.t('{0} tokens', numberWord(tokens));
}

/** A model's size in one line. */
export function factsOf(model: Pick<EngineModel, 'parameterSize' | 'quantization' | 'sizeBytes'>): string {
  return joined([model.parameterSize, model.quantization, optionalSize(model.sizeBytes)]);
}

/** A size, where it is known. */
export const optionalSize = (bytes: number | undefined) => (bytes === undefined ? undefined : sizeWord(bytes));

/** The facts that are there, in one line. */
export function joined(facts: readonly (string | undefined)[]): string {
  return facts.filter((fact) => fact).join(' · ');
}

/** Which part of a model the GPU works on, and which the CPU; undefined where the engine does not say it. */
export function whereItRuns(running: RunningModel): string | undefined {
  const memory = memoryOf(running);
  if (!memory) return undefined;
  const { sizeBytes, gpuBytes } = memory;
  if (gpuBytes <= 0) return l10n.t('CPU');
  if (gpuBytes >= sizeBytes) return l10n.t('GPU');
  const percent = Math.floor((gpuBytes / sizeBytes) * 100);
  return l10n.t('{0} % GPU, {1} % CPU', percent, 100 - percent);
}

/** How fast a model is, as far as it is known. */
export function speedWord({ writeTokensPerSecond: written, suggestionMs }: MeasuredSpeed): string {
  return joined([
    written === undefined ? undefined : l10n.t('{0} tokens/s', numberWord(written, written < 10 ? 1 : 0)),
    suggestionMs === undefined ? undefined : l10n.t('suggestions in {0}', timeWord(suggestionMs)),
  ]);
}

/** A short time as people say it. */
export function timeWord(milliseconds: number): string {
  return milliseconds < 1000
    ? l10n.t('{0} ms', Math.round(milliseconds / 10) * 10)
    : l10n.t('{0} s', numberWord(milliseconds / 1000, 1));
}

export function roleWord(role: Role): string {
  return role === 'completion' ? l10n.t('Completions') : l10n.t('Tasks');
}

/** A digest as Ollama's own lists show it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** What is wrong with a model in use, in a few words, and what to know of it or to choose instead. */
export function adviceWords(advice: Advice): readonly [wrong: string, more: string] {
  const { instead } = advice;
  const label = instead && modelLabel(instead.name);
  if (advice.kind === 'spills') {
    const onCpu = l10n.t('{0} % runs on the CPU, which is slow.', 100 - Math.floor(advice.onGpu * 100));
    return [l10n.t('Does not fit on the GPU'), label ? `${onCpu} ${l10n.t('{0} would fit.', label)}` : onCpu];
  }
  const slow = l10n.t('Suggestions take {0}.', timeWord(advice.milliseconds));
  const ms = instead?.speed?.suggestionMs;
  return [
    l10n.t('Too slow to type with'),
    label && ms !== undefined ? `${slow} ${l10n.t('{0} would take about {1}.', label, timeWord(ms))}` : slow,
  ];
}

/** Whether a model that could be downloaded finds room, and how fast it would be. */
export function roomWord({ fit, neededBytes, speed, isMeasured }: Candidate): string {
  const needed = neededBytes === undefined ? undefined : sizeWord(neededBytes);
  const room =
    needed === undefined
      ? l10n.t('Its size is not known')
      : fit === 'tooLarge'
        ? l10n.t('Too large for this machine: takes up to {0} of memory', needed)
        : fit === 'spills'
          ? l10n.t('Does not fit on the GPU: takes up to {0} of memory', needed)
          : l10n.t('Takes up to {0} of memory', needed);
  const ms = isMeasured ? undefined : speed?.suggestionMs;
  return joined([room, ms === undefined ? undefined : l10n.t('about {0} to a suggestion', timeWord(ms))]);
}
