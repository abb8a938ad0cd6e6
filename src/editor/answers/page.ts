import { type PageSources, webviewPage } from '../webviewPage.ts';

/** The page of the Hearth view. */
export function page(sources: PageSources): string {
  return webviewPage(
    sources,
    `<main aria-labelledby="title"><h1 id="title" class="visually-hidden"></h1><div id="answers"></div></main>
<div id="announcer" class="visually-hidden" role="log" aria-live="polite"></div>`,
  );
}
