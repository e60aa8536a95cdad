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

/** INFO is kept from this account, or from everybody (rename-command), which says nothing of what sessions need. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
const withheld = /^-(?:NOPERM\b.*\binfo\b|ERR unknown command)/i;

/** A certificate that does not verify has a code of its own (CERT_HAS_EXPIRED, ERR_TLS_…); what went wrong before has the system's. */
const systemCode = /^E[A-Z\d]+$/;

/**
 * What the server says where it wants to see a certificate, or another one than it saw. TLS up to 1.2 calls a missing one a failed handshake.
 * https://www.rfc-editor.org/rfc/rfc8446#section-6.2
 */
const aboutOurCertificate = /\balert\b.*(?:certificate|unknown ca|handshake failure|access denied)/i;

/** Whether PHP, by rules of TLS that session.save_path gives to it alone, may get where this look did not. */
function isBeyond({ stage, code, message }: NetFailure): boolean {
  // TLS 1.3 refuses a client's certificate after the handshake.
  return code === 'EPROTO' ? aboutOurCertificate.test(message) : stage === 'tls' && !systemCode.test(code);
}

const command = (send: ExchangePart['send'], until: string): ExchangePart => ({ send, encode: 'resp', until });

async function askRedis(server: StoreServer, auth: NonNullable<PhpView['sessionAuth']>[number], look: ServerLook): Promise<SessionServer> {
  const base = { ...nothing, kind: 'redis' as const, address: serverAddress(server) };
  const login =
    auth === null ? [] : [command(auth.user === null ? ['AUTH', auth.password] : ['AUTH', auth.user, auth.password], redisLine)];
  const select = server.database === 0 ? [] : [command(['SELECT', String(server.database)], redisLine)];
  const sections = ['memory', 'replication', 'stats'].map((section) => command(['INFO', section], redisBulk));
  const got = await exchange(server, [...login, ...select, ...sections], look);
  if (!got.ok && server.ownTrust === true && isBeyond(got) && !look.trial?.persisted) {
    throw new LookFailed('unsupported', `${base.address} is spoken to by rules of TLS that session.save_path gives to PHP alone`, {
      settle: 'Run as root, or with --web-probe, so that PHP itself can be asked.',
      beyond: true,
    });
  }
  if (!got.ok) return unreached(base, got, look);
  const before = login.length + select.length;
  const silent = got.answers.slice(before).some((answer) => withheld.test(answer));
  let refusal = refusalAmong(got.answers.filter((answer, i) => i < before || !withheld.test(answer)));
  if (silent && refusal === null && !look.trial?.persisted) {
    const asked = await exchange(server, [...login, ...select, command(['GET', nobodysKey(server)], redisLine)], look);
    if (!asked.ok) return unreached(base, asked, look);
    const said = asked.answers[before] ?? '';
    // $-1, or _ where the server speaks the protocol's third version: there is no such key.
    if (!/^[-$_]|^$/.test(said) || said.startsWith('-ERR unknown command'))
      return { ...base, reachable: true, malformed: `what answers at ${base.address} does not know GET, as Redis does` };
    refusal = refusalAmong(asked.answers) ?? (said === '' ? 'no answer to GET' : null);
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

function refusalAmong(answers: readonly string[]): string | null {
  const refusal = answers.find((answer) => answer.startsWith('-'));
  return refusal?.slice(1).split('\r\n')[0]?.slice(0, 200) ?? null;
}

/** In the place where an account that is confined to sessions finds its keys; no session has this id. */
function nobodysKey({ prefix }: StoreServer): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
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
