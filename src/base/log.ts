/** Where the program says what it does. No text of the user's and no key is ever logged: only counts, names and reasons. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
