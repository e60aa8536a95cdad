/** The lab's MariaDB: made once per version, copied per lab, filled with the stand-in tables. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import { run, start, type Running } from './process.js';

/** Where Debian's PHP looks for a database on localhost. */
export const databaseSocket = '/run/mysqld/mysqld.sock';

const files = ['--innodb-log-file-size=4M', '--innodb-data-file-path=ibdata1:3M:autoextend', '--innodb-undo-tablespaces=0'];
const small = [
  '--performance-schema=OFF',
  '--innodb-buffer-pool-size=8M',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-flush-method=nosync',
  '--innodb-use-native-aio=0',
  '--innodb-buffer-pool-dump-at-shutdown=0',
  '--innodb-buffer-pool-load-at-startup=0',
  '--skip-log-bin',
  '--skip-name-resolve',
  '--table-open-cache=200',
];

/** The program runs as whoever runs the lab: MariaDB insists that root says so. */
const asMe = process.getuid?.() === 0 ? ['--user=root'] : [];

/** Copies a data folder from the cache, which is filled first where this version is not in it yet. */
export async function prepareDatabase(datadir: string, cache: string): Promise<void> {
  const version = (await run('mariadbd', ['--version'])).trim().replace(/[^\w.-]+/gu, '_');
  const template = join(cache, `mariadb-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(template)) {
    const making = `${template}.${process.pid}`;
    await mkdir(making, { recursive: true });
    await run('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${making}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...asMe,
      ...files,
    ]);
    // Two labs may have made it at once: the first to rename wins.
    await rename(making, template).catch(() => rm(making, { recursive: true, force: true }));
  }
  await run('cp', ['-a', '--sparse=always', template, datadir]);
}

export async function startDatabase(datadir: string, log: string, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  await mkdir('/run/mysqld', { recursive: true });
  return start({
    name: 'mariadbd',
    command: [
      'mariadbd',
      '--no-defaults',
      ...asMe,
      `--datadir=${datadir}`,
      `--tmpdir=${datadir}`,
      `--socket=${databaseSocket}`,
      '--port=3306',
      '--bind-address=127.0.0.1',
      `--pid-file=${datadir}/mariadbd.pid`,
      ...files,
      ...small,
    ],
    log,
    env,
    ready: async () => {
      await (await connect()).end();
      return true;
    },
  });
}

/** As the database's administrator. */
export function connect(database?: string): Promise<Connection> {
  return createConnection({
    socketPath: databaseSocket,
    user: 'root',
    multipleStatements: true,
    ...(database === undefined ? {} : { database }),
  });
}

export async function runSql(sql: string, values: readonly unknown[] = []): Promise<unknown> {
  const connection = await connect();
  try {
    await connection.query('USE whmcs').catch(() => undefined);
    const [rows] = await connection.query(sql, [...values]);
    return rows;
  } finally {
    await connection.end();
  }
}

/** The stand-in tables, the application's account and the rows of a fresh install. */
export async function fillDatabase(password: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const schema = await readFile(new URL('schema.sql', import.meta.url), 'utf8');
  const tables = [...schema.matchAll(/^CREATE TABLE (\w+)/gmu)].map(([, table]) => table ?? '').sort();
  const there = (await runSql("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'whmcs'")) as {
    readonly name: string;
  }[];
  const names = there.map(({ name }) => name).sort();
  if (names.join() === tables.join()) {
    // Emptying the tables is much faster than making them anew.
    await runSql(`START TRANSACTION; ${tables.map((table) => `DELETE FROM ${table}`).join('; ')}; COMMIT`);
  } else {
    await runSql(`DROP DATABASE IF EXISTS whmcs; CREATE DATABASE whmcs CHARACTER SET utf8mb4; USE whmcs; ${schema}`);
    for (const host of ['localhost', '127.0.0.1']) {
      await runSql(`CREATE OR REPLACE USER whmcs@'${host}' IDENTIFIED BY ?; GRANT ALL ON whmcs.* TO whmcs@'${host}'`, [password]);
    }
  }
  await runSql('INSERT INTO tblconfiguration (setting, value) VALUES ?', [Object.entries(settings)]);
}
