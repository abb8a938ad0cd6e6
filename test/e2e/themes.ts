import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Workbench } from '../editor/workbench.ts';

/** Names of VS Code's own themes. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  contrastLight: 'Default High Contrast Light',
} as const;

/** One of those that everything must be seen in. */
export type Theme = keyof typeof themes;

/** What the window is marked with in each. */
const looks: Readonly<Record<Theme, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  contrast: 'hc-black',
  contrastLight: 'hc-light',
};

/** What the body of a webview is marked with in each, a moment after the window. */
export const pageLooks: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  contrast: 'vscode-high-contrast',
  contrastLight: 'vscode-high-contrast-light',
};

/**
 * Gives a window another theme, with nothing pressed in it: what is open, a menu too, stays open. The settings of the folder or
 * workspace take effect at once, unlike the user's; those that it had are gone.
 */
export async function setTheme(workbench: Workbench, theme: Theme): Promise<void> {
  const { path, isWorkspace } = workbench.settingsFile;
  const settings = { 'workbench.colorTheme': themes[theme] };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(isWorkspace ? { ...JSON.parse(readFileSync(path, 'utf8')), settings } : settings));
  await workbench.page.locator(`.monaco-workbench.${looks[theme]}`).waitFor({ timeout: 30_000 });
}

/** Pictures of what is on show, in the three themes; the dark one is left on. @param isShown waits for what changes later than the window */
export async function picturesInThemes(
  workbench: Workbench,
  name: string,
  isShown: (theme: Theme) => Promise<unknown> = async () => {},
): Promise<void> {
  for (const theme of ['light', 'contrast', 'dark'] as const) {
    await setTheme(workbench, theme);
    await isShown(theme);
    await workbench.screenshot(`${name}-${theme}`);
  }
}
