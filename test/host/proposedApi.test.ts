import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/**
 * The VS Code of the tests must refuse what a user's VS Code refuses. code-server does not by itself: see
 * `test/editor/gate.mjs`. `handleDidShowCompletionItem` belongs to a proposal of VS Code 1.139.
 */
describe('proposed API', () => {
  const selector = { scheme: 'hearth-proposed-api-test' };
  const provider: vscode.InlineCompletionItemProvider = { provideInlineCompletionItems: () => [] };

  it('is refused, so no test passes on API that users do not have', () => {
    const proposed = { ...provider, handleDidShowCompletionItem: () => undefined };
    assert.throws(
      () => vscode.languages.registerInlineCompletionItemProvider(selector, proposed).dispose(),
      /CANNOT use API proposal: inlineCompletionsAdditions/,
    );
  });

  it('is all that is refused: the same provider without it registers', () => {
    vscode.languages.registerInlineCompletionItemProvider(selector, provider).dispose();
  });
});
