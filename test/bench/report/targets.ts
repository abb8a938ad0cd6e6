import type { Results, SystemName } from '../matrix.ts';
import { bootstrap } from '../measure/bootstrap.ts';
import { type Figure, type FigureName, figures } from '../measure/figures.ts';
import { byPiece, type Played } from '../measure/played.ts';
import type { User } from '../person/person.ts';
import type { ProfileName } from '../physics/profiles.ts';
import { number, type Table } from './table.ts';

/** One line of the table in `completion.md`, "How it is judged". */
interface Target {
  readonly name: string;
  readonly figure: FigureName;
  readonly decimals: number;
  readonly profile: ProfileName;
  readonly user: User;
  /** The variant of Hearth that is meant. */
  readonly hearth: SystemName;
  readonly least?: number;
  readonly most?: number;
}

const onMiddle = { profile: 'middle', user: 'A', hearth: 'hearth', decimals: 0 } as const;

const targets: readonly Target[] = [
  { ...onMiddle, name: 'prompt tokens evaluated/key', figure: 'evaluatedPerKey', decimals: 2, most: 3.5 },
  { ...onMiddle, name: 'requests/100 keys', figure: 'requestsPer100Keys', decimals: 2, most: 4 },
  {
    ...onMiddle,
    name: 'visible & right, no gate',
    figure: 'right',
    hearth: 'hearth, no gate',
    decimals: 3,
    least: 0.66,
  },
  { ...onMiddle, name: 'as shipped: right', figure: 'right', decimals: 3, least: 0.5 },
  { ...onMiddle, name: 'as shipped: wrong', figure: 'wrong', decimals: 3, most: 0.07 },
  { ...onMiddle, name: 'p50 key → ghost, ms', figure: 'p50', most: 52 },
  { ...onMiddle, name: 'p95 key → ghost, ms', figure: 'p95', most: 220 },
  {
    ...onMiddle,
    name: 'slow profile: right, no gate',
    figure: 'right',
    profile: 'slow',
    hearth: 'hearth, no gate',
    decimals: 3,
    least: 0.58,
  },
  { ...onMiddle, name: 'fast profile: p95, ms', figure: 'p95', profile: 'fast', most: 120 },
  { ...onMiddle, name: 'flicker', figure: 'flickers', most: 0 },
  { ...onMiddle, name: 'duplicate prompts in flight', figure: 'duplicates', most: 0 },
  { ...onMiddle, name: 'requests with > 1 token after a contradiction', figure: 'overruns', most: 0 },
];

const leastAcceptedRatio = 1.5;

/** Every target beside what was measured. @param full whether all seeds were run; then with the 95 % interval of Hearth's figures */
export function targetsTable(results: Results, full: boolean): Table {
  const rows = targets.map((target) => {
    const { profile, user, figure, decimals } = target;
    const ours = results.of(target.hearth, profile, user) ?? [];
    const value = figures[figure](ours);
    const reached = value <= (target.most ?? Infinity) && value >= (target.least ?? -Infinity);
    const bound = target.most === undefined ? `≥ ${target.least}` : target.most === 0 ? '0' : `≤ ${target.most}`;
    const other = (system: SystemName) => number(valueIn(results, system, profile, user, figures[figure]), decimals);
    return [
      target.name,
      `${number(value, decimals)}${full && target.most !== 0 ? interval(ours, figures[figure], target.name, decimals) : ''}`,
      other('plain'),
      other('eager'),
      bound,
      mark(reached),
    ];
  });
  return {
    id: full ? 'targets-full' : 'targets',
    title: 'The targets',
    columns: ['figure (middle profile, user A, unless said)', 'hearth', 'plain', 'eager', 'must reach', 'reached'],
    rows: [...rows.slice(0, 9), acceptedRow(results), ...rows.slice(9)],
  };
}

function acceptedRow(results: Results): readonly string[] {
  const of = (system: SystemName) => results.of(system, 'middle', 'B') ?? [];
  const accepted = (system: SystemName) => figures.accepted(of(system));
  const ratio = (ours: readonly Played[], ...baselines: (readonly Played[])[]) =>
    figures.accepted(ours) / Math.max(...baselines.map(figures.accepted));
  const value = ratio(of('hearth'), of('plain'), of('eager'));
  return [
    'characters accepted by user B (÷ the best baseline)',
    `${number(accepted('hearth'))} (${number(value, 2)})`,
    number(accepted('plain')),
    number(accepted('eager')),
    `≥ ${leastAcceptedRatio} ×`,
    mark(value >= leastAcceptedRatio),
  ];
}

const valueIn = (results: Results, system: SystemName, profile: ProfileName, user: User, figure: Figure) => {
  const played = results.of(system, profile, user);
  return played === undefined ? undefined : figure(played);
};

function interval(played: readonly Played[], figure: Figure, name: string, decimals: number): string {
  const { low, high } = bootstrap(byPiece(played), (sample) => figure(sample.flat()), [name]);
  return ` [${number(low, decimals)}, ${number(high, decimals)}]`;
}

const mark = (reached: boolean) => (reached ? 'yes' : '**no**');
