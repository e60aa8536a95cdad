import { describe, expect, test } from 'vitest';
import health from '../../src/probes/duo-health.js';
import setup from '../../src/probes/duo-setup.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { DatabaseSchema, HttpResult, InstallRoot, Row, SecretRequest, WhmcsSettings } from '../../src/model.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';

const none = (): void => undefined;
const root = { path: '/srv/billing', realPath: '/srv/billing', owner: { uid: 33, gid: 33, name: 'www-data' } } as InstallRoot;
const settings = { template: { present: true, value: 'mine', key: 'Template' } } as unknown as WhmcsSettings;

describe('duo.setup', () => {
  const tables = {
    tbladmins: ['id', 'authmodule', 'disabled'],
    tblusers: ['id', 'second_factor'],
    tblclients: ['id', 'authmodule'],
    tblconfiguration: ['setting', 'value'],
  };
  const stored =
    'a:3:{s:11:"forceclient";s:0:"";s:10:"forceadmin";s:0:"";s:7:"modules";a:1:{s:11:"duosecurity";a:1:{s:9:"secretkey";s:12:"abcdefghijkl";}}}';

  async function observe(
    rows: { readonly admins?: Row; readonly users?: Row; readonly settings?: string },
    files: Readonly<Record<string, string | FakeFile>> = {},
    given: DatabaseSchema['tables'] = tables,
  ) {
    const asked: string[] = [];
    const kept: string[] = [];
    const select = async (_: string, sql: string): Promise<readonly Row[]> => {
      asked.push(sql);
      if (/tbladmins/.test(sql)) return [rows.admins ?? { accounts: 0 }];
      if (/tblconfiguration/.test(sql)) return rows.settings === undefined ? [] : [{ value: rows.settings }];
      return [{ looked: 50, ...(rows.users ?? { any_factor: 0, duo: '0' }) }];
    };
    const vault = { keep: (_: string, value: string) => (kept.push(value), { secret: 0, present: true, shape: '' }), same: () => false };
    const host = fakeHost({ database: { select }, files: fakeFiles(files), vault });
    const wants = { 'install.root': seen(root), 'database.settings': seen(settings) };
    const { value } = await setup.observe(look(host, { 'database.schema': { tables: given } }, wants), none);
    return { value, asked, kept };
  }

  test('nobody has a second factor: no file is looked at', async () => {
    const { value } = await observe({}, { '/srv/billing/templates/mine/theme.yaml': { fails: new LookFailed('io', 'not to be read') } });
    expect(value).toEqual({ admins: 0, users: 0, secondFactors: 0, configured: null, module: null, library: null, challenge: null });
  });

  test('of more accounts than were looked at nobody says that none has a second factor', async () => {
    const { value } = await observe({ users: { looked: 50_000, any_factor: '3', duo: '0' } });
    expect(value).toMatchObject({ users: null, secondFactors: 3 });
  });

  test('numbers, names and what is installed; the settings stay where they are', async () => {
    const { value, kept } = await observe(
      { admins: { accounts: 2 }, users: { any_factor: '5', duo: '3' }, settings: stored },
      {
        '/srv/billing/modules/security/duosecurity/duosecurity.php': '',
        '/srv/billing/vendor/composer/installed.json': '{"packages":[{"name":"duosecurity/duo_universal_php","version":"1.0.2"}]}',
        '/srv/billing/templates/mine/theme.yaml': 'name: Mine\nconfig:\n  parent: six\n',
        '/srv/billing/templates/six/two-factor-challenge.tpl': '<div>{$challenge}</div>',
      },
    );
    expect(value).toEqual({
      admins: 2,
      users: 3,
      secondFactors: 5,
      configured: true,
      module: '/srv/billing/modules/security/duosecurity',
      library: '1.0.2',
      challenge: { themes: ['mine', 'six'], file: '/srv/billing/templates/six/two-factor-challenge.tpl', prints: true },
    });
    expect(kept).toEqual(['abcdefghijkl']);
    expect(JSON.stringify(value)).not.toContain('abcdefghijkl');
  });

  const page = { users: { any_factor: 1, duo: 0 } };
  const whole = Object.fromEntries(['header', 'footer', 'login'].map((name) => [`/srv/billing/templates/mine/${name}.tpl`, '']));

  test.each<[string, Readonly<Record<string, string | FakeFile>>, unknown]>([
    ['a whole theme without the page', whole, { themes: ['mine'], file: null, prints: null }],
    ['a theme that is not whole', { '/srv/billing/templates/mine/x.css': '' }, null],
    ['no such theme', { '/srv/billing/templates/six/header.tpl': '' }, null],
    ['a parent that is not there', { ...whole, '/srv/billing/templates/mine/theme.yaml': 'config:\n  parent: gone' }, null],
    [
      'a theme.yaml that may not be read',
      { ...whole, '/srv/billing/templates/mine/theme.yaml': { fails: new LookFailed('denied', 'no') } },
      null,
    ],
    [
      'themes that inherit in a circle',
      { ...whole, '/srv/billing/templates/mine/theme.yaml': 'config:\n  parent: mine' },
      { themes: ['mine'], file: null, prints: null },
    ],
    [
      'a page that leads out of the folder',
      { ...whole, '/srv/billing/templates/mine/theme.yaml': 'config:\n  parent: ../../etc' },
      { themes: ['mine'], file: null, prints: null },
    ],
    [
      'a page without it',
      { '/srv/billing/templates/mine/two-factor-challenge.tpl': '<p>{* {$challenge} *}Code</p>' },
      { themes: ['mine'], file: '/srv/billing/templates/mine/two-factor-challenge.tpl', prints: false },
    ],
  ])('%s', async (_, files, expected) => {
    expect((await observe(page, files)).value.challenge).toEqual(expected);
  });

  test('before 8.0 clients have the second factor, and their column of later counts for nothing', async () => {
    const before = await observe({}, {}, { tblclients: ['id', 'authmodule'] });
    expect(before.asked.join()).toContain('FROM tblclients');
    expect(before.value.admins).toBeNull();
    const after = await observe({}, {}, { tblusers: ['id'], tblclients: ['id', 'authmodule'] });
    expect(after.asked).toEqual([]);
    expect(after.value).toMatchObject({ users: null, secondFactors: null });
  });

  test('without the files it still counts', async () => {
    const host = fakeHost({ database: { select: async () => [{ accounts: 1, any_factor: 1, duo: 1 }] } });
    const wants = { 'install.root': unseen(), 'database.settings': unseen() };
    const { value } = await setup.observe(look(host, { 'database.schema': { tables } }, wants), none);
    expect(value).toMatchObject({ admins: 1, users: 1, module: null, challenge: null });
  });
});

