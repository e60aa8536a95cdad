/**
 * Reports for a terminal without Unicode. To one that takes each byte for a character a part of a letter can be a control: the second byte of
 * Û begins a sequence there.
 */
import { shellInAscii } from '../logic/shell-quote.js';
import { ascii } from './ascii.js';
import { plain } from './plain-text.js';
import type { View } from './view.js';

/** With every text spelt in ASCII; commands still mean the same. */
export function inAscii<T>(value: T): T {
  return spelt(value, '') as T;
}

function spelt(value: unknown, key: string): unknown {
  if (typeof value === 'string') return isCommand(key) ? shellInAscii(value) : ascii(plain(value));
  if (Array.isArray(value)) return value.map((each) => spelt(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spelt(inner, name)]));
}

function isCommand(key: string): boolean {
  return key === 'command' || key === 'verify';
}

/** Our own texts have typographic signs, too. */
export function asciiView(view: View): View {
  return {
    ...view,
    problemTitle: (id) => ascii(view.problemTitle(id)),
    symptomOf: (id) => {
      const symptom = view.symptomOf(id);
      return symptom === null ? null : ascii(symptom);
    },
  };
}
