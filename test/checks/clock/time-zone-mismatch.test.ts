import { describe, expect, test } from 'vitest';
import check from '../../../checks/clock/time-zone-mismatch.js';
import { yearOf } from '../../../src/logic/time-zone.js';
import type { PhpView } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { cronState, now, phpCli, setter, systemZone } from '../../support/zone-facts.js';

/** A PHP that was asked and lives in this zone. */
function zone(name: string, at = now): Partial<PhpView> {
  return { timeZone: name, utcOffsetSeconds: yearOf(name, at)?.now ?? 0 };
}

const facts = (web: string, cron: string, at = now) => ({
  'clock.now': { epochMs: at },
  'zone.system': systemZone(),
  'php.web': phpView(zone(web, at)),
  'php.cli': phpCli(zone(cron, at)),
});

const july = Date.UTC(2026, 6, 18);

test.each([
  ['America/New_York', 'UTC', now, 'fail', 'web-cron-time-zone-differs'],
  ['America/New_York', 'UTC', july, 'fail', 'web-cron-time-zone-differs'],
  ['Europe/London', 'UTC', now, 'warn', 'web-cron-time-zone-rules-differ'],
  ['Europe/London', 'UTC', july, 'fail', 'web-cron-time-zone-differs'],
  ['Europe/Kiev', 'Europe/Kyiv', now, 'pass', null],
  ['Asia/Kolkata', 'Asia/Calcutta', july, 'pass', null],
  ['UTC', 'Etc/GMT', now, 'pass', null],
  ['Asia/Kathmandu', 'Asia/Kolkata', now, 'fail', 'web-cron-time-zone-differs'],
  ['Europe/Berlin', 'Europe/Berlin', now, 'pass', null],
])('site %s, cron %s: %s', (web, cron, at, is, cause) => {
  const said = judgement(check, facts(web, cron, at));
  expect(said).toMatchObject({ is, ...(cause === null ? {} : { cause }) });
});

test('says by how much', () => {
  expect(judgement(check, facts('America/New_York', 'UTC'))).toMatchObject({
    title: 'Cron is 5 h ahead of the site',
    confidence: 'proved',
  });
});

test("PHP's own rules count before this program's", () => {
  const ahead = { [String(now)]: 0 };
  const said = judgement(check, {
    ...facts('UTC', 'UTC'),
    'php.web': phpView({ timeZone: 'Nowhere/New', utcOffsetSeconds: 0, utcOffsetsAhead: ahead }),
  });
  expect(said.is).toBe('pass');
});

describe('what hides nothing', () => {
  test('the same zone set in configuration.php makes up for two php.ini', () => {
    const set = setter({ place: 'configuration', zone: 'Europe/Berlin' });
    expect(judgement(check, { ...facts('America/New_York', 'UTC'), 'zone.system': systemZone(set) }).is).toBe('pass');
  });

  test('.user.ini reaches the site alone', () => {
    const php = phpView({ ini: { 'date.timezone': 'Asia/Tokyo' }, iniFrom: { 'date.timezone': '/srv/billing/.user.ini:1' } });
    expect(judgement(check, { ...facts('UTC', 'UTC'), 'php.web': php })).toMatchObject({ is: 'fail', confidence: 'likely' });
  });

  test('files alone are as good as PHP, and less certain', () => {
    const php = phpView({ way: 'static', ini: { 'date.timezone': 'Asia/Tokyo' }, timeZone: 'Asia/Tokyo', utcOffsetSeconds: null });
    expect(judgement(check, { ...facts('UTC', 'UTC'), 'php.web': php })).toMatchObject({ is: 'fail', confidence: 'likely' });
  });
});

describe('what is not known', () => {
  const guessed = phpCli({ foundBy: 'path', crontab: null, ...zone('Asia/Tokyo') });

  test('a guessed PHP of cron proves nothing', () => {
    expect(judgement(check, { ...facts('UTC', 'UTC'), 'php.cli': guessed })).toMatchObject({
      is: 'skip',
      reason: expect.stringContaining('--php'),
    });
  });

  test('then the log does, while it is fresh', () => {
    const log = (newestCron: string) =>
      cronState({ log: { cronEntries: 9, newestCron, newestVisitor: null, shift: { cronAheadSeconds: -17_700, seen: 2 } } });
    const with_ = (at: string) => judgement(check, { ...facts('UTC', 'UTC'), 'php.cli': guessed, 'cron.state': log(at) });
    expect(with_('2026-01-18 07:00:00')).toMatchObject({ is: 'warn', confidence: 'likely', title: expect.stringContaining('behind') });
    expect(with_('2025-12-18 07:00:00').is).toBe('skip');
  });

  test.each([
    [gap('timeout'), 'unknown'],
    [gap('denied', 'closed', true), 'skip'],
  ])('a PHP that was not seen: %o', (missing, is) => {
    expect(judgement(check, { ...facts('UTC', 'UTC'), 'php.web': missing }).is).toBe(is);
    expect(judgement(check, { ...facts('UTC', 'UTC'), 'php.cli': missing }).is).toBe(is);
    expect(judgement(check, { ...facts('UTC', 'UTC'), 'zone.system': missing }).is).toBe('pass');
  });
});

test('a run that the API records later than the site’s own time', () => {
  const run = { what: 'any', at: '2026-01-18 17:00:00', source: 'GetAutomationLog' } as const;
  const state = cronState({ recordsBy: 'api', ahead: { seconds: 18_000, run, siteTime: '2026-01-18 12:00:00' } });
  const said = judgement(check, { 'clock.now': { epochMs: now }, 'cron.state': state, 'php.web': gap('unsupported') });
  expect(said).toMatchObject({ is: 'warn', cause: 'web-cron-time-zone-differs', confidence: 'likely' });
  expect(judgement(check, { 'clock.now': { epochMs: now }, 'cron.state': cronState(), 'php.web': gap('unsupported') }).is).toBe('skip');
});
