import { describe, expect, test } from 'vitest';
import running from '../../../checks/clock/cron-not-running.js';
import path from '../../../checks/clock/cron-path-wrong.js';
import version from '../../../checks/clock/php-cron-version-differs.js';
import type { CronState } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { any, command, cronState, daily, now, phpCli, setter, systemZone } from '../../support/zone-facts.js';

const facts = (state: Partial<CronState>) => ({
  'clock.now': { epochMs: now },
  'cron.state': cronState(state),
  'database.schema': { tables: {} },
  'php.web': phpView(),
  'php.cli': phpCli(),
});

describe('cron-not-running', () => {
  test.each<[string, Partial<CronState>, string]>([
    ['five minutes ago', { runs: [daily('2026-01-18 09:00:00'), any('2026-01-18 11:55:00')] }, 'pass'],
    ['once a day', { runs: [daily('2026-01-17 12:30:00')] }, 'pass'],
    ['once a day, a little late', { runs: [daily('2026-01-17 10:30:00')] }, 'pass'],
    ['27 hours ago', { runs: [daily('2026-01-17 09:00:00')] }, 'fail'],
    ['months ago', { runs: [daily('2025-09-01 09:00:00'), any('2025-09-01 09:00:00')] }, 'fail'],
    ['only the daily tasks are old', { runs: [daily('2026-01-15 09:00:00'), any('2026-01-18 11:55:00')] }, 'warn'],
    ['three hours ago, and no daemon', { daemon: false, runs: [any('2026-01-18 09:00:00')] }, 'warn'],
    ['three hours ago, no daemon and no crontab', { daemon: false, commands: [], runs: [any('2026-01-18 09:00:00')] }, 'pass'],
    ['never, as far as is seen', {}, 'skip'],
    ['in the future', { runs: [any('2026-01-18 17:00:00')] }, 'pass'],
    ['no moment at all', { runs: [any('0000-00-00 00:00:00')] }, 'skip'],
  ])('%s', (_, state, is) => {
    expect(judgement(running, facts(state)).is).toBe(is);
  });

  test('a missed hour is a cause of its own', () => {
    const said = judgement(running, facts({ runs: [daily('2026-01-15 09:00:00'), any('2026-01-18 11:55:00')] }));
    expect(said).toMatchObject({ cause: 'daily-cron-hour-missed' });
  });

  test('without a zone every zone of the world has to agree', () => {
    const unseen = { 'php.web': gap('denied'), 'php.cli': gap('denied') };
    expect(judgement(running, { ...facts({ runs: [daily('2026-01-17 02:00:00')] }), ...unseen }).is).toBe('pass');
    expect(judgement(running, { ...facts({ runs: [daily('2026-01-15 02:00:00')] }), ...unseen }).is).toBe('fail');
  });

  test('a record of a PHP far from UTC', () => {
    const tokyo = phpView({ timeZone: 'Asia/Tokyo', utcOffsetSeconds: 32_400 });
    expect(judgement(running, { ...facts({ runs: [daily('2026-01-17 18:30:00')] }), 'php.web': tokyo, 'php.cli': gap('absent') }).is).toBe(
      'fail',
    );
  });

  test('a zone that configuration.php sets for all', () => {
    const angeles = setter({ place: 'configuration', zone: 'America/Los_Angeles' });
    const at = (stamp: string, code = angeles) =>
      judgement(running, { ...facts({ runs: [daily(stamp)] }), 'zone.system': systemZone(code) }).is;
    // 23 hours ago by its clock, 31 by UTC's
    expect(at('2026-01-17 05:00:00')).toBe('pass');
    expect(at('2026-01-17 01:00:00')).toBe('fail');
    expect(at('2026-01-17 05:00:00', { ...angeles, scope: 'condition' })).toBe('pass');
    expect(at('2026-01-17 05:00:00', { ...angeles, zone: null })).toBe('pass');
    expect(at('2026-01-15 05:00:00', { ...angeles, zone: null })).toBe('fail');
  });

  test('a database that could not be asked', () => {
    expect(judgement(running, { ...facts({}), 'database.schema': gap('timeout') }).is).toBe('unknown');
    expect(judgement(running, { ...facts({}), 'cron.state': gap('denied', 'no', true) }).is).toBe('skip');
  });
});

