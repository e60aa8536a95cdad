import { describe, expect, test } from 'vitest';
import invalid from '../../../checks/clock/time-zone-invalid.js';
import overridden from '../../../checks/clock/time-zone-overridden.js';
import type { ZoneSetter } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { now, phpCli, setter, systemZone } from '../../support/zone-facts.js';

const facts = (...setters: readonly ZoneSetter[]) => ({
  'clock.now': { epochMs: now },
  'zone.system': systemZone(...setters),
  'php.web': phpView(),
  'php.cli': phpCli(),
});

describe('time-zone-invalid', () => {
  test.each([
    ['Nope/Zone', 'warn'],
    ['', 'pass'],
    ['utc', 'pass'],
    [null, 'pass'],
  ])('php.ini says %o and PHP takes UTC', (timeZoneWritten, is) => {
    expect(judgement(invalid, { ...facts(), 'php.web': phpView({ timeZoneWritten }) }).is).toBe(is);
  });

  test('a refused zone beside another one is worse', () => {
    const berlin = phpView({ timeZone: 'Europe/Berlin', utcOffsetSeconds: 3600 });
    expect(judgement(invalid, { ...facts(), 'php.web': berlin, 'php.cli': phpCli({ timeZoneWritten: 'Europe/Berlinn' }) })).toMatchObject({
      is: 'fail',
      confidence: 'proved',
      subject: 'the PHP of cron',
    });
  });

  test('a known zone that something else replaced is none that PHP refused', () => {
    const php = phpView({ timeZone: 'Europe/Paris', utcOffsetSeconds: 3600, timeZoneWritten: 'Europe/Berlin' });
    expect(judgement(invalid, { ...facts(), 'php.web': php }).is).toBe('pass');
  });

  test('code that sets a zone makes up for it', () => {
    const php = phpView({ timeZoneWritten: 'Nope/Zone' });
    expect(judgement(invalid, { ...facts(setter({ place: 'configuration' })), 'php.web': php }).is).toBe('pass');
  });

  test("a pool's own line counts before php.ini", () => {
    const values = [{ directive: 'date.timezone', value: 'Nope/Zone', admin: true, where: 'www.conf:9' }];
    const pool = { kind: 'fpm', values } as never;
    expect(judgement(invalid, { ...facts(), 'php.pool': pool, 'php.web': phpView({ timeZoneWritten: 'UTC' }) }).is).toBe('warn');
  });

  test.each([
    ['only PHP knows it', [null], 'pass'],
    ['the first counts', ['UTC', 'Nope/Zone'], 'pass'],
    ['the first counts, and is refused', ['Nope/Zone', 'UTC'], 'warn'],
  ])("a pool's lines: %s", (_, lines, is) => {
    const values = lines.map((value) => ({ directive: 'date.timezone', value, admin: true, where: 'www.conf:9' }));
    const pool = { kind: 'fpm', values } as never;
    expect(judgement(invalid, { ...facts(), 'php.pool': pool, 'php.web': phpView({ timeZoneWritten: 'Europe/Berlin' }) }).is).toBe(is);
  });

  test('in files alone', () => {
    const php = phpView({ way: 'static', ini: { 'date.timezone': 'Nope/Zone' }, timeZone: 'Nope/Zone', utcOffsetSeconds: null });
    expect(judgement(invalid, { ...facts(), 'php.web': php })).toMatchObject({ is: 'warn', confidence: 'likely' });
  });

  test('not seen', () => {
    expect(judgement(invalid, { ...facts(), 'php.web': gap('timeout') }).is).toBe('unknown');
  });
});

describe('time-zone-overridden', () => {
  test.each<[string, readonly ZoneSetter[], string]>([
    ['no code sets a zone', [], 'pass'],
    ['a hook sets another zone', [setter()], 'warn'],
    ['a hook sets the same zone', [setter({ zone: 'Etc/UTC' })], 'pass'],
    ['configuration.php sets another zone for all', [setter({ place: 'configuration' })], 'pass'],
    ['configuration.php sets one under a condition', [setter({ place: 'configuration', scope: 'condition' })], 'warn'],
    ['a hook follows configuration.php', [setter({ place: 'configuration' }), setter()], 'pass'],
    ['a function of a hook sets it', [setter({ scope: 'function' })], 'warn'],
    ['a function of a hook sets it and puts it back', [setter({ scope: 'function' }), setter({ scope: 'function', zone: null })], 'pass'],
    ['crons/config.php sets it for cron alone', [setter({ place: 'crons' })], 'fail'],
    ['crons/config.php sets what configuration.php sets too', [setter({ place: 'crons' }), setter({ place: 'configuration' })], 'pass'],
    ['a zone that no rules know', [setter({ zone: 'Nope/Zone' })], 'pass'],
  ])('%s', (_, setters, is) => {
    expect(judgement(overridden, facts(...setters)).is).toBe(is);
  });

  test('what crons/config.php sets holds for cron, whichever PHP runs it', () => {
    const guessed = { ...facts(setter({ place: 'crons' })), 'php.cli': phpCli({ foundBy: 'path' }) };
    expect(judgement(overridden, guessed).is).toBe('fail');
    expect(judgement(overridden, { ...guessed, 'php.cli': gap('absent') }).is).toBe('fail');
    expect(judgement(overridden, { ...guessed, 'zone.system': systemZone(setter({ place: 'configuration' })) }).is).toBe('pass');
  });

  test('each place is a finding of its own', () => {
    const said = judgements(
      overridden,
      facts(setter(), setter({ file: '/srv/billing/includes/hooks/b.php', scope: 'function', zone: 'Asia/Seoul' })),
    );
    expect(said.length).toBeGreaterThan(0);
    expect(new Set(said.map(({ subject }) => subject)).size).toBe(said.length);
  });

  test('files that could not be read', () => {
    const unread = [{ path: '/srv/billing/configuration.php', why: 'closed', beyond: true }];
    expect(judgement(overridden, { ...facts(), 'zone.system': { ...systemZone(), unread } }).is).toBe('skip');
    expect(
      judgement(overridden, { ...facts(), 'zone.system': { ...systemZone(), unread: [{ path: 'x', why: 'slow', beyond: false }] } }).is,
    ).toBe('unknown');
  });
});
