/** Why an answer, or the first code block in it, is no JSON or YAML; undefined: it is. */
export async function whyNotParsed(answer: string, as: 'json' | 'yaml'): Promise<string | undefined> {
  const code = /^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?^\1[ \t]*$/m.exec(answer)?.[2] ?? answer;
  if (as === 'json') {
    try {
      JSON.parse(code);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  const { parseDocument } = await import('yaml');
  return parseDocument(code).errors[0]?.message.split('\n')[0];
}
