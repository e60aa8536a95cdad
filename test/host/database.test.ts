import { createServer as createMysql2Server } from 'mysql2';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDatabase, type DatabaseParts } from '../../src/host/database.js';
import { LookFailed } from '../../src/logic/failure.js';
import { SecretVault } from '../../src/host/vault.js';
import type { DatabaseAccess, Touch } from '../../src/model.js';
import { refused, silent } from '../support/net-servers.js';
import { mysqlServer, type MysqlServerOptions } from '../support/mysql-server.js';

const canary = 'pw-cänary-4711';
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function client(parts: Partial<DatabaseParts> = {}) {
  const vault = new SecretVault();
  const database = createDatabase({ vault, timeoutMs: 1000, environment: {}, ...parts });
  endings.push(() => database.close());
  return { vault, database };
}

function access(vault: SecretVault, port: number, more: Partial<DatabaseAccess> = {}): DatabaseAccess {
  const password = vault.keep('database password', canary);
  return { name: 'whmcs', host: '127.0.0.1', port, socket: null, user: 'whmcs', password, database: 'billing', tls: null, ...more };
}

async function serve(how: MysqlServerOptions = {}) {
  const server = await mysqlServer({ password: canary, ...how });
  endings.push(() => server.stop());
  return server;
}

/** What a failing promise throws: a LookFailed that says nothing secret. */
async function trouble(looking: Promise<unknown>): Promise<LookFailed> {
  const error: unknown = await looking.then(
    () => 'no failure',
    (reason: unknown) => reason,
  );
  if (!(error instanceof LookFailed)) throw new Error(`not a LookFailed: ${String(error)}`);
  expect(`${error.why} ${error.more.settle ?? ''} ${JSON.stringify(error)}`).not.toContain(canary);
  expect(error.why).not.toContain('\n');
  return error;
}

describe('signing in', () => {
  it.each(['native', 'sha2-fast', 'sha2-full'] as const)('works by %s', async (auth) => {
    const server = await serve({ auth });
    const { vault, database } = client();
    expect(await database.open(access(vault, server.port))).toEqual({
      product: 'mysql',
      version: '8.0.36',
      via: 'tcp',
      where: `127.0.0.1:${server.port}`,
      cipher: null,
    });
    expect(server.received).toEqual(auth === 'sha2-full' ? [canary] : []);
    // LOCAL INFILE and several statements at once are switched off.
    expect((server.clientFlags[0] ?? 0) & (0x80 | 0x10000)).toBe(0);
  });

  it('works with a server of mysql2', async () => {
    const seen: { user?: string } = {};
    const server = createMysql2Server((connection) => {
      // Its side counts packets on over commands: each begins at 0.
      const rewind = (): void => void Object.assign(connection, { sequenceId: 0 });
      connection.serverHandshake({
        protocolVersion: 10,
        serverVersion: '8.4.0',
        connectionId: 1,
        statusFlags: 2,
        characterSet: 45,
        capabilityFlags: 0xffffff ^ 0x800,
        authCallback: (given: { user: string }, done: (error: null) => void) => {
          seen.user = given.user;
          done(null);
          setImmediate(rewind);
        },
      });
      // It reports SET statements under this name.
      connection.on('stmt_prepare', () => {
        connection.writeOk({ affectedRows: 0 });
        rewind();
      });
      connection.on('query', (sql: string) => {
        const name = sql.includes('VERSION') ? 'version' : 'Value';
        const column = {
          catalog: 'def',
          schema: '',
          table: '',
          orgTable: '',
          name,
          orgName: name,
          characterSet: 45,
          columnLength: 100,
          columnType: 253,
          flags: 0,
          decimals: 0,
        };
        connection.writeTextResult([{ [name]: name === 'version' ? '8.4.0' : 'TLS_AES_256_GCM_SHA384' }] as never, [column] as never);
        rewind();
      });
      connection.on('error', () => undefined);
    });
    const listening = (server as unknown as { _server: NetServer })._server;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    endings.push(() => new Promise<void>((resolve) => listening.close(() => resolve())));
    const { vault, database } = client();
    const opened = await database.open(access(vault, (listening.address() as AddressInfo).port));
    expect(opened).toMatchObject({ product: 'mysql', version: '8.4.0', cipher: null });
    expect(seen.user).toBe('whmcs');
  });

  it('uses WHMCS_DB_PASSWORD instead of the configured password, for the install alone', async () => {
    const server = await serve({ password: 'from outside' });
    const { vault, database } = client({ environment: { WHMCS_DB_PASSWORD: 'from outside' } });
    expect(await database.open(access(vault, server.port))).toMatchObject({ product: 'mysql' });
    expect((await trouble(database.open(access(vault, server.port, { name: 'sessions' })))).gap).toBe('denied');
  });

  it('makes the session read-only and limited before anything else', async () => {
    const server = await serve();
    const { vault, database } = client({ timeoutMs: 1500 });
    await database.open(access(vault, server.port));
    expect(server.asked).toEqual([
      'SET SESSION TRANSACTION READ ONLY',
      "SET SESSION sql_mode = '', SESSION lock_wait_timeout = 2, SESSION sql_select_limit = 20001",
      'SELECT VERSION() AS version',
      'SET SESSION max_execution_time = 1500',
    ]);
    const maria = await serve({ version: '10.11.19-MariaDB-0+deb12u1' });
    expect(await database.open(access(vault, maria.port, { name: 'sessions' }))).toMatchObject({ product: 'mariadb' });
    expect(maria.asked).toContain('SET SESSION max_statement_time = 2');
  });

  it('does without a statement limit where the server has none', async () => {
    const old = await serve({
      version: '5.6.51',
      answer: (sql) => (sql.includes('max_execution') ? { error: [1193, 'Unknown system variable'] } : undefined),
    });
    const { vault, database } = client();
    expect(await database.open(access(vault, old.port))).toMatchObject({ version: '5.6.51' });
  });

  it('is done once for all who ask, and again for another access', async () => {
    const server = await serve();
    const { vault, database } = client();
    const one = access(vault, server.port);
    await Promise.all([database.open(one), database.open({ ...one }), database.open(one)]);
    expect(server.connections()).toBe(1);
    await database.open({ ...one, user: 'other' });
    expect(server.connections()).toBe(2);
  });
});

