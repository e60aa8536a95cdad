/** Text from an examined machine, made harmless for a terminal or a log: no escapes, no controls, no bidirectional overrides. */
import { pipelineOrders, unprintable } from '../logic/unprintable.js';

/** One line: unprintable characters become visible (`\x1b`), line breaks included; what a pipeline would obey is taken apart. */
export function plain(text: string): string {
  const apart = text.includes('::') || text.includes('##') ? text.replace(pipelineOrders, '$& ') : text;
  if (/^[ -~]*$/.test(apart)) return apart; // most texts: ten times as fast
  return apart.replace(unprintable, (character) => {
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
