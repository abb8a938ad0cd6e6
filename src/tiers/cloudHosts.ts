/**
 * Providers of models that run in their own cloud. Their addresses are no engine's: what is typed would go there without the
 * send sheet. `privacy/presets.json` says where they are from, and its test that none of its hosts is missing here.
 */
const providers: readonly string[] = [
  'ai-gateway.vercel.sh',
  'aliyuncs.com',
  'anthropic.com',
  'azure.com',
  'cerebras.ai',
  'cohere.com',
  'deepinfra.com',
  'deepseek.com',
  'fireworks.ai',
  'githubcopilot.com',
  'googleapis.com',
  'groq.com',
  'huggingface.co',
  'inceptionlabs.ai',
  'mistral.ai',
  'models.github.ai',
  'moonshot.ai',
  'nvidia.com',
  'ollama.com',
  'openai.com',
  'openrouter.ai',
  'perplexity.ai',
  'replicate.com',
  'sambanova.ai',
  'siliconflow.com',
  'together.ai',
  'together.xyz',
  'x.ai',
  'z.ai',
];

/** Whether a host is a cloud provider's. @param hostname in lower case, as `URL` has it */
export function isCloudHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return providers.some((provider) => name === provider || name.endsWith(`.${provider}`));
}
