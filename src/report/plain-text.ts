/** Text from an examined machine, made harmless for a terminal or a log: no escapes, no controls, no bidirectional overrides. */
import { unprintable } from '../logic/unprintable.js';

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
            : code < 0x10000
              ? `\\u${code.toString(16).padStart(4, '0')}`
              : `\\u{${code.toString(16)}}`;
  });
}
