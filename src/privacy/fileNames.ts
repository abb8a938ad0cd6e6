import type { Origin } from '../base/text.ts';

/**
 * Every name under which a rule may know the document a piece of text came from: relative to its workspace folder, absolute,
 * with its server, decoded, and the file behind a virtual document such as `git:`. All are written alike: forward slashes,
 * no leading slash, no `.` or `..`, composed Unicode (macOS hands out decomposed names).
 * Symbolic links are not followed: that needs the file system. @see followingLinks
 * @throws {URIError} when the URI is not a valid one
 */
export function fileNames(origin: Origin): readonly string[] {
  const names = [origin.path, decodedWherePossible(origin.path), ...namesInUri(origin.uri)].map(plainName);
  return [...new Set(names)].filter((name) => name !== '');
}

/**
 * The names that a document has within a folder: all of its own that begin with one of the folder's, without that. Upper and
 * lower case are alike, as they are to the rules.
 * @throws {URIError} when a URI is not a valid one
 */
export function namesWithin(folder: string, document: string): readonly string[] {
  const roots = namesInUri(folder).map((name) => withSlash(plainName(name)).toLowerCase());
  const names = namesInUri(document).map(plainName);
  return names.flatMap((name) =>
    roots.filter((root) => name.toLowerCase().startsWith(root)).map((root) => name.slice(root.length)),
  );
}

const withSlash = (name: string) => (name === '' ? '' : `${name}/`);

const uriForm = /^[a-z][a-z0-9+.-]*:(?:\/\/(?<server>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/i;

function namesInUri(uri: string): readonly string[] {
  const { server = '', path = uri, query = '' } = uriForm.exec(uri)?.groups ?? {};
  const decoded = decodeURIComponent(path);
  return [decoded, `${decodeURIComponent(server)}/${decoded}`, ...pathInQuery(decodeURIComponent(query))];
}

/** VS Code's Git documents name the real file in their query: `git:/src/key.pem.git?{"path":"/src/key.pem","ref":"HEAD"}`. */
function pathInQuery(query: string): readonly string[] {
  if (!query.startsWith('{')) return [];
  const value: unknown = JSON.parse(query);
  return typeof value === 'object' && value !== null && 'path' in value ? [String(value.path)] : [];
}

/** A path is not a URI, so a `%` in it may be meant as it stands; but a name that is encoded must not slip through. */
function decodedWherePossible(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function plainName(name: string): string {
  const segments: string[] = [];
  for (const segment of name.normalize('NFC').replaceAll('\\', '/').split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
