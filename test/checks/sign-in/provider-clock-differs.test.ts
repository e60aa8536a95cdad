import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/provider-clock-differs.js';
import type { TwitterCallback } from '../../../src/model.js';
import { duoHealth, duoMalformed, duoRefusal, duoUnreached } from '../../support/duo-facts.js';
import { gap, judgement, judgements } from '../../support/judge.js';

const x = (code: number | null, clock: TwitterCallback['clock'], more: Partial<TwitterCallback> = {}): TwitterCallback => ({
  callback: 'https://billing.example.com/index.php',
  callbackFrom: 'operator',
  accepted: code === null,
  status: code === null ? 200 : 401,
  code,
  message: null,
  control: null,
  keyShape: '25 characters',
  clock,
  ...more,
});
const off = { 'social.twitter': gap('disabled'), 'duo.health': gap('disabled') };
const clock = (lowMs: number) => ({ lowMs, highMs: lowMs + 1000 });

test.each([
  ['accepted', x(null, clock(-300)), 'pass'],
  ['accepted although far away', x(null, clock(200_000)), 'pass'],
  ['refused', x(135, clock(420_000)), 'fail'],
  ['refused without a Date', x(135, null), 'fail'],
  ['refused as the control says', x(401, null, { control: { accepted: false, status: 401, code: 135 } }), 'fail'],
] as const)('X: %s', (_, answer, is) => {
  expect(judgement(check, { ...off, 'social.twitter': answer }).is).toBe(is);
});

test.each([
  ['right', duoHealth(), 'pass'],
  ['just inside', duoHealth({ clock: clock(60_000) }), 'pass'],
  ['this machine is behind', duoHealth({ clock: clock(60_001) }), 'fail'],
  ['this machine is ahead, and Duo accepts it', duoHealth({ clock: clock(-70_000) }), 'warn'],
  ['this machine is ahead, and Duo refuses', duoRefusal('invalid_client', { clock: clock(-400_000) }), 'fail'],
  ['no time', duoHealth({ clock: null }), 'skip'],
  ['unreached', duoUnreached, 'skip'],
  ['malformed', duoMalformed, 'skip'],
] as const)('Duo: %s', (_, health, is) => {
  const found = judgement(check, { ...off, 'duo.health': health });
  expect(found.is).toBe(is);
  if (is === 'fail' || is === 'warn') expect(found).toMatchObject({ cause: 'provider-clock-differs', subject: 'Duo Security' });
});

test('each for itself, and gaps', () => {
  const both = judgements(check, { 'social.twitter': x(null, null), 'duo.health': duoHealth({ clock: clock(90_000) }) });
  expect(both.map(({ is }) => is)).toEqual(['pass', 'fail']);
  expect(judgement(check, off).is).toBe('skip');
  expect(judgement(check, { ...off, 'social.twitter': gap('timeout') }).is).toBe('unknown');
  expect(judgement(check, { ...off, 'duo.health': gap('io') }).is).toBe('unknown');
});
