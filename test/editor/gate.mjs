import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the check is compiled into: the workbench, the extension host in Node, and the one in a web worker. Paths are
 * those of code-server 4.139 under `lib/vscode/out/vs`.
 */
const FILES = [
  'code/browser/workbench/workbench.js',
  'workbench/api/node/extensionHostProcess.js',
  'workbench/api/worker/extensionHostWorkerMain.js',
];

/**
 * The function that decides, directly followed by the one that asks it and throws. Its minified name differs in each
 * file and other functions have the same shape, so it is recognised by the message beside it.
 */
const OPEN_GATE =
  /function (?<decide>[\w$]+)\((?<extension>[\w$]+),(?<proposal>[\w$]+)\)\{return!0\}(?=function [\w$]+\((?<a>[\w$]+),(?<b>[\w$]+)\)\{if\(!\k<decide>\(\k<a>,\k<b>\)\)throw new Error\(`Extension '\$\{\k<a>\.identifier\.value\}' CANNOT use API proposal: )/g;

/**
 * Puts back VS Code's check for proposed API. code-server lets every extension use it, real VS Code only the ones
 * named by its makers, so without this tests would pass on API users do not have.
 * `test/host/proposedApi.test.ts` proves the result.
 * @param {string} vscode The folder `lib/vscode` of an installed code-server whose files are as published.
 * @throws {Error} When a file does not hold the check exactly once in the expected shape; then nothing is written.
 */
export function restoreProposedApiGate(vscode) {
  const closed = FILES.map((name) => {
    const file = join(vscode, 'out', 'vs', name);
    const text = readFileSync(file, 'utf8');
    const found = [...text.matchAll(OPEN_GATE)];
    if (found.length !== 1) {
      throw new Error(
        `The check for proposed API was found ${found.length} times in ${file}, expected once. ` +
          'code-server has changed: adapt test/editor/gate.mjs before trusting any test in the editor.',
      );
    }
    return { file, text: text.replace(OPEN_GATE, closedGate) };
  });
  for (const { file, text } of closed) {
    writeFileSync(file, text);
  }
}

/**
 * @param {string} _whole
 * @param {string} decide
 * @param {string} extension
 * @param {string} proposal
 */
function closedGate(_whole, decide, extension, proposal) {
  return `function ${decide}(${extension},${proposal}){return(${extension}.enabledApiProposals||[]).includes(${proposal})}`;
}
