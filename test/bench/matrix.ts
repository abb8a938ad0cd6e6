import type { Played } from './measure/played.ts';
import type { User } from './person/person.ts';
import { type ProfileName, profiles } from './physics/profiles.ts';
import { replay } from './replay.ts';
import { eager } from './systems/eager.ts';
import { hearth, hearthModels, showAll } from './systems/hearth.ts';
import { plain } from './systems/plain.ts';
import type { SystemKind } from './systems/system.ts';
import type { Piece } from './traces/piece.ts';

/** The systems of the comparison, in the order in which they are shown. */
export const systems = {
  hearth: hearth(),
  'hearth, no gate': hearth({ leastLogprob: showAll }),
  'hearth, suffix first': hearth({ model: hearthModels.suffixFirst }),
  plain,
  eager,
} satisfies Record<string, SystemKind>;

export type SystemName = keyof typeof systems;

/** One cell of the matrix. */
export interface Cell {
  readonly system: SystemName;
  readonly profile: ProfileName;
  readonly user: User;
}

const cell = (system: SystemName, profile: ProfileName, user: User): Cell => ({ system, profile, user });

/** The cells that the targets are about. */
export const sliceOfMatrix: readonly Cell[] = [
  ...(['hearth', 'hearth, no gate', 'hearth, suffix first', 'plain', 'eager'] as const).map((system) =>
    cell(system, 'middle', 'A'),
  ),
  ...(['hearth', 'plain', 'eager'] as const).map((system) => cell(system, 'middle', 'B')),
  ...(['hearth, no gate', 'plain', 'eager'] as const).map((system) => cell(system, 'slow', 'A')),
  ...(['hearth', 'plain', 'eager'] as const).map((system) => cell(system, 'fast', 'A')),
];

/** Every system on every machine with every user. */
export const wholeMatrix: readonly Cell[] = (Object.keys(systems) as SystemName[]).flatMap((system) =>
  (Object.keys(profiles) as ProfileName[]).flatMap((profile) =>
    (['A', 'B', 'C'] as const).map((user) => cell(system, profile, user)),
  ),
);

/** What was counted in each cell that was run. */
export class Results {
  readonly #played = new Map<string, readonly Played[]>();

  /** The counts of a cell; undefined when it was not run. */
  of(system: SystemName, profile: ProfileName, user: User): readonly Played[] | undefined {
    return this.#played.get(keyOf(cell(system, profile, user)));
  }

  set(of: Cell, played: readonly Played[]): void {
    this.#played.set(keyOf(of), played);
  }
}

const keyOf = ({ system, profile, user }: Cell) => `${system}/${profile}/${user}`;

/** Replays all pieces with all seeds in each cell. @param tell is told what is being done; nothing of it belongs to the output */
export async function runMatrix(
  cells: readonly Cell[],
  pieces: readonly Piece[],
  seeds: readonly number[],
  tell: (line: string) => void,
): Promise<Results> {
  const results = new Results();
  for (const each of cells) {
    tell(keyOf(each));
    results.set(each, await playAll(systems[each.system], each.profile, each.user, pieces, seeds));
  }
  return results;
}

/** Replays all pieces with all seeds on one system. */
export async function playAll(
  system: SystemKind,
  profile: ProfileName,
  user: User,
  pieces: readonly Piece[],
  seeds: readonly number[],
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const seed of seeds) {
    for (const piece of pieces) played.push(await replay(piece, { system, profile: profiles[profile], user, seed }));
  }
  return played;
}
