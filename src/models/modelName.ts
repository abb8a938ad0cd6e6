/**
 * Whether a text is a name of a model as the engine reads it: perhaps a host, perhaps namespaces, the name, perhaps a tag; each
 * of letters, digits and `_-.`, beginning with no mark (ollama/ollama, types/model/name.go).
 */
export function isModelName(text: string): boolean {
  return text.length <= 200 && /^\w[\w.-]*(:\d+)?(\/\w[\w.-]*)*(:\w[\w.-]*)?$/.test(text);
}

/** Whether a model of the engine's is meant by a name: without a tag, `:latest` is. */
export function isNamed(model: { readonly name: string }, name: string): boolean {
  return model.name === name || model.name === `${name}:latest`;
}