describe('a sign-in that fails', () => {
  it.each<[string, MysqlServerOptions, string, RegExp]>([
    ['wrong password', { password: 'other' }, 'denied', /refused user whmcs at 127\.0\.0\.1:\d+: wrong \$db_password or missing grant/],
    ['wrong password, full', { password: 'other', auth: 'sha2-full' }, 'denied', /wrong \$db_password/],
    ['unknown method', { auth: 'ed25519' }, 'io', /method that is not supported here \(client_ed25519\)/],
    ['too many connections', { greeting: { error: [1040, 'Too many connections'] } }, 'io', /takes no more connections/],
    [
      'host not allowed',
      { greeting: { error: [1130, "Host '1.2.3.4' is not allowed"] } },
      'denied',
      /accepts no connection from this machine/,
    ],
    ['no such database', { answer: () => ({ error: [1049, 'Unknown database'] }) }, 'absent', /there is no database billing/],
    ['closed', { answer: () => ({ close: true }) }, 'io', /closed the connection/],
    ['silent afterwards', { answer: () => ({ silent: true }) }, 'timeout', /did not answer within/],
  ])('%s says so', async (_, how, gap, why) => {
    const server = await serve(how);
    const { vault, database } = client();
    const said = await trouble(database.open(access(vault, server.port)));
    expect(said.gap).toBe(gap);
    expect(said.why).toMatch(why);
  });

  it('names what is not there', async () => {
    const nobody = await refused.start();
    const { vault, database } = client();
    const down = await trouble(database.open(access(vault, nobody.port)));
    expect(down).toMatchObject({
      gap: 'io',
      why: `nothing listens at 127.0.0.1:${nobody.port}: the database is down or $db_host or $db_port is wrong`,
    });
    expect(await trouble(database.open(access(vault, 1, { socket: '/nope/db.sock' })))).toMatchObject({
      gap: 'io',
      why: expect.stringContaining('/nope/db.sock') as string,
    });
    expect((await trouble(database.open(access(vault, 1, { host: 'no-such-name.invalid' })))).why).toMatch(/database host cannot be found/);
    const server = await serve();
    expect(
      (await trouble(database.open(access(vault, server.port, { tls: { ca: null, cert: null, key: null, verify: true } })))).why,
    ).toMatch(/offers no TLS/);
    expect(
      await trouble(database.open(access(vault, server.port, { tls: { ca: '/nope.pem', cert: null, key: null, verify: true } }))),
    ).toMatchObject({ gap: 'absent' });
  });

  it('after a greeting that never comes is a timeout, and can be tried again', async () => {
    const mute = await silent.start();
    endings.push(() => mute.stop());
    const { vault, database } = client();
    const started = performance.now();
    expect((await trouble(database.open(access(vault, mute.port)))).gap).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(3000);
    const server = await serve();
    expect(await database.open(access(vault, server.port))).toMatchObject({ product: 'mysql' });
  });
});

