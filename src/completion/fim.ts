/**
 * How each model family wants to be asked for the text in the middle. One table; names are matched exactly, because a model
 * that was not trained on these markers writes nonsense between them.
 */
export interface FimFormat {
  readonly family: string;
  /** The whole prompt for an engine that is told not to add anything (`raw`). */
  readonly prompt: (before: string, after: string) => string;
  /** The markers at which an answer ends. */
  readonly stop: readonly string[];
  /** The most text before the cursor, in UTF-16 code units. */
  readonly beforeCharacters: number;
  /** The most text after the cursor, in UTF-16 code units. */
  readonly afterCharacters: number;
}

interface Family extends FimFormat {
  /** Whether a model's name (without its namespace) belongs to this family and was trained to fill in the middle. */
  readonly matches: (name: string, tag: string) => boolean;
}

const usual = { beforeCharacters: 6000, afterCharacters: 600 } as const;

const families: readonly Family[] = [
  {
    // Base and instruct tags alike: https://github.com/QwenLM/Qwen2.5-Coder, "Fill in the middle".
    family: 'qwen2.5-coder',
    matches: (name) => name === 'qwen2.5-coder',
    prompt: (before, after) => `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`,
    stop: [
      '<|endoftext|>',
      '<|fim_prefix|>',
      '<|fim_suffix|>',
      '<|fim_middle|>',
      '<|fim_pad|>',
      '<|repo_name|>',
      '<|file_sep|>',
      '<|im_start|>',
      '<|im_end|>',
    ],
    ...usual,
  },
  {
    // The spaces matter; only the 7b and 13b code tags were trained for it: Ollama's docs/template.mdx, "Fill-In-Middle".
    family: 'codellama',
    matches: (name, tag) => name === 'codellama' && /^(code|(7b|13b)-code)(-|$)/.test(tag),
    prompt: (before, after) => `<PRE> ${before} <SUF>${after} <MID>`,
    stop: ['<PRE>', '<SUF>', '<MID>', '<EOT>'],
    ...usual,
  },
  {
    // StarCoder2 paper, arXiv 2402.19173, section 5. The instruct tags were trained on conversations.
    family: 'starcoder2',
    matches: (name, tag) => name === 'starcoder2' && !tag.includes('instruct'),
    prompt: (before, after) => `<fim_prefix>${before}<fim_suffix>${after}<fim_middle>`,
    stop: ['<|endoftext|>', '<file_sep>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    ...usual,
  },
  {
    // Our own demo model, best suffix-first and under 500 tokens: test/engine/model/MODEL_CARD.md.
    family: 'tiny-demo',
    matches: (name) => name === 'tiny-demo',
    prompt: (before, after) => `<|fim_prefix|><|fim_suffix|>${after === '' ? '\n' : after}<|fim_middle|>${before}`,
    stop: [
      '<|endoftext|>',
      '<|fim_prefix|>',
      '<|fim_suffix|>',
      '<|fim_middle|>',
      '<|file_sep|>',
      '<|im_start|>',
      '<|im_end|>',
    ],
    beforeCharacters: 1200,
    afterCharacters: 300,
  },
];

/** How to ask a model for a completion: with our own prompt, or with the engine's `suffix` field. */
export type FimWay = { readonly way: 'raw'; readonly format: FimFormat } | { readonly way: 'suffix' };

/**
 * The way to ask this model, or undefined when it cannot fill in the middle.
 * @param model the full name, such as `qwen2.5-coder:1.5b-base`
 * @param capabilities what the engine says of it; `insert` means its template has a place for the suffix
 */
export function fimFor(model: string, capabilities: readonly string[]): FimWay | undefined {
  const [name = '', tag = 'latest'] = model
    .slice(model.lastIndexOf('/') + 1)
    .toLowerCase()
    .split(':', 2);
  const format = families.find((family) => family.matches(name, tag));
  if (format) return { way: 'raw', format };
  return capabilities.includes('insert') ? { way: 'suffix' } : undefined;
}

/** The window of a model whose own template places the suffix. */
export const suffixWindow = usual;

/** All formats, for tests over the table. */
export const fimFormats: readonly FimFormat[] = families;
