import { type PageSources, webviewPage } from '../webviewPage.ts';

/** The page of the send sheet. */
export function sheetPage(sources: PageSources): string {
  return webviewPage(
    sources,
    '<main id="sheet" aria-labelledby="title"></main><p id="spoken" class="visually-hidden" role="status"></p>',
  );
}
