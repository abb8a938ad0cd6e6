import assert from 'node:assert/strict';
import { fimFor, whyNoFim } from '../../../src/completion/fim.ts';
import { hubName } from '../../../src/completion/hubNames.ts';

/** The family under which a server's model is asked, or why it is not. */
const familyOf = (model: string) => {
  const way = fimFor(model, ['completion']);
  return way?.way === 'raw' ? way.format.family : whyNoFim(model, ['completion']);
};

const names: Readonly<Record<string, string>> = {
  'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ': 'qwen2.5-coder-7b-instruct',
  'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8': 'qwen3-coder-30b-a3b-instruct',
  '/models/qwen2.5-coder-1.5b-q8_0.gguf': 'qwen2.5-coder-1.5b',
  'C:\\models\\Qwen2.5-Coder-3B.i1-Q4_K_M.gguf': 'qwen2.5-coder-3b',
  'ggml-org/Qwen2.5-Coder-1.5B-Q8_0-GGUF:Q8_0': 'qwen2.5-coder-1.5b',
  'hf.co/bartowski/codegemma-2b-GGUF:IQ4_XS': 'codegemma-2b',
  'starcoder2-15b-00001-of-00003.gguf': 'starcoder2-15b',
  'mlx-community/Codestral-22B-v0.1-4bit': 'codestral-22b-v0.1',
  'tiny-demo-q8_0.gguf': 'tiny-demo',
  '.gguf': '',
};

const families: Readonly<Record<string, string>> = {
  'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ': 'qwen',
  'Qwen/Qwen2.5-Coder-0.5B': 'qwen',
  'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8': 'qwen',
  'deepseek-ai/deepseek-coder-6.7b-base': 'deepseek',
  'deepseek-ai/DeepSeek-Coder-V2-Lite-Base': 'deepseek',
  'codellama/CodeLlama-13b-hf': 'codellama',
  'bigcode/starcoder2-7b': 'starcoder2',
  'stabilityai/stable-code-3b': 'starcoder1',
  'ibm-granite/granite-8b-code-base-128k': 'granite-code',
  'ibm-granite/granite-4.0-h-tiny': 'granite4',
  'google/codegemma-2b': 'codegemma',
  'mistralai/Codestral-22B-v0.1': 'codestral',
  'ByteDance-Seed/Seed-Coder-8B-Base': 'seed',
  'JetBrains/Mellum-4b-base': 'mellum',
  'JetBrains/Mellum-4b-sft-python-gguf': 'mellum',
  'zai-org/codegeex4-all-9b': 'glm',
  '/models/tiny-demo-q8_0.gguf': 'tiny-demo',
  // Ollama's own names mean what they meant.
  'qwen2.5-coder:1.5b-base': 'qwen',
  'codellama:7b-instruct': 'notTrained',
  // Of these families, and not trained to fill in.
  'deepseek-ai/deepseek-coder-6.7b-instruct': 'notTrained',
  'codellama/CodeLlama-7b-Instruct-hf': 'notTrained',
  'bigcode/starcoder2-15b-instruct-v0.1': 'notTrained',
  'google/codegemma-7b-it': 'notTrained',
  'mistralai/Mamba-Codestral-7B-v0.1': 'unknownFamily',
  'ByteDance-Seed/Seed-Coder-8B-Instruct': 'unknownFamily',
  'meta-llama/Llama-3.1-8B-Instruct': 'unknownFamily',
};

describe('models by the names that they were published under', () => {
  for (const [model, name] of Object.entries(names)) {
    it(`${model} is ${name || 'nothing'}`, () => assert.equal(hubName(model), name));
  }

  for (const [model, family] of Object.entries(families)) {
    it(`${model}: ${family}`, () => assert.equal(familyOf(model), family));
  }
});
