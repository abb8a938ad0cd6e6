import type { Piece } from '../../bench/traces/piece.ts';

/** A piece in a document of its own. */
export function piece(change: Partial<Piece> = {}): Piece {
  return {
    id: 'test#0',
    languageId: 'typescript',
    path: 'src/total.ts',
    before: 'const rate = 0.2;\n\nfunction total(prices: number[]) {\n',
    inserted: '  const sum = prices.reduce((a, b) => a + b, 0);\n  return sum * (1 + rate);',
    after: '\n}\n',
    ...change,
  };
}
