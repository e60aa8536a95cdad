import { describe, expect, test } from 'vitest';
import outside from '../../../checks/license/license-check-outside-web.js';
import caller from '../../../checks/license/license-cli-caller.js';
import unusable from '../../../checks/license/license-context-unusable.js';
import malformed from '../../../checks/license/license-key-malformed.js';
import notSavable from '../../../checks/license/license-key-not-savable.js';
import refused from '../../../checks/license/license-refused.js';
import noConnection from '../../../checks/license/no-connection-shown.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { phpView } from '../../support/php-view.js';
import { login } from '../../support/session-facts.js';
import { curl, failing, reached, server, servers, urlA, urlB } from './fixtures.js';
import { admin, callers, cli, closed, configuration, context, hit, logs, shows, variable, worker } from './validity-facts.js';

const old = { lastAgeSeconds: 8 * 86_400 } as const;
const said = (check: unknown, recorded: Recorded) => {
  const found = judgement(check, recorded);
  return [found.is, 'cause' in found ? found.cause : null, 'confidence' in found ? found.confidence : null];
};

describe('license-refused', () => {
  test.each([
    ['the form', { 'http.admin': admin() }, ['pass', null, null]],
    ['the form, and old words in a log', { 'http.admin': admin(), 'logs.whmcs': logs(hit('license-invalid')) }, ['pass', null, null]],
    ['invalid', { 'http.admin': shows('license-invalid') }, ['fail', 'license-refused', 'proved']],
    ['suspended', { 'http.admin': shows('license-suspended') }, ['fail', 'license-suspended', 'proved']],
    ['expired', { 'http.admin': shows('license-expired') }, ['fail', 'license-suspended', 'proved']],
    ['no connection', { 'http.admin': shows('no-connection') }, ['skip', null, null]],
    ['a page for some addresses only', { 'http.admin': closed }, ['skip', null, null]],
    ['a ban', { 'http.admin': shows('banned') }, ['skip', null, null]],
    ['a challenge', { 'http.admin': admin({ form: false, challenge: true }) }, ['skip', null, null]],
    [
      'a page for some, and a log',
      { 'http.admin': closed, 'logs.php': logs(hit('license-invalid')) },
      ['warn', 'license-refused', 'likely'],
    ],
    ['a page for some, and an old log', { 'http.admin': closed, 'logs.php': logs(hit('license-invalid', old)) }, ['skip', null, null]],
    ['no page', { 'http.admin': gap('timeout') }, ['unknown', null, null]],
    ['an admin folder that nobody can read', { 'http.admin': gap('unsupported') }, ['skip', null, null]],
  ] as const)('%s', (_, recorded, wanted) => {
    expect(said(refused, recorded)).toEqual(wanted);
  });

  test('shows what the license servers are told', () => {
    const found = judgement(refused, { 'http.admin': shows('license-invalid'), 'license.context': context() });
    expect('evidence' in found && found.evidence.map(({ label, saw }) => [label, saw])).toEqual([
      ['Admin login page', 'License Invalid'],
      ['SERVER_NAME', 'billing.test'],
      ['SERVER_ADDR', '203.0.113.5'],
      ['Real directory', '/srv/whmcs'],
    ]);
  });
});

describe('no-connection-shown', () => {
  const page = shows('no-connection', 'No Connection');
  const php = (errno: number) => ({ servers: [curl(urlA, errno), curl(urlB, errno)], controls: [], extension: true, disabled: [] });
  const shell = servers(server(urlA, reached()), server(urlB, reached()));
  const deaf = servers(server(urlA, failing('tcp', 'ETIMEDOUT')), server(urlB, failing('tcp', 'ETIMEDOUT')));
  test.each([
    ['the form', { 'http.admin': admin() }, ['pass', null, null]],
    ['license invalid', { 'http.admin': shows('license-invalid') }, ['skip', null, null]],
    ['shown', { 'http.admin': page }, ['fail', 'no-connection-shown', 'proved']],
    ['shown and reached', { 'http.admin': page, 'license.from-php': php(0) }, ['fail', 'no-connection-shown', 'proved']],
    [
      'logged, unreached',
      { 'http.admin': closed, 'logs.whmcs': logs(hit('no-connection')), 'license.from-php': php(28) },
      ['warn', 'no-connection-shown', 'likely'],
    ],
    [
      'logged, reached now',
      { 'http.admin': closed, 'logs.whmcs': logs(hit('no-connection')), 'license.from-php': php(0) },
      ['skip', null, null],
    ],
    [
      'logged, reached now from the shell',
      { 'http.admin': closed, 'logs.whmcs': logs(hit('no-connection')), 'license.servers': shell },
      ['skip', null, null],
    ],
    [
      'logged, PHP decides',
      { 'http.admin': closed, 'logs.whmcs': logs(hit('no-connection')), 'license.servers': shell, 'license.from-php': php(7) },
      ['warn', 'no-connection-shown', 'likely'],
    ],
    ['closed', { 'http.admin': closed, 'license.servers': deaf }, ['skip', null, null]],
    ['no page', { 'http.admin': gap('io') }, ['unknown', null, null]],
  ] as const)('%s', (_, recorded, wanted) => {
    expect(said(noConnection, recorded)).toEqual(wanted);
  });

  test('says that the servers can be reached now', () => {
    expect(judgement(noConnection, { 'http.admin': page, 'license.from-php': php(0) })).toMatchObject({
      title: expect.stringContaining('reached now') as string,
    });
    expect(judgement(noConnection, { 'http.admin': page, 'license.from-php': php(28) })).not.toHaveProperty('title');
  });
});

