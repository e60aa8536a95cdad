import { describe, expect, test } from 'vitest';
import extension from '../../../checks/access/php-extension-missing.js';
import loader from '../../../checks/access/ioncube-loader-unsuitable.js';
import upgrade from '../../../checks/access/whmcs-upgrade-unfinished.js';
import version from '../../../checks/access/php-version-unsuitable.js';
import type { LogEvidence } from '../../../src/model.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { login } from '../../support/session-facts.js';
import { any, cronState, daily, now, phpCli } from '../../support/zone-facts.js';

const nine = { value: '9.0.1', database: '9.0.1-release.1', files: '9.0.1' };
const eight = { value: '8.11.2', database: '8.11.2-release.1', files: '8.11.2-release.1' };
const blank = login({ form: null });
const guarded = login({ form: null, challenge: true });
const encoding = { file: '/srv/billing/init.php', ionCube: true };
const withLoader = { extensions: ['core', 'ioncube loader'], ionCube: '13.0.4' };

function logs(message: string, lastAgeSeconds: number): LogEvidence {
  const hit = { message, source: '/var/log/php.log', count: 3, first: null, last: null, lastAgeSeconds, sample: 'PHP Fatal error: …' };
  return { logs: [], hits: [hit] };
}

describe('php-version-unsuitable', () => {
  const facts = (more: Recorded): Recorded => ({
    'clock.now': { epochMs: now },
    'install.version': nine,
    'php.web': phpView({ version: '8.1.30' }),
    'http.login': blank,
    ...more,
  });
  const old = phpCli({ version: '8.1.30' });
  const suits = phpView({ version: '8.2.1' });

  test.each<[string, Recorded, string, string?]>([
    ['too old for 9.0, and no page', {}, 'fail', 'php-too-old'],
    ['too old for 9.0, and the site runs', { 'http.login': login() }, 'pass'],
    ['a guard in front hides the site', { 'http.login': guarded }, 'pass'],
    ['new enough', { 'php.web': suits }, 'pass'],
    ['an older WHMCS', { 'install.version': eight }, 'skip'],
    [
      "cron's PHP is too old and cron does not run",
      { 'php.web': suits, 'php.cli': old, 'cron.state': cronState({ runs: [daily('2026-01-10 09:00:00')] }) },
      'warn',
      'php-too-old',
    ],
    [
      "cron's PHP is too old and cron runs",
      { 'php.web': suits, 'php.cli': old, 'cron.state': cronState({ runs: [any('2026-01-18 11:00:00')] }) },
      'pass',
    ],
    ["cron's PHP is too old and cron was not seen", { 'php.web': suits, 'php.cli': old }, 'pass'],
    [
      "cron's PHP is too old and no crontab calls it",
      { 'php.web': suits, 'php.cli': old, 'cron.state': cronState({ commands: [] }) },
      'pass',
    ],
    [
      'logged, and the site is not seen',
      { 'php.web': suits, 'http.login': gap('io'), 'logs.php': logs('ioncube-wrong-php', 60) },
      'warn',
      'php-too-new',
    ],
    ['logged long ago', { 'php.web': suits, 'http.login': gap('io'), 'logs.php': logs('ioncube-wrong-php', 9e6) }, 'pass'],
    ['PHP not seen', { 'php.web': gap('timeout') }, 'unknown'],
  ])('%s', (_, more, is, cause) => {
    expect(judgement(version, facts(more))).toMatchObject({ is, ...(cause === undefined ? {} : { cause }) });
  });

  test.each([
    ['7.2', '8.1', 'php-too-new'],
    ['8.2', '8.1', 'php-too-old'],
    ['8.2', '8.10', 'php-too-new'],
  ])('files for PHP %s under PHP %s', (encodedFor, running, cause) => {
    const page = login({ form: null, siteError: { is: 'ioncube-wrong-php', encodedFor, running } });
    expect(judgement(version, facts({ 'http.login': page }))).toMatchObject({ is: 'fail', cause, confidence: 'proved' });
  });
});

