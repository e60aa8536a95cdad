/** The Redis or Memcached server that keeps the sessions: asked for its state, never written to. */
import { randomBytes } from 'node:crypto';
import { LookFailed } from '../index.js';
import { parseMemcachedPath, parseRedisPath, serverAddress, type StoreServer } from '../parse/redis-url.js';
import { numberIn, parseInfo, parseStats } from '../parse/store-stats.js';
import type { ExchangePart, Host, NetFailure, PhpView, SessionServer, SessionTrial } from '../model.js';

export interface ServerLook {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly php: PhpView;
  readonly trial: SessionTrial | null;
}

/** More servers than these are a cluster of its own, whose members watch one another. */
const mostAsked = 4;

export function isServerHandler(handler: string): boolean {
  return handler === 'redis' || handler === 'memcached' || handler === 'memcache';
}

/** The first server with something wrong, or the first at all. */
export async function lookAtServers(handler: string, savePath: string, look: ServerLook): Promise<SessionServer> {
  const kind = handler === 'redis' ? 'redis' : 'memcached';
  const parsed =
    kind === 'redis' ? parseRedisPath(savePath) : parseMemcachedPath(savePath, handler === 'memcache' ? 'memcache' : 'memcached');
  if (parsed.malformed !== null) return { ...nothing, kind, address: savePath, malformed: parsed.malformed };
  let first: SessionServer | null = null;
  for (const [index, server] of parsed.servers.slice(0, mostAsked).entries()) {
    const seen = kind === 'redis' ? await askRedis(server, look.php.sessionAuth?.[index] ?? null, look) : await askMemcached(server, look);
    if (!seen.reachable || seen.error !== null) return seen;
    first ??= seen;
  }
  return first ?? { ...nothing, kind, address: savePath, malformed: 'it names no server' };
}

const nothing = {
  reachable: false,
  error: null,
  authenticated: null,
  role: null,
  usedBytes: null,
  maxBytes: null,
  evictionPolicy: null,
  evicted: null,
  malformed: null,
} as const;

/** One line, or a bulk text, whose closing line break follows that of its last line. */
const redisLine = '^[^\\r\\n]*\\r\\n';
const redisBulk = '^-[^\\r\\n]*\\r\\n|\\r\\n\\r\\n$';

/** INFO is kept from this account, or from everybody (rename-command): sessions need GET and SET. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
const withheld = /^-(?:NOPERM\b.*\binfo\b|ERR unknown command)/i;

async function askRedis(server: StoreServer, auth: NonNullable<PhpView['sessionAuth']>[number], look: ServerLook): Promise<SessionServer> {
  const base = { ...nothing, kind: 'redis' as const, address: serverAddress(server) };
  const command = (send: ExchangePart['send'], until: string): ExchangePart => ({ send, encode: 'resp', until });
  const login =
    auth === null ? [] : [command(auth.user === null ? ['AUTH', auth.password] : ['AUTH', auth.user, auth.password], redisLine)];
  const select = server.database === 0 ? [] : [command(['SELECT', String(server.database)], redisLine)];
  const sections = ['memory', 'replication', 'stats'].map((section) => command(['INFO', section], redisBulk));
  const got = await exchange(server, [...login, ...select, ...sections], look);
  if (!got.ok && isOfCertificates(got) && server.ownTrust === true && !look.trial?.persisted) {
    throw new LookFailed('unsupported', `${base.address} is spoken to by rules of TLS that session.save_path gives to PHP alone`, {
      settle: 'Run as root, or with --web-probe, so that PHP itself can be asked.',
      beyond: true,
    });
  }
  if (!got.ok) return unreached(base, got, look);
  const before = login.length + select.length;
  const silent = got.answers.slice(before).some((answer) => withheld.test(answer));
  const refused = got.answers.find((answer, i) => answer.startsWith('-') && !(i >= before && withheld.test(answer)));
  let refusal = refused === undefined ? null : errorIn(refused);
  if (silent && refusal === null && !look.trial?.persisted) {
    // It tells nothing of itself. Then what a session begins with is asked: a key that nobody has.
    const read = command(['GET', `${server.prefix}whmcs-doctor-${randomBytes(12).toString('hex')}`], redisLine);
    const second = await exchange(server, [...login, ...select, read], look);
    if (!second.ok) return unreached(base, second, look);
    const answer = second.answers.at(-1) ?? '';
    if (/^-ERR unknown command/i.test(answer))
      return { ...base, reachable: true, malformed: `what answers at ${base.address} is not Redis` };
    if (/^-(?:NOPERM|NOAUTH)\b/.test(answer)) refusal = errorIn(answer);
  }
  if (refusal !== null && isAboutCredentials(refusal) && auth === null && server.auth !== null && !look.trial?.persisted) {
    // session.save_path holds some, but only the files were read, and those are not handed on.
    throw new LookFailed('denied', `${base.address} wants the credentials of session.save_path, which are not known here`, {
      settle: 'Run as root, or with --web-probe, so that PHP itself can be asked.',
      beyond: true,
    });
  }
  const info = parseInfo(got.answers.slice(before).join('\r\n'));
  if (info.size === 0 && refusal === null && !silent && !look.trial?.persisted) {
    return { ...base, reachable: true, malformed: `what answers at ${base.address} is not Redis` };
  }
  return {
    ...base,
    reachable: true,
    // A trial that went through shows that the refusal concerns this look and not PHP.
    error: refusal !== null && look.trial?.persisted ? null : refusal,
    authenticated: refusal !== null && isAboutCredentials(refusal) ? false : auth === null ? null : true,
    role: info.get('role') ?? null,
    usedBytes: numberIn(info, 'used_memory'),
    maxBytes: numberIn(info, 'maxmemory'),
    evictionPolicy: info.get('maxmemory_policy') ?? null,
    evicted: numberIn(info, 'evicted_keys'),
  };
}

function errorIn(answer: string): string {
  return (answer.slice(1).split('\r\n')[0] ?? '').slice(0, 200);
}

/**
 * The certificate that is shown is judged, or one is asked for: what PHP does then is told by rules that are not read here. Anything else that
 * keeps TLS from beginning keeps it from PHP as well. https://docs.openssl.org/3.0/man1/openssl-verification-options/
 */
