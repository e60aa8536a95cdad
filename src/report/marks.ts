/** The signs before a line, for terminals with and without Unicode. */
import type { View } from './view.js';

const unicodeMarks = { fail: '✗', warn: '!', unknown: '?', pass: '✓', skip: '-', dot: '·', more: '…' } as const;
const asciiMarks = { fail: 'x', warn: '!', unknown: '?', pass: '+', skip: '-', dot: '-', more: '...' } as const;

export type Marks = typeof unicodeMarks | typeof asciiMarks;

export function marksFor({ unicode }: Pick<View, 'unicode'>): Marks {
  return unicode ? unicodeMarks : asciiMarks;
}
