/** What stands in for the server's own facts where the target is an address and WHMCS's API takes calls. */
import { describe, expect, test } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { settingNames } from '../../src/knowledge/setting-names.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { judgeCheck } from '../../src/run/judge.js';
import { builtinProbes } from '../../src/run/probes.js';
import { registryFor } from '../../src/run/registry.js';
import { gather } from '../../src/run/scheduler.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import type { Fact, FactId, Host, HttpResult, RunOptions, SecretRequest } from '../../src/model.js';
import { fakeHost } from '../support/fake-host.js';
import { answered } from '../support/http-answer.js';

type Answers = Readonly<Record<string, unknown>> | ((parameters: Readonly<Record<string, string>>) => unknown);

const target = 'https://billing.test/';
const registry = registryFor('url', builtinProbes);
const details = { result: 'success', adminid: 1, allowedpermissions: 'Main Homepage', whmcs: { version: '8.11.2' } };
const forbidden = (action: string) => ({
  result: 'error',
  message: `Invalid Permissions: API action "${action.toLowerCase()}" is not allowed`,
});

interface Asked {
  readonly host: Host;
  readonly sent: Readonly<Record<string, string>>[];
  most(): number;
}

/** `answers`: by action, as JSON; a text is sent as it is. */
function api(answers: Answers): Asked {
  const sent: Readonly<Record<string, string>>[] = [];
  let open = 0;
  let most = 0;
  const host = fakeHost({
    kind: 'outside',
    credentials: {
      has: () => false,
      secret: async (name: string) =>
        /IDENTIFIER|SECRET/.test(name) && /API/.test(name) ? { secret: 1, present: true, shape: '6 characters' } : null,
      send: async (request: SecretRequest) => {
        const parameters = ('parameters' in request ? request.parameters : {}) as Readonly<Record<string, string>>;
        sent.push(parameters);
        most = Math.max(most, (open += 1));
        await new Promise((resolve) => setTimeout(resolve, 2));
        open -= 1;
        const action = parameters['action'] ?? '';
        const answer = typeof answers === 'function' ? answers(parameters) : (answers[action] ?? forbidden(action));
        return answered(200, typeof answer === 'string' ? answer : JSON.stringify(answer));
      },
    },
  });
  return { host, sent, most: () => most };
}

const facts: readonly FactId[] = [
  'database.settings',
  'database.addresses',
  'install.version',
  'logs.whmcs',
  'cron.state',
  'mail.settings',
  'mail.templates',
  'mail.outbox',
  'access.admin',
  'access.user',
  'api.health',
  'api.clock',
];

async function seen(
  answers: Answers,
  wanted: readonly FactId[] = facts,
  options: Partial<RunOptions> = {},
): Promise<Asked & { readonly facts: ReadonlyMap<FactId, Fact<unknown>> }> {
  const asked = api(answers);
  const all = { ...defaultOptions, target, admin: 'boss', user: 'a@b.test', offline: true, ...options };
  const gathered = await gather(wanted, registry, asked.host, all, new AbortController().signal);
  return { ...asked, facts: gathered.facts };
}

async function one<T>(id: FactId, answers: Readonly<Record<string, unknown>>): Promise<T> {
  const fact = (await seen({ GetAdminDetails: details, ...answers }, [id])).facts.get(id);
  if (fact?.ok !== true) throw new Error(`${id}: ${fact?.why}`);
  return fact.value as T;
}

const settings = (values: Readonly<Record<string, unknown>>) => (parameters: Readonly<Record<string, string>>) => {
  if (parameters['action'] === 'GetAdminDetails') return details;
  const name = parameters['setting'] ?? '';
  return name in values
    ? { result: 'success', setting: name, value: values[name] }
    : { result: 'error', message: 'Invalid name for parameter setting' };
};

