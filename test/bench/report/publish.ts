import { updateReadme } from './readme.ts';
import { asMarkdown, type Table } from './table.ts';

/** How a command was called. */
export interface Options {
  readonly full: boolean;
  readonly pareto: boolean;
  /** Prints data instead of tables. */
  readonly json: boolean;
  /** Also writes the tables into the README. */
  readonly update: boolean;
}

/** Reads the options of a command, and ends it with a word to the user at one that no command knows. */
export function optionsIn(words: readonly string[]): Options {
  const known = ['--full', '--pareto', '--json', '--update'];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    console.error(`The benchmarks do not know ${unknown.join(' ')}. They take ${known.join(', ')}, or nothing.`);
    process.exit(1);
  }
  const has = (word: string) => words.includes(word);
  return { full: has('--full'), pareto: has('--pareto'), json: has('--json'), update: has('--update') };
}

/**
 * Prints what was measured, and keeps it where the options say so.
 * @param how the command, as it stands beside the tables
 */
export function publish(tables: readonly Table[], options: Options, how: string): void {
  if (options.json) console.log(JSON.stringify({ command: how, tables }, undefined, 2));
  else for (const table of tables) console.log(`\n${table.title}\n\n${asMarkdown(table)}`);
  if (options.update) updateReadme(tables, how);
}

/** Tells what is being done. Not on the standard output: that holds the result alone, and the same from run to run. */
export function tell(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