describe('what the log-in page of the client area says, where the admin area is closed', () => {
  test.each([
    [refused, 'license-invalid', 'license-refused', 'License Invalid'],
    [noConnection, 'no-connection', 'no-connection-shown', 'No Connection'],
  ] as const)('%#', (check, notice, cause, saw) => {
    const shown = login({ form: null, notice });
    expect(judgement(check, { 'http.admin': closed, 'http.login': shown })).toMatchObject({
      is: 'fail',
      cause,
      subject: 'license',
      confidence: 'proved',
      evidence: [{ label: 'Log-in page of the client area', saw, want: 'the log-in form', source: shown.url }],
    });
    // the admin area decides where it is seen
    expect(judgement(check, { 'http.admin': admin(), 'http.login': shown }).is).toBe('pass');
    expect(judgement(check, { 'http.admin': closed, 'http.login': login({ notice: null }) }).is).toBe('skip');
  });
});

describe('what a log says, where no page does', () => {
  const elsewhere = logs(hit('other', { source: '/elsewhere' }));
  test.each([
    ['WHMCS’s', (message: string) => ({ 'logs.whmcs': logs(hit(message)), 'logs.php': elsewhere })],
    ['PHP’s', (message: string) => ({ 'logs.whmcs': elsewhere, 'logs.php': logs(hit(message, { source: '/var/log/php.log' })) })],
  ])('%s', (_, found) => {
    const facts = { 'http.admin': closed, 'license.context': context() };
    const line = (saw: string) => ({ label: 'Logged', saw });
    expect(judgement(refused, { ...facts, ...found('license-invalid') })).toMatchObject({
      subject: 'license',
      title: 'WHMCS has logged that its license is invalid',
      evidence: [
        line('Your license key is invalid (3 times, last 2026-10-04T10:00:00Z)'),
        { label: 'SERVER_NAME' },
        { label: 'SERVER_ADDR' },
        { label: 'Real directory' },
      ],
    });
    const down = servers(server(urlA, failing('tcp', 'ETIMEDOUT')), server(urlB, failing('tcp', 'ETIMEDOUT')));
    expect(judgement(noConnection, { ...facts, 'license.servers': down, ...found('no-connection') })).toMatchObject({
      subject: 'license',
      title: 'WHMCS has logged "No Connection"',
      evidence: [
        line('Your license key is invalid (3 times, last 2026-10-04T10:00:00Z)'),
        { label: 'License servers from the shell', saw: 'not reached', want: 'reached' },
      ],
    });
  });

  test.each([
    ['', 'empty'],
    [null, 'not set'],
  ])('shows a server name of %j', (value, saw) => {
    const facts = { 'http.admin': shows('license-invalid'), 'license.context': context({ serverName: variable(value) }) };
    expect(judgement(refused, facts)).toMatchObject({ evidence: [{}, { label: 'SERVER_NAME', saw }, {}, {}] });
  });
  test.each([
    ['visitor', "the visitor's Host header"],
    ['connection', 'the address that the visitor connected to'],
  ] as const)('shows a server name that follows the %s', (follows, saw) => {
    const facts = { 'http.admin': shows('license-invalid'), 'license.context': context({ serverName: variable(null, { follows }) }) };
    expect(judgement(refused, facts)).toMatchObject({ evidence: [{}, { label: 'SERVER_NAME', saw }, {}, {}] });
  });
  test.each([
    ['license-suspended', 'WHMCS says that its license is suspended'],
    ['license-expired', 'WHMCS says that its license has expired'],
  ] as const)('%s', (notice, title) => expect(judgement(refused, { 'http.admin': shows(notice) })).toMatchObject({ title }));
});

