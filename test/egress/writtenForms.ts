import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a secret could stand in a file: as it is, encoded, or in parts. Each name says which. */
export function writtenForms(secret: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret);
  const part = Math.ceil(secret.length / 4);
  const texts: readonly (readonly [string, string])[] = [
    ['as it is', secret],
    ['reversed', [...secret].reverse().join('')],
    ['in percent-encoding', encodeURIComponent(secret)],
    ['in percent-encoding, every byte', [...bytes].map((byte) => `%${hex(byte)}`).join('')],
    ['in hexadecimal digits', bytes.toString('hex')],
    ['in capital hexadecimal digits', bytes.toString('hex').toUpperCase()],
    ...base64Of(bytes, 'base64'),
    ...base64Of(bytes, 'base64url'),
    ...[0, 1, 2, 3].map((at) => [`part ${at + 1} of 4`, secret.slice(at * part, (at + 1) * part)] as const),
  ];
  return new Map([
    ...texts.map(([name, text]) => [name, Buffer.from(text)] as const),
    ['as UTF-16', Buffer.from(secret, 'utf16le')],
  ]);
}

/** The files in these folders, at any depth, that hold one of the forms; each with the names of those it holds. */
export function filesHolding(forms: ReadonlyMap<string, Buffer>, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
      if (!entry.isFile()) return [];
      const path = join(entry.parentPath, entry.name);
      const content = readFileSync(path);
      const held = [...forms].filter(([, form]) => content.includes(form)).map(([name]) => name);
      return held.length > 0 ? [`${path}: ${held.join(', ')}`] : [];
    }),
  );
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();

/** What stands in the base64 of any text with these bytes in it: it depends on where among three bytes they begin. */
function base64Of(bytes: Buffer, encoding: 'base64' | 'base64url'): readonly (readonly [string, string])[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replaceAll('=', '');
    // The first and the last digits hold bits of what is beside it.
    return [`in ${encoding}, ${shift} bytes in`, encoded.slice(shift === 0 ? 0 : shift + 1, -1)];
  });
}
