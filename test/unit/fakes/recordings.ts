import { readFileSync } from 'node:fs';
import { type OutgoingHttpHeaders, request } from 'node:http';

/** One exchange with a real Ollama, as recorded. */
export interface Recording {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: OutgoingHttpHeaders;
    readonly body?: unknown;
  };
  readonly response: Answered;
}

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const file = (name: string) => readFileSync(new URL(`../../fakes/recorded/${name}`, import.meta.url), 'utf8');

/** The recorded exchanges, in the order in which they were made. */
export const recordings = (): Recording[] =>
  file('ollama-golden.jsonl')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recording);

/** The recorded progress of a download, as it stood on the wire. */
export const recordedPull = (): string => file('ollama-pull.ndjson');

/** Sends one request exactly as given, which `fetch` would not do with its headers. */
export function send(url: string, { method, path, headers = {}, body }: Recording['request']): Promise<Answered> {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers: { ...headers, ...length } }, (incoming) => {
      incoming.setEncoding('utf8');
      let text = '';
      incoming.on('data', (piece: string) => {
        text += piece;
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

/**
 * What must be the same in every Ollama: status, content type, the names and types of all fields, and the words of errors
 * (numbers aside). Lists count by the kinds of their elements, a stream by its lines before the last and the last.
 */
export function outline({ status, headers, body }: Answered): unknown {
  const type = headers['content-type'];
  const head = { status, type };
  if (String(type).startsWith('application/x-ndjson')) {
    const lines = body.trimEnd().split('\n');
    const last = lines.pop() ?? '';
    return { ...head, lines: kinds(lines.map(parsedShape)), last: parsedShape(last) };
  }
  if (!String(type).startsWith('application/json')) return { ...head, body };
  const value: unknown = JSON.parse(body);
  const error = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined;
  return { ...head, body: shape(value), error: String(error).replace(/\d+/g, '#') };
}

const parsedShape = (line: string): unknown => shape(JSON.parse(line));

function shape(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return kinds(value.map(shape));
  if (typeof value !== 'object') return typeof value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    // The facts of a model differ with its maker: only those that a client reads must be there, with the right type.
    entries.map(([key, inner]) => [key, key === 'model_info' ? shape(factsThatMatter(inner as object)) : shape(inner)]),
  );
}

const factsThatMatter = (facts: object) =>
  Object.fromEntries(
    Object.entries(facts).filter(([key]) =>
      /^general\.(architecture|parameter_count|file_type)$|\.(context_length|embedding_length|vocab_size)$|^tokenizer\.ggml\./.test(
        key,
      ),
    ),
  );

/** The different ones among some shapes, in a fixed order. */
function kinds(shapes: readonly unknown[]): unknown[] {
  const different = new Map(shapes.map((one) => [JSON.stringify(one), one]));
  return [...different].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
