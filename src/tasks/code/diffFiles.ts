/** What changed in one file. */
export interface FileChange {
  /** The path in the repository, as it is now; as it was, for a file that is gone. */
  readonly path: string;
  readonly text: string;
}

/** The files of a diff as `git diff` writes it. What is no text in it is one line that says so. */
export function filesOf(diff: string): readonly FileChange[] {
  return diff
    .replaceAll('\r\n', '\n')
    .split(/^(?=diff --git )/m)
    .filter((text) => text.startsWith('diff --git '))
    .map((text) => ({ path: pathOf(text), text: withoutBinary(text) }));
}

function pathOf(text: string): string {
  const head = text.split(/^@@/m)[0] ?? '';
  const named = /^\+\+\+ (?:"?b\/)([^"\n\t]*)/m.exec(head) ?? /^--- (?:"?a\/)([^"\n\t]*)/m.exec(head);
  const renamed = /^rename to (.*)$/m.exec(head);
  // Without lines of its own, such as a binary file, both names in the first line are the same.
  const both = /^diff --git "?a\/(.*?)"? "?b\/\1"?$/m.exec(head);
  return renamed?.[1] ?? named?.[1] ?? both?.[1] ?? '';
}

const withoutBinary = (text: string) => text.replace(/^GIT binary patch\n[\s\S]*$/m, 'GIT binary patch\n');
