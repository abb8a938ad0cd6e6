/**
 * The model that `npm start` brings along where there is no other. It knows a small world of its own and must not be judged
 * by its answers, nor Hearth by it; so its name is never shown without saying so.
 */
export function isDemoModel(model: string): boolean {
  // Servers that are given its file name it by the file.
  return /^tiny-demo(:|$)|(^|[/\\])tiny-demo[\w-]*\.gguf$/.test(model);
}
