import { describe, expect, test } from 'vitest';
import network from '../../../checks/license/selinux-denies-network.js';
import sessions from '../../../checks/sessions/selinux-denies-sessions.js';
import type { LicenseFromPhp, WebCurl } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { denial, selinux } from '../../support/request-facts.js';
import { failedTrial, folder, rounds, store, workingTrial } from '../../support/session-facts.js';

const refused = failedTrial('session_start(): open(/var/lib/php/sessions/sess_x, O_RDWR) failed: Permission denied (13)');

describe('selinux-denies-sessions', () => {
  const says = (seen: ReturnType<typeof selinux>, facts: Recorded) => judgement(sessions, { 'host.selinux': seen, ...facts });
  const failing = { 'sessions.store': store({ trial: refused }) } as const;

  test('owner and mode allow it, PHP is refused, and the log says why', () => {
    const said = says(selinux({ denials: [denial()] }), failing);
    expect(said).toMatchObject({ is: 'fail', cause: 'selinux-denies-sessions', confidence: 'proved', subject: '/var/lib/php/sessions' });
  });
  test('the folder itself', () =>
    expect(says(selinux({ denials: [denial({ objectClass: 'dir', name: 'sessions', permission: 'add_name' })] }), failing).is).toBe(
      'fail',
    ));
  test('owner and mode refuse it as well', () => {
    const closed = store({ trial: refused, files: folder({ writable: { verdict: 'no', why: 'mode 0755' } }) });
    expect(says(selinux({ denials: [denial()] }), { 'sessions.store': closed })).toMatchObject({ is: 'fail', confidence: 'likely' });
  });
  test('the log cannot be read: nothing else is left', () =>
    expect(says(selinux({ unread: 'there is no audit.log', unreadBeyond: true }), failing)).toMatchObject({
      is: 'fail',
      confidence: 'possible',
    }));
  test('nobody saw a session, and the log says why', () =>
    expect(says(selinux({ denials: [denial()] }), { 'sessions.store': store() })).toMatchObject({ is: 'warn', confidence: 'likely' }));

  test('shows what was denied, and what PHP says', () => {
    expect(says(selinux({ denials: [denial({ lastAgeSeconds: 3599 })] }), failing)).toMatchObject({
      evidence: [
        { label: 'SELinux', saw: 'enforcing' },
        {
          label: 'Denied (7 times, last 60 minutes ago)',
          saw: 'write of file sess_…: httpd_t to default_t',
          want: 'nothing denied',
          source: '/var/log/audit/audit.log',
        },
      ],
    });
    expect(says(selinux({ denials: [denial({ lastAgeSeconds: 3600 })] }), failing).is).toBe('pass');
    const many = store({ trial: failedTrial(`Permission denied: ${'x'.repeat(400)}`, 'and more') });
    const blind = selinux({ unread: 'there is no audit.log', unreadBeyond: true });
    expect(says(blind, { 'sessions.store': many })).toMatchObject({
      evidence: [{ label: 'SELinux' }, { label: 'Owner and mode' }, { label: 'PHP says', saw: `Permission denied: ${'x'.repeat(281)}` }],
    });
  });
  test('another error of PHP is no refusal', () => {
    const broken = { 'sessions.store': store({ trial: failedTrial('session_start(): No space left on device (28)') }) };
    expect(says(selinux({ denials: [denial()] }), broken)).toMatchObject({ is: 'warn', confidence: 'likely' });
    expect(says(selinux({ unread: 'there is no audit.log', unreadBeyond: true }), broken).is).toBe('skip');
  });
  test('a visitor whose session is lost', () => {
    const lost = { 'sessions.store': store(), 'http.sessions': rounds('abcdef', 'uvwxyz') };
    expect(says(selinux({ denials: [denial()] }), lost)).toMatchObject({ is: 'fail', confidence: 'likely' });
  });
  test('says about which folder it could not tell', () =>
    expect(says(selinux({ unread: 'an I/O error' }), { 'sessions.store': store() })).toMatchObject({
      subject: '/var/lib/php/sessions',
      settle: expect.stringContaining('ausearch'),
    }));

  test.each<[string, ReturnType<typeof selinux>, Recorded]>([
    ['there is no SELinux', selinux({ mode: 'off' }), failing],
    ['it only writes things down', selinux({ mode: 'permissive', denials: [denial()] }), failing],
    ['PHP keeps a session in spite of old denials', selinux({ denials: [denial()] }), { 'sessions.store': store({ trial: workingTrial }) }],
    [
      'a visitor keeps a session',
      selinux({ denials: [denial()] }),
      { 'sessions.store': store(), 'http.sessions': rounds('aaaaaa', 'xxxxxx') },
    ],
    ['a denial from before', selinux({ denials: [denial({ lastAgeSeconds: 86_400 })] }), failing],
    ['a denial of something else', selinux({ denials: [denial({ name: 'uploads', objectClass: 'dir' })] }), failing],
  ])('pass: %s', (_, seen, facts) => expect(says(seen, facts).is).toBe('pass'));
  test('could not look', () => {
    expect(says(selinux({ unread: 'closed', unreadBeyond: true }), { 'sessions.store': store() }).is).toBe('skip');
    expect(says(selinux({ unread: 'an I/O error' }), { 'sessions.store': store() }).is).toBe('unknown');
    expect(says(selinux(), { 'sessions.store': store({ handler: 'redis', files: null }) }).is).toBe('skip');
    expect(judgement(sessions, { 'host.selinux': gap('io'), ...failing }).is).toBe('unknown');
  });
});

