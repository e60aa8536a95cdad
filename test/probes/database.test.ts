import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import addresses from '../../src/probes/database-addresses.js';
import connection from '../../src/probes/database-connection.js';
import schema from '../../src/probes/database-schema.js';
import settings from '../../src/probes/database-settings.js';
import type { DatabaseAccess, DatabaseServer, Facts, InstallConfiguration, Row, SecretRef } from '../../src/model.js';
import { fakeFiles, fakeHost, look } from '../support/fake-host.js';

const password: SecretRef = { secret: 0, present: true, shape: '6 characters' };
const set = <T>(value: T) => ({ state: 'set', value, line: 3 }) as const;
const database: InstallConfiguration['database'] = {
  host: set('localhost'),
  port: { state: 'absent' },
  username: set('whmcs'),
  password: set(password),
  name: set('whmcs'),
};

function configuration(changed: Partial<InstallConfiguration['database']> = {}): InstallConfiguration {
  const part = { path: '/srv/whmcs/configuration.php', database: { ...database, ...changed }, databaseTls: null };
  return part as unknown as InstallConfiguration;
}

const server: DatabaseServer = { product: 'mariadb', version: '10.11', via: 'socket', where: '/run/mysqld/mysqld.sock', cipher: null };
const none = (): void => undefined;

describe('database.connection', () => {
  const clockRow: Row = { micros: '1790000005000000', utc_offset: 3600, session_zone: 'SYSTEM', system_zone: 'CET' };

  async function observe(
    config: InstallConfiguration,
    open: (access: DatabaseAccess) => Promise<DatabaseServer>,
    rows: readonly Row[] = [clockRow],
  ) {
    let now = 1_790_000_000_000;
    const host = fakeHost({
      now: () => (now += 10),
      files: fakeFiles({ '/var/lib/mysql/mysql.sock': { stat: { kind: 'socket' } } }),
      database: { open, select: async () => rows },
    });
    return connection.observe(look<'install.configuration'>(host, { 'install.configuration': config }), none);
  }

  it('takes the socket that is there for localhost, and brackets the clock', async () => {
    let asked: DatabaseAccess | undefined;
    const { value } = await observe(configuration(), async (access) => {
      asked = access;
      return server;
    });
    expect(asked).toMatchObject({ socket: '/var/lib/mysql/mysql.sock', user: 'whmcs', database: 'whmcs', password });
    expect(value).toMatchObject({ product: 'mariadb', utcOffsetSeconds: 3600, systemTimeZone: 'CET' });
    // Each question takes 10 ms and begins 20 ms after the one before, while the server's clock stands still: their answers contradict one
    // another, as where a clock is set between them.
    expect(value.clock).toBeNull();
  });

  it('passes on what the host says of a failure', async () => {
    const refused = new LookFailed('denied', 'refused', { settle: 'Compare the password.' });
    await expect(observe(configuration(), () => Promise.reject(refused))).rejects.toBe(refused);
  });

  it('names the setting that only the running PHP knows', async () => {
    const failing = observe(configuration({ host: { state: 'dynamic', why: 'getenv()', line: 4 } }), async () => server);
    await expect(failing).rejects.toMatchObject({ gap: 'unsupported', why: expect.stringContaining('line 4: $db_host') });
  });

  it('names a setting that is missing', async () => {
    await expect(observe(configuration({ name: { state: 'absent' } }), async () => server)).rejects.toMatchObject({ gap: 'absent' });
  });

  it('leaves a dynamic password to the host, and says where to give it', async () => {
    const dynamic = configuration({ password: { state: 'dynamic', why: 'getenv()', line: 5 } });
    const failing = observe(dynamic, async (access) => {
      expect(access.password.present).toBe(false);
      throw new LookFailed('denied', 'Access denied for user whmcs');
    });
    await expect(failing).rejects.toMatchObject({ more: { settle: expect.stringContaining('WHMCS_DB_PASSWORD'), beyond: true } });
  });

  it('does not understand a server without a clock', async () => {
    await expect(observe(configuration(), async () => server, [])).rejects.toMatchObject({ gap: 'malformed' });
  });
});

describe('database.schema', () => {
  it('lower-cases names', async () => {
    const rows = [
      { tbl: 'tblConfiguration', col: 'Setting' },
      { tbl: 'tblConfiguration', col: 'value' },
    ];
    const host = fakeHost({ database: { select: async () => rows } });
    const { value } = await schema.observe(
      look<'database.connection'>(host, { 'database.connection': {} as Facts['database.connection'] }),
      none,
    );
    expect(value).toEqual({ tables: { tblconfiguration: ['setting', 'value'] } });
  });
});

