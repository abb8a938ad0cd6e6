/** Hearth's name among those who offer models to VS Code's chat: `package.json` declares it. */
export const chatVendor = 'hearth';
