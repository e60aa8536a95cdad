/** What is wrong with the text of a license key, said without the key. How keys look otherwise is undocumented, so nothing else is judged. */
import type { LicenseKeyShape } from '../model.js';

/** Longer than any key: what follows says no more. */
const longest = 8192;

export function licenseKeyShape(key: string): LicenseKeyShape {
  const text = key.slice(0, longest);
  const inner = text.trim();
  return {
    length: [...key].length,
    padded: inner !== text,
    blanks: /\s/.test(inner),
    lineBreak: /[\r\n\u0085\u2028\u2029]/.test(text),
    quotes: /["'`\u2018-\u201f\u00ab\u00bb\u2032\u2033]/.test(inner),
    markup: /&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});|<\/?[a-z]/i.test(inner),
    unusual: /[^\t\r\n\u0020-\u007e]/.test(inner.replace(/[\u2018-\u201f\u00ab\u00bb\u2032\u2033\u0085\u2028\u2029\u00a0]/g, '')),
    sample:
      /^(?:(.)\1+|(?:your|enter|insert|put|change|replace)[\s_-].*|(?:whmcs[\s_-]?)?licen[cs]e(?:[\s_-]?key)?(?:[\s_-]here)?|change-?me|todo|none|null)$/i.test(
        inner,
      ),
  };
}

/** In words, the worst first; []: it could be a key. */
export function malformations(shape: LicenseKeyShape): readonly string[] {
  const said: string[] = [];
  if (shape.sample) said.push('a stand-in instead of a key');
  if (shape.lineBreak) said.push('a line break');
  if (shape.blanks) said.push('white space inside');
  if (shape.markup) said.push('HTML');
  if (shape.quotes) said.push('quotation marks');
  if (shape.unusual) said.push('characters that no key has');
  if (shape.padded && !shape.lineBreak) said.push('white space around it');
  return said;
}
