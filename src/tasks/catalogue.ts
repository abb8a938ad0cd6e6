/**
 * Every task that reads the text at hand and whose answer is shown as it comes, a line each. A new one is a file of its own, a line here,
 * and its command in `package.json`, which also says what it is called: then it is in the palette, in the list of everything, and can be
 * asked of the cloud. (That is why this file only passes on what others export: whoever wants all of them takes it as a whole.)
 */
export { explain } from './explain.ts';
export { summarize } from './summarize.ts';
