/** Where the sheet's parts are, as the webview can load them. */
export interface SheetSources {
  /** The webview's own source for content security. */
  readonly cspSource: string;
  readonly style: string;
  readonly script: string;
  /** Good for this one document. */
  readonly nonce: string;
  /** The user's language, such as `en`. */
  readonly language: string;
}

/** The page of the send sheet: one stylesheet and one script of ours, and nothing else, not even a connection. */
export function sheetPage({ cspSource, style, script, nonce, language }: SheetSources): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'; form-action 'none'; base-uri 'none'`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Hearth</title>
</head>
<body>
<main id="sheet" aria-labelledby="title"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
