import { expect, test } from 'vitest';
import check from '../../../checks/clock/site-clock-differs.js';
import { defaultOptions } from '../../../src/policy/defaults.js';
import type { SiteClock } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';

const judge = (seconds: number, reference: SiteClock['reference'], utcOffsetSeconds: number | null = 0) =>
  judgement(check, {
    'operator.thresholds': defaultOptions.thresholds,
    'api.clock': {
      local: '2026-01-01 00:00:00',
      utcOffsetSeconds,
      behind: { lowMs: seconds * 1000 - 600, highMs: seconds * 1000 + 600 },
      reference,
    },
  });
const right = { lowMs: -10, highMs: 10 };

test.each([
  [0, null, 'pass'],
  [45, right, 'warn'],
  [-120, right, 'warn'],
  [45, null, 'skip'],
  // this machine's own clock is the one that is wrong
  [45, { lowMs: -45_010, highMs: -44_990 }, 'pass'],
  [0, { lowMs: 89_990, highMs: 90_010 }, 'warn'],
] as const)('%i s behind, reference %j: %s', (seconds, reference, is) => {
  expect(judge(seconds, reference).is).toBe(is);
});

test.each([45, -120, 14 * 60, -600])('%i s behind a whole half hour: the direction is not known', (seconds) => {
  const found = judge(seconds, right);
  expect(found).toMatchObject({ is: 'warn', cause: 'site-clock-wrong', confidence: 'possible' });
  expect(JSON.stringify(found)).not.toMatch(/\b(?:ahead|behind)\b/);
});

test('beyond all zones behind and ahead are two causes', () => {
  expect(judge(86_400, right, null)).toMatchObject({ cause: 'clock-behind', confidence: 'likely' });
  expect(judge(-86_400, right, null)).toMatchObject({ cause: 'clock-ahead', confidence: 'likely' });
});

test('that whole half hours cannot be told from a zone is said where it passes', () => {
  const passed = judge(0, right);
  expect(passed).toMatchObject({ is: 'pass', note: expect.stringContaining('whole half hours') });
  expect(check.title.pass).toContain('up to whole half hours');
});

test('a look that failed', () => {
  expect(judgement(check, { 'api.clock': gap('timeout'), 'operator.thresholds': defaultOptions.thresholds }).is).toBe('unknown');
});
