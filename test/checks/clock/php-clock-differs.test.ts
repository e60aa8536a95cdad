import { expect, test } from 'vitest';
import check from '../../../checks/clock/php-clock-differs.js';
import { defaultThresholds } from '../../../src/policy/defaults.js';
import { gap, judgement } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';

const judged = (php: unknown) => judgement(check, { 'php.web': php as never, 'operator.thresholds': defaultThresholds });

test.each([
  [-600_010, -599_990, 'fail'], // PHP ten minutes behind
  [-5000, -4000, 'warn'],
  [-2500, -1500, 'pass'],
  [-3000, -2000, 'pass'],
  [-3000, -2001, 'warn'],
  [-31_000, -30_000, 'warn'],
  [-31_000, -30_001, 'fail'],
  [-3, 4, 'pass'],
  [3000, 4000, 'warn'],
  [60_000, 61_000, 'warn'], // ahead never fails
])("PHP's clock minus this machine's %i to %i ms: %s", (lowMs, highMs, is) => {
  expect(judged(phpView({ clock: { lowMs, highMs } })).is).toBe(is);
});

test('a PHP that was only read from files shows no clock', () => {
  expect(judged(phpView({ way: 'static', clock: null })).is).toBe('skip');
  expect(judged(gap('timeout')).is).toBe('unknown');
});
