/**
 * Models are named otherwise where they come from Hugging Face or from a file, as servers other than Ollama have them:
 * `Qwen/Qwen2.5-Coder-7B-Instruct-AWQ`, `/models/qwen2.5-coder-1.5b-q8_0.gguf`.
 */

/** What says how the weights are stored, and nothing of what they were trained on. */
const storage =
  /[-._](gguf|mlx|awq|gptq|exl[23]|bnb|unsloth|dynamic|fp8|int[48]|nvfp4|bf16|fp16|f16|f32|[2-8]bit|w[48]a(8|16)|(i1-)?i?q\d(_[a-z0-9]+)*|\d{5}-of-\d{5})$/;

/** The name itself, in lower case: without folders, organisation, file ending, and how the weights are stored. */
export function hubName(model: string): string {
  const file = model.slice(Math.max(model.lastIndexOf('/'), model.lastIndexOf('\\')) + 1).toLowerCase();
  let name = file.split(':', 1)[0] ?? '';
  for (let shorter = name; ; name = shorter) {
    shorter = name.replace(/\.gguf$/, '').replace(storage, '');
    if (shorter === name) return name;
  }
}
