/**
 * A number as it is written in a language: 1,234.5 or 1.234,5.
 * @param language a BCP 47 tag, such as VS Code's `env.language`; what is none is taken for English
 * @param digits behind the point, always that many
 */
export function numberIn(language: string, value: number, digits = 0): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    return value.toLocaleString(language, options);
  } catch (error) {
    if (error instanceof RangeError) return value.toLocaleString('en', options);
    throw error;
  }
}