describe('database.settings', () => {
  const tables = { tblconfiguration: ['id', 'setting', 'value'], tblauthn_config: ['provider', 'setting', 'value'] };

  async function observe(rows: readonly Row[], seen: Facts['database.schema']['tables'] = tables) {
    const host = fakeHost({
      database: {
        select: async (_name: string, sql: string) => (sql.includes('tblauthn_config') ? [{ provider: 'google', settings: 4 }] : rows),
      },
    });
    const { value } = await settings.observe(look<'database.schema'>(host, { 'database.schema': { tables: seen } }), none);
    return value;
  }

  const url = { setting: 'SystemURL', value: 'https://www.billing.test/' };

  it('finds names in any case and keeps absent and empty apart', async () => {
    const value = await observe([
      { setting: 'systemurl', value: 'https://www.billing.test/' },
      { setting: 'trustedProxyIps', value: '[{"ip":"162.158.0.0/15","note":""}]' },
      { setting: 'proxyHeader', value: '' },
    ]);
    expect(value.systemUrl).toEqual({ present: true, value: 'https://www.billing.test/', key: 'systemurl' });
    expect(value.proxyHeader).toEqual({ present: true, value: '', key: 'proxyHeader' });
    expect(value.disableSessionIpCheck).toEqual({ present: false });
    expect(value.trustedProxies).toEqual({ shape: 'json', entries: ['162.158.0.0/15'] });
    expect(value.signInProviders).toEqual({ google: 4 });
  });

  it('prefers the usual spelling of a repeated name', async () => {
    const value = await observe([
      { setting: 'SYSTEMURL', value: 'http://old/' },
      { setting: 'SystemURL', value: 'https://new/' },
    ]);
    expect(value.systemUrl).toMatchObject({ value: 'https://new/' });
  });

  it('does not take a missing row for an empty list', async () => expect((await observe([url])).trustedProxies).toBeNull());

  it('is no look at all where no setting of WHMCS is there', async () => {
    for (const rows of [[], [{ setting: 'unrelated', value: '1' }], [{}]] satisfies Row[][]) {
      await expect(observe(rows)).rejects.toMatchObject({ gap: 'absent' });
    }
  });

  it('does not ask tables that are not there', async () => {
    expect((await observe([url], { tblconfiguration: ['setting', 'value'] })).signInProviders).toBeNull();
    await expect(observe([], {})).rejects.toMatchObject({ gap: 'absent' });
  });
});

describe('database.addresses', () => {
  const tables = {
    tbladminlog: ['id', 'adminusername', 'logintime', 'ipaddress'],
    tblactivitylog: ['id', 'date', 'user', 'userid', 'user_id', 'ipaddr'],
    tblusers: ['id', 'last_ip', 'last_login'],
  };

  async function observe(seen: Facts['database.schema']['tables'], rows: Readonly<Record<string, readonly Row[]>>) {
    const asked: string[] = [];
    const select = async (_name: string, sql: string): Promise<readonly Row[]> => {
      asked.push(sql.replace(/\s+/g, ' '));
      return rows[/FROM (\w+)/.exec(sql)?.[1] ?? ''] ?? [];
    };
    const { value } = await addresses.observe(
      look<'database.schema'>(fakeHost({ database: { select } }), { 'database.schema': { tables: seen } }),
      none,
    );
    return { value, asked };
  }

  it('classifies, numbers accounts and drops entries without an address', async () => {
    const { value, asked } = await observe(tables, {
      tbladminlog: [
        { ipaddress: '162.158.1.1', account_adminusername: 'joe', recorded: '2026-11-01 10:00:00' },
        { ipaddress: '203.0.113.9', account_adminusername: 'ann', recorded: '0000-00-00 00:00:00' },
        { ipaddress: '10.0.0.1', account_adminusername: 'joe', recorded: '2026-11-01 09:00:00' },
      ],
      tblactivitylog: [
        { ipaddr: '', account_user: 'System' },
        { ipaddr: '203.0.113.77', account_user_id: 7, recorded: '2026-11-01 10:00:00' },
      ],
      tblusers: [
        { last_ip: '2001:db8::9', account_id: 7, recorded: '2026-10-01 10:00:00' },
        { last_ip: '127.0.0.1', account_id: 8, recorded: '2026-11-01 10:00:00' },
      ],
    });
    expect(value.adminLogins.map(({ address, account, at }) => [address.class, account, at])).toEqual([
      ['cloudflare', 1, '2026-11-01 10:00:00'],
      ['public', 2, null],
      ['private', 1, '2026-11-01 09:00:00'],
    ]);
    expect(value.activity.map(({ address, column, account }) => [address.value, column, account])).toEqual([
      ['203.0.113.77', 'tblactivitylog.ipaddr', 3],
    ]);
    expect(value.users.map(({ address, account }) => [address.class, account])).toEqual([
      ['loopback', 4],
      // The same user as in the activity log.
      ['public', 3],
    ]);
    expect(JSON.stringify(value)).not.toMatch(/joe|ann/);
    expect(asked.every((sql) => sql.endsWith('ORDER BY id DESC LIMIT 200'))).toBe(true);
  });

  it('selects only what is there', async () => {
    const { value, asked } = await observe({ tbladminlog: ['id', 'ipaddress'] }, { tbladminlog: [{ ipaddress: '203.0.113.9' }] });
    expect(asked).toEqual(['SELECT ipaddress FROM tbladminlog ORDER BY id DESC LIMIT 200']);
    expect(value).toMatchObject({ adminLogins: [{ account: null, at: null }], activity: [], users: [] });
  });
});
