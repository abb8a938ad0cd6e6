import { l10n } from 'vscode';
import { isDemoModel } from '../../models/demo.ts';

/** A model's name as shown: without the tag that says nothing, and never the demo model without a word on what it is. */
export function modelLabel(model: string): string {
  const name = nameOf(model);
  return isDemoModel(model) ? l10n.t('{0} (demo model, for trying the UI only)', name) : name;
}

/** The same for a narrow place whose hover says the rest. */
export function shortModelLabel(model: string): string {
  const name = nameOf(model).replace(/^.*\//, '');
  return isDemoModel(model) ? l10n.t('{0} (demo)', name) : name;
}

/** Servers that are given a file name their model by its whole path. */
function nameOf(model: string): string {
  return model.replace(/:latest$/, '').replace(/^.*[/\\](?=[^/\\]+\.gguf$)/, '');
}
