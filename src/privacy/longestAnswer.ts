/**
 * The longest answer of the cloud, in tokens, thinking included. Anthropic's API wants a limit, and gets this one: every model it
 * offers at the time of writing can give 64,000 and more. Where no limit is sent, costs are reckoned with it all the same.
 */
export const longestAnswer = 16_000;
