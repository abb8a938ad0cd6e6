/** The share of mutants (per cent) that the tests must notice. */
export const leastScore = 85;

/**
 * @typedef {{ line: number, column: number }} Place Both from 1.
 * @typedef {{ status: string, replacement: string, location: { start: Place, end: Place } }} Mutant
 * @typedef {{ files: Readonly<Record<string, { source: string, mutants: readonly Mutant[] }>> }} Report As Stryker writes it.
 * @typedef {{ reason: string, mutants: readonly string[] }} Survivors Mutants that no test notices, and why that is all right.
 */

/**
 * Holds what came of the mutants against the list of those that may survive: one that is not on it, and one on it that does not
 * survive any more, count as failures; and so does a score that is too low.
 * @param {Report} report
 * @param {readonly Survivors[]} listed
 * @returns {{ lines: readonly string[], counts: { passed: number, failed: number } }} The lines are for the screen.
 */
export function judge(report, listed) {
  const all = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ status: mutant.status, name: nameOf(file, source, mutant) })),
  );
  const noticed = all.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const survived = all.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(({ name }) => name);
  const looked = new Set(Object.keys(report.files).map(shortName));
  const allowed = listed.flatMap(({ mutants }) => mutants).filter((name) => looked.has(name.split(': ')[0] ?? ''));
  const unlisted = without(survived, allowed);
  // A machine that is too busy lets a survivor run out of time.
  const late = all.filter(({ status }) => status === 'Timeout').map(({ name }) => name);
  const gone = without(without(allowed, survived), late);
  const unreasoned = listed.filter(({ reason }) => reason.trim() === '').length;
  const score = (100 * noticed.length) / Math.max(1, noticed.length + survived.length);
  const isTooLow = score < leastScore;
  return {
    lines: [
      ...(unlisted.length > 0
        ? ['', 'No test notices these, and test/mutation/survivors.json does not list them:']
        : []),
      ...unlisted.map((name) => `  ${JSON.stringify(name)}`),
      ...(gone.length > 0
        ? ['', 'These are in test/mutation/survivors.json, and a test notices them, or they are gone:']
        : []),
      ...gone.map((name) => `  ${JSON.stringify(name)}`),
      ...(unreasoned > 0 ? ['', `${unreasoned} entries of test/mutation/survivors.json give no reason.`] : []),
      '',
      `${all.length} mutants: ${noticed.length} noticed, ${survived.length} survived (${survived.length - unlisted.length} listed), ` +
        `${all.length - noticed.length - survived.length} left out`,
      `score ${score.toFixed(1)} %, and ${leastScore} % is the least`,
    ],
    counts: {
      passed: noticed.length + survived.length - unlisted.length,
      failed: unlisted.length + gone.length + unreasoned + (isTooLow ? 1 : 0),
    },
  };
}

/** @param {string} file */
const shortName = (file) => file.replace(/^src\/privacy\//, '');

/**
 * What a mutant is called: its file, the code as it is, and what it became. Where it stands is left out, so that the name lasts.
 * @param {string} file @param {string} source @param {Mutant} mutant
 */
function nameOf(file, source, { location: { start, end }, replacement }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const code = lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join(' ');
  return `${shortName(file)}: ${brief(code)} → ${brief(replacement)}`;
}

/** @param {string} code */
function brief(code) {
  const plain = code.replace(/\s+/g, ' ').trim();
  return plain.length > 120 ? `${plain.slice(0, 80)} … ${plain.slice(-30)}` : plain;
}

/**
 * What is in a list and not in another; each counts as often as it is there.
 * @param {readonly string[]} list @param {readonly string[]} other
 */
function without(list, other) {
  const left = [...other];
  return list.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
