import { l10n, window } from 'vscode';
import { withHunks } from '../../writing/guards/change.ts';
import type { ReviewStart } from '../review/openReview.ts';
import type { Reviews } from '../review/reviews.ts';

/** A version of a text that can be reviewed. */
export type Version = Omit<ReviewStart, 'another' | 'versions'>;

/** How much of a version stands in the list, in UTF-16 code units. */
const mostShown = 90;

/** The versions that a model wrote of one text, one review for whichever is looked at. The next is only written when it is asked for. */
export class Versions {
  readonly #reviews: Reviews;
  readonly #write: () => void;
  readonly #versions: Version[] = [];

  /** @param write writes another one, and adds it */
  constructor(reviews: Reviews, write: () => void) {
    this.#reviews = reviews;
    this.#write = write;
  }

  /** Adds a version and opens its review. */
  add(version: Version): void {
    this.#versions.push(version);
    this.#show(this.#versions.length - 1);
  }

  #show(index: number): void {
    const version = this.#versions[index];
    if (!version) return;
    const isOne = this.#versions.length === 1;
    this.#reviews.open({
      ...version,
      title: isOne
        ? version.title
        : l10n.t('{0} (version {1} of {2})', version.title, index + 1, this.#versions.length),
      another: this.#write,
      ...(isOne ? {} : { versions: () => void this.#choose(index) }),
    });
  }

  /** Lets a person look at each of them: the review shows the one that is highlighted. */
  async #choose(shown: number): Promise<void> {
    let looked = shown;
    const items = this.#versions.map((version, index) => ({
      label: l10n.t('Version {0}', index + 1),
      detail: sampleOf(version),
      index,
    }));
    const another = { label: l10n.t('Write another version'), detail: '', index: -1 };
    const look = (index: number) => {
      if (index < 0 || index === looked) return;
      looked = index;
      this.#show(index);
    };
    const chosen = await window.showQuickPick([...items, another], {
      title: this.#versions[0]?.title ?? '',
      placeHolder: l10n.t('The review shows the version that is highlighted.'),
      onDidSelectItem: (item) => {
        if (typeof item !== 'string') look((item as typeof another).index);
      },
    });
    if (chosen === another) this.#write();
    else look(chosen?.index ?? shown);
  }
}

/** How a version begins, from the first word that is another one. */
function sampleOf({ excerpt, changes }: Version): string {
  const text = withHunks(excerpt.text, changes);
  const from = Math.max(0, (changes[0]?.start ?? 0) - 20);
  const sample = text
    .slice(from, from + mostShown)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${from > 0 ? '…' : ''}${sample}${from + mostShown < text.length ? '…' : ''}`;
}
