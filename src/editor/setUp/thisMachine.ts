import { access, constants, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { programPlaces } from '../../models/setUp/ollamaProgram.ts';

/** The free space where an engine on this machine keeps its models (ollama/ollama, docs/faq.mdx: `OLLAMA_MODELS`), in bytes. */
export async function freeBytes(environment: NodeJS.ProcessEnv): Promise<number | undefined> {
  const own = environment.OLLAMA_MODELS ?? '';
  for (const folder of [...(own === '' ? [] : [own]), join(homedir(), '.ollama'), homedir()]) {
    const found = await statfs(folder).catch(() => undefined);
    if (found) return found.bavail * found.bsize;
  }
  return undefined;
}

/** Where Ollama's program is on this machine; undefined: nowhere that it is looked for. */
export async function installedProgram(): Promise<string | undefined> {
  for (const place of programPlaces(process.platform, process.env)) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}
