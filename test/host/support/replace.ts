import type { Disposable } from '../../../src/base/disposable.ts';

/**
 * Puts another function in place of one of VS Code's API, for the extension and the tests alike: they share one API object.
 * @param make gets the real function, bound to its room
 */
export function replace<Room extends object>(
  room: Room,
  name: keyof Room & string,
  make: (real: (...values: never[]) => unknown) => (...values: never[]) => unknown,
): Disposable {
  const original = Object.getOwnPropertyDescriptor(room, name);
  if (typeof original?.value !== 'function') throw new Error(`${name} is not a function of VS Code’s API`);
  Object.defineProperty(room, name, { ...original, value: make(original.value.bind(room)) });
  return { dispose: () => void Object.defineProperty(room, name, original) };
}