describe('selinux-denies-network', () => {
  const off = { httpd_can_network_connect: false } as const;
  const blocked = denial({ permission: 'name_connect', objectClass: 'tcp_socket', name: null, port: 443 });
  const asked = (errno: number): WebCurl => ({
    url: 'https://a.licensing.whmcs.com/1.0/test',
    errno,
    message: errno === 0 ? '' : 'Failed to connect to a.licensing.whmcs.com port 443',
    httpStatus: errno === 0 ? 200 : 0,
    address: null,
    sslVerifyResult: 0,
    durationMs: 1,
  });
  const php = (...errnos: readonly number[]): LicenseFromPhp => ({
    servers: errnos.map(asked),
    controls: [],
    extension: true,
    disabled: [],
  });
  const says = (seen: ReturnType<typeof selinux>, facts: Recorded = {}) => judgement(network, { 'host.selinux': seen, ...facts });

  test('PHP reaches nobody, and the log says why', () =>
    expect(says(selinux({ booleans: off, denials: [blocked] }), { 'license.from-php': php(7, 7) })).toMatchObject({
      is: 'fail',
      cause: 'selinux-denies-network',
      confidence: 'proved',
      subject: 'httpd_can_network_connect',
    }));
  test('PHP reaches nobody, and the setting is off', () =>
    expect(says(selinux({ booleans: off, unread: 'closed' }), { 'license.from-php': php(7) })).toMatchObject({
      is: 'fail',
      confidence: 'likely',
    }));
  test('PHP was not asked, and the log says it', () =>
    expect(says(selinux({ booleans: off, denials: [blocked] }))).toMatchObject({ is: 'warn', confidence: 'likely' }));
  test.each<[string, ReturnType<typeof selinux>, Recorded]>([
    ['there is no SELinux', selinux({ mode: 'off' }), { 'license.from-php': php(7) }],
    ['the setting is on', selinux({ booleans: { httpd_can_network_connect: true }, denials: [blocked] }), { 'license.from-php': php(7) }],
    [
      'off as on every fresh system, and PHP reaches everybody',
      selinux({ booleans: off, denials: [blocked] }),
      { 'license.from-php': php(0, 7) },
    ],
    ['off, and nothing was denied', selinux({ booleans: off }), {}],
    ['a name that is not found is no denial', selinux({ booleans: off }), { 'license.from-php': php(6) }],
    ['a database was denied', selinux({ booleans: off, denials: [{ ...blocked, port: 3306 }] }), {}],
    ['weeks ago', selinux({ booleans: off, denials: [{ ...blocked, lastAgeSeconds: 30 * 86_400 }] }), {}],
  ])('pass: %s', (_, seen, facts) => expect(says(seen, facts).is).toBe('pass'));
  test('shows three at most of what was denied and of whom PHP did not reach', () => {
    const denials = [443, 80, 587, 25].map((port) => ({ ...blocked, port }));
    const found = says(selinux({ booleans: off, denials }), { 'license.from-php': php(7, 7, 7, 7) });
    expect(found).toMatchObject({
      evidence: [
        { label: 'SELinux', saw: 'enforcing' },
        { label: 'httpd_can_network_connect', saw: 'off', want: 'on' },
        { saw: 'httpd_t to port 443' },
        { saw: 'httpd_t to port 80' },
        { saw: 'httpd_t to port 587' },
        { label: 'https://a.licensing.whmcs.com/1.0/test', want: 'an answer' },
        { want: 'an answer' },
        { want: 'an answer' },
      ],
    });
    expect(found).toHaveProperty('evidence.length', 8);
  });
  test('a week is the limit', () => {
    const at = (lastAgeSeconds: number) => says(selinux({ booleans: off, denials: [{ ...blocked, lastAgeSeconds }] })).is;
    expect([at(7 * 86_400 - 1), at(7 * 86_400)]).toEqual(['warn', 'pass']);
  });
  test('nothing denied and nothing switched off is no reason', () => {
    expect(says(selinux(), { 'license.from-php': php(7) }).is).toBe('pass');
    expect(says(selinux({ denials: [blocked] }), { 'license.from-php': php(7) })).toMatchObject({ is: 'fail', confidence: 'proved' });
    expect(says(selinux({ booleans: off, denials: [blocked] }), { 'license.from-php': php(7, 28) }).is).toBe('pass');
    expect(says(selinux({ booleans: off, unread: 'closed' }), { 'license.from-php': php(28) }).is).toBe('pass');
    expect(says(selinux({ booleans: off }), { 'license.from-php': php() })).toMatchObject({
      evidence: [{ label: 'SELinux' }, { label: 'httpd_can_network_connect', saw: 'off' }],
    });
  });
  test('could not look', () => {
    expect(says(selinux({ booleans: off, unread: 'closed', unreadBeyond: true })).is).toBe('skip');
    expect(judgement(network, { 'host.selinux': gap('io') }).is).toBe('unknown');
  });
});
