/**
 * session.save_path of the redis and memcached handlers, without letting its credentials out.
 * https://github.com/phpredis/phpredis#php-session-handler and https://www.php.net/manual/en/memcached.sessions.php
 */

export interface StoreServer {
  /** null: a socket. */
  readonly host: string | null;
  readonly port: number;
  readonly socket: string | null;
  readonly tls: boolean;
  /** Redis: `stream[cafile]=…`, `stream[verify_peer]=0` and the like: what PHP takes for trustworthy is its own matter. */
  readonly ownTrust?: true;
  /** Redis: before the id of a session in the name of its key. */
  readonly prefix: string;
  /** Redis: number of the database. */
  readonly database: number;
  /** Redis: the credentials of this server; for the vault and nothing else. */
  readonly auth: { readonly user: string | null; readonly password: string } | null;
}

export interface StoreServers {
  readonly servers: readonly StoreServer[];
  /** Why the handler cannot use the value; null: it can. */
  readonly malformed: string | null;
}

const redisPort = 6379;
/** https://github.com/phpredis/phpredis#php-session-handler */
const redisPrefix = 'PHPREDIS_SESSION:';
const memcachedPort = 11211;
const maxServers = 16;
/** PHP's own limit for the path of a session file is PATH_MAX; no list of servers is longer. */
const longest = 4096;
const tooLong = `it is longer than ${longest} characters`;
/** What stands in the place of a credential. */
export const hidden = '[hidden]';

/** The servers of a save_path of the redis handler: comma-separated `tcp://host:port?auth=…`, `tls://…`, `unix:///socket?…` or `host:port`. */
export function parseRedisPath(savePath: string): StoreServers {
  const servers: StoreServer[] = [];
  if (savePath.length > longest) return { servers, malformed: tooLong };
  for (const piece of pieces(savePath)) {
    if (piece.startsWith('/')) return { servers, malformed: 'it is a folder: the redis handler wants tcp://host:port or unix:///socket' };
    const [where = '', query = ''] = cut(piece, '?');
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(where);
    const kind = scheme?.[1]?.toLowerCase() ?? 'tcp';
    const rest = scheme?.[2] ?? where;
    if (!['tcp', 'tls', 'ssl', 'redis', 'rediss', 'unix', 'file'].includes(kind))
      return { servers, malformed: `the redis handler does not know ${kind}://` };
    const params = readQuery(query);
    const address = kind === 'unix' || kind === 'file' ? { host: null, port: 0, socket: rest } : hostAndPort(dropUserInfo(rest), redisPort);
    if (address === null) return { servers, malformed: 'a server address in it cannot be understood' };
    const database = Number.parseInt(params.get('database') ?? params.get('dbindex') ?? '0', 10);
    servers.push({
      ...address,
      tls: ['tls', 'ssl', 'rediss'].includes(kind),
      ...([...params.keys()].some((name) => /^(?:stream|context|ssl)\[/.test(name)) ? { ownTrust: true } : {}),
      prefix: params.get('prefix') ?? redisPrefix,
      database: Number.isNaN(database) ? 0 : database,
      auth: readAuth(params, rest),
    });
  }
  return { servers, malformed: servers.length === 0 ? 'it names no server' : null };
}

/** The servers of a save_path of the memcached handler: `host:port[:weight],…` or a socket path; a scheme breaks it, though not that of the older `memcache`. */
export function parseMemcachedPath(savePath: string, handler: 'memcached' | 'memcache' = 'memcached'): StoreServers {
  const servers: StoreServer[] = [];
  if (savePath.length > longest) return { servers, malformed: tooLong };
  for (const raw of savePath.split(',').slice(0, maxServers)) {
    const piece = raw.trim().replace(/^PERSISTENT=\S*\s+/, '');
    if (piece === '') continue;
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(piece)?.[1]?.toLowerCase();
    if (scheme !== undefined && handler === 'memcached' && scheme !== 'unix') {
      return { servers, malformed: `the memcached handler wants host:port without ${scheme}://` };
    }
    const rest = (cut(piece, '?')[0] ?? '').replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
    const base = { tls: false, prefix: '', database: 0, auth: null };
    if (rest.startsWith('/')) {
      servers.push({ ...base, host: null, port: 0, socket: rest.replace(/:\d+$/, '') });
      continue;
    }
    const address = hostAndPort(rest.replace(/^([^:]+:\d+):\d+$/, '$1'), memcachedPort);
    if (address === null) return { servers, malformed: 'a server address in it cannot be understood' };
    servers.push({ ...base, ...address });
  }
  return { servers, malformed: servers.length === 0 ? 'it names no server' : null };
}

/** `stream[passphrase]=…`, `context[ssl][passphrase]=…`: of the private key with which PHP shows itself to the server. */
const passphrase = /((?:^|[?&;,\s])\w{1,20}(?:(?:\[|%5B)\w{0,20}(?:\]|%5D)){0,3}(?:\[|%5B)passphrase(?:\]|%5D)=)([^&,\s]*)/gi;

/** The value with every credential replaced, whichever handler it belongs to. Harmless values come back unchanged. */
export function withoutCredentials(savePath: string): string {
  if (savePath.length > longest) return hidden;
  return savePath
    .replace(
      /((?:^|[?&;,\s])(?:auth|password|pass|pwd|user(?:name)?)(?:\[[^\]&,=]*\]|%5B[^&,=]*?%5D)?=)[^&,\s]*/gi,
      (_, name: string) => `${name}${hidden}`,
    )
    .replace(passphrase, (_, name: string) => `${name}${hidden}`)
    .replace(/:\/\/(?:(?!:\/\/)\S)*@/g, `://${hidden}@`);
}