describe('the questions', () => {
  test('each is sent once, at most three at a time, and none asks for a secret or writes', async () => {
    const { sent, most } = await seen({ GetAdminDetails: details, GetActivityLog: { totalresults: 0 }, GetAutomationLog: {} });
    const keys = sent.map((parameters) => JSON.stringify(Object.entries(parameters).sort()));
    expect(new Set(keys).size).toBe(keys.length);
    expect(most()).toBeLessThanOrEqual(3);
    expect(sent.every(({ action }) => /^(?:Get|WhmcsDetails$)/.test(action ?? ''))).toBe(true);
    expect(sent.map(({ setting }) => setting ?? '').filter((name) => /pass|secret|key|license|config/i.test(name))).toEqual([]);
  });

  test('a wrong credential is sent once, and the others name the first', async () => {
    const { sent, facts: found } = await seen({ GetAdminDetails: { result: 'error', message: 'Authentication Failed' } });
    expect(sent).toHaveLength(1);
    for (const id of facts.filter((fact) => fact !== 'install.version'))
      expect(found.get(id), id).toMatchObject({ ok: false, gap: 'denied', because: 'api.session' });
  });

  test('an action that the role does not allow is a skip that names it, and is not tried again and again', async () => {
    const { sent, facts: found } = await seen({});
    expect(sent.filter(({ action }) => action === 'GetConfigurationValue').length).toBeLessThan(4);
    expect(found.get('api.health')).toMatchObject({
      ok: false,
      beyond: true,
      why: expect.stringContaining('does not allow GetHealthStatus'),
    });
  });

  test('an action that this WHMCS does not have is a skip', async () => {
    const { facts: found } = await seen({ GetAdminDetails: details, GetUsers: { result: 'error', message: 'Command Not Found' } }, [
      'access.user',
    ]);
    expect(found.get('access.user')).toMatchObject({ gap: 'unsupported', why: 'this WHMCS has no API action GetUsers' });
  });

  test('who gave up waiting ends the call', async () => {
    const stop = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    const host = fakeHost({
      kind: 'outside',
      credentials: {
        secret: async (name: string) => (/IDENTIFIER|SECRET/.test(name) ? { secret: 1, present: true, shape: '' } : null),
        send: async (request: SecretRequest, how?: { readonly signal?: AbortSignal }) => {
          if ('parameters' in request && request.parameters['action'] === 'GetAdminDetails') return answered(200, JSON.stringify(details));
          signals.push(how?.signal);
          stop.abort();
          return new Promise<HttpResult>((_, reject) =>
            how?.signal?.addEventListener('abort', () => reject(new LookFailed('aborted', 'x'))),
          );
        },
      },
    });
    await gather(['api.health'], registry, host, { ...defaultOptions, target }, stop.signal);
    expect(signals.length).toBe(1);
    expect(signals.every((signal) => signal?.aborted)).toBe(true);
  });
});

describe('settings', () => {
  const read = async (values: Readonly<Record<string, unknown>>) =>
    (await seen(settings(values), ['database.settings'])).facts.get('database.settings');

  test('a name that WHMCS does not know is a row that is not there', async () => {
    expect(await read({ SystemURL: target, TrustedProxyIps: '[{"ip":"192.0.2.7"}]', DisableSessionIPCheck: '' })).toMatchObject({
      ok: true,
      value: {
        systemUrl: { present: true, value: target },
        trustedProxies: { shape: 'json', entries: ['192.0.2.7'] },
        disableSessionIpCheck: { present: true, value: '' },
        template: { present: false },
      },
    });
  });

  test('an unpacked list and one with entities are read', async () => {
    for (const list of [[{ ip: '192.0.2.7' }], '[{&quot;ip&quot;:&quot;192.0.2.7&quot;}]'])
      expect(await read({ SystemURL: target, TrustedProxyIps: list })).toMatchObject({
        value: { trustedProxies: { entries: ['192.0.2.7'] } },
      });
  });

  test.each([[{}], [{ SystemURL: null }], [{ SystemURL: true }]])('without a System URL it is a gap: %j', async (values) => {
    expect(await read(values)).toMatchObject({ ok: false, gap: 'malformed' });
  });

  test('an answer about another setting is none', async () => {
    const { facts: found } = await seen(
      ({ action }) => (action === 'GetAdminDetails' ? details : { result: 'success', setting: 'CompanyName', value: target }),
      ['database.settings'],
    );
    expect(found.get('database.settings')).toMatchObject({ ok: false, why: expect.stringContaining('is not about SystemURL') });
  });

  test.each(['Your license key is invalid', 'Too many requests', 'Session not found', ''])(
    'an error about something else is no missing row: "%s"',
    async (message) => {
      const known = settings({ SystemURL: target, TrustedProxyIps: '[]' });
      const { facts: found } = await seen(
        (ask) => (ask['setting'] === settingNames.trustedProxies ? { result: 'error', message } : known(ask)),
        ['database.settings'],
      );
      expect(found.get('database.settings')).toMatchObject({
        ok: false,
        gap: 'malformed',
        why: `the API refused GetConfigurationValue: ${message || 'no reason given'}`,
      });
    },
  );

  test('one garbled answer is not an empty value', async () => {
    const known = settings({ SystemURL: target });
    const { facts: found } = await seen(
      (ask) => (ask['setting'] === settingNames.trustedProxies ? '<html>502' : known(ask)),
      ['database.settings'],
    );
    expect(found.get('database.settings')).toMatchObject({ ok: false, gap: 'malformed' });
  });
});

