import assert from 'node:assert/strict';

/** How long something may take to come, in ms: generous, since the machine may be busy. */
const patienceMs = 30_000;

/** Waits until something holds. @throws with `what` when it does not in time */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: () => string | Promise<string>,
): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${await what()} did not come within ${patienceMs} ms`);
}