/** The passwords in a value, for the vault; user names are cut out with them but are words too common to be looked for elsewhere. */
export function credentialsIn(savePath: string): readonly string[] {
  const found = new Set<string>();
  if (savePath.length > longest) return [];
  for (const server of parseRedisPath(savePath).servers) {
    if (server.auth !== null) found.add(server.auth.password);
  }
  // As written, too: percent signs and all. Other handlers' values may hold some where no server can be understood.
  for (const match of savePath.matchAll(/(?:^|[?&;,\s])(?:auth|password|pass|pwd)(\[[^\]&,=]*\]|%5B[^&,=]*?%5D)?=([^&,\s]*)/gi)) {
    if (match[2] && !/user|\[0\]/i.test(match[1] ?? '')) found.add(match[2]);
  }
  for (const [, , secret = ''] of savePath.matchAll(passphrase)) found.add(secret).add(decode(secret));
  found.delete('');
  found.delete(hidden);
  return [...found];
}

/** Where a server listens, for people. */
export function serverAddress(server: StoreServer): string {
  if (server.socket !== null) return server.socket;
  const host = server.host ?? '';
  return host.includes(':') ? `[${host}]:${server.port}` : `${host}:${server.port}`;
}

function pieces(savePath: string): readonly string[] {
  return savePath
    .split(/[,\s]+(?=[a-z/[\d])/i)
    .map((piece) => piece.replace(/[,\s]+$/, '').trim())
    .filter((piece) => piece !== '')
    .slice(0, maxServers);
}

function cut(text: string, at: string): readonly [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}

function dropUserInfo(rest: string): string {
  return rest.slice(rest.lastIndexOf('@') + 1);
}

function hostAndPort(text: string, defaultPort: number): { readonly host: string; readonly port: number; readonly socket: null } | null {
  const found = /^(?:\[([0-9a-f:.]+)\]|([^:/[\]\s]+))(?::(\d{1,5}))?\/?$/i.exec(text);
  const host = found?.[1] ?? found?.[2];
  const port = found?.[3] === undefined ? defaultPort : Number(found[3]);
  return host === undefined || port > 65_535 ? null : { host, port: port === 0 ? defaultPort : port, socket: null };
}

function readQuery(query: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  let unnamed = 0;
  for (const part of query.split('&')) {
    const [name, value] = cut(part, '=');
    const key = decode(name).toLowerCase();
    params.set(key.endsWith('[]') ? `${key.slice(0, -2)}[${unnamed++}]` : key, decode(value));
  }
  return params;
}

function readAuth(params: ReadonlyMap<string, string>, rest: string): StoreServer['auth'] {
  const user = params.get('auth[user]') ?? params.get('auth[0]');
  const password = params.get('auth[pass]') ?? params.get('auth[1]');
  if (user !== undefined && password !== undefined) return { user, password };
  const only = params.get('auth') ?? user ?? password;
  if (only !== undefined && only !== '') return { user: null, password: only };
  const info = rest.includes('@') ? rest.slice(0, rest.lastIndexOf('@')) : '';
  if (info === '') return null;
  const [name, secret] = cut(info, ':');
  return { user: name === '' || secret === '' ? null : decode(name), password: decode(secret === '' ? name : secret) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
