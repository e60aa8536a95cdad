/** The database client against a real MariaDB: a private server in a temporary folder, on 127.0.0.1, stopped at the end. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/host/database.js';
import { LookFailed } from '../../src/logic/failure.js';
import { SecretVault } from '../../src/host/vault.js';
import type { DatabaseAccess } from '../../src/model.js';
import { testChain } from '../support/certificates.js';

const innodb = ['--innodb-log-file-size=4M', '--innodb-data-file-path=ibdata1:3M:autoextend', '--innodb-undo-tablespaces=0'];
const password = 's3cret-pässword';
const chain = testChain(['localhost']);

let folder: string;
let port: number;
let socket: string;
let server: ChildProcess | undefined;
const clients: { close(): void }[] = [];

function sql(statements: string): void {
  execFileSync('mariadb', ['--no-defaults', '--default-character-set=utf8mb4', '-uroot', '-S', socket], {
    input: statements,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const free = (probe.address() as AddressInfo).port;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return free;
}

async function answers(): Promise<boolean> {
  return await new Promise((resolve) => {
    const made = connect(socket, () => {
      made.destroy();
      resolve(true);
    });
    made.on('error', () => resolve(false));
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-db-'));
  chmodSync(folder, 0o755);
  socket = join(folder, 'db.sock');
  const datadir = join(folder, 'data');
  const user = userInfo().username;
  writeFileSync(join(folder, 'ca.pem'), chain.root.cert);
  writeFileSync(join(folder, 'cert.pem'), chain.good.cert);
  writeFileSync(join(folder, 'key.pem'), chain.good.key);
  const install = [
    '--no-defaults',
    `--datadir=${datadir}`,
    `--user=${user}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...innodb,
  ];
  execFileSync('mariadb-install-db', install, { stdio: 'ignore' });
  port = await freePort();
  const flags = [
    '--no-defaults',
    `--user=${user}`,
    `--datadir=${datadir}`,
    `--socket=${socket}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--pid-file=${join(folder, 'db.pid')}`,
    `--log-error=${join(folder, 'error.log')}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=8M',
    '--innodb-flush-method=nosync',
    '--innodb-use-native-aio=0',
    `--ssl-cert=${join(folder, 'cert.pem')}`,
    `--ssl-key=${join(folder, 'key.pem')}`,
    '--local-infile=1',
    '--sql-mode=NO_BACKSLASH_ESCAPES',
    ...innodb,
  ];
  server = spawn('mariadbd', flags, { stdio: 'ignore' });
  for (let tries = 0; !(await answers()); tries += 1) {
    if (tries > 500 || server.exitCode !== null)
      throw new Error(`mariadbd did not start: ${readFileSync(join(folder, 'error.log'), 'utf8').slice(-800)}`);
    await sleep(20);
  }
  sql(`
    CREATE DATABASE whmcs CHARACTER SET utf8mb4;
    USE whmcs;
    CREATE TABLE tblconfiguration (setting varchar(64), value text, created_at datetime, amount decimal(10,2), big bigint unsigned, raw blob, flag bit(1), j json);
    INSERT INTO tblconfiguration VALUES ('SystemURL', 'https://www.billing.test/ ü€😀', '2024-02-30' + INTERVAL 0 DAY, 12.50, 18446744073709551615, x'c3a9', b'1', '{"a": 12345678901234567890}');
    CREATE TABLE many (n int) SELECT seq AS n FROM seq_1_to_30000;
    CREATE USER 'whmcs'@'127.0.0.1' IDENTIFIED BY '${password}';
    CREATE USER 'whmcs'@'localhost' IDENTIFIED BY '${password}';
    GRANT ALL ON whmcs.* TO 'whmcs'@'127.0.0.1', 'whmcs'@'localhost';
    CREATE USER 'nobody'@'127.0.0.1' IDENTIFIED BY '${password}';
    CREATE USER 'tlsonly'@'127.0.0.1' IDENTIFIED BY '${password}' REQUIRE SSL;
    GRANT SELECT ON whmcs.* TO 'tlsonly'@'127.0.0.1';
    INSTALL SONAME 'auth_ed25519';
    CREATE USER 'edward'@'127.0.0.1' IDENTIFIED VIA ed25519 USING PASSWORD('${password}');
  `);
});

afterAll(async () => {
  if (server !== undefined && server.exitCode === null) {
    const ended = new Promise<void>((resolve) => server?.once('exit', () => resolve()));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  for (const one of clients.splice(0)) one.close();
});

function client(timeoutMs = 2000) {
  const vault = new SecretVault();
  const database = createDatabase({ vault, timeoutMs, environment: {} });
  clients.push(database);
  const access = (more: Partial<DatabaseAccess> = {}, given = password): DatabaseAccess => ({
    name: 'whmcs',
    host: '127.0.0.1',
    port,
    socket: null,
    user: 'whmcs',
    password: vault.keep('database password', given),
    database: 'whmcs',
    tls: null,
    ...more,
  });
  return { database, access };
}

async function trouble(looking: Promise<unknown>): Promise<LookFailed> {
  const error: unknown = await looking.then(
    () => 'no failure',
    (reason: unknown) => reason,
  );
  if (!(error instanceof LookFailed)) throw new Error(`not a LookFailed: ${String(error)}`);
  expect(`${error.why} ${error.more.settle ?? ''}`).not.toContain(password);
  return error;
}

describe('MariaDB', () => {
  it('over TCP, over its socket and over TLS', async () => {
    const { database, access } = client();
    const tcp = await database.open(access());
    expect(tcp).toMatchObject({ product: 'mariadb', via: 'tcp', where: `127.0.0.1:${port}`, cipher: null });
    expect(tcp.version).toMatch(/^\d+\.\d+\.\d+-MariaDB/);
    expect(await database.open(access({ socket }))).toMatchObject({ via: 'socket', where: socket, cipher: null });
    const tls = { ca: join(folder, 'ca.pem'), cert: null, key: null, verify: true };
    expect((await database.open(access({ tls }))).cipher).toMatch(/^TLS_/);
    expect((await database.open(access({ tls, user: 'tlsonly' }))).cipher).toMatch(/^TLS_/);
    expect((await database.open(access({ tls: { ...tls, ca: null, verify: false } }))).cipher).toMatch(/^TLS_/);
  });

  it('gives text, numbers and dates as they are', async () => {
    const { database, access } = client();
    await database.open(access());
    expect(await database.select('whmcs', 'SELECT * FROM tblconfiguration WHERE setting = ?', ['SystemURL'])).toEqual([
      {
        setting: 'SystemURL',
        value: 'https://www.billing.test/ ü€😀',
        created_at: null,
        amount: '12.50',
        big: '18446744073709551615',
        raw: 'é',
        flag: '\u0001',
        j: '{"a": 12345678901234567890}',
      },
    ]);
    const [now] = await database.select('whmcs', 'SELECT UTC_TIMESTAMP(6) AS utc, UNIX_TIMESTAMP() AS epoch, @@session.time_zone AS zone');
    expect(now?.['utc']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    expect(now?.['zone']).toBe('SYSTEM');
    expect(typeof now?.['epoch']).toBe('number');
  });

  it('escapes parameters also where the server does not know backslashes', async () => {
    const { database, access } = client();
    await database.open(access());
    const nasty = "\\' OR 1=1 -- ";
    expect(await database.select('whmcs', 'SELECT ? AS given', [nasty])).toEqual([{ given: nasty }]);
    expect(await database.select('whmcs', 'SELECT setting FROM tblconfiguration WHERE setting = ?', [nasty])).toEqual([]);
  });

  it('is read-only below the list of statements too, and limited in time and rows', async () => {
    const { database, access } = client(1000);
    await database.open(access());
    const [session] = await database.select(
      'whmcs',
      'SELECT @@session.tx_read_only AS ro, @@session.max_statement_time AS seconds, @@session.sql_select_limit AS most',
    );
    expect(session).toEqual({ ro: 1, seconds: 1, most: 20_001 });
    const started = performance.now();
    const slow = 'SELECT COUNT(*) AS n FROM many a, many b, many c WHERE a.n + b.n + c.n = 7';
    expect((await trouble(database.select('whmcs', slow))).gap).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(2500);
    expect((await trouble(database.select('whmcs', 'SELECT n FROM many'))).gap).toBe('oversize');
    expect(await database.select('whmcs', 'SELECT COUNT(*) AS n FROM many')).toEqual([{ n: 30_000 }]);
  });

  it.each<[string, Partial<DatabaseAccess>, string, string, RegExp]>([
    ['a wrong password', {}, 'wrong', 'denied', /refused user whmcs at 127\.0\.0\.1:\d+: wrong \$db_password/],
    ['an empty password', {}, '', 'denied', /wrong \$db_password/],
    ['no right to the database', { user: 'nobody' }, password, 'denied', /user nobody may not use the database whmcs/],
    ['no such database', { database: 'nope' }, password, 'denied', /user whmcs may not use the database nope/],
    ['a user of ed25519', { user: 'edward' }, password, 'io', /client_ed25519/],
    ['a user who needs TLS', { user: 'tlsonly' }, password, 'denied', /./],
  ])('says what is wrong with %s', async (_, more, given, gap, why) => {
    const { database, access } = client();
    const said = await trouble(database.open(access(more, given)));
    expect(said.gap).toBe(gap);
    expect(said.why).toMatch(why);
  });

  it('says what is wrong with a certificate, a table, a column, a connection that was killed', async () => {
    const { database, access } = client();
    const tls = { ca: null, cert: null, key: null, verify: true };
    expect((await trouble(database.open(access({ tls })))).why).toMatch(/TLS handshake .* failed: .*(certificate|issuer)/);
    await database.open(access());
    expect((await trouble(database.select('whmcs', 'SELECT 1 FROM tblnone'))).gap).toBe('absent');
    expect((await trouble(database.select('whmcs', 'SELECT nope FROM many'))).gap).toBe('absent');
    const [mine] = await database.select('whmcs', 'SELECT CONNECTION_ID() AS id');
    sql(`KILL ${Number(mine?.['id'])};`);
    await sleep(50);
    expect(await database.select('whmcs', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('leaves no connection behind', async () => {
    const { database, access } = client();
    await database.open(access());
    database.close();
    await sleep(100);
    const seen = execFileSync('mariadb', [
      '--no-defaults',
      '-uroot',
      '-S',
      socket,
      '-N',
      '-e',
      "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'whmcs'",
    ]);
    expect(seen.toString().trim()).toBe('0');
  });
});
