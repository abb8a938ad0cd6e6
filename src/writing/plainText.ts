import { showHiddenCharacters } from './hiddenCharacters.ts';

/** Text as HTML that shows it as it is. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A whole answer as safe HTML without any formatting: for what is too long, or could not be rendered. */
export function plainText(text: string): string {
  return `<div class="plain">${showHiddenCharacters(escapeHtml(text))}</div>\n`;
}