function isOfCertificates({ stage, code }: NetFailure): boolean {
  return (
    stage === 'tls' &&
    /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$|ERR_TLS_CERT_|ERR_SSL_(?:EE|CA)_|ERR_SSL_\w+_ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|HANDSHAKE_FAILURE)$)/.test(
      code,
    )
  );
}

function isAboutCredentials(refusal: string): boolean {
  return /^(?:NOAUTH|WRONGPASS|ERR invalid password|NOPERM)/.test(refusal);
}

async function askMemcached(server: StoreServer, look: ServerLook): Promise<SessionServer> {
  const base = { ...nothing, kind: 'memcached' as const, address: serverAddress(server) };
  const got = await exchange(
    server,
    [{ send: ['stats\r\n'], until: '(?:^|\\n)(?:END|ERROR|(?:CLIENT|SERVER)_ERROR[^\\r\\n]*)\\r\\n' }],
    look,
  );
  if (!got.ok) return unreached(base, got, look);
  const stats = parseStats(got.answers.join(''));
  // A server that wants SASL speaks its binary protocol only and closes or refuses plain text: then PHP's own session has to tell.
  if (stats.size === 0 && look.trial === null) {
    throw new LookFailed('unsupported', `what answers at ${base.address} tells nothing of itself as Memcached`, {
      settle: 'Run as root, or with --web-probe, so that PHP itself can be asked.',
    });
  }
  return {
    ...base,
    reachable: true,
    usedBytes: numberIn(stats, 'bytes'),
    maxBytes: numberIn(stats, 'limit_maxbytes'),
    // Memcached always makes room by throwing out what was used longest ago.
    evictionPolicy: stats.size === 0 ? null : 'lru',
    evicted: numberIn(stats, 'evictions'),
  };
}

function exchange(server: StoreServer, parts: ExchangePart[], { host, signal }: ServerLook): ReturnType<Host['net']['exchange']> {
  const where = server.socket === null ? { host: server.host ?? '127.0.0.1', port: server.port } : { socket: server.socket };
  return host.net.exchange(where, parts, { tls: server.tls, signal });
}

/** A socket that this user may not open says nothing of the server; PHP's own session, where it worked, says more than this look. */
function unreached(base: SessionServer, failure: NetFailure, { host, trial }: ServerLook): SessionServer {
  if (trial?.persisted) return { ...base, reachable: true };
  if (failure.code === 'EACCES' || failure.code === 'EPERM') {
    throw new LookFailed('denied', `${base.address} may not be connected to (${failure.code})`, {
      settle: "Run as root, or as PHP's user.",
      ...(host.me.uid === 0 ? {} : { beyond: true }),
    });
  }
  return { ...base, error: `${failure.code}: ${failure.message}` };
}
