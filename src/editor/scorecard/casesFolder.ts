import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { FileType, Uri, workspace } from 'vscode';
import type { Settings } from '../../base/settings.ts';

/** The user's files of cases: plain files, in a folder of their choice. */
export class CasesFolder {
  readonly #settings: () => Settings;
  readonly #storage: string;
  /** The last change, done or under way. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param storage the extension's own folder, where the files are while none is chosen */
  constructor(settings: () => Settings, storage: string) {
    this.#settings = settings;
    this.#storage = storage;
  }

  get uri(): Uri {
    const chosen = this.#settings().scorecardFolder.replace(/^~(?=$|[\\/])/, homedir());
    return Uri.file(isAbsolute(chosen) ? chosen : join(this.#storage, 'scorecard', 'cases'));
  }

  /** Every file of cases, by name. */
  async files(): Promise<readonly Uri[]> {
    const all = await workspace.fs.readDirectory(this.uri).then(
      (found) => found,
      () => [],
    );
    const names = all
      .filter(([name, type]) => type !== FileType.Directory && /\.ya?ml$/i.test(name))
      .map(([name]) => name);
    return names.sort().map((name) => Uri.joinPath(this.uri, name));
  }

  /** @returns undefined where there is no such file */
  async read(uri: Uri): Promise<string | undefined> {
    const open = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    if (open?.isDirty) return open.getText();
    return workspace.fs.readFile(uri).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => undefined,
    );
  }

  /**
   * Changes a file, one change after the other: two answers that are kept at once are both kept.
   * @param change gets what is there (undefined: no such file) and gives what is to be there; undefined: nothing changes
   * @returns what is there now; undefined when nothing was changed
   */
  change(uri: Uri, change: (before: string | undefined) => string | undefined): Promise<string | undefined> {
    const changed = this.#last.then(async () => {
      const after = change(await this.read(uri));
      if (after !== undefined) await this.#write(uri, after);
      return after;
    });
    this.#last = changed.catch(() => {});
    return changed;
  }

  /** Beside the file first, and then in its place: whatever happens meanwhile, what was there is not lost. */
  async #write(uri: Uri, text: string): Promise<void> {
    await workspace.fs.createDirectory(this.uri);
    const unfinished = uri.with({ path: `${uri.path}.part` });
    await workspace.fs.writeFile(unfinished, new TextEncoder().encode(text));
    await workspace.fs.rename(unfinished, uri, { overwrite: true });
  }
}
