import { spawnSync } from 'node:child_process';
import { root } from '../run/root.mjs';

/**
 * Asks the registry for known vulnerabilities of what is bundled. Not every registry answers that.
 * @type {import('../run/stages.mjs').Stage}
 */
export const audit = {
  name: 'known vulnerabilities',
  run: async () => {
    const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      timeout: 60_000,
    });
    const found = vulnerabilitiesIn(stdout);
    if (found === undefined) {
      console.log('   The registry does not answer npm audit here, so nothing is known of vulnerabilities.');
      return { passed: 0, failed: 0, skipped: 1 };
    }
    for (const each of found) console.log(`   ${each}`);
    return found.length > 0 ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
  },
};

/**
 * The packages with a known vulnerability, and how bad it is, out of what `npm audit --json` prints; undefined when the registry
 * did not answer.
 * @param {string} printed
 * @returns {readonly string[] | undefined}
 */
export function vulnerabilitiesIn(printed) {
  try {
    /** @type {{ vulnerabilities?: Record<string, { severity: string }> }} */
    const { vulnerabilities } = JSON.parse(printed);
    return vulnerabilities && Object.entries(vulnerabilities).map(([name, { severity }]) => `${name}: ${severity}`);
  } catch {
    return undefined;
  }
}
