/** The English name of a language, for a prompt: `German`. The code itself if it has none. */
export function languageName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
}
