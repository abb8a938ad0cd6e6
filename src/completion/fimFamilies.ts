import type { FimFormat, FimLayout, FimPlace } from './fim.ts';

/** A family in the table. */
export interface Family extends FimFormat {
  /**
   * The names, without host and namespace and in lower case, that belong to the family, each with the tags that were trained to
   * fill in the middle. A name or tag that no source speaks of is left out.
   */
  readonly trained: ReadonlyMap<string, RegExp>;
  /** The names under which the same models are published on Hugging Face, as `hubName` has them; left out: the names above. */
  readonly published?: RegExp;
}

/** Names that are known, and known not to take part in the table: nothing is to be tried with them. */
export const notTrainedNames: readonly string[] = [
  // Its vocabulary has the markers, but its authors say that it was not trained on them: ollama/ollama issue 8320.
  'yi-coder',
  // They rewrite a marked region, and answer with the whole of it: zed-industries/zeta-2.1, model card; the Zed blog, "How we
  // developed Zeta 2".
  'zeta2',
  'zeta2.1',
  'zeta-2.1',
  // The same in a form of its own: the Sweep blog, "OSS next edit".
  'sweep-next-edit-0.5b',
  'sweep-next-edit-1.5b',
  'sweep-next-edit-7b',
];

/** Every tag of a name. */
export const any = /^/;

/** Fits the context of every family but those that say otherwise. */
const usual = { beforeCharacters: 6000, afterCharacters: 600 } as const;

/** The usual kind: prefix, suffix, middle marker, and nothing about files. */
const prefixFirst = { preferred: 'prefixFirst', middleLast: true, namesFiles: false } as const;

