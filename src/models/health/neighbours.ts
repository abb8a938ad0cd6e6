import type { Neighbour } from './finding.ts';

/**
 * Extensions that can give ghost text. VS Code tells nobody who registered for inline suggestions, so they are known by their
 * ids, as their own manifests and links to their pages name them in public repositories (looked up on 2026-11-26).
 */
const suggesters = [
  'amazonwebservices.amazon-q-vscode',
  'augment.vscode-augment',
  'codeium.codeium',
  'continue.continue',
  'ggml-org.llama-vscode',
  'github.copilot',
  'github.copilot-chat',
  'google.geminicodeassist',
  'kilocode.kilo-code',
  'rjmacarthy.twinny',
  'sourcegraph.cody-ai',
  'supermaven.supermaven',
  'tabnine.tabnine-vscode',
];

/** Ollama's own extension, which offers the same models to VS Code's chat (github ollama/ollama-vscode, package.json). */
const official = 'ollama.ollama';

/** The extensions among these that can give ghost text as well. */
export function otherSuggesters(installed: readonly Neighbour[]): readonly Neighbour[] {
  return installed.filter(({ id }) => suggesters.includes(id.toLowerCase()));
}

/** Ollama's own extension among these. */
export function officialOllama(installed: readonly Neighbour[]): Neighbour | undefined {
  return installed.find(({ id }) => id.toLowerCase() === official);
}