describe('ioncube-loader-unsuitable', () => {
  const facts = (more: Recorded): Recorded => ({
    'clock.now': { epochMs: now },
    'software.encoding': encoding,
    'install.version': nine,
    'php.web': phpView(),
    'http.login': blank,
    ...more,
  });

  test.each<[string, Recorded, string, string?]>([
    ['no Loader, and no page', {}, 'fail', 'ioncube-missing'],
    ['no Loader to be seen, and the site runs', { 'http.login': login() }, 'pass'],
    ['a guard in front hides the site', { 'http.login': guarded }, 'skip'],
    ['the Loader is there', { 'php.web': phpView(withLoader) }, 'pass'],
    ['an old Loader, and no page', { 'php.web': phpView({ ...withLoader, ionCube: '12.0.5' }) }, 'fail', 'ioncube-too-old'],
    [
      'an old Loader that suits an older WHMCS',
      { 'install.version': eight, 'php.web': phpView({ ...withLoader, ionCube: '12.0.5' }) },
      'pass',
    ],
    ['the page asks for it', { 'http.login': login({ form: null, siteError: { is: 'ioncube-missing' } }) }, 'fail', 'ioncube-missing'],
    [
      'the page asks for a newer one',
      { 'http.login': login({ form: null, siteError: { is: 'ioncube-too-old' } }) },
      'fail',
      'ioncube-too-old',
    ],
    ['files that are not encoded', { 'software.encoding': { ...encoding, ionCube: false } }, 'skip'],
    ['files of PHP tell nothing of its extensions', { 'php.web': phpView({ way: 'static' }) }, 'skip'],
    [
      'cron calls a PHP without it, and no run is recorded',
      { 'http.login': login(), 'php.cli': phpCli(), 'cron.state': cronState() },
      'warn',
      'ioncube-missing',
    ],
    [
      'cron calls a PHP without it, and is late',
      { 'http.login': login(), 'php.cli': phpCli(), 'cron.state': cronState({ commands: [], runs: [daily('2026-01-10 09:00:00')] }) },
      'warn',
      'ioncube-missing',
    ],
    ['cron was not seen', { 'http.login': login(), 'php.cli': phpCli(), 'cron.state': gap('timeout') }, 'pass'],
    ['neither a crontab nor a run', { 'http.login': login(), 'php.cli': phpCli(), 'cron.state': cronState({ commands: [] }) }, 'pass'],
    ['a guessed PHP of cron', { 'http.login': login(), 'php.cli': phpCli({ foundBy: 'path' }) }, 'pass'],
    [
      'cron runs whatever was seen',
      { 'http.login': login(), 'php.cli': phpCli(), 'cron.state': cronState({ runs: [any('2026-01-18 11:00:00')] }) },
      'pass',
    ],
    [
      'only the log tells',
      { 'php.web': gap('denied', 'no', true), 'http.login': gap('io'), 'logs.web': logs('ioncube-missing', 60) },
      'warn',
      'ioncube-missing',
    ],
    ['nothing tells', { 'php.web': gap('timeout'), 'http.login': gap('io') }, 'unknown'],
  ])('%s', (_, more, is, cause) => {
    expect(judgement(loader, facts(more))).toMatchObject({ is, ...(cause === undefined ? {} : { cause }) });
  });
});

describe('php-extension-missing', () => {
  test.each<[string, Recorded, string]>([
    ['one is missing, and no page', { 'php.web': phpView({ extensions: ['pdo'] }), 'http.login': blank }, 'fail'],
    ['one is missing, and the site runs', { 'php.web': phpView({ extensions: ['pdo'] }), 'http.login': login() }, 'pass'],
    ['one is missing, and the site is not seen', { 'php.web': phpView({ extensions: ['pdo'] }) }, 'warn'],
    ['all are there', { 'php.web': phpView({ extensions: ['pdo', 'pdo_mysql'] }), 'http.login': blank }, 'pass'],
    ['files alone', { 'php.web': phpView({ way: 'static', extensions: [] }), 'http.login': blank }, 'skip'],
    ['not listed', { 'php.web': phpView({ extensions: null }), 'http.login': blank }, 'skip'],
    ['not seen', { 'php.web': gap('timeout') }, 'unknown'],
  ])('%s', (_, facts, is) => {
    expect(judgement(extension, facts).is).toBe(is);
  });

  test('each is a finding', () => {
    expect(judgements(extension, { 'php.web': phpView({ extensions: [] }), 'http.login': blank })).toHaveLength(2);
  });
});

describe('whmcs-upgrade-unfinished', () => {
  const versions = (database: string | null, files: string | null) => ({ 'install.version': { value: database, database, files } });
  test.each<[string, Recorded, string]>([
    ['equal', versions('8.11.2-release.1', '8.11.2-release.1'), 'pass'],
    ['one without the suffix', versions('8.11.2-release.1', '8.11.2'), 'pass'],
    ['8.11 and 8.11.0', versions('8.11.0-release.1', '8.11'), 'pass'],
    ['apart, and the site runs', { ...versions('8.10.1-release.1', '8.11.2-release.1'), 'http.login': login() }, 'pass'],
    [
      'apart, and the page says so',
      { ...versions('8.10.1-release.1', '8.11.2-release.1'), 'http.login': login({ form: null, notice: 'maintenance' }) },
      'fail',
    ],
    ['apart, and the site is not seen', versions('8.10.1-release.1', '8.11.2-release.1'), 'warn'],
    ['a comment with fewer numbers, and the site is not seen', versions('8.11.2-release.1', '8.11'), 'skip'],
    ['a comment with fewer numbers, behind a challenge', { ...versions('8.11.2-release.1', '8.11'), 'http.login': guarded }, 'skip'],
    ['a comment with fewer numbers that are others', versions('8.11.2-release.1', '8.10'), 'warn'],
    ['a comment with fewer numbers, and no page', { ...versions('8.11.2-release.1', '8.11'), 'http.login': blank }, 'warn'],
    [
      'only the page is seen',
      { ...versions(null, null), 'http.login': login({ form: null, siteError: { is: 'version-mismatch' } }) },
      'fail',
    ],
    [
      'maintenance of another kind',
      { ...versions('8.11.2', '8.11.2'), 'http.login': login({ form: null, notice: 'maintenance' }) },
      'pass',
    ],
    ['not known', versions(null, '8.11.2'), 'skip'],
    ['not seen', { 'install.version': gap('io') }, 'unknown'],
  ])('%s', (_, facts, is) => {
    expect(judgement(upgrade, facts).is).toBe(is);
  });

  test('is only possible without a page', () => {
    const apart = versions('8.10.1-release.1', '8.11.2-release.1');
    expect(judgement(upgrade, apart)).toMatchObject({ confidence: 'possible' });
    expect(judgement(upgrade, { ...apart, 'http.login': guarded })).toMatchObject({ confidence: 'possible' });
    expect(judgement(upgrade, { ...apart, 'http.login': blank })).toMatchObject({ confidence: 'likely' });
  });
});
