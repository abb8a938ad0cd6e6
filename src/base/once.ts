/** Makes something when it is first asked for. */
export interface Once<T> {
  (): T;
  /** What was made; undefined until then. */
  readonly made: T | undefined;
}

/** Makes something at the first call, and gives the same afterwards. */
export function once<T>(make: () => T): Once<T> {
  let made: { readonly value: T } | undefined;
  const get = () => {
    made ??= { value: make() };
    return made.value;
  };
  return Object.defineProperty(get, 'made', { get: () => made?.value }) as Once<T>;
}
