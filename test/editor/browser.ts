import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserProgram } from './install.mjs';
import { cleanUpAtExit } from './leftovers.ts';

/** A headless browser with one page and a profile of its own. */
export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The folder of its profile. */
  readonly profile: string;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** Size of the page, in CSS pixels, and how many device pixels make one. */
export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
}

/**
 * Starts a headless Chromium for one test.
 * @throws {Error} When it cannot be started.
 */
export async function openBrowser({ width = 1280, height = 800, scale = 1 }: BrowserOptions = {}): Promise<Browser> {
  const { executablePath, env } = browserProgram();
  const profile = mkdtempSync(join(tmpdir(), 'hearth-browser-'));
  const unlaunched = cleanUpAtExit({ folder: profile });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    env: { ...process.env, ...env, TMPDIR: profile },
    viewport: { width, height },
    deviceScaleFactor: scale,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      // Tests run as root in containers, where the sandbox cannot work; the page is our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // Playwright kills the browser when this process ends; only what is registered after its own listener comes after that.
  const forget = cleanUpAtExit({ folder: profile });
  unlaunched();
  // The tests' compiler (esbuild in tsx) calls this helper in functions with names; in the page it is missing.
  await context.addInitScript('globalThis.__name = (target) => target;');
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    profile,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      forget();
    },
  };
}
