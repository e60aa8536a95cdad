/** Secrets that the redactor knows, in every writing that the canary tests plant, and beside texts that have to stay. */
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/boundary.js';
import { canaries, finderOf, strangers, writings, type Canary } from '../support/canaries.js';

const all: readonly Canary[] = [...Object.values(canaries), ...Object.values(strangers)];
const redactor = createRedactor(all.map(({ value }) => value));

describe.each(Object.entries(writings))('a secret, %s', (_, write) => {
  it.each(all.map((canary) => [canary.kind, canary] as const))('%s: is found by the tests, and hidden', (__, canary) => {
    const shown = finderOf([canary]);
    const text = `error: ${write(canary.value)} (line 3)`;
    expect(shown(text), text).toHaveLength(1);
    expect(shown(redactor.text(text)), redactor.text(text)).toEqual([]);
  });
});
