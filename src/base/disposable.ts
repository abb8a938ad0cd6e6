/** Something that holds a listener, timer, socket or process until it is let go. */
export interface Disposable {
  dispose(): void;
}
