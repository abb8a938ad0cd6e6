/** US dollars per million tokens. */
export interface Rate {
  readonly input: number;
  readonly output: number;
}

/** What a model costs. */
export interface Price extends Rate {
  /** Whose price it is: the user's own setting, or our list's, with the date that its source supports. */
  readonly from: 'user' | { readonly date: string };
  /** The longest prompt, in tokens, that it holds for; absent: any. */
  readonly upToPromptTokens?: number;
  /** What holds beyond; absent: unknown. */
  readonly above?: Rate;
}

/** What is known of a model's price. `byPlan`: the provider bills by plan, not by token. */
export type PriceKnowledge = Price | 'byPlan' | 'unknown';

/** The price list, as `prices.json` has it. */
export interface PriceList {
  /** Providers that bill by plan. */
  readonly byPlan: readonly string[];
  readonly rows: readonly (Rate & {
    readonly provider: string;
    readonly model: string;
    readonly date: string;
    readonly upToPromptTokens?: number;
    readonly above?: Rate;
    /** A price that is announced for later. */
    readonly from?: Rate & { readonly date: string };
  })[];
}

/** The price list, read when it is first needed. The file says when and where from. */
export async function loadPrices(): Promise<PriceList> {
  const { default: list } = await import('./prices.json', { with: { type: 'json' } });
  return list;
}

/**
 * The price of a model by exactly the name that its provider gives it: another version may cost something else.
 * @param provider what its prices stand under in the list; undefined for an address that is in no list
 * @param own the user's own prices by model; they go before the list
 * @param now ms
 */
export function priceOf(
  model: string,
  provider: string | undefined,
  list: PriceList,
  own: Readonly<Record<string, Rate>>,
  now: number,
): PriceKnowledge {
  const mine = Object.hasOwn(own, model) ? own[model] : undefined;
  if (mine !== undefined) return { input: mine.input, output: mine.output, from: 'user' };
  if (provider === undefined) return 'unknown';
  if (list.byPlan.includes(provider)) return 'byPlan';
  const row = list.rows.find((each) => each.provider === provider && each.model === model);
  if (row === undefined) return 'unknown';
  const later = row.from !== undefined && new Date(now).toISOString() >= row.from.date;
  const { input, output } = later ? row.from : row;
  const { date, upToPromptTokens, above } = row;
  return {
    input,
    output,
    from: { date },
    ...(upToPromptTokens === undefined ? {} : { upToPromptTokens }),
    ...(above === undefined ? {} : { above }),
  };
}