describe('asking', () => {
  async function opened(how: MysqlServerOptions, parts: Partial<DatabaseParts> = {}) {
    const server = await serve(how);
    const { vault, database } = client(parts);
    await database.open(access(vault, server.port));
    return { server, database };
  }
  const answering = (answer: NonNullable<MysqlServerOptions['answer']>): MysqlServerOptions => ({
    answer: (sql) => (sql.includes('asked') ? answer(sql) : undefined),
  });

  it('gives rows by column name, parameters escaped, and tells the audit without them', async () => {
    const touched: Touch[] = [];
    const how = answering(() => ({
      columns: ['a', '__proto__'],
      rows: [
        ['x', null],
        ['é\u001b', 'y'],
      ],
    }));
    const { server, database } = await opened(how, { onTouch: (touch) => touched.push(touch) });
    const rows = await database.select('whmcs', 'SELECT a AS asked FROM t WHERE b = ? AND c = ?', ["it's \\ here", 5]);
    expect(rows.map((row) => Object.entries(row))).toEqual([
      [
        ['a', 'x'],
        ['__proto__', null],
      ],
      [
        ['a', 'é\u001b'],
        ['__proto__', 'y'],
      ],
    ]);
    expect(server.asked.at(-1)).toBe("SELECT a AS asked FROM t WHERE b = 'it\\'s \\\\ here' AND c = 5");
    expect(touched.at(-1)).toEqual({ kind: 'query', what: 'SELECT a AS asked FROM t WHERE b = ? AND c = ?' });
  });

  it('sends nothing that writes', async () => {
    const { server, database } = await opened({});
    const before = server.asked.length;
    expect((await trouble(database.select('whmcs', 'DELETE FROM asked'))).gap).toBe('bug');
    expect(server.asked.length).toBe(before);
    expect(await database.select('whmcs', 'SELECT 1')).toEqual([{ answer: '42' }]);
    expect((await trouble(database.select('sessions', 'SELECT 1'))).gap).toBe('bug');
  });

  it.each([
    [1146, 'absent'],
    [1054, 'absent'],
    [1142, 'denied'],
    [3024, 'timeout'],
    [1064, 'bug'],
    [9999, 'io'],
  ])('turns error %i into %s and keeps the connection', async (number, gap) => {
    const { server, database } = await opened(answering(() => ({ error: [number, `secret ${canary}`] })));
    expect((await trouble(database.select('whmcs', 'SELECT asked'))).gap).toBe(gap);
    expect(await database.select('whmcs', 'SELECT 1')).toEqual([{ answer: '42' }]);
    expect(server.connections()).toBe(1);
  });

  it.each([
    ['rows', 'x'],
    ['bytes', 'x'.repeat(500_000)],
    ['a cell', 'x'.repeat(1_500_000)],
  ])('ends an answer of too many %s, and connects again for the next', async (_, flood) => {
    const { server, database } = await opened(
      answering(() => ({ flood })),
      { timeoutMs: 10_000 },
    );
    expect((await trouble(database.select('whmcs', 'SELECT asked'))).gap).toBe('oversize');
    expect(await database.select('whmcs', 'SELECT 1')).toEqual([{ answer: '42' }]);
    expect(server.connections()).toBe(2);
  });

  it('recovers from a lost connection and from silence', async () => {
    const { server, database } = await opened(answering((sql) => (sql.includes('close') ? { close: true } : { silent: true })));
    expect((await trouble(database.select('whmcs', 'SELECT asked AS close'))).gap).toBe('io');
    expect(await database.select('whmcs', 'SELECT 1')).toEqual([{ answer: '42' }]);
    expect((await trouble(database.select('whmcs', 'SELECT asked'))).gap).toBe('timeout');
    expect(await database.select('whmcs', 'SELECT 1')).toEqual([{ answer: '42' }]);
    expect(server.connections()).toBe(3);
  });

  it('takes packets out of order for a broken connection, and says nothing on standard error', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    endings.push(() => said.mockRestore());
    const server = await serve({ answer: (sql) => (sql.includes('broken') ? { disordered: true } : undefined) });
    const { vault, database } = client();
    await database.open(access(vault, server.port));
    expect(await trouble(database.select('whmcs', 'SELECT broken'))).toMatchObject({ gap: 'io' });
    expect(await database.select('whmcs', 'SELECT 42 AS answer')).toEqual([{ answer: '42' }]);
    expect(said).not.toHaveBeenCalled();
  });

  it('one after the other, each in its turn', async () => {
    const { database, server } = await opened({});
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => database.select('whmcs', `SELECT ${index}`)));
    expect(all.every((rows) => rows[0]?.['answer'] === '42')).toBe(true);
    expect(server.asked.slice(-20)).toEqual(Array.from({ length: 20 }, (_, index) => `SELECT ${index}`));
  });

  it('stops at once, also while waiting for its turn, and lets the others go on', async () => {
    const { database } = await opened(
      answering(() => ({ silent: true })),
      { timeoutMs: 1000 },
    );
    const controller = new AbortController();
    const running = trouble(database.select('whmcs', 'SELECT asked', [], controller.signal));
    const waiting = trouble(database.select('whmcs', 'SELECT asked', [], controller.signal));
    const other = database.select('whmcs', 'SELECT 1');
    setTimeout(() => controller.abort(), 50);
    const started = performance.now();
    expect((await running).gap).toBe('aborted');
    expect((await waiting).gap).toBe('aborted');
    expect(performance.now() - started).toBeLessThan(900);
    expect(await other).toEqual([{ answer: '42' }]);
  });

  it('ends with close()', async () => {
    const { database } = await opened(
      answering(() => ({ silent: true })),
      { timeoutMs: 5000 },
    );
    const running = trouble(database.select('whmcs', 'SELECT asked'));
    setTimeout(() => database.close(), 20);
    expect((await running).gap).toBe('aborted');
    database.close();
  });
});
