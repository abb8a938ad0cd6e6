import { compile, type Exclusions } from './exclusions.ts';
import { namesWithin } from './fileNames.ts';

/** The file at the root of a workspace folder that says, in gitignore's syntax, what of the folder never leaves. */
export const folderIgnoreFile = '.hearthignore';

/** More than this is not read, and then nothing of the folder leaves: in bytes, and in lines. */
export const folderIgnoreLimits = { bytes: 64 * 1024, lines: 1000 };

/** A workspace folder, and what its ignore file says; undefined when there is one that could not be read. */
export interface IgnoringFolder {
  /** The folder's URI. */
  readonly uri: string;
  readonly text: string | undefined;
}

/**
 * What a folder's own ignore file keeps here, of the files in that folder. It stands beside the user's list and so can only add
 * to it: a `!` in it takes back what the file itself says above, nothing else. It fails closed, for its folder.
 */
export function readFolderExclusions({ uri, text }: IgnoringFolder): Exclusions {
  const lines = text?.split(/\r\n|\r|\n/);
  const isReadable = lines !== undefined && lines.length <= folderIgnoreLimits.lines;
  const ruleForName = isReadable ? compile(lines.map(trimmedLine)) : () => unreadableFileRule;
  return {
    ruleFor(origin) {
      try {
        const rule = namesWithin(uri, origin.uri)
          .map(ruleForName)
          .find((each) => each !== undefined);
        return rule === undefined ? undefined : `${folderIgnoreFile}: ${rule}`;
      } catch {
        return `${folderIgnoreFile}: ${unreadableFileRule}`;
      }
    },
  };
}

const unreadableFileRule = 'cannot be read';

/** As in gitignore, blanks at the end of a line count only after a backslash. */
const trimmedLine = (line: string) => line.replace(/(?<!\\)[ \t]+$/, '');
