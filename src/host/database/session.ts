/** One signed-in connection: it asks one statement at a time and is thrown away at the first trouble. */
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { Connection, ConnectionOptions } from 'mysql2';
import type { DatabaseAccess, Row, Scalar } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import { patiently, Silence } from '../net/limits.js';
import { filesHere, type DatabaseFiles } from './files.js';
import type { DatabaseLine } from './line.js';
import { assertReadOnly } from './statement.js';
import { refused, silent, type Asked } from './trouble.js';
import { mostAnswerBytes, mostRows, row } from './values.js';

const watchEveryMs = 50;

export interface Session {
  readonly asked: Asked;
  readonly broken: boolean;
  query(
    sql: string,
    params: readonly Scalar[],
    how: { readonly ms: number; readonly signals: readonly (AbortSignal | undefined)[] },
  ): Promise<readonly Row[]>;
  destroy(): void;
}

/** Configured TLS files are paths; what is PEM text already is taken as it is. */
async function pem(files: DatabaseFiles, given: string | null, what: string): Promise<string | undefined> {
  if (given === null || given === '') return undefined;
  return given.includes('-----BEGIN') ? given : await files.pem(given, what);
}

async function tlsOptions(
  access: DatabaseAccess,
  via: DatabaseLine['via'],
  files: DatabaseFiles,
): Promise<ConnectionOptions['ssl'] | undefined> {
  if (access.tls === null) return undefined;
  const { verify } = access.tls;
  const ca = await pem(files, access.tls.ca, "the database's CA file");
  const cert = await pem(files, access.tls.cert, 'the client certificate for the database');
  const key = await pem(files, access.tls.key, 'the client key for the database');
  return {
    rejectUnauthorized: verify,
    // An address has no name that a certificate could carry; mysql2 would compare with "localhost".
    verifyIdentity: verify && via === 'tcp' && isIP(access.host) === 0,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Signs in over an open line. The password is in no option that mysql2 would print, and no error leaves this function as it came. */
export async function signIn(
  line: DatabaseLine,
  asked: Asked,
  password: string,
  how: { readonly ms: number; readonly signals: readonly (AbortSignal | undefined)[] },
  files: DatabaseFiles = filesHere,
): Promise<Session> {
  const { access } = asked;
  const { socket } = line;
  try {
    const ssl = await tlsOptions(access, line.via, files);
    const { createConnection } = await import('mysql2');
    const connection = await patiently({ ...how, what: `the sign-in to the database at ${line.where}` }, async () => {
      const made = createConnection({
        stream: socket,
        host: access.host,
        // mysql2 asks it whether the line is private to this machine, which decides how caching_sha2_password sends the password.
        ...(line.via === 'socket' ? { socketPath: line.where } : {}),
        user: access.user,
        password,
        database: access.database,
        charset: 'utf8mb4',
        // The server may not ask for local files, and gets no attributes that tell about this program.
        flags: ['-LOCAL_FILES', '-CONNECT_ATTRS', '-MULTI_RESULTS'],
        multipleStatements: false,
        connectTimeout: 0,
        supportBigNumbers: true,
        dateStrings: true,
        jsonStrings: true,
        rowsAsArray: true,
        stringifyObjects: true,
        // No code is generated from column names.
        disableEval: true,
        trace: false,
        ...(ssl === undefined ? {} : { ssl }),
      });
      inOrder(made, socket);
      await signedIn(made, socket);
      return made;
    });
    return makeSession(connection, socket, asked);
  } catch (error) {
    socket.destroy();
    if (error instanceof LookFailed) throw error;
    throw error instanceof Silence ? silent(asked, how.ms) : refused(asked, error);
  }
}

/**
 * mysql2 writes "got packets out of order" to standard error by itself and goes on with what a broken or hostile server sent. Here such a
 * packet ends the connection before mysql2 sees it. Its own counter is no part of its types.
 */
function inOrder(connection: Connection, socket: Socket): void {
  const line = connection as unknown as {
    readonly sequenceId: number;
    /** Packets that come meanwhile are kept, and handled again later. */
    readonly _paused: boolean;
    handlePacket(packet?: { readonly sequenceId: number }): void;
  };
  const handle = line.handlePacket.bind(connection);
  line.handlePacket = (packet) => {
    if (packet !== undefined && !line._paused && packet.sequenceId !== line.sequenceId) socket.destroy();
    else handle(packet);
  };
}

async function signedIn(connection: Connection, socket: Socket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject); // stays: later errors have their own listeners and must not be uncaught
    connection.once('connect', () => resolve());
    socket.once('close', () => reject(lost()));
  });
}

function lost(): Error {
  return Object.assign(new Error('the connection was closed'), { code: 'PROTOCOL_CONNECTION_LOST' });
}

function makeSession(connection: Connection, socket: Socket, asked: Asked): Session {
  const state = { broken: false };
  socket.once('close', () => (state.broken = true));
  const destroy = (): void => {
    state.broken = true;
    // mysql2's own destroy only says goodbye and would wait for a silent server.
    socket.destroy();
  };
  return {
    asked,
    get broken() {
      return state.broken;
    },
    destroy,
    async query(sql, params, how) {
      assertReadOnly(sql);
      if (state.broken) throw refused(asked, lost());
      try {
        return await patiently({ ...how, what: `a statement at the database ${asked.where}` }, () => run(connection, socket, sql, params));
      } catch (error) {
        // An answer may still be under way: it would be taken for the next one's. An error packet of the server ends its own statement.
        const { errno } = error as { readonly errno?: unknown };
        if (typeof errno !== 'number' || errno < 1000) destroy();
        if (error instanceof LookFailed) throw error;
        throw error instanceof Silence ? silent(asked, how.ms) : refused(asked, error);
      }
    },
  };
}

/** One statement as text (never prepared), its rows as they come, within the limits of an answer. */
async function run(connection: Connection, socket: Socket, sql: string, params: readonly Scalar[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const before = socket.bytesRead;
  let watch: NodeJS.Timeout | undefined;
  const unlisten: (() => void)[] = [];
  const tooMuch = (): LookFailed | null =>
    rows.length > mostRows || socket.bytesRead - before > mostAnswerBytes
      ? new LookFailed('oversize', `the database answered with more than ${mostRows} rows or ${mostAnswerBytes} bytes`)
      : null;
  try {
    await new Promise<void>((resolve, reject) => {
      const stopAtLimit = (): void => {
        const over = tooMuch();
        if (over !== null) reject(over);
      };
      const onLost = (): void => reject(lost());
      let names: readonly string[] = [];
      watch = setInterval(stopAtLimit, watchEveryMs);
      socket.once('close', onLost);
      connection.on('error', reject);
      unlisten.push(
        () => socket.off('close', onLost).off('error', reject),
        () => connection.off('error', reject),
      );
      const query = connection.query({ sql, values: [...params] });
      query.on('error', reject);
      query.on('fields', (fields: unknown) => {
        names = Array.isArray(fields) ? fields.map((field: { readonly name?: unknown }) => String(field.name)) : [];
      });
      query.on('result', (cells: unknown) => {
        if (!Array.isArray(cells)) return; // the receipt of a SET
        try {
          rows.push(row(names, cells));
          stopAtLimit();
        } catch (error) {
          reject(error as Error);
        }
      });
      query.on('end', () => resolve());
    });
  } finally {
    clearInterval(watch);
    for (const remove of unlisten) remove();
  }
  return rows;
}
