import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Role } from '../../models/choose.ts';
import type { Choice, ModelEntry } from '../../models/overview.ts';
import type { EngineModel } from '../../tiers/engine.ts';
import type { TierErrorReason } from '../../tiers/tier.ts';
import { numberWord } from '../numberWord.ts';
import { modelLabel } from './modelLabel.ts';
import {
  adviceWords,
  joined,
  optionalSize,
  roleWord,
  shortDigest,
  sizeWord,
  speedWord,
  tokensWord,
  whereItRuns,
} from './modelWords.ts';

/** A row of the Models view. Only this class makes them, so that a command knows what it is given. */
export class ModelRow extends TreeItem {
  /** The model that the row is about. */
  readonly model: string | undefined;
  readonly children: readonly ModelRow[];

  constructor(parts: {
    readonly id: string;
    readonly label: string;
    readonly description?: string;
    readonly icon?: string;
    readonly model?: string;
    /** What can be done with it: the words that menus look for. */
    readonly can?: readonly string[];
    readonly tooltip?: string;
    /** What the icon says, for those who do not see it. */
    readonly spoken?: string;
    readonly children?: readonly ModelRow[];
    readonly expanded?: boolean;
    readonly command?: { readonly title: string; readonly command: string };
  }) {
    const { children = [], expanded = false } = parts;
    const { None, Collapsed, Expanded } = TreeItemCollapsibleState;
    super(parts.label, children.length === 0 ? None : expanded ? Expanded : Collapsed);
    this.id = parts.id;
    this.model = parts.model;
    this.children = children;
    this.description = parts.description ?? '';
    this.contextValue = ['row', ...(parts.can ?? [])].join(' ');
    this.tooltip = parts.tooltip ?? joined([parts.label, parts.description]);
    this.accessibilityInformation = {
      label: [parts.label, parts.spoken, parts.description].filter((each) => each).join(', '),
    };
    if (parts.icon !== undefined) this.iconPath = new ThemeIcon(parts.icon);
    if (parts.command !== undefined) this.command = { ...parts.command };
  }
}

const icons = { completion: 'sparkle', tasks: 'comment-discussion', others: 'package', cloud: 'cloud' } as const;

/** The engine that a role has for itself. */
export interface RoleEngine {
  /** What it is, and where. */
  readonly words: string;
  /** It did not answer. */
  readonly isSilent: boolean;
}

/**
 * The models for a role, the chosen one first, with what is wrong where none can be used.
 * @param keepsModels whether models can be downloaded and deleted through the engine
 * @param engine of this role, in words, where each role has an engine of its own
 */
export function roleSection(
  role: Role,
  entries: readonly ModelEntry[],
  choice: Choice,
  keepsModels: boolean,
  engine?: RoleEngine,
): ModelRow {
  const mine = entries.filter(({ roles, usedFor }) => roles.includes(role) || usedFor.includes(role));
  const sorted = [...mine].sort((a, b) => Number(b.usedFor.includes(role)) - Number(a.usedFor.includes(role)));
  const isSilent = engine?.isSilent === true;
  const problem = choice.problem && !isSilent ? [problemRow(role, choice, choice.problem.reason, keepsModels)] : [];
  const chosen = choice.automatic ? l10n.t('chosen automatically') : l10n.t('chosen by you');
  return new ModelRow({
    id: role,
    label: roleWord(role),
    description: joined([
      choice.problem ? undefined : chosen,
      engine?.words,
      isSilent ? l10n.t('does not answer') : undefined,
    ]),
    icon: isSilent ? 'warning' : icons[role],
    children: [...problem, ...sorted.map((entry) => modelRow(role, entry, keepsModels))],
    expanded: true,
  });
}

/** Models that make no text, such as those for embeddings. */
export function othersSection(entries: readonly ModelEntry[], keepsModels: boolean): ModelRow {
  const children = entries.map((entry) => modelRow('others', entry, keepsModels));
  return new ModelRow({ id: 'others', label: l10n.t('Not for Hearth'), icon: icons.others, children });
}

/** Models that run in somebody's cloud behind a name of the engine's. */
export function cloudSection(entries: readonly ModelEntry[], keepsModels: boolean): ModelRow {
  return new ModelRow({
    id: 'cloud',
    label: l10n.t('Cloud'),
    description: l10n.t('not used as local'),
    icon: icons.cloud,
    children: entries.map(
      ({ model }) =>
        new ModelRow({
          id: `cloud/${model.name}`,
          label: modelLabel(model.name),
          icon: 'cloud',
          model: model.name,
          can: keepsModels && model.only !== 'tasks' ? ['copy', 'delete'] : ['copy'],
          tooltip: l10n.t('{0} runs in a cloud, not on this machine, so Hearth does not use it here.', model.name),
        }),
    ),
    expanded: true,
  });
}

