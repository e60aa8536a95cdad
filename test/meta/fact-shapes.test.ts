import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtinProbes } from '../../src/run/probes.js';
import { factShapes as known } from '../../src/run/fact-shapes.js';
import { factShapes } from '../tools/fact-shapes.js';

const top = fileURLToPath(new URL('../..', import.meta.url));

test('the shapes of facts are those of their types: npm run generate', { timeout: 60_000 }, () => {
  expect(readFileSync(join(top, 'src/run/fact-shapes.ts'), 'utf8')).toBe(factShapes(top));
  expect(builtinProbes.map(({ fact }) => fact).filter((fact) => known[fact] === undefined)).toEqual([]);
});
