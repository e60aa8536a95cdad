/** Values that were seen, as one harmless line for people. */
import type { Scalar } from '../model.js';
import { plain } from './plain-text.js';

const longest = 500;

/** Never empty: that something is empty, or is not there, is said. */
export function shownValue(value: Scalar, more = '…', most = longest): string {
  return missingWords(value) ?? plain(cut(String(value), most, more));
}

/** null: there is something to show. */
export function missingWords(value: Scalar): string | null {
  return value === '' ? '(empty)' : value === null ? '(nothing)' : null;
}

/** Never in the middle of a character. */
export function cut(text: string, most: number, more = '…'): string {
  return text.length > most ? `${text.slice(0, most - more.length).replace(/[\ud800-\udbff]$/, '')}${more}` : text;
}
