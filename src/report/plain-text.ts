/** Text from an examined machine, made harmless for a terminal or a log: no escapes, no controls, no bidirectional overrides. */

/** C0 and C1 controls, DEL, bidirectional and invisible formatting characters, line and paragraph separators. */

const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** One line: unprintable characters become visible (`\x1b`), line breaks included. */
export function plain(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 0x0a
      ? '\\n'
      : code === 0x0d
        ? '\\r'
        : code === 0x09
          ? ' '
          : code < 0x100
            ? `\\x${code.toString(16).padStart(2, '0')}`
            : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
