import { window } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { remembered } from '../base/remembered.ts';
import { Completions } from '../completion/complete.ts';
import { Decisions } from '../completion/decisions.ts';
import { LayoutProbe } from '../completion/layoutProbe.ts';
import { LayoutRecords } from '../completion/layoutRecords.ts';
import { Nearby } from '../completion/recent/nearby.ts';
import { Snooze } from '../completion/snooze.ts';
import { Statistics } from '../completion/statistics.ts';
import { countsIn, registerAccepted } from '../editor/completion/accepted.ts';
import { registerCompletionCommands } from '../editor/completion/commands.ts';
import { completionModel } from '../editor/completion/completionModel.ts';
import { Continuing } from '../editor/completion/continuing.ts';
import { EarlierCells } from '../editor/completion/earlierCells.ts';
import { KeyTimes } from '../editor/completion/keyTimes.ts';
import { LayoutProbing, layoutsIn } from '../editor/completion/layoutProbing.ts';
import { type CompletionProviderParts, registerCompletionProvider } from '../editor/completion/provider.ts';
import { allowedBy, readableBy } from '../editor/completion/recent/otherText.ts';
import { RecentFiles } from '../editor/completion/recent/recentFiles.ts';
import { Resting } from '../editor/completion/recent/resting.ts';
import { registerSnooze } from '../editor/completion/snoozeCommand.ts';
import { StaysHere } from '../editor/completion/staysHere.ts';
import { Typing } from '../editor/completion/typing.ts';
import { registerWhyNoSuggestion } from '../editor/completion/whyNoSuggestion.ts';
import { readExclusions } from '../privacy/exclusions.ts';
import { guardedBy, guardedQuestion } from '../tiers/guarded.ts';
import type { Engines } from './engines.ts';
import type { Ground } from './ground.ts';

/** The ghost text, and what the rest of Hearth tells of it. */
export interface GhostText {
  readonly completions: Completions;
  readonly decisions: Decisions;
  readonly snooze: Snooze;
  readonly statistics: Statistics;
  readonly continuing: Continuing;
  readonly disposables: readonly Disposable[];
}

/** Offers ghost text, and looks ahead for it while somebody types or rests. @param askWho asks, where need be, who shall suggest text here */
export function buildGhostText(ground: Ground, engines: Engines, askWho: () => void): GhostText {
  const { settings, memory, clock } = ground;
  const { engine, completion, breaker, inventory, readiness, speed, turns } = engines;
  const decisions = new Decisions();
  const snooze = new Snooze(clock);
  const statistics = new Statistics(clock, countsIn(memory));
  const keyTimes = new KeyTimes(clock);
  const continuing = new Continuing();
  const nearby = new Nearby(allowedBy(settings));
  const readable = readableBy(settings);
  const layouts = new LayoutRecords(layoutsIn(memory));
  const focused = () => window.state.focused;
  const completions = new Completions({
    completer: turns.forCompletions(guardedBy(engines.watchedAs(completion), breaker, clock, speed.bytesWereDue)),
    model: guardedQuestion(
      completionModel({ ...ground, inventory, readiness, layouts, tier: completion.tier }),
      breaker,
    ),
    busy: () => turns.mustWait(),
    focused,
    speed,
    clock,
    nearby,
  });
  const provider: CompletionProviderParts = {
    completions,
    decisions,
    settings,
    exclusions: remembered(readExclusions),
    staysHere: new StaysHere(() => completion.tier() !== 'local', settings, clock),
    snooze,
    statistics,
    keyTimes,
    earlierCells: new EarlierCells(),
    continuing,
    onInvoked: () => breaker.reset(),
    clock,
  };
  const typing = new Typing(provider);
  const probing = new LayoutProbing({
    ...ground,
    probe: new LayoutProbe(turns.inBackground(engine), () => speed.forget()),
    records: layouts,
    focused,
    model: () => completions.model,
    isLoaded: readiness.isLoaded.bind(readiness),
    version: engine.version.bind(engine),
    onProbed: () => typing.reread(),
  });
  return {
    completions,
    decisions,
    snooze,
    statistics,
    continuing,
    disposables: [
      completions,
      continuing,
      snooze,
      statistics,
      keyTimes,
      registerCompletionProvider(provider),
      typing,
      probing,
      new RecentFiles({ nearby, readable, clock }),
      new Resting({ ...provider, nearby, readable }),
      ...registerCompletionCommands(settings, askWho),
      registerWhyNoSuggestion(decisions, completion.where, askWho),
      registerSnooze(snooze),
      registerAccepted(statistics, () => completions.accepted()),
    ],
  };
}
