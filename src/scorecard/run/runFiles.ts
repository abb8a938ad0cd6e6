import type { CaseRecord, RunRecord } from './runRecord.ts';

/** Where runs are kept: a file each, to which lines are added. */
export interface RunFiles {
  /** The names of all files. */
  list(): Promise<readonly string[]>;
  /** @returns undefined where there is none */
  read(name: string): Promise<string | undefined>;
  /** Adds to a file, which is made where it is not there. */
  append(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

type Start = { readonly kind: 'start'; readonly version: 1 } & Omit<
  RunRecord,
  'cases' | 'endedAt' | 'coldLoadMs' | 'footprint'
>;
type Loaded = { readonly kind: 'loaded' } & Pick<RunRecord, 'coldLoadMs' | 'footprint'>;
type End = { readonly kind: 'end'; readonly at: number };
type Line = Start | Loaded | CaseRecord | End;

/** The runs of this machine. A line is written for each case as it is done, so that a run that was stopped goes on from there. */
export class Runs {
  readonly #files: RunFiles;

  constructor(files: RunFiles) {
    this.#files = files;
  }

  /** All of them, the oldest first. What a crash left half written is left out. */
  async all(): Promise<readonly RunRecord[]> {
    const names = (await this.#files.list()).filter((name) => name.endsWith('.jsonl'));
    const runs = await Promise.all(names.map(async (name) => runIn((await this.#files.read(name)) ?? '')));
    return runs.filter((run) => run !== undefined).sort((one, other) => one.startedAt - other.startedAt);
  }

  start(run: Omit<RunRecord, 'cases' | 'endedAt' | 'coldLoadMs' | 'footprint'>): Promise<void> {
    return this.#write(run.id, { kind: 'start', version: 1, ...run });
  }

  loaded(id: string, loaded: Pick<RunRecord, 'coldLoadMs' | 'footprint'>): Promise<void> {
    return this.#write(id, { kind: 'loaded', ...loaded });
  }

  add(id: string, record: CaseRecord): Promise<void> {
    return this.#write(id, record);
  }

  end(id: string, at: number): Promise<void> {
    return this.#write(id, { kind: 'end', at });
  }

  forget(id: string): Promise<void> {
    return this.#files.remove(nameOf(id));
  }

  #write(id: string, line: Line): Promise<void> {
    // A line of its own also behind one that a crash cut short.
    return this.#files.append(nameOf(id), `\n${JSON.stringify(line)}`);
  }
}

/** @throws {Error} when the id could name another place */
function nameOf(id: string): string {
  if (!/^[\w-]{1,80}$/.test(id)) throw new Error(`not the id of a run: ${id}`);
  return `${id}.jsonl`;
}

function runIn(text: string): RunRecord | undefined {
  let run: RunRecord | undefined;
  const cases = new Map<string, CaseRecord>();
  for (const line of text.split('\n').map(lineIn)) {
    if (line?.kind === 'start' && line.version === 1) {
      const { kind: _, version: __, ...start } = line;
      run = { ...start, cases: [] };
    } else if (!run || !line) continue;
    else if (line.kind === 'case') cases.set(line.id, line);
    else if (line.kind === 'end') run = { ...run, endedAt: line.at };
    else if (line.kind === 'loaded') {
      const { kind: _, ...loaded } = line;
      run = { ...run, ...loaded };
    }
  }
  return run && { ...run, cases: [...cases.values()] };
}

/** A line that holds what it should; undefined: it was cut short, or comes from another version. */
function lineIn(text: string): Line | undefined {
  if (text === '') return undefined;
  try {
    const line: Partial<Line> | null = JSON.parse(text);
    switch (line?.kind) {
      case 'start': {
        const { id, file, startedAt, identity } = line as Partial<Start>;
        const isWhole = typeof id === 'string' && typeof file === 'string' && typeof startedAt === 'number';
        return isWhole && typeof identity?.digest === 'string' ? (line as Start) : undefined;
      }
      case 'case': {
        const { id, passes, failures, speed } = line as Partial<CaseRecord>;
        const isWhole = typeof id === 'string' && Array.isArray(passes) && Array.isArray(failures);
        return isWhole && typeof speed?.totalMs === 'number' ? (line as CaseRecord) : undefined;
      }
      case 'loaded':
        return line as Loaded;
      case 'end':
        return typeof (line as Partial<End>).at === 'number' ? (line as End) : undefined;
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
