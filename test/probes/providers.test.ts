import { describe, expect, test } from 'vitest';
import fromPhp from '../../src/probes/providers-from-php.js';
import googleSecret from '../../src/probes/social-google-secret.js';
import links from '../../src/probes/social-links.js';
import type {
  DatabaseSchema,
  Fact,
  HttpResult,
  LoginPage,
  PhpPool,
  Row,
  RunOptions,
  SecretRequest,
  WhmcsSettings,
} from '../../src/model.js';
import { defaultEndpoints } from '../../src/policy/defaults.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';
import { clientId, loginPage } from '../support/login-page.js';
import { phpView } from '../support/php-view.js';
import { answered } from '../support/http-answer.js';

const none = (): void => undefined;
const site = { url: 'https://billing.example.com/whmcs/', from: 'database' } as const;

describe('providers.from-php', () => {
  const pool = { kind: 'fpm', listen: '/run/php/x.sock', pool: 'www', chroot: null, masterPid: null, values: [] } as unknown as PhpPool;
  const settings = (signInProviders: WhmcsSettings['signInProviders']) => seen({ signInProviders } as unknown as WhmcsSettings);

  function observe(
    login: Fact<LoginPage>,
    more: {
      readonly settings?: Fact<WhmcsSettings>;
      readonly duo?: string;
      readonly options?: Partial<RunOptions>;
      readonly way?: 'fastcgi' | 'static';
    } = {},
  ) {
    const scripts: string[] = [];
    const overFastCgi = async (_: unknown, source: string) => {
      scripts.push(source);
      const [begin = '', end = ''] = [...source.matchAll(/'(\[\[\w+\[\[|\]\]\w+\]\])'/g)].map((match) => match[1] ?? '');
      const urls = [...new Set(source.match(/'https:\/\/[^']+'/g) ?? [])];
      const results = urls.map(() => ({ errno: 7, message: 'refused', status: 0, address: '', verify: 0, milliseconds: 1 }));
      const stdout = `${begin}${JSON.stringify({ extension: true, disabled: [], results })}${end}`;
      return [{ stdout, stderr: '', status: 200, headers: [], sentAt: 0, receivedAt: 1 }];
    };
    const host = fakeHost({ scripts: { overFastCgi }, credentials: { text: () => more.duo ?? null } });
    const wants = {
      'http.login': login,
      'database.settings': more.settings ?? unseen(),
      'install.root': unseen(),
      'php.pool': seen(pool),
      'site.url': seen(site),
    };
    const found = fromPhp.observe(look(host, { 'php.web': phpView({ way: more.way ?? 'fastcgi' }) }, wants, more.options), none);
    return { found, scripts };
  }
  const asked = async (found: ReturnType<typeof observe>['found']) =>
    (await found).value.reaches.map(({ provider, use, seen: { url } }) => `${provider} ${use} ${url}`);

  test('asks only those that are switched on, in one round', async () => {
    const { found, scripts } = observe(seen(loginPage({ providers: ['google'] })));
    expect(await asked(found)).toEqual([
      'google verify https://www.googleapis.com/oauth2/v3/certs',
      'google settings https://accounts.google.com',
      'google settings https://oauth2.googleapis.com',
    ]);
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).not.toMatch(/facebook|twitter|x\.com|duosecurity/);
    expect((await found).value.enabledBy).toBe('log-in page');
  });

  test('goes by the settings where the page was not seen', async () => {
    const { found } = observe(unseen('timeout'), {
      settings: settings({ google_signin: 0, facebook_signin: 3, twitter_oauth: 1, other: 1 }),
    });
    expect((await asked(found)).map((line) => line.split(' ')[0])).toEqual([
      'google',
      'google',
      'google',
      'facebook',
      'twitter',
      'twitter',
    ]);
    expect((await found).value.enabledBy).toBe('settings');
  });

  test('asks Duo only at a host of Duo', async () => {
    const none_ = seen(loginPage());
    expect(await asked(observe(none_, { duo: 'api-1abcdef2.duosecurity.com' }).found)).toEqual([
      'duo sign-in https://api-1abcdef2.duosecurity.com/',
    ]);
    await expect(observe(none_, { duo: 'evil.test' }).found).rejects.toMatchObject({ gap: 'disabled' });
  });

  test('an emptied endpoint is not contacted', async () => {
    const endpoints = { ...defaultEndpoints, googleCertificates: null, googleToken: null };
    expect(await asked(observe(seen(loginPage({ providers: ['google'] })), { options: { endpoints } }).found)).toHaveLength(1);
    const { found, scripts } = observe(seen(loginPage({ providers: ['facebook'] })), {
      options: { endpoints: { ...endpoints, facebook: null } },
    });
    await expect(found).rejects.toMatchObject({ gap: 'disabled' });
    expect(scripts).toEqual([]);
  });

  test('contacts nobody', async () => {
    const google = seen(loginPage({ providers: ['google'] }));
    await expect(observe(seen(loginPage())).found).rejects.toMatchObject({ gap: 'disabled' });
    await expect(observe(google, { options: { offline: true } }).found).rejects.toMatchObject({ gap: 'disabled' });
    await expect(observe(unseen('timeout')).found).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
    await expect(observe(google, { way: 'static' }).found).rejects.toMatchObject({ gap: 'unsupported', more: { beyond: true } });
  });
});

describe('social.google-secret', () => {
  const page = seen(loginPage({ google: { clientId, library: 'gis' } }));

  function observe(answer: HttpResult, login: Fact<LoginPage> = page, given = true, options: Partial<RunOptions> = {}) {
    const sent: SecretRequest[] = [];
    const credentials = {
      secret: async () => (given ? { secret: 4, present: true, shape: '35 characters' } : null),
      send: async (request: SecretRequest) => (sent.push(request), answer),
    };
    return {
      found: googleSecret.observe(look(fakeHost({ credentials }), { 'site.url': site }, { 'http.login': login }, options), none),
      sent,
    };
  }

  test('sends a code that cannot be good', async () => {
    const { found, sent } = observe(answered(400, '{"error":"invalid_grant","error_description":"Malformed auth code."}'));
    expect((await found).value).toEqual({
      clientId,
      redirectUri: 'https://billing.example.com',
      status: 400,
      error: 'invalid_grant',
      description: 'Malformed auth code.',
      secretShape: '35 characters',
    });
    expect(sent[0]).toMatchObject({
      kind: 'form',
      url: 'https://oauth2.googleapis.com/token',
      parameters: { client_id: clientId, grant_type: 'authorization_code' },
    });
  });

  test('gaps', async () => {
    const silent: HttpResult = { ok: false, stage: 'tcp', code: 'ETIMEDOUT', message: '', address: null, durationMs: 5000 };
    await expect(observe(silent).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe(silent, page, false).found).rejects.toMatchObject({
      gap: 'disabled',
      why: expect.stringContaining('GOOGLE_CLIENT_SECRET') as string,
    });
    await expect(observe(silent, seen(loginPage())).found).rejects.toMatchObject({ gap: 'disabled' });
    await expect(observe(silent, unseen('timeout')).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe(silent, page, true, { offline: true }).found).rejects.toMatchObject({ gap: 'disabled' });
    const off = observe(silent, seen(loginPage()));
    await off.found.catch(() => undefined);
    expect(off.sent).toEqual([]);
  });
});

describe('social.links', () => {
  const users = { tblusers: ['id', 'email'], tblauthn_account_links: ['provider', 'remote_user_id', 'user_id', 'client_id', 'contact_id'] };
  const before = {
    tblclients: ['id', 'email'],
    tblcontacts: ['id', 'email'],
    tblauthn_account_links: ['provider', 'remote_user_id', 'client_id', 'contact_id'],
  };

  async function observe(tables: DatabaseSchema['tables'], answer: (sql: string) => readonly Row[], user: string | null = 'a@b.test') {
    const asked: string[] = [];
    const select = async (_: string, sql: string) => (asked.push(sql), answer(sql));
    const report = {
      usedUrl: null,
      visitorIp: null,
      admin: null,
      permissions: [],
      user: user === null ? null : ({ personal: 'email', value: user, class: '' } as const),
    };
    const have = { 'database.schema': { tables }, 'operator.report': report };
    return { value: (await links.observe(look(fakeHost({ database: { select } }), have), none)).value, asked };
  }
  const rows = (sql: string): readonly Row[] =>
    /GROUP BY/.test(sql)
      ? [
          { provider: 'google_signin', links: '2', looked: 9 },
          { provider: 'twitter_oauth', links: '0', looked: 4 },
          { provider: '__proto__', links: 1 },
          { provider: '<b>', links: 1 },
        ]
      : [{ id: 7 }];

  test('counts the links of the user, and nothing of them', async () => {
    const { value, asked } = await observe(users, rows);
    expect(value).toEqual({ accounts: 1, links: { google_signin: 2 } });
    expect(asked.at(-1)).toContain('SUM(user_id IN (?)) AS links');
    expect(asked.join()).not.toMatch(/remote_user_id|metadata/);
  });

  test('before 8.0 those of clients and contacts', async () => {
    expect((await observe(before, rows)).value).toEqual({ accounts: 2, links: { google_signin: 4 } });
  });

  test('none of the newest is theirs, and older ones may be', async () => {
    const full = (sql: string): readonly Row[] =>
      /GROUP BY/.test(sql) ? [{ provider: 'google_signin', links: '0', looked: 100_000 }] : [{ id: 7 }];
    await expect(observe(users, full)).rejects.toMatchObject({ gap: 'unsupported', why: expect.stringContaining('older ones') as string });
  });

  test('nobody has the address', async () => {
    expect((await observe(users, () => [])).value).toEqual({ accounts: 0, links: {} });
  });

  test('gaps', async () => {
    await expect(observe(users, rows, null)).rejects.toMatchObject({ gap: 'disabled', why: expect.stringContaining('--user') as string });
    await expect(observe({ tblusers: ['id', 'email'] }, rows)).rejects.toMatchObject({ gap: 'unsupported' });
    await expect(observe({ tblauthn_account_links: ['provider', 'user_id'] }, rows)).rejects.toMatchObject({ gap: 'unsupported' });
  });
});
