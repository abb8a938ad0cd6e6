import { type PageSources, webviewPage } from '../webviewPage.ts';

/** The page of the Hearth view. */
export function page(sources: PageSources): string {
  return webviewPage(
    sources,
    `<main id="answers"></main>
<div id="announcer" class="visually-hidden" role="status" aria-live="polite"></div>`,
  );
}
