/**
 * Ollama runs some models in its own cloud behind names that look local. Such a model is not local, whatever it is called.
 * Source: the Ollama server forwards `:cloud` / `-cloud` names and models with a `remote_host` (observed on 0.33).
 */

/** Whether a model's name says that it runs in Ollama's cloud. */
export function hasRemoteName(model: string): boolean {
  // The tag stands behind the last slash: a registry's own `host:port` does not.
  const [name = '', tag = ''] = model
    .slice(model.lastIndexOf('/') + 1)
    .toLowerCase()
    .split(':', 2);
  return tag === 'cloud' || tag.endsWith('-cloud') || (tag === '' && name.endsWith('-cloud'));
}

/** Whether something the engine said (a listed model, its details, a piece of an answer) comes from another host. */
export function saysRemote(said: object): boolean {
  const { remote_host: host, remote_model: model } = said as { remote_host?: unknown; remote_model?: unknown };
  return (typeof host === 'string' && host !== '') || (typeof model === 'string' && model !== '');
}

/**
 * Whether a model of this name runs nowhere but in its maker's cloud: a gateway such as LiteLLM lists those beside one's own.
 * `gpt-oss` is OpenAI's, and runs anywhere.
 */
export function hasCloudName(model: string): boolean {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  return hasRemoteName(model) || /^(claude-|chatgpt-|gpt-(?!oss|2|j|neo)|o[1-9](-|$)|gemini-|grok-\d)/.test(name);
}