describe('license-key-malformed', () => {
  const key = 'Leased-1a2b3c4d5e6f7a8b9c0d';
  test.each([
    ['a key', configuration(key), admin(), ['pass', null, null]],
    ['an unusual key', configuration('key.of+mine_2'), admin(), ['pass', null, null]],
    ['a key that is refused', configuration(key), shows('license-invalid'), ['pass', null, null]],
    ['an old bundle without shapes', { ...configuration(key), licenseShape: undefined }, admin(), ['pass', null, null]],
    ['from the environment', configuration('dynamic'), shows('license-invalid'), ['skip', null, null]],
    ['none, and WHMCS works', configuration(null), admin(), ['skip', null, null]],
    ['none, and nothing seen', configuration(null), gap('io'), ['skip', null, null]],
    ['none, and refused', configuration(null), shows('license-invalid'), ['fail', 'license-key-missing', 'likely']],
    ['empty', configuration(''), gap('io'), ['fail', 'license-key-missing', 'likely']],
    ['empty, refused', configuration(''), shows('license-invalid'), ['fail', 'license-key-missing', 'proved']],
    ['empty, before the next check', configuration(''), admin(), ['warn', 'license-key-missing', 'likely']],
    ['two words', configuration('Leased-1a2b 3c4d'), closed, ['fail', 'license-key-malformed', 'likely']],
    ['two words, refused', configuration('Leased-1a2b 3c4d'), shows('license-invalid'), ['fail', 'license-key-malformed', 'proved']],
    ['two words, before the next check', configuration('Leased-1a2b 3c4d'), admin(), ['warn', 'license-key-malformed', 'possible']],
  ] as const)('%s', (_, file, page, wanted) => {
    expect(said(malformed, { 'install.configuration': file, 'http.admin': page } as Recorded)).toEqual(wanted);
  });
  test('without the file', () => {
    expect(said(malformed, { 'install.configuration': gap('denied') })[0]).toBe('unknown');
  });
});

describe('license-context-unusable', () => {
  const placeholder = context({ serverName: variable('_') });
  const invalid = { 'http.admin': shows('license-invalid') } as const;
  const works = { 'http.admin': admin() } as const;
  test.each([
    ['all in order', { 'license.context': context(), ...works }, ['pass', null, null]],
    ['refused, and all in order', { 'license.context': context(), ...invalid }, ['pass', null, null]],
    ['a placeholder that works', { 'license.context': placeholder, ...works }, ['pass', null, null]],
    ['a placeholder, page not seen', { 'license.context': placeholder, 'http.admin': closed }, ['pass', null, null]],
    ['a placeholder, refused', { 'license.context': placeholder, ...invalid }, ['fail', 'license-server-name-unusable', 'likely']],
    [
      'another domain, refused',
      { 'license.context': context({ serverName: variable('old.test') }), ...invalid },
      ['fail', 'license-server-name-unusable', 'likely'],
    ],
    ['a placeholder, expired', { 'license.context': placeholder, 'http.admin': shows('license-expired') }, ['pass', null, null]],
    [
      'an address that was written for PHP',
      { 'license.context': context({ serverName: variable('192.0.2.1', { written: true }) }), ...works },
      ['warn', 'license-server-name-unusable', 'possible'],
    ],
    [
      'the same, seen in a request',
      { 'license.context': context({ seenBy: 'request', serverName: variable('192.0.2.1', { written: true }) }), ...works },
      ['warn', 'license-server-name-unusable', 'likely'],
    ],
    [
      'a container that works',
      { 'license.context': context({ container: true, serverAddress: variable('172.18.0.3'), addressClass: 'private' }), ...works },
      ['pass', null, null],
    ],
    [
      'a container, refused',
      { 'license.context': context({ container: true, serverAddress: variable('172.18.0.3'), addressClass: 'private' }), ...invalid },
      ['fail', 'license-server-address-changes', 'likely'],
    ],
    [
      'a private address, refused',
      { 'license.context': context({ serverAddress: variable('10.0.0.3'), addressClass: 'private' }), ...invalid },
      ['warn', 'license-server-address-changes', 'possible'],
    ],
    ['a link that works', { 'license.context': context({ directory: { path: '/a', real: '/b' } }), ...works }, ['pass', null, null]],
    [
      'a link, refused',
      { 'license.context': context({ directory: { path: '/a', real: '/b' } }), ...invalid },
      ['fail', 'license-directory-moved', 'likely'],
    ],
    [
      'another folder for the crons, refused',
      { 'license.context': context({ cronPath: '/old' }), ...invalid },
      ['warn', 'license-directory-moved', 'possible'],
    ],
    [
      'a link, and a log that speaks of a license',
      {
        'license.context': context({ directory: { path: '/a', real: '/b' } }),
        'http.admin': closed,
        'logs.php': logs(hit('license-invalid')),
      },
      ['pass', null, null],
    ],
    ['nothing to be seen', { 'license.context': context({ serverName: null, serverAddress: null }), ...invalid }, ['skip', null, null]],
    ['no look', { 'license.context': gap('absent', 'no install', true), ...invalid }, ['skip', null, null]],
    ['a look that failed', { 'license.context': gap('timeout'), ...works }, ['unknown', null, null]],
  ] as const)('%s', (_, recorded, wanted) => {
    expect(said(unusable, recorded as Recorded)).toEqual(wanted);
  });

  test('names everything that does not fit', () => {
    const all = context({
      serverName: variable(''),
      container: true,
      serverAddress: variable('172.18.0.3'),
      addressClass: 'private',
      cronPath: '/old',
    });
    expect(judgements(unusable, { 'license.context': all, ...invalid }).map((one) => ('cause' in one ? one.cause : null))).toEqual([
      'license-server-name-unusable',
      'license-server-address-changes',
      'license-directory-moved',
    ]);
  });
});

