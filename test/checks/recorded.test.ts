/**
 * What every check says of the recorded install and of each recorded fault, to the last line of its evidence, and what would change if one
 * field of its facts were otherwise: all of it as it is kept in test/fixtures/findings. `npm run record -- findings` writes it anew; then
 * the difference is to be read as people will read it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Area, Check } from '../../src/model.js';
import { builtinChecks as checks } from '../../src/run/builtin.js';
import { recordedText, whatIfText } from '../support/recorded-cases.js';

const folder = fileURLToPath(new URL('../fixtures/findings/', import.meta.url));
const areas: readonly Area[] = [...new Set(checks.map(({ area }) => area))];
const kinds: readonly { readonly about: string; readonly ending: string; readonly textOf: (check: Check) => string }[] = [
  { about: 'of the recordings', ending: '', textOf: recordedText },
  { about: 'where one field is otherwise', ending: '-what-if', textOf: whatIfText },
];

describe.each(kinds)('$about', ({ ending, textOf }) => {
  const fileOf = (area: Area): string => `${folder}${area}${ending}.txt`;

  if (process.env['RECORD_FINDINGS'] === '1') {
    mkdirSync(folder, { recursive: true });
    for (const area of areas) {
      const texts = checks.filter((check) => check.area === area).map(textOf);
      writeFileSync(fileOf(area), `${texts.join('\n\n')}\n`);
    }
  }

  describe.each(areas)('%s', (area) => {
    const kept = readFileSync(fileOf(area), 'utf8')
      .trimEnd()
      .split(/\n\n(?=# )/);
    const own = checks.filter((check) => check.area === area);

    it.each(own.map((check) => [check.id, check] as const))('%s says what is kept', (id, check) => {
      expect(textOf(check)).toBe(kept.find((text) => text === `# ${id}` || text.startsWith(`# ${id}\n`)));
    });

    it('keeps nothing of a check that is no more', () => {
      expect(kept.map((text) => /^# (\S+)/.exec(text)?.[1])).toEqual(own.map(({ id }) => id));
    });
  });
});