describe('the records', () => {
  const entry = (id: number, date: string, description: string, ipaddress = '', username = '') => ({
    id,
    date,
    description,
    ipaddress,
    username,
  });
  const log = (...entries: readonly object[]) => ({ result: 'success', totalresults: entries.length, activity: { entry: entries } });

  test('addresses of administrators and of the log, of which Cloudflare’s are told', async () => {
    const value = await one('database.addresses', {
      GetStaffOnline: { staffonline: { staff: [{ adminusername: 'boss', ipaddress: '162.158.1.1', logintime: '2026-01-01 00:00:00' }] } },
      GetActivityLog: log(entry(2, '2026-01-01 00:00:01', 'x', '192.0.2.1', 'ann'), entry(1, '2026-01-01 00:00:00', 'Cron Job: y')),
    });
    expect(value).toMatchObject({
      adminLogins: [{ address: { value: '162.158.1.1', class: 'cloudflare' }, account: 1 }],
      activity: [{ address: { value: '192.0.2.1' }, account: 2 }],
    });
  });

  test('without the log a proxy’s address is still seen, and nothing else is', async () => {
    const staff = (ipaddress: string) => ({ staffonline: { staff: [{ adminusername: 'boss', ipaddress }] } });
    const found = async (ip: string) =>
      (await seen({ GetAdminDetails: details, GetStaffOnline: staff(ip) }, ['database.addresses'])).facts.get('database.addresses');
    expect(await found('162.158.1.1')).toMatchObject({ ok: true });
    expect(await found('192.0.2.1')).toMatchObject({ ok: false, why: expect.stringContaining('GetActivityLog') });
  });

  test('pages are read until there are no more, each entry once', async () => {
    const all = Array.from({ length: 450 }, (_, index) => entry(450 - index, '2026-01-01 00:00:00', 'x'));
    const asked: string[] = [];
    const { facts: found } = await seen(
      ({ action, limitstart = '0', limitnum = '25' }) => {
        if (action !== 'GetActivityLog') return details;
        asked.push(limitstart);
        // one came in meanwhile
        const from = Number(limitstart) - (asked.length > 1 ? 1 : 0);
        return { totalresults: 450, activity: { entry: all.slice(from, from + Number(limitnum)) } };
      },
      ['logs.whmcs'],
    );
    expect(asked).toEqual(['0', '200', '400']);
    expect(found.get('logs.whmcs')).toMatchObject({ value: { logs: [{ size: 450, read: 450 }] } });
  });

  test('the site’s own time gives the log its moments', async () => {
    const zoned = new Date(1_790_000_000_000 + 2 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const value = await one('logs.whmcs', { GetAutomationLog: { currentDatetime: zoned }, GetActivityLog: log(entry(1, zoned, 'x')) });
    expect(value).toMatchObject({ logs: [{ to: '2026-09-21T14:13:20.000Z' }] });
  });

  test('an answer without the site’s time is unknown, and no skip', async () => {
    for (const answer of [{ result: 'success' }, { result: 'success', currentDatetime: 'soon' }]) {
      const { facts: found } = await seen({ GetAdminDetails: details, GetAutomationLog: answer }, ['api.clock']);
      const fact = found.get('api.clock');
      expect(fact).toMatchObject({ ok: false, gap: 'malformed' });
      expect(fact).not.toHaveProperty('beyond');
    }
  });

  test('a run that is later than now is told', async () => {
    const automation = { currentDatetime: '2026-01-01 12:00:00', lastDailyCronInvocationTime: '2026-01-01 17:30:00' };
    const value = await one('cron.state', { GetAutomationLog: automation });
    expect(value).toMatchObject({ ahead: { seconds: 19_800 }, recordsBy: 'api', log: null });
    expect(
      await one('cron.state', { GetAutomationLog: { ...automation, lastDailyCronInvocationTime: '2026-01-01 11:00:00' } }),
    ).not.toHaveProperty('ahead');
  });

  test('templates are listed, and no more is claimed of them', async () => {
    const list = (...names: readonly string[]) => ({
      emailtemplates: { emailtemplate: names.map((name) => ({ name, subject: 's', custom: '0' })) },
    });
    expect(await one('mail.templates', { GetEmailTemplates: list('Client Signup Email', 'Order Confirmation') })).toEqual({
      templates: [
        { name: 'Password Reset Validation', reset: true, state: 'missing', why: null },
        { name: 'Client Signup Email', reset: false, state: 'unseen', why: null },
        { name: 'Order Confirmation', reset: false, state: 'unseen', why: null },
      ],
    });
  });

  test('an administrator, without what the API does not show', async () => {
    const boss = { id: 1, username: 'Boss', email: 'boss@b.test', isDisabled: '0', roleId: 2, twoFactorAuthModule: 'totp' };
    expect(await one('access.admin', { GetAdminUsers: { admin_users: [boss] } })).toMatchObject({
      named: { found: { id: 1, disabled: false, password: null, passwordHash: null, secondFactor: 'set', module: 'totp' } },
      halfReset: null,
      zeroSecondFactor: 0,
    });
  });

  test('a role that the API does not tell is none', async () => {
    const boss = { id: 1, username: 'Boss', email: 'boss@b.test', isDisabled: '0' };
    expect(await one('access.admin', { GetAdminUsers: { admin_users: [boss] } })).toMatchObject({ named: { found: { roleId: null } } });
  });

  test('a user is found by the whole address; one among many that were not all listed is a gap', async () => {
    const users = [
      { id: 2, email: 'aa@b.test' },
      { id: 1, email: 'A@b.test', clients: [] },
    ];
    expect(await one('access.user', { GetUsers: { totalresults: 2, users } })).toMatchObject({ found: { id: 1, owns: 0, password: null } });
    const many = await seen({ GetAdminDetails: details, GetUsers: { totalresults: 900, users: users.slice(0, 1) } }, ['access.user']);
    expect(many.facts.get('access.user')).toMatchObject({ ok: false, gap: 'oversize' });
  });
});

describe('mails', () => {
  const now = 1_790_000_000_000;
  const clock = { currentDatetime: new Date(now).toISOString().slice(0, 19).replace('T', ' ') };
  const users = { totalresults: 1, users: [{ id: 1, email: 'a@b.test', clients: [{ id: 4, isOwner: 1 }] }] };
  const mail = {
    id: '9',
    date: new Date(now - 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    subject: 'Reset',
    message: 's3cret',
  };
  const answers = (...list: readonly object[]) => ({ GetAutomationLog: clock, GetUsers: users, GetEmails: { emails: { email: list } } });

  test('of one client, without their texts', async () => {
    const failed = { ...mail, pending: 0, failed: '1', failure_reason: 'SMTP Error: Could not authenticate.' };
    const value = await one<object>('mail.outbox', answers(failed));
    expect(value).toMatchObject({ hasStates: true, sent: 0, of: { value: 'a@b.test' }, failures: [{ count: 1, newestAgeSeconds: 3600 }] });
    expect(JSON.stringify(value)).not.toContain('s3cret');
  });

  test('an older version tells of no states', async () => {
    expect(await one('mail.outbox', answers(mail))).toMatchObject({ hasStates: false });
  });

  test('without a user nothing is asked', async () => {
    const { sent, facts: found } = await seen({ GetAdminDetails: details, ...answers(mail) }, ['mail.outbox'], { user: null });
    expect(found.get('mail.outbox')).toMatchObject({ gap: 'disabled', why: expect.stringContaining('--user') });
    expect(sent.map(({ action }) => action)).not.toContain('GetEmails');
  });
});

test('what the API shows is never said to come from the database', async () => {
  const known = settings({ SystemURL: 'http:/x y', Template: 'six', OrderFormTemplate: 'modern', RouteUriPathMode: 'rewrite' });
  const boss = { id: 1, username: 'boss', email: 'boss@b.test', isDisabled: '1', roleId: 2, twoFactorAuthModule: '0' };
  const ally = { ...boss, id: 2, username: 'ally', isDisabled: '0' };
  const answers: Answers = (ask) => {
    if (ask['action'] === 'GetAdminUsers') return { admin_users: [boss, ally] };
    return ask['action'] === 'GetConfigurationValue' || ask['action'] === 'GetAdminDetails' ? known(ask) : { result: 'success' };
  };
  const { facts: found } = await seen(answers, [...facts, 'operator.report', 'proxy.ranges']);
  const said = builtinChecks.flatMap((check) => judgeCheck(check, found));
  const evidence = said.flatMap((one) => ('evidence' in one ? (one.evidence ?? []) : [])).filter(({ vantage }) => vantage === 'api');
  const sources = evidence.map(({ source }) => source);
  expect(sources).toEqual(expect.arrayContaining(['GetAdminUsers', 'GetConfigurationValue, SystemURL']));
  expect(sources.filter((source) => /\btbl/.test(source))).toEqual([]);
  expect(evidence.filter(({ label }) => label === 'authmodule')).toEqual([]);
  const missing = said.flatMap((one) => ('reason' in one ? [one.reason] : [])).filter((reason) => /TrustedProxyIps/.test(reason));
  expect(missing.length).toBeGreaterThan(0);
  for (const reason of missing) expect(reason).not.toMatch(/database|row/);
});

/** Bodies that no WHMCS writes, or one that is broken. */
const hostile: Readonly<Record<string, string>> = {
  empty: '',
  page: '<html><script>alert(1)</script>',
  null: 'null',
  list: '[]',
  'only success': '{"result":"success"}',
  'wrong types': JSON.stringify({
    result: 'success',
    setting: 1,
    value: { a: [1] },
    totalresults: 'many',
    activity: [[]],
    staffonline: 7,
    currentDatetime: 20,
    emailtemplates: { emailtemplate: 'x' },
    admin_users: [{ id: {}, username: [] }],
    users: [1, 'x', null],
    checks: [[['x']]],
    allowedpermissions: 5,
  }),
  prototype: '{"result":"success","__proto__":{"value":"x"},"value":null,"constructor":{"prototype":1}}',
  deep: `{"result":"success","checks":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  huge: `{"result":"success","value":"${'A'.repeat(900_000)}"}`,
  'an odd error': '{"result":"error","message":{"a":1}}',
};

describe.each(Object.entries(hostile))('an answer that is hostile: %s', (_, body) => {
  test('is a gap or nothing that passes', async () => {
    const { facts: found } = await seen(({ action }) => (action === 'GetAdminDetails' ? details : body));
    for (const id of facts) {
      const fact = found.get(id);
      expect(fact?.ok === false ? fact.gap : 'value', id).not.toBe('bug');
    }
    const passing = builtinChecks
      .filter((check) => check.needs.some((id) => facts.includes(id) && id !== 'install.version'))
      .filter((check) => judgeCheck(check, found).some(({ is }) => is === 'pass'));
    expect(passing.map(({ id }) => id)).toEqual([]);
  });
});
