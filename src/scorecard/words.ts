/** The words of the user's language, handed in: VS Code's own table in the window, English at the command line. */
export interface Words {
  /** @param message with `{0}`, `{1}` for what is put in */
  t(message: string, ...values: (string | number)[]): string;
}

/** The words as they stand in the source. */
export const english: Words = {
  t: (message, ...values) => message.replace(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place)),
};
