import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../editor/workbench.ts';
import type { DemoModels } from '../engine/engine.ts';
import { until } from './until.ts';

/** Functions of the kind that the demo model was made for, by their names. */
export const demoFunctions: Readonly<Record<string, string>> = {
  is_even: 'def is_even(value):\n    return value % 2 == 0\n',
  to_fahrenheit: 'def to_fahrenheit(celsius):\n    return celsius * 9 / 5 + 32\n',
  clamp_score: 'def clamp_score(score, low, high):\n    return min(max(score, low), high)\n',
  smallest_price: 'def smallest_price(entries):\n    return min(entry["price"] for entry in entries)\n',
  is_leap_year: 'def is_leap_year(year):\n    return (year % 4 == 0 and year % 100 != 0) or year % 400 == 0\n',
  repeat_text: 'def repeat_text(text, times):\n    return text * times\n',
  total_cost: 'def total_cost(orders):\n    return sum(order["cost"] for order in orders)\n',
  first_word: 'def first_word(text):\n    return text.split(" ")[0]\n',
  open_orders: 'def open_orders(orders):\n    return [order for order in orders if order["open"]]\n',
  average: 'def average(values):\n    return sum(values) / len(values)\n',
};

/** The demo model in 8 bits, and in 16. */
export const bothDemoModels: DemoModels = { 'tiny-demo:latest': 'q8_0', 'tiny-demo:f16': 'f16' };

const label = (name: string) => `${name} (demo model, for trying the UI only)`;
/** What the two are called. */
export const demoLabels = { small: label('tiny-demo'), large: label('tiny-demo:f16') };

/** The cases that were kept of Explain. @param folder where cases are kept */
export const keptCases = (folder: string): number => {
  const path = join(folder, 'explain.yaml');
  return existsSync(path) ? readFileSync(path, 'utf8').split('  - description:').length - 1 : 0;
};

/** Has each of the functions explained and keeps the answer by its button. @param folder where cases are kept */
export async function keepDemoAnswers(workbench: Workbench, folder: string): Promise<void> {
  for (const [index, name] of Object.keys(demoFunctions).entries()) {
    await workbench.openFile(`${name}.py`);
    await workbench.command('Hearth: Explain');
    const card = workbench
      .webview('view')
      .getByRole('article')
      .filter({ hasText: `${name}.py` })
      .first();
    await card.getByRole('button', { name: 'Keep as Test' }).click({ timeout: 30_000 });
    await until(
      () => keptCases(folder) === index + 1,
      () => `case ${index + 1}`,
    );
  }
  await workbench.command('Notifications: Clear All Notifications');
}
