import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { FrameLocator } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe puts into a page. */
interface WithAxe {
  axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

/**
 * Looks at a page of Hearth's with axe-core, with every rule that it has switched on; but for `without`.
 * @returns what it finds, one line each: the rule, where, and what is wrong
 */
export async function axeFindings(page: FrameLocator, without: readonly string[] = []): Promise<readonly string[]> {
  const frame = await (await page.locator('body').elementHandle())?.ownerFrame();
  if (!frame) throw new Error('The page is gone.');
  // Not as a script of the page's: its policy lets in none but ours.
  await frame.evaluate(source);
  const { violations } = await frame.evaluate(async (off) => {
    const { axe } = globalThis as WithAxe;
    if (axe === undefined) throw new Error('axe is not there.');
    const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
    return axe.run(document, { iframes: false, resultTypes: ['violations'], rules });
  }, without);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`,
    ),
  );
}
