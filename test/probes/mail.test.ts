import { describe, expect, test } from 'vitest';
import outboxProbe from '../../src/probes/mail-outbox.js';
import phpProbe from '../../src/probes/mail-php.js';
import senderProbe from '../../src/probes/mail-sender.js';
import settingsProbe from '../../src/probes/mail-settings.js';
import { followSpf, type AskRecords } from '../../src/probes/mail-spf.js';
import templatesProbe from '../../src/probes/mail-templates.js';
import transportProbe from '../../src/probes/mail-transport.js';
import { readSocket, socketScript } from '../../src/probes/php-script-socket.js';
import { withoutSessionSecrets } from '../../src/probes/php-secrets.js';
import type { Fact, Host, PhpView, RecordType, Row, SmtpRequest, ZoneSetter } from '../../src/model.js';
import { conversation, encrypted, settings, smtp, throughPhp } from '../checks/mail/facts.js';
import { fakeFiles, fakeHost, look, seen, unseen } from '../support/fake-host.js';
import { phpView } from '../support/php-view.js';
import { setter, systemZone } from '../support/zone-facts.js';

const keep = (): void => {};
const schema = (tables: Readonly<Record<string, readonly string[]>>) => ({ 'database.schema': { tables } });
const database = (rows: readonly Row[] | ((sql: string) => readonly Row[])): Partial<Host['database']> => ({
  select: async (_, sql) => (typeof rows === 'function' ? rows(sql) : rows),
});

describe('mail.settings', () => {
  const observe = async (rows: Readonly<Record<string, string>>, smtpUrl: string | null = null) => {
    const stored = Object.entries(rows).map(([setting, value]) => ({ setting, value }));
    const host = fakeHost({ database: database(stored), credentials: { text: (name: string) => (name === 'SMTP_URL' ? smtpUrl : null) } });
    return (await settingsProbe.observe(look(host, schema({ tblconfiguration: ['setting', 'value'] })), keep)).value;
  };
  const rows = {
    MailType: 'smtp',
    SMTPHost: 'mail.acme.test',
    SMTPPort: '587',
    SMTPSSL: 'tls',
    SMTPUsername: 'a@acme.test',
    Email: 'a@acme.test',
  };

  test('rows of the older kind', async () => {
    expect(await observe(rows)).toMatchObject({
      provider: 'smtp',
      incomplete: null,
      smtp: {
        host: 'mail.acme.test',
        port: 587,
        encryption: 'tls',
        username: { personal: 'email', value: 'a@acme.test' },
        from: 'database',
      },
      sender: { key: 'Email', domain: 'acme.test' },
    });
  });

  test.each([
    ['PHPMailer’s own way', { SMTPHost: 'ssl://mail.acme.test:465', SMTPPort: '' }, { smtp: { port: 465, encryption: 'ssl' } }],
    ['without a log-in', { SMTPUsername: '', SMTPSSL: '' }, { smtp: { username: null, encryption: 'none' } }],
    ['no host', { SMTPHost: '' }, { smtp: null, incomplete: 'SMTPHost is empty' }],
    ['no port', { SMTPPort: 'x' }, { smtp: null, incomplete: 'SMTPPort is not a port number' }],
    ['the newer row wins', { MailConfig: 'set' }, { provider: 'encrypted', smtp: null }],
    ['PHP mail()', { MailType: 'mail' }, { provider: 'php-mail', smtp: null }],
    ['names in other cases', { mailtype: 'MAIL', MailType: '' }, { provider: 'unknown' }],
    ['switched off', { disableemailsending: 'on' }, { sendingDisabled: [{ key: 'disableemailsending', on: true }] }],
    ['an empty sender', { Email: ' ' }, { sender: { address: null, domain: null } }],
  ])('%s', async (_, changes, value) => expect(await observe({ ...rows, ...changes })).toMatchObject(value));

  test('what the operator gives', async () => {
    expect(await observe({ MailConfig: 'set' }, 'smtps://u@mx.acme.test')).toMatchObject({
      provider: 'encrypted',
      smtp: { port: 465, from: 'operator' },
    });
    const failed = observe({ MailConfig: 'set' }, 'u:s3cret@mx');
    await expect(failed).rejects.toMatchObject({ gap: 'malformed' });
    await expect(failed).rejects.not.toMatchObject({ why: expect.stringContaining('s3cret') as string });
  });

  test('no such rows', async () => {
    await expect(observe({ Other: 'x' })).rejects.toMatchObject({ gap: 'absent' });
  });
});