describe('license-key-not-savable', () => {
  const user = (uid: number) => phpView({ user: { uid, gid: uid, groups: [], name: 'acme' } });
  const key = 'Leased-1a2b3c4d5e6f7a8b9c0d';
  test.each([
    ['mode 400, as recommended', configuration(key), admin(), user(1000), 'pass'],
    ['mode 400, and a refused key', configuration(key), shows('license-invalid'), user(1000), 'warn'],
    ['mode 755, and a refused key', configuration(key, { mode: '0755' }), shows('license-invalid'), user(1000), 'pass'],
    ["mode 755 of another user's, and a refused key", configuration(key, { mode: '0755' }), shows('license-invalid'), user(33), 'warn'],
    ['mode 664 of the group', configuration(key, { mode: '0664', ownerGid: 33 }), shows('license-invalid'), user(33), 'pass'],
    ['mode 400, and an empty key', configuration(''), admin(), user(1000), 'warn'],
    ['mode 400, and a suspended license', configuration(key), shows('license-suspended'), user(1000), 'pass'],
    ["PHP's user not known", configuration(key), shows('license-invalid'), phpView(), 'skip'],
  ] as const)('%s', (_, file, page, php, is) => {
    expect(judgement(notSavable, { 'install.configuration': file, 'http.admin': page, 'php.web': php }).is).toBe(is);
  });
});

describe('license-check-outside-web', () => {
  const logged = { 'logs.whmcs': logs(hit('license-key-invalid')) } as const;
  const quiet = { 'logs.whmcs': logs() } as const;
  test.each([
    ['nothing logged', { ...quiet, 'install.cli-callers': callers(worker) }, ['pass', null, null]],
    ['logged, with a script', { ...logged, 'install.cli-callers': callers(worker) }, ['warn', 'license-check-outside-web', 'likely']],
    ['logged, without', { ...logged, 'install.cli-callers': callers() }, ['warn', 'license-check-outside-web', 'possible']],
    [
      'logged long ago',
      { 'logs.whmcs': logs(hit('license-key-invalid', old)), 'install.cli-callers': callers(worker) },
      ['pass', null, null],
    ],
    ['logged at an unknown time', { 'logs.whmcs': logs(hit('license-key-invalid', { lastAgeSeconds: null })) }, ['pass', null, null]],
    ['logged, and refused on the web too', { ...logged, 'http.admin': shows('license-invalid') }, ['skip', null, null]],
    [
      "in PHP's log, the database closed",
      { 'logs.whmcs': gap('denied'), 'logs.php': logs(hit('license-key-invalid')) },
      ['warn', 'license-check-outside-web', 'possible'],
    ],
    ['no log to be read', { 'logs.whmcs': gap('unsupported') }, ['skip', null, null]],
    ['a look that failed', { 'logs.whmcs': gap('timeout') }, ['unknown', null, null]],
  ] as const)('%s', (_, recorded, wanted) => {
    expect(said(outside, recorded as Recorded)).toEqual(wanted);
  });
  test('names a PHP of the command line without curl', () => {
    const found = judgement(outside, { ...logged, 'install.cli-callers': callers(worker), 'php.cli': cli(['core']) });
    expect(JSON.stringify(found)).toContain('not loaded');
  });
});

describe('license-cli-caller', () => {
  test.each([
    ['none', callers(), 'pass'],
    ['one', callers(worker), 'warn'],
    ['closed crontabs', { callers: [], looked: 0, unread: ['/etc/crontab'] }, 'skip'],
    ['no look', gap('timeout'), 'unknown'],
  ] as const)('%s', (_, recorded, is) => {
    expect(judgement(caller, { 'install.cli-callers': recorded }).is).toBe(is);
  });
  test('runs only where somebody asks for it', () => {
    expect(caller.onlyWhenSelected).toBe(true);
  });
});
