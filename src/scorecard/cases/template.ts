/** What a template can hold that only promptfoo's own engine (Nunjucks) understands. */
const beyond = /\{%|\{#|\{\{[-\s]*[^{}]*[^\w\s{}-][^{}]*\}\}/;

/** Whether a text has templates that are not read here: filters, conditions, loops. */
export function isBeyondUs(template: string): boolean {
  return beyond.test(template);
}

/**
 * A text with `{{name}}` replaced by what the name stands for; a name that stands for nothing is empty, as in promptfoo. What is put in
 * is not looked at again: a text may well have braces of its own.
 */
export function filledIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{-?\s*(\w+)\s*-?\}\}/g, (_, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : '',
  );
}