describe('cron-path-wrong', () => {
  const old = [daily('2026-01-10 09:00:00')];
  const fresh = [any('2026-01-18 11:55:00')];
  test.each<[string, Partial<CronState>, string]>([
    ['leads here', {}, 'pass'],
    ['no line at all', { commands: [] }, 'skip'],
    ['a missing script', { commands: [command({ leadsTo: 'nothing' })], runs: old }, 'fail'],
    ['a missing script, and WHMCS has recorded nothing', { commands: [command({ leadsTo: 'nothing' })] }, 'warn'],
    ['a line left over beside the right one', { commands: [command({ leadsTo: 'nothing' }), command()], runs: old }, 'pass'],
    ['a line left over, and cron runs', { commands: [command({ leadsTo: 'nothing' })], runs: fresh }, 'pass'],
    ['a PHP that was removed', { commands: [command({ phpExists: false })], runs: old }, 'fail'],
    ["the owner's other install", { commands: [command({ leadsTo: 'another' })] }, 'skip'],
    ["the owner's other install, and cron does not run", { commands: [command({ leadsTo: 'another' })], runs: old }, 'fail'],
    ['an address that is fetched', { commands: [command({ leadsTo: 'unknown' })], runs: old }, 'skip'],
  ])('%s', (_, state, is) => {
    expect(judgement(path, facts(state)).is).toBe(is);
  });

  test('says which setting leads astray', () => {
    const whmcsPath = { file: '/home/acme/crons/config.php', path: '/home/acme/old/' };
    const said = judgement(path, facts({ commands: [command({ leadsTo: 'nothing', whmcsPath })], runs: old }));
    expect(said).toMatchObject({ title: '$whmcspath of /home/acme/crons/config.php leads to no install' });
  });
});

describe('php-cron-version-differs', () => {
  const versions = (web: string | null, cron: string, state: Partial<CronState> = { runs: [any('2026-01-10 11:00:00')] }) => ({
    ...facts(state),
    'php.web': phpView({ version: web }),
    'php.cli': phpCli({ version: cron }),
  });

  test.each([
    ['8.2.36', '8.2.10', 'pass'],
    ['8.2', '8.2.10', 'pass'],
    ['8.2.36', '8.1.30', 'warn'],
    ['8.2.36', '8.20.1', 'warn'],
    [null, '8.1.30', 'skip'],
  ])('site %s, cron %s: %s', (web, cron, is) => {
    expect(judgement(version, versions(web, cron)).is).toBe(is);
  });

  test('is no fault where cron runs, and none that is seen where that is not', () => {
    const old = versions('8.2.36', '8.1.30', {});
    expect(judgement(version, versions('8.2.36', '8.1.30', { runs: [any('2026-01-18 11:00:00')] }))).toMatchObject({
      is: 'pass',
      note: expect.stringContaining('cron runs'),
    });
    expect(judgement(version, old).is).toBe('skip');
    expect(judgement(version, { ...old, 'cron.state': gap('timeout') }).is).toBe('skip');
  });

  test('is one where its PHP lacks what WHMCS needs', () => {
    const old = versions('8.2.36', '8.1.30', {});
    const nine = { value: '9.0.1', database: null, files: null };
    const encoding = { file: '/srv/billing/init.php', ionCube: true };
    expect(judgement(version, { ...old, 'install.version': nine }).is).toBe('warn');
    expect(judgement(version, { ...old, 'software.encoding': encoding }).is).toBe('warn');
    expect(
      judgement(version, { ...versions('8.2.36', '8.1.30', { runs: [any('2026-01-18 11:00:00')] }), 'software.encoding': encoding }).is,
    ).toBe('pass');
  });

  test('a guessed PHP of cron says nothing', () => {
    const cli = phpCli({ foundBy: 'path', crontab: null, version: '7.4.33' });
    expect(judgement(version, { ...facts({}), 'php.cli': cli }).is).toBe('skip');
    expect(judgement(version, { ...facts({}), 'php.web': gap('timeout'), 'php.cli': cli }).is).toBe('unknown');
  });
});
