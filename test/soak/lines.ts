/** What is typed and said in the soak. Lines that begin alike, so that answers are sometimes right for a while. */
export const lines: readonly string[] = [
  'const total = sum(items);',
  'const total = prices.reduce((all, price) => all + price, 0);',
  'const names = people.map(({ name }) => name);',
  'const next = queue.shift();',
  'return total;',
  'return names.join(", ");',
  'if (total > limit) {',
  'if (!next) return undefined;',
  'for (const item of items) {',
  'for (const [name, price] of prices) {',
  '}',
  'await write(file, names);',
  'await write(file, "größer 🙂");',
  'throw new Error("no " + name);',
];