describe('mail.php', () => {
  const observe = async (view: Partial<PhpView>, files: Parameters<typeof fakeFiles>[0] = {}) =>
    (await phpProbe.observe(look(fakeHost({ files: fakeFiles(files) }), { 'php.web': phpView(view) }, { 'php.pool': unseen() }), keep))
      .value;
  const path = '/usr/sbin/sendmail';
  const ini = { sendmail_path: `${path} -t -i` };
  const user = { uid: 33, gid: 33, groups: [], name: 'www-data' };
  test.each([
    ['not seen', {}, {}, { state: 'unseen', sendmailPath: null }],
    ['PHP says yes', { ini, sendmailExecutable: true }, {}, { state: 'executable' }],
    ['PHP finds nothing', { ini, sendmailExecutable: false }, {}, { state: 'missing' }],
    ['PHP may not', { ini, sendmailExecutable: false }, { [path]: 'x' }, { state: 'not-executable' }],
    ['the file says yes', { ini, user }, { [path]: { stat: { mode: 0o755 } } }, { state: 'executable' }],
    ['only its group may', { ini, user }, { [path]: { stat: { mode: 0o2750, gid: 125 } } }, { state: 'not-executable' }],
    ['there is none', { ini, user }, { '/etc/passwd': '' }, { state: 'missing', stateWhy: `there is no ${path}` }],
    ['only options', { ini: { sendmail_path: ' -t -i' } }, {}, { state: 'missing', program: null }],
    ['found by the shell', { ini: { sendmail_path: 'sendmail -t' } }, {}, { state: 'unseen' }],
    ['switched off', { ini, sendmailExecutable: true, disabledFunctions: ['mail', 'exec'] }, {}, { disabled: ['mail'] }],
  ] as const)('%s', async (_, view, files, value) => expect(await observe(view, files)).toMatchObject(value));

  test('passwords in the arguments of mailers stay out of the view', () => {
    const view = phpView({ ini: { sendmail_path: '/usr/sbin/ssmtp -t -au shop -ap s3cr3t' } });
    expect(JSON.stringify(withoutSessionSecrets(view, fakeHost().vault))).not.toContain('s3cr3t');
  });
});

describe('mail.transport', () => {
  const observe = async (set: ReturnType<typeof settings>, answer: ReturnType<typeof conversation>, more: object = {}) => {
    const asked: SmtpRequest[] = [];
    const net = {
      smtp: async (request: SmtpRequest) => (asked.push(request), answer),
      tcp: async (_: string, port: number) =>
        port === 465
          ? { ok: true, address: '192.0.2.25', durationMs: 1 }
          : { ok: false, stage: 'tcp', code: 'ETIMEDOUT', message: '', address: null, durationMs: 1 },
      tls: async () => ({ ok: true, address: '192.0.2.25', durationMs: 1, certificate: null }),
    };
    const host = fakeHost({ net: net as never, credentials: { secret: async () => null, ...more } });
    return { asked, value: (await transportProbe.observe(look(host, { 'mail.settings': set }), keep)).value };
  };

  test('speaks as WHMCS is set to', async () => {
    const { asked, value } = await observe(settings(), conversation(null));
    expect(asked).toMatchObject([{ host: 'mail.acme.test', port: 587, encryption: 'required' }]);
    expect(asked[0]?.greetingMs).toBe((asked[0]?.timeoutMs ?? 0) * 3);
    expect(asked[0]).not.toHaveProperty('login');
    expect(value).toMatchObject({ others: [], control: null, loginTried: false });
  });

  test('does not wait for a greeting at a port that begins with TLS', async () => {
    const { asked } = await observe(settings({ smtp: { ...smtp, port: 465 } }), conversation(null));
    expect(asked[0]?.greetingMs).toBe(asked[0]?.timeoutMs);
  });

  test('logs in only with what the operator gave', async () => {
    const secret = { secret: 1, present: true, shape: '9 characters' };
    const { asked, value } = await observe(settings(), conversation(null), { secret: async () => secret });
    expect(asked).toMatchObject([{ login: { user: 'billing@acme.test', password: secret } }]);
    expect(value.loginTried).toBe(true);
  });

  test('looks for what else answers where nothing does', async () => {
    const { value } = await observe(settings(), conversation({ stage: 'tcp', code: 'ETIMEDOUT' }));
    expect(value.others.filter((one) => one.reached)).toEqual([{ port: 465, reached: true, code: null }]);
    expect((await observe(settings(), conversation({ stage: 'banner', code: 'ETIMEDOUT' }))).value.otherWay).toBe('implicit-tls');
  });

  test('keeps a greeting as it is, which is compared with the one that PHP met', async () => {
    const banner = '220-mail.example.com ESMTP Exim 4.97';
    expect((await observe(settings(), { ...conversation(null), banner })).value.conversation.banner).toBe(banner);
  });

  test.each([
    ['554 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7', null],
    ['503 AUTH command used when not advertised', null],
    ['535 5.7.8 AHVAYi50ZXN0AFpxOFd4M0t0N0xtMQ== authentication failed', '535 5.7.8 … authentication failed'],
    ['501 AUTH PLAIN dXNlcjpwdw== is malformed', '501 AUTH PLAIN … is malformed'],
  ])('of a refusal only credentials go: %s', async (reply, kept) => {
    const { value } = await observe(settings(), conversation({ stage: 'login', code: 'EPROTO', reply }));
    expect(value.conversation.failure?.reply).toBe(kept ?? reply);
  });

  test('has nothing to look at', async () => {
    await expect(observe(throughPhp, conversation(null))).rejects.toMatchObject({ gap: 'unsupported' });
    await expect(observe(encrypted, conversation(null))).rejects.toMatchObject({
      gap: 'unsupported',
      why: expect.stringContaining('SMTP_URL') as string,
    });
  });
});

