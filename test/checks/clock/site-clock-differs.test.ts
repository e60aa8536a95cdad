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

test('a whole half hour away is said without a direction', () => {
  expect(judge(120, right)).toMatchObject({
    subject: 'system clock',
    title: "The site's clock is wrong, by at least 1 min 59 s",
    evidence: [
      { label: "The site's own time", saw: '2026-01-01 00:00:00' },
      { label: 'Against true time, whole half hours taken away', saw: 'at least 1 min 59 s apart', want: 'at most 1 s apart' },
    ],
  });
  expect(judge(0, null)).toMatchObject({ evidence: [{}, { label: "Against this machine's, whole half hours taken away" }] });
});

test.each([
  [86_400, 'behind', ': more than '],
  [-86_400, 'ahead of', ''],
])('%i s behind has a direction', (seconds, direction, tolerated) => {
  const found = judge(seconds, right, null);
  expect(found).toMatchObject({
    title: expect.stringMatching(
      new RegExp(`^The site's clock is at least .* ${direction} true time${tolerated === '' ? '$' : tolerated}`),
    ),
    evidence: [{ label: "The site's own time" }, { label: 'Against true time, in whichever zone', want: 'the time of a zone' }],
  });
});