describe('duo.health', () => {
  const id = 'DIXXXXXXXXXXXXXXXXXX';
  const secret = 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef';
  const answered = (status: number, body: string): HttpResult => ({
    ok: true,
    status,
    headers: [],
    body,
    truncated: false,
    address: null,
    certificate: null,
    sentAt: 1_790_000_000_000,
    headersAt: 1_790_000_000_200,
    durationMs: 200,
  });

  function observe(
    answer: HttpResult,
    given: { readonly id?: string | null; readonly secret?: string | null; readonly host?: string | null } = {},
    options = {},
  ) {
    const { id: ownId = id, secret: ownSecret = secret, host: ownHost = 'api-1abcdef2.duosecurity.com' } = given;
    const sent: SecretRequest[] = [];
    const ref = (value: string | null, number: number) =>
      value === null
        ? null
        : {
            secret: number,
            present: true,
            shape: `${value.length} characters${value === value.trim() ? '' : ', starts or ends with a space'}`,
          };
    const credentials = {
      secret: async (name: string) => (name === 'DUO_CLIENT_ID' ? ref(ownId, 1) : ref(ownSecret, 2)),
      text: () => ownHost,
      send: async (request: SecretRequest) => (sent.push(request), answer),
    };
    return { found: health.observe(look(fakeHost({ credentials }), {}, {}, options), none), sent };
  }
  const ok = answered(200, '{"stat":"OK","response":{"timestamp":1790000000}}');

  test('asks with an assertion that the host makes', async () => {
    const { found, sent } = observe(ok);
    expect((await found).value).toEqual({
      host: 'api-1abcdef2.duosecurity.com',
      malformed: [],
      answer: { reached: true, status: 200, stat: 'OK', code: null, message: null, clock: { lowMs: -200, highMs: 1000 } },
    });
    expect(sent).toEqual([
      {
        kind: 'jwt',
        url: 'https://api-1abcdef2.duosecurity.com/oauth/v1/health_check',
        id: expect.anything() as unknown,
        secret: expect.anything() as unknown,
      },
    ]);
  });

  test('refusals and silence are values', async () => {
    const refused =
      '{"stat":"FAIL","code":40002,"message":"invalid_client","message_detail":"Failed to verify signature.","timestamp":1790000100}';
    expect((await observe(answered(400, refused)).found).value.answer).toMatchObject({
      stat: 'FAIL',
      code: 40002,
      message: 'invalid_client: Failed to verify signature.',
      clock: { lowMs: 99_800, highMs: 101_000 },
    });
    const refusedConnection: HttpResult = { ok: false, stage: 'tcp', code: 'ECONNREFUSED', message: '', address: null, durationMs: 1 };
    expect((await observe(refusedConnection).found).value.answer).toEqual({ reached: false, stage: 'tcp', code: 'ECONNREFUSED' });
    expect((await observe(answered(200, '<html>')).found).value.answer).toMatchObject({ stat: null, clock: null });
  });

  test.each([
    ['a short id', { id: 'DI' }, ['client id']],
    ['an id with a blank', { id: `${id} ` }, ['client id']],
    ['an id with a blank and the right length', { id: `${id.slice(1)} ` }, ['client id']],
    ['id and secret exchanged', { id: secret, secret: id }, ['client id', 'client secret']],
    ['a host of somebody else', { host: 'api-1abcdef2.duosecurity.com.evil.test' }, ['API hostname']],
    ['a host with a path', { host: 'evil.test/api-1abcdef2.duosecurity.com' }, ['API hostname']],
    ['the admin panel', { host: 'admin-1abcdef2.duosecurity.com' }, ['API hostname']],
  ] as const)('%s is sent to nobody', async (_, given, fields) => {
    const { found, sent } = observe(ok, given);
    expect((await found).value.malformed.map(({ field }) => field)).toEqual(fields);
    expect((await found).value.answer).toBeNull();
    expect(sent).toEqual([]);
  });

  test.each(['https://api-1abcdef2.duosecurity.com/', ' API-1ABCDEF2.duosecurity.com ', 'api-1abcdef2.duofederal.com'])(
    '%j is a host',
    async (host) => {
      expect((await observe(ok, { host }).found).value.malformed).toEqual([]);
    },
  );

  test('gaps', async () => {
    for (const given of [{ id: null }, { secret: null }, { host: null }])
      await expect(observe(ok, given).found).rejects.toMatchObject({ gap: 'disabled', why: expect.stringContaining('DUO_HOST') as string });
    await expect(observe(ok, {}, { offline: true }).found).rejects.toMatchObject({ gap: 'disabled' });
  });
});
