/** @typedef {{ role: string, content: string }} Message */

/**
 * Renders what `template` in model/ollama-create.json says for a request with a suffix: suffix first, then the prefix, since
 * this small model completes better in that order.
 * @param {string} prefix @param {string} suffix Not empty.
 */
export const fillInPrompt = (prefix, suffix) => `<|fim_prefix|><|fim_suffix|>${suffix}<|fim_middle|>${prefix}`;

/** Renders messages as the same template does (ChatML). @param {readonly Message[]} messages */
export const chatPrompt = (messages) =>
  `${messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('')}<|im_start|>assistant\n`;
