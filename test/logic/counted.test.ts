import { expect, test } from 'vitest';
import { isCounted, isOpen } from '../../src/logic/counted.js';
import type { Finding } from '../../src/model.js';

const waived = { reason: 'agreed', owner: 'ops', until: '2027-01-01' } as unknown as NonNullable<Finding['waived']>;

test.each([
  [{}, true],
  [{ known: false }, true],
  [{ known: true }, false],
  [{ waived }, false],
  [{ waived, known: true }, false],
] as readonly (readonly [Pick<Finding, 'waived' | 'known'>, boolean])[])('%j counts: %s', (finding, counts) => {
  expect(isCounted(finding)).toBe(counts);
});

test.each([
  ['fail', {}, true],
  ['warn', {}, true],
  ['pass', {}, false],
  ['skip', {}, false],
  ['unknown', {}, false],
  ['fail', { waived }, false],
  ['warn', { known: true }, false],
] as const)('%s with %j is open: %s', (status, more, open) => {
  expect(isOpen({ status, ...more } as Finding)).toBe(open);
});
