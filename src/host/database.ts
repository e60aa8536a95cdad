/** The databases of the install and of its sessions, read-only: one connection each, one statement at a time, opened again where it broke. */
import { setMaxListeners } from 'node:events';
import type { DatabaseAccess, DatabaseClient, DatabaseServer, Row, RunOptions, Scalar } from '../model.js';
import { LookFailed } from '../logic/failure.js';
import { databasePasswordFromEnvironment } from './environment-secrets.js';
import { filesHere, type DatabaseFiles } from './database/files.js';
import { openLine } from './database/line.js';
import { signIn, type Session } from './database/session.js';
import { unreachable, type Asked } from './database/trouble.js';
import { mostRows } from './database/values.js';
import type { Dialling, OnTouch, Resolving } from './net/context.js';
import type { Vantage } from './net/vantage.js';
import { patiently, stopped } from './net/limits.js';
import type { SecretVault } from './vault.js';

/** The server ends a statement at the limit; what it cannot end (a lost connection) is ended here a little later. */
const graceMs = 1000;

export interface DatabaseParts {
  readonly vault: Pick<SecretVault, 'keep' | 'reveal'>;
  /** Silence allowed per step of the connection and per statement. */
  readonly timeoutMs: number;
  /** --resolve. */
  readonly resolve?: RunOptions['resolve'];
  /** Called for every connection and statement, for --audit; parameters are left out. */
  readonly onTouch?: OnTouch;
  /** Default: this machine. */
  readonly vantage?: Vantage;
  readonly files?: DatabaseFiles;
  /** Hears that the database accepts what it was shown. */
  readonly onSignedIn?: (access: DatabaseAccess) => void;
  /** Where WHMCS_DB_PASSWORD is looked up; default: the process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

interface Opened {
  readonly session: Session;
  readonly server: DatabaseServer;
}

interface Slot {
  readonly access: DatabaseAccess;
  opened: Promise<Opened>;
  /** Settles when the statements asked so far have ended. */
  tail: Promise<void>;
}

/** `close` ends all connections; safe to call twice. */
export function createDatabase(parts: DatabaseParts): DatabaseClient & { close(): void } {
  const onTouch: OnTouch = parts.onTouch ?? (() => undefined);
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const net: Dialling & Resolving = { ...parts.vantage, onTouch, closed: ending.signal, options: { resolve: parts.resolve ?? [] } };
  const files = parts.files ?? filesHere;
  const slots = new Map<DatabaseAccess['name'], Slot>();
  const limits = { ms: parts.timeoutMs + graceMs, signals: [ending.signal] };

  const connect = async (access: DatabaseAccess): Promise<Opened> => {
    const given = access.name === 'whmcs' ? databasePasswordFromEnvironment(parts.vault, parts.environment) : null;
    const passwordName = given !== null ? 'WHMCS_DB_PASSWORD' : access.name === 'whmcs' ? '$db_password' : 'password';
    const line = await openLine(net, access, { timeoutMs: parts.timeoutMs, signal: undefined }, files);
    const asked: Asked = { access, where: line.where, passwordName };
    if (!line.ok) throw unreachable(asked, line);
    const password = parts.vault.reveal(given ?? access.password);
    const session = await signIn(line, asked, password, { ms: parts.timeoutMs, signals: [ending.signal] }, files);
    parts.onSignedIn?.(access);
    try {
      return { session, server: { via: line.via, where: line.where, ...(await prepare(session)) } };
    } catch (error) {
      session.destroy();
      throw error;
    }
  };

  /** Before anything else is asked: nothing can be written, no statement can run or wait for long. */
  const prepare = async (session: Session): Promise<Pick<DatabaseServer, 'product' | 'version' | 'cipher'>> => {
    const ask = (sql: string): Promise<readonly Row[]> => {
      onTouch({ kind: 'query', what: sql });
      return session.query(sql, [], limits);
    };
    const seconds = Math.max(1, Math.ceil(parts.timeoutMs / 1000));
    await ask('SET SESSION TRANSACTION READ ONLY');
    // sql_mode: the escaping of parameters relies on backslashes. sql_select_limit: one row more than is accepted.
    await ask(`SET SESSION sql_mode = '', SESSION lock_wait_timeout = ${seconds}, SESSION sql_select_limit = ${mostRows + 1}`);
    const version = String((await ask('SELECT VERSION() AS version'))[0]?.['version'] ?? '');
    const product = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
    // https://mariadb.com/kb/en/server-system-variables/#max_statement_time (s), https://dev.mysql.com/doc/refman/8.0/en/server-system-variables.html#sysvar_max_execution_time (ms)
    const limit = product === 'mariadb' ? `max_statement_time = ${seconds}` : `max_execution_time = ${parts.timeoutMs}`;
    await ask(`SET SESSION ${limit}`).catch((error: unknown) => {
      // MySQL before 5.7.8 has no such setting; the limit of this side remains.
      if (!(error instanceof LookFailed && error.gap === 'absent')) throw error;
    });
    // Without TLS in the configuration none is asked for, and there is no cipher to ask about.
    const [cipher] = session.asked.access.tls === null ? [] : await ask("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
    const name = String(cipher?.['Value'] ?? '');
    return { product, version, cipher: name === '' ? null : name };
  };

  const slotFor = (access: DatabaseAccess): Slot => {
    const known = slots.get(access.name);
    if (known !== undefined && isSame(known.access, access)) return known;
    known?.opened.then(({ session }) => session.destroy()).catch(() => undefined);
    const slot: Slot = { access, opened: connect(access), tail: Promise.resolve() };
    slot.opened.catch(() => slots.get(access.name) === slot && slots.delete(access.name));
    slots.set(access.name, slot);
    return slot;
  };

  const inTurn = async <T>(slot: Slot, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> => {
    const before = slot.tail;
    let done: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (done = resolve));
    slot.tail = before.then(() => mine);
    try {
      await orStopped(before, signal, 'a statement that waited for its turn');
      return await run();
    } finally {
      done();
    }
  };

  return {
    async open(access, signal) {
      if (ending.signal.aborted) throw stopped(ending.signal, 'the connection to the database');
      // The connection is shared: one caller's end must not take it from the others.
      return (await orStopped(slotFor(access).opened, signal, 'the connection to the database')).server;
    },
    async select(database, sql, params: readonly Scalar[] = [], signal) {
      const slot = slots.get(database);
      if (slot === undefined) throw new LookFailed('bug', `the database "${database}" was asked before it was opened`);
      return await inTurn(slot, signal, async () => {
        let { session } = await orStopped(slot.opened, signal, 'the connection to the database');
        if (session.broken) {
          const again = connect(slot.access);
          // Only a success replaces the broken one: after a failure the next statement tries again.
          again.then(() => (slot.opened = again)).catch(() => undefined);
          session = (await orStopped(again, signal, 'the connection to the database')).session;
        }
        onTouch({ kind: 'query', what: sql });
        return await session.query(sql, params, { ms: limits.ms, signals: [signal, ending.signal] });
      });
    },
    close() {
      ending.abort(new LookFailed('aborted', 'the run has ended'));
      for (const slot of slots.values()) slot.opened.then(({ session }) => session.destroy()).catch(() => undefined);
      slots.clear();
    },
  };
}

/** Waits for something shared until the own signal aborts. */
async function orStopped<T>(shared: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  // No limit of its own: what is shared has one. 2^31-1 ms is the longest timer there is.
  return signal === undefined ? await shared : await patiently({ ms: 2_147_483_647, signals: [signal], what }, () => shared);
}

function isSame(a: DatabaseAccess, b: DatabaseAccess): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
