// Files that are on no disk, under the scheme of repositories that are opened from afar.
const { EventEmitter, FileSystemError, FileType, workspace } = require('vscode');

/** @type {Map<string, Uint8Array>} */
const files = new Map([
  ['/half.lua', Buffer.from('local function half(n)\n  return n / 2\nend\n')],
  ['/notes.txt', Buffer.from('The engine halves what it is given.\n')],
]);

exports.activate = (/** @type {import('vscode').ExtensionContext} */ context) => {
  const changed = new EventEmitter();
  const provider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose() {} }),
    stat(/** @type {import('vscode').Uri} */ { path }) {
      const file = files.get(path);
      if (path !== '/' && file === undefined) throw FileSystemError.FileNotFound(path);
      return { type: path === '/' ? FileType.Directory : FileType.File, ctime: 0, mtime: 0, size: file?.length ?? 0 };
    },
    /** @returns {[string, import('vscode').FileType][]} */
    readDirectory: () => [...files.keys()].map((path) => [path.slice(1), FileType.File]),
    readFile(/** @type {import('vscode').Uri} */ { path }) {
      const file = files.get(path);
      if (file === undefined) throw FileSystemError.FileNotFound(path);
      return file;
    },
    writeFile(/** @type {import('vscode').Uri} */ { path }, /** @type {Uint8Array} */ content) {
      files.set(path, content);
    },
    createDirectory() {},
    delete() {},
    rename() {},
  };
  context.subscriptions.push(
    changed,
    workspace.registerFileSystemProvider('vscode-vfs', provider, { isCaseSensitive: true }),
  );
};