describe('the connection from PHP', () => {
  test.each([
    [
      { usable: true, connected: true, banner: '220 mail\r\n', error: null, messages: '' },
      { connected: true, banner: '220 mail', error: null },
    ],
    [
      {
        usable: true,
        connected: false,
        error: 'stream_socket_client(): SSL operation failed with code 1.\ncertificate verify failed',
        messages: 'SSL',
      },
      { connected: false, banner: null, error: 'SSL operation failed with code 1. certificate verify failed', inTls: true },
    ],
    [
      { usable: true, connected: false, error: '', messages: 7 },
      { connected: false, error: 'no connection', inTls: false },
    ],
    [{ usable: false }, null],
    [{}, null],
  ])('%j', (answer, read) => (read === null ? expect(readSocket(answer)).toBeNull() : expect(readSocket(answer)).toMatchObject(read)));

  test('is named as PHP names it', () => {
    expect(socketScript('ssl://mail.acme.test:465', 5).source).toContain("'ssl://mail.acme.test:465'");
  });
});

const zone = (records: Readonly<Record<string, readonly string[]>>, asked: string[] = []): AskRecords => {
  const names = new Set(Object.keys(records).map((key) => key.split(' ')[1]));
  return async (name: string, type: RecordType) => {
    asked.push(`${type} ${name}`);
    return { ok: true, exists: names.has(name), data: records[`${type} ${name}`] ?? [], resolver: 'test' };
  };
};

describe('SPF', () => {
  const error = async (text: string | readonly string[], records: Parameters<typeof zone>[0] = {}) =>
    (await followSpf('acme.test', [text].flat(), zone({ 'A acme.test': ['192.0.2.1'], 'MX acme.test': ['10 m.acme.test'], ...records })))
      ?.permanentError;
  const nested = { 'TXT a.test': [`v=spf1${' a:acme.test'.repeat(9)} -all`] };

  test('none', async () => expect(await followSpf('acme.test', ['other'], zone({}))).toBeNull());
  test.each([
    ['plain', 'v=spf1 a mx ip4:192.0.2.0/24 -all', {}, null],
    ['two records', ['v=spf1 -all', 'v=spf1 a -all'], {}, '2 records begin with v=spf1, and only one may'],
    ['ten questions', 'v=spf1 include:a.test -all', nested, null],
    ['eleven questions', 'v=spf1 mx include:a.test -all', nested, '11 terms need a DNS question, and 10 are allowed'],
    ['what follows all', `v=spf1 -all${' a:acme.test'.repeat(20)}`, {}, null],
    ['an include of nothing', 'v=spf1 include:b.test -all', {}, 'include names b.test, which has no SPF record'],
    ['three questions that find nothing', 'v=spf1 a:x.test a:y.test mx:z.test -all', {}, '3 questions find nothing, and 2 are allowed'],
    ['two questions that find nothing', 'v=spf1 a:x.test mx:z.test -all', {}, null],
    ['a word', 'v=spf1 incude:a.test -all', {}, '"incude:a.test" is not understood'],
    ['macros', 'v=spf1 exists:%{i}._spf.acme.test include:%{d}.x.test -all', {}, null],
  ] as const)('%s', async (_, text, records, said) => expect(await error(text, records)).toBe(said));

  test('of errors, the kind tells those that strict receivers alone mind', async () => {
    const kind = async (...texts: readonly string[]) => (await followSpf('acme.test', texts, zone({}, [])))?.errorKind;
    expect(await kind('v=spf1 -all')).toBeUndefined();
    expect(await kind('v=spf1 -all', 'v=spf1 a -all')).toBe('records');
    expect(await kind('v=spf1 incude:a.test -all')).toBe('syntax');
    expect(await kind('v=spf1 include:b.test -all')).toBe('include');
    expect(await kind('v=spf1 a:x.test a:y.test mx:z.test -all')).toBe('limit');
  });

  test('a circle ends', async () => {
    const asked: string[] = [];
    const found = await followSpf('a.test', ['v=spf1 include:a.test -all'], zone({ 'TXT a.test': ['v=spf1 include:a.test -all'] }, asked));
    expect(found?.permanentError).toMatch(/terms need a DNS question/);
    expect(asked.length).toBeLessThan(20);
  });

  test('a resolver that fails makes no error', async () => {
    const ask: AskRecords = async () => ({ ok: false, stage: 'http', code: 'EBADMSG', message: '', address: null, durationMs: 1 });
    expect(await followSpf('acme.test', ['v=spf1 include:a.test mx -all'], ask)).toMatchObject({ permanentError: null, lookups: null });
  });
});

