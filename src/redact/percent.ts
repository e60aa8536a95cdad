/** A text without its percent encoding, and where each character of it stands in the encoded one. */

export interface Decoded {
  readonly text: string;
  /** Index of a character in `text` → of its first in the encoded text; one more entry for the end. */
  readonly at: readonly number[];
}

/** Whoever encodes chooses which characters: only what is decoded can be compared. null: nothing is encoded. */
export function decoded(encoded: string): Decoded | null {
  if (!/%[0-9a-f]{2}/i.test(encoded)) return null;
  let text = '';
  const at: number[] = [];
  let place = 0;
  for (const [part] of encoded.matchAll(/(?:%[0-9a-f]{2})+|[^%]+|%/gi)) {
    if (part.length < 3 || !part.startsWith('%')) {
      text += part;
      for (let index = 0; index < part.length; index++) at.push(place + index);
    } else
      for (const { letter, byte } of lettersOf(Buffer.from(part.replaceAll('%', ''), 'hex'))) {
        text += letter;
        for (let index = 0; index < letter.length; index++) at.push(place + byte * 3);
      }
    place += part.length;
  }
  at.push(place);
  return { text, at };
}

/** UTF-8, or what else these bytes are one by one. */
function lettersOf(bytes: Buffer): readonly { readonly letter: string; readonly byte: number }[] {
  const utf8 = bytes.toString('utf8');
  let byte = 0;
  if (!Buffer.from(utf8, 'utf8').equals(bytes))
    return [...bytes].map((code, index) => ({ letter: String.fromCharCode(code), byte: index }));
  return [...utf8].map((letter) => {
    const from = byte;
    byte += Buffer.byteLength(letter);
    return { letter, byte: from };
  });
}
