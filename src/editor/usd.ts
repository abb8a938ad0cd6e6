/** An amount of US dollars in the user's language. Most answers cost less than a cent: small amounts keep two digits that count. */
export function usd(amount: number, language: string): string {
  const currency = { style: 'currency', currency: 'USD' } as const;
  const isSmall = amount > 0 && amount < 0.1;
  return new Intl.NumberFormat(language, isSmall ? { ...currency, maximumSignificantDigits: 2 } : currency).format(
    amount,
  );
}