describe('mail.sender', () => {
  const observe = async (records: Parameters<typeof zone>[0]) =>
    (await senderProbe.observe(look(fakeHost({ net: { records: zone(records) } }), { 'mail.settings': settings() }), keep)).value;

  test('records of a domain', async () => {
    const value = await observe({
      'TXT acme.test': ['v=spf1 mx +all'],
      'MX acme.test': ['20 b.acme.test', '10 A.acme.test'],
      'TXT _dmarc.acme.test': ['v=DMARC1; p=reject'],
      'TXT mail._domainkey.acme.test': ['v=DKIM1; k=rsa; p=MIIB'],
      'TXT google._domainkey.acme.test': ['v=DKIM1; p='],
    });
    expect(value).toMatchObject({
      mx: ['a.acme.test', 'b.acme.test'],
      dmarc: { at: 'acme.test', policy: 'reject' },
      dkim: ['mail'],
      spf: { open: true },
    });
  });

  test('null MX and no such domain', async () => {
    expect((await observe({ 'MX acme.test': ['0 '] })).mx).toBeNull();
    expect((await observe({})).exists).toBe(false);
  });

  test('is beyond this vantage where no resolver can be reached', async () => {
    const records = async () => ({ ok: false, stage: 'tcp', code: 'ETIMEDOUT', message: '', address: null, durationMs: 1 }) as const;
    const failed = senderProbe.observe(look(fakeHost({ net: { records } }), { 'mail.settings': settings() }), keep);
    await expect(failed).rejects.toMatchObject({ gap: 'timeout', more: { beyond: true } });
  });
});

