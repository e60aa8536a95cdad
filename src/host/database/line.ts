/** The connection below the database protocol: socket file or TCP, chosen as PHP chooses. */
import type { Socket } from 'node:net';
import type { DatabaseAccess, NetFailure } from '../../model.js';
import { dial, dialSocketFile } from '../net/connect.js';
import type { Dialling, Resolving } from '../net/context.js';
import { isSystemAccount } from '../../logic/system-account.js';
import { lookupFailure, resolve } from '../net/lookup.js';
import { filesHere, type DatabaseFiles } from './files.js';

export interface DatabaseLine {
  readonly ok: true;
  readonly socket: Socket;
  readonly via: 'tcp' | 'socket';
  readonly where: string;
}

export type LineFailure = NetFailure & { readonly where: string };

/** Where Debian, Red Hat and MySQL's own packages put the socket. */
const usualSockets = ['/run/mysqld/mysqld.sock', '/var/run/mysqld/mysqld.sock', '/var/lib/mysql/mysql.sock', '/tmp/mysql.sock'] as const;

/** Anybody can put a socket into /tmp and wait for passwords: there only one of a system account counts. */
async function isSocket(files: DatabaseFiles, path: string): Promise<boolean> {
  const uid = await files.socketOwner(path);
  return uid !== null && (!path.startsWith('/tmp/') || isSystemAccount(uid));
}

/**
 * Connects to the configured socket, or to host and port. For the host "localhost" PHP takes the socket file and not TCP
 * (https://www.php.net/manual/en/mysqli.quickstart.connections.php), and grants for `user@localhost` may hold for it alone; so do we
 * where a usual socket answers.
 */
export async function openLine(
  net: Dialling & Resolving,
  access: DatabaseAccess,
  how: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
  files: DatabaseFiles = filesHere,
): Promise<DatabaseLine | LineFailure> {
  if (access.socket !== null) return await overSocket(net, access.socket, how);
  if (access.host.toLowerCase() === 'localhost') {
    for (const path of usualSockets) {
      if (!(await isSocket(files, path))) continue;
      const line = await overSocket(net, path, how);
      if (line.ok) return line;
    }
  }
  return await overTcp(net, access, how);
}

async function overSocket(
  net: Dialling,
  path: string,
  how: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<DatabaseLine | LineFailure> {
  const dialled = await dialSocketFile(net, path, how);
  return dialled.ok ? { ok: true, socket: dialled.socket, via: 'socket', where: path } : { ...dialled, where: path };
}

async function overTcp(
  net: Dialling & Resolving,
  access: DatabaseAccess,
  how: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<DatabaseLine | LineFailure> {
  const started = performance.now();
  const { host, port } = access;
  const where = `${host}:${port}`;
  const found = await resolve(net, host, { ...how, family: 0, port });
  if (found.code !== null) return { ...lookupFailure(host, found.code, 0, started), where };
  const dialled = await dial(net, found.addresses, port, { ...how, name: host });
  return dialled.ok ? { ok: true, socket: dialled.socket, via: 'tcp', where } : { ...dialled, where };
}