function problemRow(role: Role, { name }: Choice, reason: TierErrorReason, keepsModels: boolean): ModelRow {
  if (name === undefined) {
    return new ModelRow({
      id: `${role}/none`,
      label: role === 'completion' ? l10n.t('No model that fills in at the cursor') : l10n.t('No model for tasks'),
      icon: 'info',
      ...(keepsModels
        ? { can: ['download'], command: { title: l10n.t('Download a Model…'), command: 'hearth.pullModel' } }
        : {}),
    });
  }
  const missing = reason === 'modelMissing';
  const why = missing
    ? l10n.t('chosen, but not installed')
    : reason === 'remoteModel'
      ? l10n.t('chosen, but runs in a cloud')
      : l10n.t('chosen, but makes no text');
  return new ModelRow({
    id: `${role}/problem/${name}`,
    label: modelLabel(name),
    description: why,
    icon: 'warning',
    ...(missing && keepsModels ? { model: name, can: ['download'] } : {}),
  });
}

function modelRow(section: Role | 'others', entry: ModelEntry, sectionKeeps: boolean): ModelRow {
  const { model, running, roles, usedFor, advice } = entry;
  // Of two engines, it is the one for completions whose models are downloaded and deleted from here.
  const keepsModels = sectionKeeps && model.only !== 'tasks';
  const isUsed = section !== 'others' && usedFor.includes(section);
  const details = detailsOf(entry);
  return new ModelRow({
    id: `${section}/${model.name}`,
    label: modelLabel(model.name),
    description: joined([
      running ? l10n.t('loaded') : optionalSize(model.sizeBytes),
      running ? whereItRuns(running) : undefined,
    ]),
    ...(isUsed ? { spoken: l10n.t('in use') } : {}),
    icon: isUsed ? (advice ? 'warning' : 'check') : running ? 'circle-filled' : 'circle-outline',
    model: model.name,
    can: [
      ...(['completion', 'tasks'] as const).flatMap((role) =>
        roles.includes(role) && !usedFor.includes(role)
          ? [`use-${role}`, ...(role === section ? [`now-${role}`] : [])]
          : [],
      ),
      ...(section === 'others' || (running && !keepsModels) ? [] : [running ? 'unload' : 'load']),
      ...(keepsModels ? ['update', 'copy', 'delete'] : ['copy']),
    ],
    tooltip: [
      isUsed ? l10n.t('{0}, in use', model.name) : model.name,
      ...details.map(([name, value]) => `${name}: ${value}`),
    ].join('\n'),
    children: details.map(
      ([name, value, icon], index) =>
        new ModelRow({
          id: `${section}/${model.name}/${index}`,
          label: name,
          description: value,
          ...(icon ? { icon } : {}),
          tooltip: `${name}: ${value}`,
        }),
    ),
  });
}

/** Everything that is known of a model, a line each. */
export function detailsOf(entry: ModelEntry): readonly (readonly [name: string, value: string, icon?: string])[] {
  const { model, running, speed, advice } = entry;
  return [
    ...(advice ? [[...adviceWords(advice), 'warning'] as const] : []),
    [l10n.t('Size'), sizeOf(model) || l10n.t('not said')],
    [
      l10n.t('Memory'),
      running
        ? joined([optionalSize(running.sizeBytes), whereItRuns(running)]) || l10n.t('in memory')
        : l10n.t('not in memory now'),
    ],
    [l10n.t('Context'), contextWord(running?.contextTokens, model.contextTokens)],
    [l10n.t('Speed here'), (speed && speedWord(speed)) || l10n.t('not measured yet')],
    [l10n.t('Capabilities'), model.capabilities.join(', ') || l10n.t('not said')],
    ...(model.digest === undefined ? [] : [[l10n.t('Digest'), shortDigest(model.digest)] as const]),
  ];
}

function sizeOf({ parameterSize, quantization, sizeBytes }: EngineModel): string {
  const onDisk = sizeBytes === undefined ? undefined : l10n.t('{0} on disk', sizeWord(sizeBytes));
  return joined([parameterSize, quantization, onDisk]);
}

/** @param inUse the context that the model was loaded with @param longest the one that it was made for; both in tokens */
function contextWord(inUse: number | undefined, longest: number | undefined): string {
  if (longest === undefined) return inUse === undefined ? l10n.t('not said') : l10n.t('{0} in use', tokensWord(inUse));
  if (inUse === undefined) return l10n.t('up to {0}', tokensWord(longest));
  return l10n.t('{0} of {1} in use', numberWord(inUse), tokensWord(longest));
}