describe('mail.outbox', () => {
  const columns = ['id', 'userid', 'subject', 'date', 'pending', 'failed', 'failure_reason', 'retry_count', 'campaign_id'];
  const now = 1_790_000_000_000;
  const at = (hours: number) => new Date(now - hours * 3_600_000 + 7_200_000).toISOString().slice(0, 19).replace('T', ' ');
  const row = (id: number, hours: number, more: Row = {}): Row => ({
    id,
    recorded: at(hours),
    pending: 0,
    failed: 0,
    retry_count: 0,
    campaign_id: 0,
    failure_reason: '',
    subject: `Order ${id}`,
    ...more,
  });
  const observe = async (
    rows: readonly Row[],
    php: Fact<PhpView> = seen(phpView({ utcOffsetSeconds: 7200 })),
    has = columns,
    ...setters: readonly ZoneSetter[]
  ) => {
    const want = { 'database.connection': unseen(), 'php.web': php, 'php.cli': unseen(), 'zone.system': seen(systemZone(...setters)) };
    return (await outboxProbe.observe(look(fakeHost({ database: database(rows) }), schema({ tblemails: has }), want), keep)).value;
  };

  test('counts what was sent, waits and failed, by PHP’s clock', async () => {
    const value = await observe([
      row(9, 1),
      row(8, 2, { failed: 1, failure_reason: 'Message Body Empty', subject: 'Order 8' }),
      row(7, 3, { pending: 1, retry_count: 2 }),
      row(6, 90, { pending: 1, campaign_id: 4 }),
      row(5, 4, { failed: 1, failure_reason: 'SMTP Error: The following recipients failed: ann@b.test: \u001b[31mno' }),
      row(1, 24 * 8),
    ]);
    expect(value).toMatchObject({ clock: 'php', hasStates: true, sent: 1, newestSentAgeSeconds: 3600 });
    expect(value.waiting).toEqual({ count: 1, oldestAgeSeconds: 3 * 3600, retried: 1 });
    expect(value.failures).toMatchObject([
      { message: 'mail-body-empty', count: 1, newestAgeSeconds: 7200, sentSince: true, likeSentSince: true },
      {
        message: 'mail-recipient-refused',
        sentSince: true,
        likeSentSince: true,
        sample: 'SMTP Error: The following recipients failed: e-mail-address:  [31mno',
      },
    ]);
    expect(JSON.stringify(value)).not.toMatch(/ann@|Order/);
  });

  test('ages are by the zone that code sets, and the least that is possible', async () => {
    const oldest = async (code: Partial<ZoneSetter>) =>
      (await observe([row(7, 20, { pending: 1 })], seen(phpView()), columns, setter({ place: 'configuration', ...code }))).waiting;
    // Stored two hours ahead of UTC
    expect(await oldest({ zone: 'Europe/Berlin' })).toMatchObject({ oldestAgeSeconds: 20 * 3600 });
    expect(await oldest({ zone: 'America/New_York', scope: 'condition' })).toMatchObject({ oldestAgeSeconds: 14 * 3600 });
    expect(await oldest({ zone: null })).toMatchObject({ oldestAgeSeconds: 6 * 3600 });
  });

  test('WHMCS 7 keeps no states, and without a clock there are no ages', async () => {
    const value = await observe([{ id: 1, recorded: at(1), subject: 'x' }], unseen(), ['id', 'subject', 'date']);
    expect(value).toMatchObject({ clock: 'unknown', hasStates: false, sent: 1, newestSentAgeSeconds: null });
  });

  test('no such table', async () => {
    await expect(observe([], seen(phpView()), [])).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
  });

  test('opted-out mails of the user named', async () => {
    const tables = {
      tblemails: columns,
      tblusers: ['id', 'email'],
      tblusers_clients: ['auth_user_id', 'client_id'],
      tblactivitylog: ['id', 'userid', 'date', 'description'],
    };
    const rows = (sql: string): readonly Row[] => {
      if (sql.includes('tblusers_clients')) return [{ id: 3 }];
      return sql.includes('LIKE') ? [{ recorded: at(5) }, { recorded: at(24 * 30) }] : [];
    };
    const want = {
      'database.connection': unseen(),
      'php.web': seen(phpView({ utcOffsetSeconds: 7200 })),
      'php.cli': unseen(),
      'zone.system': unseen(),
    };
    const given = look(fakeHost({ database: database(rows) }), schema(tables), want, { user: 'ann@b.test' });
    expect((await outboxProbe.observe(given, keep)).value.optedOut).toEqual({ count: 2, newestAgeSeconds: 5 * 3600 });
  });
});

describe('mail.templates', () => {
  const columns = ['name', 'subject', 'message', 'disabled', 'custom', 'language'];
  const row = (name: string, more: Row = {}): Row => ({
    name,
    subject: 9,
    body: '<p>{$a}</p>',
    disabled: 0,
    custom: 0,
    language: '',
    ...more,
  });
  const observe = async (rows: readonly Row[]) =>
    Object.fromEntries(
      (
        await templatesProbe.observe(look(fakeHost({ database: database(rows) }), schema({ tblemailtemplates: columns })), keep)
      ).value.templates.map(({ name, state }) => [name, state]),
    );

  test('states', async () => {
    const found = await observe([
      row('Password Reset Validation', { body: '{if $a}' }),
      row('Password Reset Validation', { language: 'german' }),
      row('Password Reset Confirmation', { body: '<p>&nbsp;</p>' }),
      row('Client Signup Email', { subject: 0 }),
      row('Email Address Verification', { disabled: 1, body: '' }),
      row('Client Email Address Verification', { body: '<img src="x">' }),
      row('Order Confirmation', { custom: 1 }),
    ]);
    expect(found).toEqual({
      'Password Reset Validation': 'body-broken',
      'Password Reset Confirmation': 'body-empty',
      'Client Signup Email': 'subject-empty',
      'Email Address Verification': 'disabled',
      'Client Email Address Verification': 'usable',
      'Order Confirmation': 'missing',
    });
  });

  test('one alone says nothing about the others, and none at all nothing', async () => {
    expect(await observe([row('Order Confirmation')])).toEqual({ 'Order Confirmation': 'usable' });
    await expect(observe([])).rejects.toMatchObject({ gap: 'absent' });
  });
});
