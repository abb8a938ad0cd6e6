/** The first version without CVE-2026-7482, the oldest that Hearth says nothing against (design: `models.md`). */
export const leastVersion = '0.17.1';
export const advisory = 'CVE-2026-7482';

/** Whether an engine of this version is open to the {@link advisory}. */
export function isTooOld(version: string | undefined): version is string {
  return version !== undefined && isOlder(version, leastVersion) === true;
}

/** Whether a version is older than another, number by number; undefined when it says none, as engines built from source do. */
export function isOlder(version: string, than: string): boolean | undefined {
  const [ours, theirs] = [numbers(version), numbers(than)];
  if (!ours || !theirs || ours.every((each) => each === 0)) return undefined;
  const at = ours.findIndex((each, index) => each !== theirs[index]);
  return at !== -1 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

/** The three numbers of a version such as `v0.17.1-rc2`: what stands behind them does not count. */
function numbers(version: string): readonly number[] | undefined {
  return /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.trim())?.slice(1).map(Number);
}
