/** Text that means nothing to Markdown, HTML, or VS Code's icons: every sign of ASCII stands as its number. */
export function literal(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\s\u0080-\u{10ffff}]/gu, (sign) => `&#${sign.codePointAt(0)};`)
    .replaceAll(/\r?\n/g, '<br>')
    .replaceAll(/^[ \t]+|[ \t]{2,}/g, (blanks) => '&nbsp;'.repeat(blanks.length));
}
