// Bundles the extension: `node esbuild.mjs [--production] [--watch]`.
//   dist/extension.js      the extension host's entry; the SDKs of cloud providers are chunks of their own, loaded when needed
//   dist/worker.js         the worker thread that parses Markdown
//   dist/ledgerWorker.js   the worker thread that reads the ledger
//   dist/secretWorker.js   the worker thread that looks for secrets
//   dist/<page>.js, .css   the scripts and styles of the webviews, from media/<page>.ts and .css
//   dist/made-of.json      which packages went into which of these files, for licences and the bill of materials

import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * Anthropic's SDK can also run tools and read credential files. Hearth uses neither; with the package's own stand-ins for
 * browsers, nothing that starts a process or reads a file gets into the bundle.
 * @type {import('esbuild').Plugin}
 */
const withoutProcesses = {
  name: 'without processes',
  setup(build) {
    build.onLoad({ filter: /@anthropic-ai[\\/]sdk[\\/].*[\\/]node\.mjs$/ }, ({ path }) => ({
      contents: "export * from './node.browser.mjs';",
      resolveDir: dirname(path),
    }));
  },
};

/**
 * Ollama's client brings a `fetch` for old browsers, which would never be used: every Node that VS Code runs on has its own.
 * @type {import('esbuild').Plugin}
 */
const withoutPolyfill = {
  name: 'without a fetch for old browsers',
  setup(build) {
    build.onLoad({ filter: /[\\/]whatwg-fetch[\\/]/ }, () => ({ contents: '' }));
  },
};

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  outdir: 'dist',
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...shared,
    entryPoints: ['src/extension.ts', 'src/worker.ts', 'src/ledgerWorker.ts', 'src/secretWorker.ts'],
    platform: 'node',
    // The extension hosts of VS Code 1.110 and later run Node 22.
    target: 'node22',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: ['vscode'],
    // Its build for Node asks for builtin modules in a way that only CommonJS knows.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    plugins: [withoutProcesses, withoutPolyfill],
  },
  {
    ...shared,
    entryPoints: readdirSync('media')
      .filter((name) => /\.(?:ts|css)$/.test(name))
      .map((name) => `media/${name}`),
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
  },
];

await rm('dist', { recursive: true, force: true });
const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('watching: every saved change is bundled');
} else {
  const results = await Promise.all(contexts.map((each) => each.rebuild()));
  const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile?.outputs));
  await writeFile('dist/made-of.json', JSON.stringify(outputs));
  await Promise.all(contexts.map((each) => each.dispose()));
}
