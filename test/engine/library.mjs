import { createHash } from 'node:crypto';

/** @typedef {{ digest: string, size: number }} Layer */
/** @typedef {{ status: string, digest?: string, total?: number, completed?: number }} Step */

/** How often a download tells how far it is, in milliseconds: as Ollama does. */
const tellMs = 60;

/**
 * The models that the demo engine has. Normally it is there from the start. With a registry it is not, and a pull downloads it
 * as Ollama does: the manifest, then its file, checked by its digest; what has arrived of a file that was broken off is kept.
 */
export class Library {
  /** Whether the demo model is installed. */
  isInstalled;
  /** @type {string | undefined} */
  #registry;
  /** What has arrived of a file, by digest. @type {Map<string, Buffer[]>} */
  #partial = new Map();

  /** @param {string | undefined} registry its address, where models are to be downloaded first */
  constructor(registry) {
    this.#registry = registry;
    this.isInstalled = registry === undefined;
  }

  /**
   * Downloads a model. Ends early when `signal` aborts.
   * @param {string} name with its tag @param {AbortSignal} signal
   * @returns {AsyncGenerator<Step>}
   */
  async *pull(name, signal) {
    yield { status: 'pulling manifest' };
    if (this.#registry !== undefined) {
      const [repository, tag] = name.split(':');
      const from = `${this.#registry}/v2/library/${repository}`;
      const manifest = await fetch(`${from}/manifests/${tag}`, { signal });
      if (manifest.status === 404) throw new Error('pull model manifest: file does not exist');
      const { layers } = /** @type {{ layers: Layer[] }} */ (await manifest.json());
      for (const layer of layers) yield* this.#file(`${from}/blobs/${layer.digest}`, layer, signal);
    }
    yield { status: 'verifying sha256 digest' };
    yield { status: 'writing manifest' };
    this.isInstalled = true;
    yield { status: 'success' };
  }

  /** @param {string} url @param {Layer} layer @param {AbortSignal} signal @returns {AsyncGenerator<Step>} */
  async *#file(url, { digest, size: total }, signal) {
    const chunks = this.#partial.get(digest) ?? [];
    this.#partial.set(digest, chunks);
    const arrived = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const step = () => ({ status: `pulling ${digest.slice(7, 19)}`, digest, total, completed: arrived() });
    const response = await fetch(url, { signal, headers: { range: `bytes=${arrived()}-` } });
    let told = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(Buffer.from(chunk));
      if (performance.now() - told < tellMs) continue;
      told = performance.now();
      yield step();
    }
    yield step();
    this.#partial.delete(digest);
    const found = createHash('sha256').update(Buffer.concat(chunks)).digest('hex');
    if (`sha256:${found}` !== digest) throw new Error('digest mismatch, file must be downloaded again');
  }
}
