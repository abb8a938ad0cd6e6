/** Where a page's parts are, as the webview can load them. */
export interface PageSources {
  /** The webview's own source for content security. */
  readonly cspSource: string;
  readonly style: string;
  readonly script: string;
  /** Good for this one document. */
  readonly nonce: string;
  /** The user's language, such as `en`. */
  readonly language: string;
}

/** Languages that are written from right to left, and the made-up one that is, with which software is tried out. */
const rightToLeft = /^(?:ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)(?:-|$)|^qps-plocm$/i;

/** The direction in which a language is written. */
function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.test(language) ? 'rtl' : 'ltr';
}

/**
 * A page of Hearth's. It loads one stylesheet and one script of ours and nothing else: no picture, no font, no connection, so
 * that a hostile answer has no way out even if it were rendered wrongly.
 * @param body our own HTML, in which the script finds its place
 */
export function webviewPage({ cspSource, style, script, nonce, language }: PageSources, body: string): string {
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "img-src 'none'",
    "font-src 'none'",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Hearth</title>
</head>
<body>
${body}
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