/** The markers of StarCoder, which others took over. Continue, core/autocomplete/templating; llama.cpp, src/llama-vocab.cpp. */
const starcoder = {
  ...prefixFirst,
  prompt: (before: string, after: string) => `<fim_prefix>${before}<fim_suffix>${after}<fim_middle>`,
  stop: ['<|endoftext|>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
} as const;

/** Suffix, then prefix, with no middle marker: Ollama, docs/template.mdx; its files: Continue, AutocompleteTemplate.ts. */
const codestral: FimLayout = (before, after, place) => {
  const files = place ? [...place.others, { path: place.path, text: before }] : [];
  const prefix = place ? files.map(({ path, text }) => `+++++ ${path}\n${text}`).join('\n\n') : before;
  return `[SUFFIX]${after}[PREFIX]${prefix}`;
};

/** Suffix-prefix-middle, always: the Mellum paper, arXiv 2510.05788, and the model card of JetBrains/Mellum-4b-base. */
const mellum: FimLayout = (before, after, place) =>
  `${files(place, (path) => `<filename>${path}\n`)}<fim_suffix>${after}<fim_prefix>${before}<fim_middle>`;

/** Suffix first: the model card of ByteDance-Seed/Seed-Coder-8B-Base. Continue has the other order, which the card does not. */
const seed: FimLayout = (before, after) => `<[fim-suffix]>${after}<[fim-prefix]>${before}<[fim-middle]>`;

/** A turn of a conversation. An unknown language stays blank: THUDM/CodeGeeX4, guides/Infilling_guideline.md. */
const codegeex: FimLayout = (before, after, place) => {
  const references = (place?.others ?? []).map(({ path, text }) => `###REFERENCE:\n###PATH:${path}\n${ended(text)}`);
  const header = `###PATH:${place?.path ?? 'untitled'}\n###LANGUAGE:${languages.get(place?.languageId ?? '') ?? ''}\n###MODE:BLOCK\n`;
  const code = `<|code_suffix|>${after}<|code_prefix|>${before}<|code_middle|>`;
  return `<|user|>\n${references.join('')}${header}${code}<|assistant|>\n`;
};

/** The names under which CodeGeeX knows languages, by VS Code's ids: they begin with a capital letter. */
const languages: ReadonlyMap<string, string> = new Map([
  ['c', 'C'],
  ['cpp', 'C++'],
  ['csharp', 'C#'],
  ['go', 'Go'],
  ['java', 'Java'],
  ['javascript', 'JavaScript'],
  ['kotlin', 'Kotlin'],
  ['php', 'PHP'],
  ['python', 'Python'],
  ['ruby', 'Ruby'],
  ['rust', 'Rust'],
  ['typescript', 'TypeScript'],
]);

/** Every family whose markers and order a source states. What was left out, and why, is listed in the table's test. */
export const families: readonly Family[] = [
  {
    // QwenLM/Qwen2.5-Coder, README, "Fill in the middle" and "Repository level"; base and instruct tags alike. Qwen3-Coder: its
    // README in turns of a conversation, ggml-org/llama.vscode the same raw prompt, which leaves the answer free of chat.
    family: 'qwen',
    trained: new Map([
      ['qwen2.5-coder', any],
      ['qwen3-coder', any],
    ]),
    published: /^(qwen2\.5-coder(-\d|$)|qwen3-coder-\d)/,
    ...prefixFirst,
    namesFiles: true,
    prompt: (before, after, place) => {
      const repository = place?.repository === undefined ? '' : `<|repo_name|>${place.repository}\n`;
      const above = files(place, (path) => `<|file_sep|>${path}\n`);
      return `${repository}${above}<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`;
    },
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
    // Full-width bars (U+FF5C) and U+2581: Continue, core/autocomplete/templating; Zed, crates/edit_prediction/src/fim.rs. Base
    // checkpoints only: Palm1r/QodeAssist issue 8. Of the second version only the Lite one: its paper, arXiv 2406.11931, 3.1.
    family: 'deepseek',
    trained: new Map([
      ['deepseek-coder', /^((1\.3b|6\.7b|33b)-)?base(-|$)/],
      ['deepseek-coder-v2', /^(16b-)?lite-base(-|$)/],
    ]),
    published: /^deepseek-coder-((1\.3b|6\.7b|33b)-base|v2-lite-base)$/,
    ...prefixFirst,
    prompt: (before, after) => `<｜fim▁begin｜>${before}<｜fim▁hole｜>${after}<｜fim▁end｜>`,
    stop: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<｜end▁of▁sentence｜>'],
    ...usual,
  },
  {
    // The spaces matter; only the 7b and 13b code tags were trained for it: Ollama, docs/template.mdx, "Fill-In-Middle". Suffix
    // first: Meta's page on the prompt formats of Code Llama, and `infilling_prompt_tokens` in meta-llama/codellama,
    // llama/generation.py. How much of the training had that order, no source at hand says, so it is not preferred.
    family: 'codellama',
    trained: new Map([['codellama', /^(code|(7b|13b)-code)(-|$)/]]),
    published: /^codellama-(7b|13b)(-hf)?$/,
    ...prefixFirst,
    prompt: (before, after) => `<PRE> ${before} <SUF>${after} <MID>`,
    suffixFirst: (before, after) => `<PRE> <SUF>${after} <MID> ${before}`,
    stop: ['<PRE>', '<SUF>', '<MID>', '<EOT>'],
    ...usual,
  },
  {
    // StarCoder2 paper, arXiv 2402.19173, section 5: half of the training named repository and paths, half of it neither. The
    // instruct tags were trained on conversations. Its suffix-first form is not confirmed anywhere.
    family: 'starcoder2',
    trained: new Map([['starcoder2', /^(?!.*instruct)/]]),
    published: /^starcoder2-(3b|7b|15b)$/,
    ...starcoder,
    namesFiles: true,
    prompt: (before, after, place) => {
      if (!place) return starcoder.prompt(before, after);
      const repository = place.repository === undefined ? '' : `<repo_name>${place.repository}`;
      const above = place.others.map(({ path, text }) => `<file_sep>${path}\n${text}`).join('');
      return `${repository}${above}<file_sep>${starcoder.prompt(`${place.path}\n${before}`, after)}`;
    },
    stop: ['<|endoftext|>', '<file_sep>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    ...usual,
  },
  {
    // The code tags; the others are made for conversation. Whether they know of files is not confirmed.
    family: 'starcoder1',
    trained: new Map([
      ['stable-code', /^(3b-)?code(-|$)/],
      ['codeqwen', /^((7b|v1\.5)-)?code(-|$)/],
    ]),
    published: /^(stable-code-3b|codeqwen1\.5-7b)$/,
    ...starcoder,
    ...usual,
  },
  {
    // The same markers; the 3b base has a context of 2048 tokens, so that its window is smaller: Ollama's library.
    family: 'granite-code',
    trained: new Map([['granite-code', /^(3b|8b)-base(-|$)/]]),
    published: /^granite-(3b|8b)-code-base(-|$)/,
    ...starcoder,
    beforeCharacters: 3000,
    afterCharacters: 300,
  },
  {
    // No blank round the markers: ai.google.dev/gemma/docs/codegemma/prompt-structure, which also says that the separator
    // stands between files, and says nothing of their paths. Tags: ollama/ollama issue 6968.
    family: 'codegemma',
    trained: new Map([['codegemma', /^(code|2b|7b-code|2b-code|2b-v1\.1)(-|$)/]]),
    published: /^codegemma-(1\.1-2b|2b|7b)$/,
    ...prefixFirst,
    namesFiles: true,
    prompt: (before, after, place) => {
      const above = (place?.others ?? []).map(({ text }) => `${text}<|file_separator|>`).join('');
      return `${above}<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`;
    },
    stop: ['<|file_separator|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<end_of_turn>', '<eos>'],
    ...usual,
  },
  {
    // The one order it has. Mamba Codestral is another model, without it: mistralai/Mamba-Codestral-7B-v0.1, discussion 2.
    family: 'codestral',
    trained: new Map([['codestral', /^(latest|22b|v0\.1)(-|$)/]]),
    published: /^codestral-22b-v0\.1$/,
    prompt: codestral,
    suffixFirst: codestral,
    preferred: 'suffixFirst',
    middleLast: false,
    namesFiles: true,
    stop: ['[PREFIX]', '[SUFFIX]', '\n+++++ '],
    ...usual,
  },
  {
    // IBM's Granite 4.0 documentation, "Prompt engineering", for all of Granite 4.0; not confirmed for 3 and 4.1.
    family: 'granite4',
    trained: new Map([['granite4', any]]),
    published: /^granite-4\.0-/,
    ...prefixFirst,
    prompt: (before, after) => `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`,
    stop: ['<|end_of_text|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|fim_pad|>'],
    ...usual,
  },
  {
    // The one order its card has. The instruct and reasoning models are not said to fill in.
    family: 'seed',
    trained: new Map([
      ['seed-coder-8b-base', any],
      ['seed-coder-8b-base-gguf', any],
    ]),
    prompt: seed,
    suffixFirst: seed,
    preferred: 'suffixFirst',
    middleLast: true,
    namesFiles: false,
    stop: ['<[end▁of▁sentence]>', '<[fim-prefix]>', '<[fim-suffix]>', '<[fim-middle]>'],
    ...usual,
  },
  {
    // The one order it was trained in. Its end-of-text marker is not stated; the engine has it from the model's own file.
    family: 'mellum',
    trained: new Map([
      ['mellum-4b-base', any],
      ['mellum-4b-sft-all', any],
      ['mellum-4b-sft-kotlin', any],
      ['mellum-4b-sft-python', any],
    ]),
    prompt: mellum,
    suffixFirst: mellum,
    preferred: 'suffixFirst',
    middleLast: true,
    namesFiles: true,
    stop: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<filename>'],
    ...usual,
  },
  {
    // CodeGeeX4 has one order, and a turn of its own for the answer. Other GLM models are named by editors only, not by a source.
    family: 'glm',
    trained: new Map([['codegeex4', /^(latest|9b)(-|$)/]]),
    published: /^codegeex4-all-9b$/,
    prompt: codegeex,
    suffixFirst: codegeex,
    preferred: 'suffixFirst',
    middleLast: false,
    namesFiles: true,
    stop: ['<|user|>', '<|code_suffix|>', '<|code_prefix|>', '<|code_middle|>', '<|assistant|>', '<|endoftext|>'],
    ...usual,
  },
  {
    // Our own demo model: 45 % of its training had the suffix first, and it is measurably better so (first line right in 39 %
    // instead of 27 %), and under 500 tokens: test/engine/model/MODEL_CARD.md. An end of file is a newline to it.
    family: 'tiny-demo',
    trained: new Map([['tiny-demo', any]]),
    prompt: (before, after) => `<|fim_prefix|>${before}<|fim_suffix|>${after || '\n'}<|fim_middle|>`,
    suffixFirst: (before, after) => `<|fim_prefix|><|fim_suffix|>${after || '\n'}<|fim_middle|>${before}`,
    preferred: 'suffixFirst',
    middleLast: true,
    namesFiles: false,
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

/** The other files, each under its header, then the header of the file itself. */
function files(place: FimPlace | undefined, header: (path: string) => string): string {
  if (!place) return '';
  return `${place.others.map(({ path, text }) => `${header(path)}${ended(text)}`).join('')}${header(place.path)}`;
}

/** The text with a newline at its end. */
function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
