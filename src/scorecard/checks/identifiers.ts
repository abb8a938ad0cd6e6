/** Names that every reader of code knows, whatever code they read. */
const common = new Set(
  (
    'null undefined true false None True False nil this self super string number boolean String Number Boolean Array Object Map Set ' +
    'Promise Error TypeError NaN Infinity void int float str dict list bool return async await const let var function class import export if ' +
    'else for while new throw try catch any unknown length'
  ).split(' '),
);

/**
 * The names that an explanation marks as code (`` `total()` ``) and that do not stand in the code it is about: they are made up. Names
 * that belong to a language rather than to a piece of code are none, nor is what is no name, such as `` `a + b` ``.
 */
export function unknownIdentifiers(explanation: string, code: string): readonly string[] {
  const prose = explanation.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gm, '');
  const known = new Set(code.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  const named = [...prose.matchAll(/`([\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*)(?:\(\))?`/gu)];
  const parts = named.flatMap(([, name = '']) => name.split('.'));
  return [...new Set(parts)].filter((name) => !known.has(name) && !common.has(name));
}
