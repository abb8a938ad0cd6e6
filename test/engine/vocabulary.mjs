/** GPT-2's way of writing any byte as a printable character, turned round: character to byte. */
function bytesOfCharacters() {
  const printable = [];
  for (const [from, to] of [
    [33, 126],
    [161, 172],
    [174, 255],
  ]) {
    for (let byte = from ?? 0; byte <= (to ?? 0); byte++) printable.push(byte);
  }
  const table = new Map(printable.map((byte) => [String.fromCharCode(byte), byte]));
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    if (!printable.includes(byte)) table.set(String.fromCharCode(next++), byte);
  }
  return table;
}

/** The token types of GGUF that stand for no text (llama.cpp: `LLAMA_TOKEN_TYPE_CONTROL`). */
const control = 3;

/**
 * The exact bytes of every token of a byte-level BPE vocabulary, so that text split inside a character can be put together.
 * A control token such as `<|im_end|>` has no bytes, only a name.
 */
export class Vocabulary {
  /** @param {readonly string[]} tokens @param {readonly number[]} types As they stand in the GGUF. */
  constructor(tokens, types) {
    const table = bytesOfCharacters();
    this.names = tokens;
    this.bytes = tokens.map((token, index) =>
      types[index] === control
        ? new Uint8Array()
        : Uint8Array.from([...token], (character) => table.get(character) ?? 63),
    );
  }

  /** @param {number} token */
  bytesOf(token) {
    return this.bytes[token] ?? new Uint8Array();
  }

  /** The name of a control token, else `undefined`. @param {number} token */
  controlName(token) {
    return this.bytes[token]?.length === 0 ? this.names[token] : undefined;
  }

  /** The token's text by itself, with U+FFFD for half characters. @param {number} token */
  textOf(token) {
    return this.controlName(token) ?? new TextDecoder().decode(this.bytesOf(token));
  }
}
