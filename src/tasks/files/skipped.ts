import { isGenerated, isWritten } from '../../writing/noise.ts';

/** Why a file is not read. */
export type Skipped =
  | 'notText'
  | 'generated' // a program wrote it
  | 'tooLarge'
  | 'empty'
  | 'excluded' // it must not leave, and the engine is on another host
  | 'unreadable';

/** The largest file that is read, in bytes (design: `reliability.md`, caps). */
export const mostBytes = 1_000_000;

/** Endings of files that hold no text. Others are told by their content. */
const noText =
  /\.(?:png|jpe?g|gif|bmp|ico|webp|avif|tiff?|psd|pdf|docx?|xlsx?|pptx?|odt|ods|zip|gz|tgz|bz2|xz|7z|rar|jar|war|class|o|a|so|dll|dylib|exe|bin|wasm|node|pyc|mp[34]|m4a|wav|ogg|flac|mov|avi|mkv|webm|woff2?|ttf|otf|eot|sqlite3?|db|vsix|gguf|safetensors)$/i;

/** What is minified has lines that nobody could read, in UTF-16 code units on average. */
const longLines = 400;
/** In prose a line is a paragraph. */
const wrapped = /\.(?:md|mdx|markdown|txt|text|tex|rst|adoc|org)$/i;

/** Whether a file is not worth reading, by what is known of it from outside. */
export function skippedByName(path: string, bytes: number): Skipped | undefined {
  if (noText.test(path)) return 'notText';
  if (isWritten(path)) return 'generated';
  if (bytes > mostBytes) return 'tooLarge';
  return bytes === 0 ? 'empty' : undefined;
}

/** The text of a file's bytes; undefined where they are none. UTF-8, or UTF-16 where the file begins with its mark. */
export function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = !isWide ? 'utf-8' : first === 0xff ? 'utf-16le' : 'utf-16be';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? undefined : text.replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

/** Whether a text is not worth reading, by what it says. */
export function skippedByText(path: string, text: string): Skipped | undefined {
  if (text.trim() === '') return 'empty';
  const lines = text.split('\n');
  if (isGenerated({ count: lines.length, at: (line) => lines[line] ?? '' })) return 'generated';
  const isMinified = text.length > 5 * longLines && text.length / lines.length > longLines && !wrapped.test(path);
  return isMinified ? 'generated' : undefined;
}
