import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import cleaner from '../../src/probes/sessions-cleaner.js';
import sessionFiles from '../../src/probes/sessions-files.js';
import sharing from '../../src/probes/sessions-sharing.js';
import store from '../../src/probes/sessions-store.js';
import disk from '../../src/probes/disk-space.js';
import type {
  ExchangePart,
  Fact,
  Host,
  InstallConfiguration,
  PhpPool,
  PhpView,
  ScanResult,
  SessionFolder,
  SessionStore,
  Space,
} from '../../src/model.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';

const none = (): void => undefined;
const space: Space = {
  bytesFree: 1e9,
  bytesTotal: 2e9,
  inodesFree: 0,
  inodesTotal: 0,
  mountPoint: '/',
  fileSystem: 'ext4',
  readOnly: false,
};
const denied = new LookFailed('denied', 'no permission');

function php(ini: Readonly<Record<string, string>>, more: Partial<PhpView> = {}): PhpView {
  return {
    way: 'fastcgi',
    version: '8.2.36',
    sapi: 'fpm-fcgi',
    ini: { 'session.save_handler': 'files', 'session.gc_maxlifetime': '1440', ...ini },
    iniFrom: {},
    extensions: ['session'],
    disabledFunctions: [],
    user: { uid: 33, gid: 33, groups: [33], name: 'www-data' },
    clock: { lowMs: -5, highMs: 5 },
    timeZone: 'UTC',
    utcOffsetSeconds: 0,
    curl: null,
    tempDir: '/tmp',
    trial: null,
    alternating: [],
    samples: 6,
    ...more,
  };
}

const persisted = { started: true, persisted: true, errors: [], durationMs: 1 };
const ordinary = { uid: 1000, gid: 1000, groups: [1000], name: 'alice' };

function configuration(sessionHandling: InstallConfiguration['sessionHandling'] = { state: 'absent' }): InstallConfiguration {
  return {
    path: '/srv/whmcs/configuration.php',
    sessionHandling,
    templatesCompileDir: { state: 'absent' },
  } as unknown as InstallConfiguration;
}

interface Given {
  readonly host?: Parameters<typeof fakeHost>[0];
  readonly php?: Fact<PhpView>;
  readonly pool?: PhpPool;
  readonly configuration?: InstallConfiguration;
  readonly connection?: Fact<never>;
}

async function storeOf(given: Given): Promise<SessionStore> {
  const host = fakeHost({ shell: { run: async () => ({ code: 0, stdout: '', stderr: '' }) }, ...given.host });
  const { value } = await store.observe(
    look<'install.configuration', 'php.web' | 'php.pool' | 'install.root' | 'database.connection'>(
      host,
      { 'install.configuration': given.configuration ?? configuration() },
      {
        'php.web': given.php ?? unseen(),
        'php.pool': given.pool ? seen(given.pool) : unseen(),
        'install.root': unseen(),
        'database.connection': given.connection ?? unseen('denied'),
      },
    ),
    none,
  );
  return value;
}

function folder(files: Readonly<Record<string, string | FakeFile>>): Host['files'] {
  return { ...fakeFiles(files), space: async () => space } as unknown as Host['files'];
}

const dir = (mode: number, uid = 0, gid = 0): FakeFile => ({ stat: { kind: 'directory', mode, uid, gid } });

describe('sessions.store in files', () => {
  const writable = { '/': dir(0o755), '/srv': dir(0o755), '/srv/sess': dir(0o700, 33, 33) };

  it('sees a folder that PHP may write', async () => {
    const value = await storeOf({ php: seen(php({ 'session.save_path': '/srv/sess' })), host: { files: folder(writable) } });
    expect(value).toMatchObject({
      handler: 'files',
      decidedBy: 'session.save_handler',
      lifetimeSeconds: 1440,
      remote: null,
      database: null,
    });
    expect(value.files).toMatchObject({
      exists: true,
      isDirectory: true,
      mode: 0o700,
      ownerUid: 33,
      listable: true,
      writable: { verdict: 'yes' },
      space,
    });
  });

  it.each([
    ['is not there', { '/': dir(0o755), '/srv/x': '' }, { exists: false, isDirectory: false, writable: { verdict: 'no' } }],
    ['is a file', { '/srv/sess': '' }, { exists: true, isDirectory: false, writable: { verdict: 'no' } }],
    [
      "is another's",
      { ...writable, '/srv/sess': dir(0o700, 1000, 1000) },
      { writable: { verdict: 'no', why: expect.stringContaining('0700') }, listable: false },
    ],
    [
      'lies in a closed folder',
      { ...writable, '/srv': dir(0o700) },
      { writable: { verdict: 'no', why: expect.stringContaining('/srv has mode 0700') } },
    ],
    ["is Debian's", { ...writable, '/srv/sess': dir(0o1733) }, { writable: { verdict: 'yes' }, listable: false, sticky: true }],
  ])('sees a folder that %s', async (_, files, expected) => {
    const value = await storeOf({ php: seen(php({ 'session.save_path': '/srv/sess' })), host: { files: folder(files as never) } });
    expect(value.files).toMatchObject(expected);
  });

  it("lets PHP's own session overrule what the rights say", async () => {
    const files = folder({ ...writable, '/srv/sess': dir(0o755) });
    const value = await storeOf({ php: seen(php({ 'session.save_path': '/srv/sess' }, { trial: persisted })), host: { files } });
    expect(value.files?.writable.verdict).toBe('yes');
  });

  it('believes PHP where it was refused by what no mode shows', async () => {
    const refused = 'session_start(): open(/srv/sess/sess_[own], O_RDWR) failed: Permission denied (13)';
    const trial = { started: false, persisted: false, errors: [refused], durationMs: 1 };
    const value = await storeOf({ php: seen(php({ 'session.save_path': '/srv/sess' }, { trial })), host: { files: folder(writable) } });
    expect(value.files?.writable).toEqual({ verdict: 'no', why: refused });
  });

  it('honours an access control list', async () => {
    const list = 'user::rwx\nuser:33:rwx\ngroup::---\nmask::rwx\nother::---\n';
    const run = async (_program: string, args: readonly string[]) => ({
      code: 0,
      stderr: '',
      stdout: args.at(-1) === '/srv/sess' ? `# file: /srv/sess\n${list}` : '',
    });
    const files = folder({ ...writable, '/srv/sess': dir(0o770) });
    const value = await storeOf({ php: seen(php({ 'session.save_path': '/srv/sess' })), host: { files, shell: { run } as never } });
    expect(value.files?.writable).toEqual({ verdict: 'yes', why: expect.stringContaining('access control list') });
  });

  it('does not call a subfolder missing that it may not look at', async () => {
    const names = Object.fromEntries([...'0123456789abcdef'].map((name) => [`/srv/sess/${name}`, dir(0o700, 33, 33)]));
    const files = folder({ ...writable, ...names, '/srv/sess/7': { fails: denied } });
    const value = await storeOf({ php: seen(php({ 'session.save_path': '1;/srv/sess' })), host: { files } });
    expect(value.files).toMatchObject({ depth: 1, missingLevel: null });
  });

  it('names the first subfolder of the depth form that is missing', async () => {
    const levels = Object.fromEntries([...'0123456789abcde'].map((name) => [`/srv/sess/${name}`, dir(0o700, 33, 33)]));
    const ini = { 'session.save_path': '1;/srv/sess', 'session.sid_bits_per_character': '4' };
    const value = await storeOf({ php: seen(php(ini)), host: { files: folder({ ...writable, ...levels }) } });
    expect(value.files).toMatchObject({ depth: 1, missingLevel: '/srv/sess/f' });
  });

  it('knows a value that cannot start sessions', async () => {
    const value = await storeOf({ php: seen(php({ 'session.save_path': '2' })), host: { files: folder(writable) } });
    expect(value.files).toMatchObject({ malformed: true, exists: false, writable: { verdict: 'no' } });
  });

  it('looks into the private /tmp of the service, and says which it saw', async () => {
    const pool = { masterPid: 7, privateTmp: true, chroot: null, user: 'www-data' } as unknown as PhpPool;
    const files = folder({
      '/': dir(0o755),
      '/tmp': dir(0o1777),
      '/proc/7/root/': dir(0o755),
      '/proc/7/root/tmp': { stat: { kind: 'directory', mode: 0o1777, inode: 99 } },
    });
    const value = await storeOf({ php: seen(php({ 'session.save_path': '' })), pool, host: { files } });
    expect(value.files).toMatchObject({ path: '/tmp', seenAt: '/proc/7/root/tmp', exists: true });
  });

  it("is beyond an ordinary user's sight where he may not look, unless PHP itself could be asked", async () => {
    const files = folder({ '/srv/sess': { fails: denied } });
    const blind = { php: seen(php({ 'session.save_path': '/srv/sess' }, { way: 'static' })), host: { files, me: ordinary } } as const;
    await expect(storeOf(blind)).rejects.toMatchObject({ gap: 'denied', more: { beyond: true } });
    const value = await storeOf({ ...blind, php: seen(php({ 'session.save_path': '/srv/sess' }, { trial: persisted })) });
    expect(value.files).toMatchObject({ exists: true, writable: { verdict: 'yes' } });
  });

  it("passes on why the web server's PHP could not be seen", async () => {
    await expect(storeOf({ php: unseen('timeout') })).rejects.toMatchObject({ gap: 'timeout' });
  });
});

describe('sessions.store on a server', () => {
  const info = [
    '$99\r\n# Memory\r\nused_memory:900\r\nmaxmemory:1000\r\nmaxmemory_policy:noeviction\r\n\r\n',
    '$9\r\nrole:slave\r\n\r\n',
    '$9\r\nevicted_keys:3\r\n\r\n',
  ];
  const redis = php({ 'session.save_handler': 'redis', 'session.save_path': 'tcp://127.0.0.1:6379?auth=[hidden]' });
  const password = { secret: 4, present: true, shape: '6 characters' };

  it('asks Redis for its state with the credentials of the vault', async () => {
    let sent: unknown;
    const exchange = async (_where: unknown, parts: unknown) => {
      sent = parts;
      return { ok: true, answers: ['+OK\r\n', ...info] };
    };
    const value = await storeOf({
      php: seen({ ...redis, sessionAuth: [{ user: null, password }] }),
      host: { net: { exchange: exchange as never } },
    });
    expect(value.remote).toEqual({
      kind: 'redis',
      address: '127.0.0.1:6379',
      reachable: true,
      error: null,
      authenticated: true,
      role: 'slave',
      usedBytes: 900,
      maxBytes: 1000,
      evictionPolicy: 'noeviction',
      evicted: 3,
      malformed: null,
    });
    expect(sent).toMatchObject([{ send: ['AUTH', password], encode: 'resp' }, { send: ['INFO', 'memory'] }, {}, {}]);
    expect(value.savePath).toBe('tcp://127.0.0.1:6379?auth=[hidden]');
  });

  it('hears a refusal', async () => {
    const exchange = async () => ({ ok: true, answers: ['-NOAUTH Authentication required.\r\n', '-NOAUTH Authentication required.\r\n'] });
    const open = { ...redis, ini: { ...redis.ini, 'session.save_path': 'tcp://127.0.0.1:6379' } };
    const value = await storeOf({ php: seen(open), host: { net: { exchange: exchange as never } } });
    expect(value.remote).toMatchObject({ reachable: true, authenticated: false, error: 'NOAUTH Authentication required.' });
  });

  const noInfo = "-NOPERM User php has no permissions to run the 'info' command\r\n";
  const unknownInfo = "-ERR unknown command 'INFO', with args beginning with: 'memory'\r\n";
  const keyOf = (parts: readonly ExchangePart[]) => String(parts.find(({ send }) => send[0] === 'GET')?.send[1]);
  /** A server of Redis that answers OK to AUTH and SELECT, and this to INFO and GET. */
  const asked = async (info: string, get: string, more: { readonly savePath?: string; readonly view?: Partial<PhpView> } = {}) => {
    const keys: string[] = [];
    const exchange = async (_where: unknown, parts: readonly ExchangePart[]) => {
      if (parts.some(({ send }) => send[0] === 'GET')) keys.push(keyOf(parts));
      const answers = parts.map(({ send }) => (send[0] === 'INFO' ? info : send[0] === 'GET' ? get : '+OK\r\n'));
      return { ok: true, answers: answers.filter((answer) => answer !== '') };
    };
    const given = { ...redis, sessionAuth: [{ user: 'php', password }], ...more.view };
    const ini = { ...redis.ini, 'session.save_path': more.savePath ?? redis.ini['session.save_path'] ?? '' };
    const { remote } = await storeOf({ php: seen({ ...given, ini }), host: { net: { exchange: exchange as never } } });
    return { remote, keys };
  };

  it.each([noInfo, unknownInfo])('takes it for no refusal that the server tells nothing of itself: %s', async (answer) => {
    const { remote } = await asked(answer, '$-1\r\n');
    expect(remote).toMatchObject({ reachable: true, error: null, authenticated: true, malformed: null, role: null });
  });

  it('asks a server that tells nothing of itself for a key such as sessions have, which does not exist', async () => {
    const plain = await asked(noInfo, '$-1\r\n');
    expect(plain.keys).toEqual([expect.stringMatching(/^PHPREDIS_SESSION:[\da-f]{32}$/)]);
    const own = await asked(noInfo, '_\r\n', { savePath: 'tcp://127.0.0.1:6379?prefix=shop%3A&database=2&auth=[hidden]' });
    expect(own.keys).toEqual([expect.stringMatching(/^shop:[\da-f]{32}$/)]);
    expect(own.remote).toMatchObject({ error: null, malformed: null });
    expect((await asked(info.join(''), '$-1\r\n')).keys).toEqual([]);
    expect((await asked(noInfo, '$-1\r\n', { view: { trial: persisted } })).keys).toEqual([]);
  });

  it.each(["-NOPERM User php has no permissions to run the 'get' command\r\n", '-NOPERM No permissions to access a key\r\n'])(
    'hears that an account may not do what sessions need: %s',
    async (get) => {
      const { remote } = await asked(noInfo, get);
      expect(remote).toMatchObject({ reachable: true, authenticated: false, error: get.slice(1).trim(), malformed: null });
    },
  );

  it('hears that nothing is said to GET', async () => {
    expect((await asked(noInfo, '')).remote).toMatchObject({ reachable: true, error: 'no answer to GET' });
  });

  it('does not blame an account that save_path does not use', async () => {
    const savePath = 'tcp://127.0.0.1:6379?auth=[hidden]';
    const blind = asked(noInfo, '-NOPERM no\r\n', { savePath, view: { way: 'static', sessionAuth: [] } });
    await expect(blind).rejects.toMatchObject({ gap: 'denied', more: { beyond: true } });
  });

  it.each(["-ERR unknown command 'GET'\r\n", '+OK\r\n'])('knows that what does not know GET is no Redis: %s', async (get) => {
    const { remote } = await asked(unknownInfo, get);
    expect(remote).toMatchObject({ reachable: true, malformed: 'what answers at 127.0.0.1:6379 does not know GET, as Redis does' });
  });

  it('hears that an account may not choose its database', async () => {
    const exchange = async () => ({
      ok: true,
      answers: ['+OK\r\n', "-NOPERM User php has no permissions to run the 'select' command\r\n"],
    });
    const other = {
      ...redis,
      ini: { ...redis.ini, 'session.save_path': 'tcp://127.0.0.1:6379?database=2' },
      sessionAuth: [{ user: 'php', password }],
    };
    const value = await storeOf({ php: seen(other), host: { net: { exchange: exchange as never } } });
    expect(value.remote).toMatchObject({ authenticated: false });
  });

  it('does not blame the server where only the credentials are out of sight', async () => {
    const exchange = async () => ({ ok: true, answers: ['-NOAUTH Authentication required.\r\n'] });
    const host = { net: { exchange: exchange as never } };
    await expect(storeOf({ php: seen({ ...redis, way: 'static' }), host })).rejects.toMatchObject({
      gap: 'denied',
      more: { beyond: true },
    });
    const proved = await storeOf({ php: seen({ ...redis, trial: persisted }), host });
    expect(proved.remote).toMatchObject({ reachable: true, error: null });
  });

  const failing = (code: string) => ({
    net: { exchange: (async () => ({ ok: false, stage: 'tcp', code, message: 'no', address: null, durationMs: 1 })) as never },
  });
  it.each([
    ['ECONNREFUSED', null, { reachable: false, error: 'ECONNREFUSED: no' }],
    ['ETIMEDOUT', null, { reachable: false }],
    ['EACCES', persisted, { reachable: true, error: null }],
    ['ECONNREFUSED', persisted, { reachable: true, error: null }],
  ])('takes %s with trial %s', async (code, trial, expected) => {
    const value = await storeOf({ php: seen({ ...redis, trial }), host: failing(code) });
    expect(value.remote).toMatchObject(expected);
  });

  it('does not blame the server for a socket that this user may not open', async () => {
    await expect(storeOf({ php: seen(redis), host: { ...failing('EACCES'), me: ordinary } })).rejects.toMatchObject({
      gap: 'denied',
      more: { beyond: true },
    });
  });

  const overTls = (savePath: string, failure: { readonly stage: string; readonly code: string; readonly message?: string }) => {
    const exchange = async () => ({ ok: false, message: 'no', address: null, durationMs: 1, ...failure });
    const view = php({ 'session.save_handler': 'redis', 'session.save_path': savePath });
    return storeOf({ php: seen(view), host: { net: { exchange: exchange as never } } });
  };
  const ownRules = 'tls://r.test:6380?stream[verify_peer]=0';
  it.each([
    ['tls://r.test:6380?auth=x&stream[cafile]=/etc/ca.pem', null],
    ['tls://r.test:6380?stream%5Bverify_peer%5D=0', null],
    ['tls://r.test:6380', false],
  ])('does not judge the certificate in the place of PHP’s own rules: %s', async (savePath, reachable) => {
    const said = overTls(savePath, { stage: 'tls', code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    if (reachable === null) await expect(said).rejects.toMatchObject({ gap: 'unsupported', more: { beyond: true } });
    else expect((await said).remote).toMatchObject({ reachable });
  });

  it.each([
    ['tls', 'ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate does not verify'],
    ['tls', 'EE_KEY_TOO_SMALL', 'the certificate does not verify'],
    ['tls', 'EPROTO', 'sslv3 alert handshake failure'],
    ['tcp', 'EPROTO', 'tlsv13 alert certificate required'],
    ['tls', 'EPROTO', 'tlsv1 alert unknown ca'],
  ])('cannot tell what PHP’s own rules make of it: %s %s %s', async (stage, code, message) => {
    await expect(overTls(ownRules, { stage, code, message })).rejects.toMatchObject({ gap: 'unsupported', more: { beyond: true } });
  });

  it.each([
    ['tls', 'EPROTO', 'wrong version number'],
    ['tls', 'ECONNRESET', 'the server closed the connection in the handshake'],
    ['tls', 'ETIMEDOUT', 'the TLS handshake stayed silent'],
    ['tcp', 'ECONNREFUSED', 'connect ECONNREFUSED'],
    ['dns', 'ENOTFOUND', 'no such name'],
  ])('hears what no rule of PHP’s own can change: %s %s %s', async (stage, code, message) => {
    const { remote } = await overTls(ownRules, { stage, code, message });
    expect(remote).toMatchObject({ reachable: false, error: `${code}: ${message}` });
  });

  it('asks Memcached', async () => {
    const exchange = async () => ({ ok: true, answers: ['STAT bytes 5\r\nSTAT limit_maxbytes 10\r\nSTAT evictions 2\r\nEND\r\n'] });
    const memcached = php({ 'session.save_handler': 'memcached', 'session.save_path': '127.0.0.1:11211' });
    const value = await storeOf({ php: seen(memcached), host: { net: { exchange: exchange as never } } });
    expect(value.remote).toMatchObject({ kind: 'memcached', usedBytes: 5, maxBytes: 10, evicted: 2, evictionPolicy: 'lru' });
  });

  describe('something else answers', () => {
    const strange = { net: { exchange: (async () => ({ ok: true, answers: ['SSH-2.0-OpenSSH_9.2\r\n'] })) as never } };
    const memcached = php({ 'session.save_handler': 'memcached', 'session.save_path': '127.0.0.1:11211' });
    it('in the place of Redis', async () => {
      expect((await storeOf({ php: seen(redis), host: strange })).remote?.malformed).toContain('is not Redis');
      expect((await storeOf({ php: seen({ ...redis, trial: persisted }), host: strange })).remote?.malformed).toBeNull();
    });
    it('in the place of Memcached, which may only want SASL', async () => {
      await expect(storeOf({ php: seen(memcached), host: strange })).rejects.toMatchObject({ gap: 'unsupported' });
      expect((await storeOf({ php: seen({ ...memcached, trial: persisted }), host: strange })).remote?.reachable).toBe(true);
    });
  });

  it.each([
    ['memcached', 'tcp://127.0.0.1:11211'],
    ['redis', '/var/lib/php/sessions'],
  ])('knows a path that %s cannot use', async (handler, savePath) => {
    const value = await storeOf({ php: seen(php({ 'session.save_handler': handler, 'session.save_path': savePath })) });
    expect(value.remote?.malformed).not.toBeNull();
  });
});

describe('sessions.store in the database', () => {
  const handling = {
    serviceProvider: '\\WHMCS\\Session\\Database\\ServiceProvider',
    lifetimeMinutes: 20,
    connectionAlias: 's',
    database: null,
  };
  const set = (value: typeof handling) => configuration({ state: 'set', value, line: 9 });
  const rows = async (_name: string, sql: string) =>
    sql.includes('information_schema') ? [{ n: 1 }] : [{ n: 40, oldest: 1_789_990_000, stale: 3 }];

  it('counts by PHP’s clock and needs no web PHP', async () => {
    const value = await storeOf({
      configuration: set(handling),
      connection: seen({} as never),
      host: { database: { select: rows as never } },
    });
    expect(value).toMatchObject({ handler: 'database', decidedBy: 'configuration.php', lifetimeSeconds: 1200, files: null });
    expect(value.database).toEqual({
      reachable: true,
      error: null,
      table: true,
      lifetimeMinutes: 20,
      rows: 40,
      oldestSeconds: 10_000,
      staleRows: 3,
    });
  });

  it.each([
    [1, /FROM tblsessions ORDER BY id LIMIT 50000/],
    [0, /FROM tblsessions LIMIT 50000/],
  ])('looks at no more rows than some, by the key where there is one (%j)', async (ids, wanted) => {
    const sent: string[] = [];
    const select = async (name: string, sql: string) => {
      sent.push(sql);
      return (await rows(name, sql)).map((row) => ({ ...row, ids }));
    };
    await storeOf({ configuration: set(handling), connection: seen({} as never), host: { database: { select: select as never } } });
    expect(sent.at(-1)).toMatch(wanted);
  });

  it.each([[[]], [[{}]], [[{ n: '<' }]]])('takes %j for no answer', async (answer) => {
    const host = { database: { select: (async () => answer) as never } };
    await expect(storeOf({ configuration: set(handling), connection: seen({} as never), host })).rejects.toMatchObject({
      gap: 'malformed',
    });
  });

  it('says when the table is missing', async () => {
    const value = await storeOf({
      configuration: set(handling),
      connection: seen({} as never),
      host: { database: { select: (async () => [{ n: 0 }]) as never } },
    });
    expect(value.database).toMatchObject({ reachable: true, table: false });
  });

  it('says when the database refuses', async () => {
    const value = await storeOf({ configuration: set(handling) });
    expect(value.database).toMatchObject({ reachable: false, error: 'not seen: denied' });
  });

  it('does not guess what only PHP can know', async () => {
    const dynamic = configuration({ state: 'dynamic', why: 'a function call', line: 9 });
    await expect(storeOf({ configuration: dynamic })).rejects.toMatchObject({ gap: 'unsupported' });
    await expect(storeOf({ configuration: set(handling), connection: unseen('unsupported') })).rejects.toMatchObject({
      gap: 'unsupported',
    });
  });

  it('names a handler of its own', async () => {
    const value = await storeOf({ configuration: set({ ...handling, serviceProvider: 'Acme\\Sessions' }) });
    expect(value).toMatchObject({ handler: 'Acme\\Sessions', database: null });
  });
});

const there: SessionFolder = {
  path: '/srv/sess',
  depth: 0,
  malformed: false,
  seenAt: '/srv/sess',
  exists: true,
  isDirectory: true,
  missingLevel: null,
  mode: 0o700,
  ownerUid: 33,
  groupGid: 33,
  sticky: false,
  writable: { verdict: 'yes', why: '' },
  listable: true,
  space: null,
  quota: null,
};

function inFiles(changed: Partial<SessionFolder> = {}): SessionStore {
  return {
    handler: 'files',
    decidedBy: 'session.save_handler',
    way: 'fastcgi',
    savePath: '',
    files: { ...there, ...changed },
    remote: null,
    database: null,
    trial: null,
    lifetimeSeconds: 1440,
  };
}
const inRedis: SessionStore = { ...inFiles(), handler: 'redis', files: null };

describe('sessions.files', () => {
  const scan = {} as ScanResult;
  const observe = (value: SessionStore, given: Parameters<typeof fakeHost>[0]) =>
    sessionFiles.observe(look<'sessions.store'>(fakeHost(given), { 'sessions.store': value }), none);

  it('leaves a margin before a file counts as left behind', async () => {
    const { value } = await observe(inFiles(), { files: { scanSessions: async () => scan } });
    expect(value.staleAfterSeconds).toBe(3 * 1440 + 3600);
  });
  it('is beyond a user who may not list the folder', async () => {
    const refusing = { files: { scanSessions: () => Promise.reject(denied) } };
    await expect(observe(inFiles(), { ...refusing, me: ordinary })).rejects.toMatchObject({ gap: 'denied', more: { beyond: true } });
    await expect(observe(inFiles(), refusing)).rejects.toMatchObject({ more: {} });
  });
  it('does not apply elsewhere', async () => {
    await expect(observe(inRedis, {})).rejects.toMatchObject({ gap: 'unsupported' });
    await expect(observe(inFiles({ isDirectory: false }), {})).rejects.toMatchObject({ gap: 'absent' });
  });
});

const debianIni =
  '[Session]\nsession.save_handler = files\n;session.save_path = "/var/lib/php/sessions"\nsession.gc_probability = 0\nsession.gc_maxlifetime = 2000\n';
const debian = {
  '/usr/lib/php/sessionclean': '#!/bin/sh',
  '/etc/php/8.2/fpm/php.ini': debianIni,
  '/etc/php/8.2/cli/php.ini': debianIni.replace('2000', '1440'),
  '/usr/bin/php8.2': '',
  '/etc/cron.d/php': '09,39 * * * * root /usr/lib/php/sessionclean',
};
const withSystemd = { ...debian, '/run/systemd/system/x': '', '/usr/lib/systemd/system/phpsessionclean.timer': '' };

describe('sessions.cleaner', () => {
  async function observe(
    value: SessionStore,
    ini: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string | FakeFile>>,
    cron = true,
    more: Partial<PhpView> = {},
  ) {
    const host = fakeHost({
      files: fakeFiles(files),
      shell: {
        run: (async (program: string) => ({ code: 0, stdout: program === 'systemctl' ? 'ActiveState=active\n' : '', stderr: '' })) as never,
        processes: (async () => [
          { pid: 1, uid: 0, argv: ['/sbin/init'], exe: null },
          ...(cron ? [{ pid: 9, uid: 0, argv: ['/usr/sbin/cron', '-f'], exe: null }] : []),
        ]) as never,
      },
    });
    const found = await cleaner.observe(
      look<'sessions.store', 'php.web'>(host, { 'sessions.store': value }, { 'php.web': seen(php(ini, more)) }),
      none,
    );
    return found.value;
  }
  const off = { 'session.gc_probability': '0', 'session.gc_divisor': '1000' };
  const own = inFiles({ path: '/var/lib/php/sessions', seenAt: '/var/lib/php/sessions', listable: false });

  it.each([
    [inFiles(), { 'session.gc_probability': '1', 'session.gc_divisor': '1000' }, null],
    [inFiles(), {}, null],
    [inFiles(), off, 'session.gc_probability is 0'],
    [inFiles({ depth: 1 }), {}, 'form 1;/srv/sess'],
    [inFiles({ listable: false }), {}, 'may not list'],
  ])("knows whether PHP's own dice can fall %#", async (value, ini, why) => {
    const { php: dice } = await observe(value, ini, {});
    if (why === null) expect(dice.blocked).toBeNull();
    else expect(dice.blocked).toContain(why);
  });

  it("knows Debian's timer, whose longest lifetime counts", async () => {
    const { system } = await observe(own, off, withSystemd);
    expect(system).toEqual([{ kind: 'debian-timer', where: 'phpsessionclean.timer', active: true, misses: null, afterSeconds: 1980 }]);
  });

  it("knows Debian's cron without systemd", async () => {
    expect((await observe(own, off, debian)).system).toMatchObject([{ kind: 'debian-cron', active: true, misses: null }]);
    expect((await observe(own, off, debian, false)).system).toMatchObject([{ kind: 'debian-cron', active: false }]);
  });

  it.each([
    ['/srv/sess', 'nothing else: not /srv/sess'],
    ['/home/alice/sess', 'nothing else'],
  ])("knows that Debian's cleaner misses the pool's own folder %s", async (path, misses) => {
    const { system } = await observe(inFiles({ path, seenAt: path }), off, withSystemd);
    expect(system[0]?.misses).toContain(misses);
  });

  it.each([
    ['/home/alice/sess', 'ProtectHome'],
    ['/tmp/sess', 'PrivateTmp'],
  ])('knows that its service cannot see %s even from php.ini', async (path, misses) => {
    const ini = `session.save_path = "${path}"\n`;
    const { system } = await observe(inFiles({ path, seenAt: path }), off, { ...withSystemd, '/etc/php/8.2/fpm/php.ini': ini });
    expect(system[0]).toMatchObject({ misses: expect.stringContaining(misses), afterSeconds: null });
  });

  it.each([
    ['/srv/*', null],
    ['/s*/sess', null],
    ['/srv/*/tmp', 'another folder'],
  ])('finds a line of cron for the folders %s', async (folders, misses) => {
    const files = { '/etc/cron.d/sess': `@daily root find ${folders} -name "sess_*" -mtime +1 -delete\n` };
    const { system } = await observe(inFiles(), off, files);
    if (misses === null) expect(system).toMatchObject([{ kind: 'cron-line', misses: null, afterSeconds: 172_800 }]);
    else expect(system.filter((one) => one.misses === null)).toEqual([]);
  });

  it('finds lines of cron, and those that do not reach the files', async () => {
    const files = { '/etc/cron.d/sess': '*/30 * * * * root find /srv/sess -maxdepth 1 -name "sess_*" -mmin +60 -delete\n' };
    expect((await observe(inFiles(), off, files)).system).toMatchObject([
      { kind: 'cron-line', where: '/etc/cron.d/sess:1', active: true, misses: null, afterSeconds: 3600 },
    ]);
    expect((await observe(inFiles({ depth: 1 }), off, files)).system[0]?.misses).toContain('2 deep');
  });

  it('finds tmpfiles.d and cPanel', async () => {
    const files = {
      '/run/systemd/system/x': '',
      '/etc/tmpfiles.d/sess.conf': 'd /srv/sess 0700 www-data www-data 2h\n',
      '/usr/local/cpanel/scripts/clean_user_php_sessions': '#!/bin/sh',
      '/opt/cpanel/ea-php82/root/etc/php.ini': 'session.gc_maxlifetime = 900\n',
      '/var/spool/cron/root': '09,39 * * * * /usr/local/cpanel/scripts/clean_user_php_sessions\n',
    };
    expect((await observe(inFiles(), off, files)).system).toMatchObject([
      { kind: 'cpanel', active: true, misses: expect.stringContaining('global php.ini') },
      { kind: 'tmpfiles', where: '/etc/tmpfiles.d/sess.conf:1', active: true, misses: null, afterSeconds: 7200 },
    ]);
    const cpanel = inFiles({ path: '/var/cpanel/php/sessions/ea-php82', seenAt: '/var/cpanel/php/sessions/ea-php82' });
    expect((await observe(cpanel, off, files)).system[0]).toMatchObject({ kind: 'cpanel', misses: null, afterSeconds: 900 });
  });

  it('notes where a cleaner may be set up that it cannot see', async () => {
    const closed = { '/etc/cron.d/sess': { fails: denied }, '/etc/tmpfiles.d/x.conf': { fails: new LookFailed('io', 'a bad disk') } };
    expect((await observe(inFiles(), off, closed)).unread).toEqual([
      { path: '/etc/cron.d/sess', why: 'no permission', beyond: false },
      { path: '/etc/tmpfiles.d/x.conf', why: 'a bad disk', beyond: false },
    ]);
    expect(await observe(inFiles(), off, debian)).not.toHaveProperty('unread');
  });

  it('takes no value for the default that files set to what PHP alone knows', async () => {
    const half = { 'session.gc_divisor': '100' };
    expect(await observe(inFiles(), half, {}, true, { way: 'static' })).toMatchObject({
      php: { blocked: 'session.gc_probability is set to what the running PHP alone knows', unseen: true },
      unread: [{ path: 'session.gc_probability', beyond: false }],
    });
    expect((await observe(inFiles({ depth: 1 }), half, {}, true, { way: 'static' })).php).not.toHaveProperty('unseen');
  });

  it.each(['session.save_handler', 'session.save_path'])(
    'does not say that Debian’s cleaner covers a folder where %s is one',
    async (name) => {
      const found = await observe(own, off, {
        ...withSystemd,
        '/etc/php/8.2/fpm/php.ini': `${name} = \${THERE}\n`,
        '/etc/php/8.2/cli/php.ini': '',
      });
      expect(found.unread).toEqual([
        {
          path: '/etc/php/8.2/fpm/php.ini',
          why: `${name} of /etc/php/8.2/fpm/php.ini is set to what the running PHP alone knows`,
          beyond: false,
        },
      ]);
    },
  );

  it('says no time where a lifetime is one', async () => {
    const life = 'session.gc_maxlifetime = ${LIFE}\n';
    const { system } = await observe(own, off, { ...withSystemd, '/etc/php/8.2/fpm/php.ini': life });
    expect(system).toMatchObject([{ kind: 'debian-timer', misses: null, afterSeconds: null }]);
    const cpanel = inFiles({ path: '/var/cpanel/php/sessions/ea-php82', seenAt: '/var/cpanel/php/sessions/ea-php82' });
    const files = { '/usr/local/cpanel/scripts/clean_user_php_sessions': '#!/bin/sh', '/opt/cpanel/ea-php82/root/etc/php.ini': life };
    expect((await observe(cpanel, off, files)).system).toMatchObject([{ kind: 'cpanel', misses: null, afterSeconds: null }]);
    const path = { ...files, '/opt/cpanel/ea-php82/root/etc/php.ini': 'session.save_path = ${THERE}\n' };
    expect((await observe(cpanel, off, path)).unread).toMatchObject([{ path: '/opt/cpanel/ea-php82/root/etc/php.ini' }]);
  });

  it('has nothing to say of stores that expire by themselves', async () => {
    await expect(observe(inRedis, {}, {})).rejects.toMatchObject({ gap: 'unsupported' });
  });
});

describe('sessions.sharing', () => {
  const pool = { file: '/etc/php/8.2/fpm/pool.d/whmcs.conf', pool: 'whmcs', iniFile: '/etc/php/8.2/fpm/php.ini' } as unknown as PhpPool;
  const files = {
    '/etc/php/8.2/fpm/php.ini': 'session.save_path = "/srv/sess"\nsession.gc_maxlifetime = 600\nsession.gc_probability = 1\n',
    '/etc/php/8.2/fpm/pool.d/whmcs.conf': '[whmcs]\nlisten = /run/a.sock\n',
    '/etc/php/8.2/fpm/pool.d/shop.conf':
      '[shop]\nlisten = /run/b.sock\nphp_admin_value[session.gc_maxlifetime] = 300\nphp_value[session.gc_maxlifetime] = 9\n',
    '/etc/php/8.2/fpm/pool.d/own.conf': '[own]\nlisten = /run/c.sock\nphp_value[session.save_path] = /srv/own\n',
    '/etc/php/8.2/fpm/pool.d/redis.conf': '[redis]\nlisten = /run/d.sock\nphp_value[session.save_handler] = redis\n',
    '/etc/php/8.2/cli/php.ini': 'session.save_path = "/srv/sess"\nsession.gc_maxlifetime = 60\n',
    '/etc/php/8.2/apache2/php.ini': 'session.save_path = "/srv/sess"\nsession.gc_probability = 0\n',
  };

  async function observe(value: SessionStore, given: Readonly<Record<string, string | FakeFile>> = files, me: Host['me'] | null = null) {
    const found = await sharing.observe(
      look<'sessions.store', 'php.pool'>(
        fakeHost({ files: fakeFiles(given), ...(me ? { me } : {}) }),
        { 'sessions.store': value },
        { 'php.pool': seen(pool) },
      ),
      none,
    );
    return found.value;
  }

  it('finds the others of the folder', async () => {
    expect((await observe(inFiles())).others).toEqual([
      { where: '/etc/php/8.2/apache2/php.ini', lifetimeSeconds: 1440, collects: false },
      { where: '/etc/php/8.2/fpm/pool.d/shop.conf [shop]', lifetimeSeconds: 300, collects: true },
    ]);
  });
  it.each(['session.save_path', 'session.save_handler', 'session.gc_maxlifetime', 'session.gc_probability'])(
    'notes a pool whose %s PHP alone knows',
    async (directive) => {
      const shop = '/etc/php/8.2/fpm/pool.d/shop.conf';
      const found = await observe(inFiles(), {
        ...files,
        [shop]: `[shop]\nlisten = /run/b.sock\nphp_value[${directive}] = \${SESSIONS}\n`,
      });
      expect(found.others.map(({ where }) => where)).toEqual(['/etc/php/8.2/apache2/php.ini']);
      expect(found.unread).toEqual([{ path: `${shop} [shop]`, why: expect.stringContaining(directive), beyond: false }]);
    },
  );
  it('notes a php.ini whose session.save_path PHP alone knows', async () => {
    const apache = '/etc/php/8.2/apache2/php.ini';
    const found = await observe(inFiles(), { ...files, [apache]: 'session.save_path = ${SESSIONS}\n' });
    expect(found.unread).toMatchObject([{ path: apache, why: expect.stringContaining('session.save_path') }]);
  });
  it('passes over what does not decide where a pool keeps its sessions', async () => {
    const shop = '/etc/php/8.2/fpm/pool.d/shop.conf';
    const text = `[shop]\nlisten = /run/b.sock\nphp_admin_value[session.save_path] = /srv/own\nphp_value[session.save_path] = \${SESSIONS}\n`;
    expect(await observe(inFiles(), { ...files, [shop]: text })).not.toHaveProperty('unread');
  });
  it('notes what it may not read, and what is too long', async () => {
    const closed = { ...files, '/etc/php/8.2/fpm/pool.d/shop.conf': { fails: denied }, '/etc/php.ini': 'x = 1\n'.repeat(100_000) };
    const found = await observe(inFiles(), closed, ordinary);
    expect(found.others).toHaveLength(1);
    expect(found.unread).toEqual([
      { path: '/etc/php.ini', why: expect.stringContaining('only the first'), beyond: false },
      { path: '/etc/php/8.2/fpm/pool.d/shop.conf', why: 'no permission', beyond: true },
    ]);
    expect(await observe(inFiles())).not.toHaveProperty('unread');
  });
  it('is beyond where no PHP is found in the usual places', async () => {
    await expect(observe(inFiles(), {})).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
  });
  it('knows that nobody collects what nobody may list', async () => {
    expect((await observe(inFiles({ listable: false }))).others.every(({ collects }) => !collects)).toBe(true);
  });
  it('does not apply elsewhere', async () => {
    await expect(observe(inRedis)).rejects.toMatchObject({ gap: 'unsupported' });
  });
});

describe('disk.space', () => {
  const observe = (given: Parameters<typeof fakeHost>[0]) =>
    disk.observe(
      look<never, 'install.root' | 'install.configuration' | 'sessions.store' | 'php.web' | 'database.connection'>(
        fakeHost(given),
        {} as never,
        {
          'install.root': seen({ path: '/srv/whmcs' } as never),
          'install.configuration': seen(configuration()),
          'sessions.store': seen(inFiles()),
          'php.web': seen(php({})),
          'database.connection': seen({ via: 'socket' } as never),
        },
      ),
      none,
    );

  it('looks at every place that a log-in needs', async () => {
    const { value } = await observe({
      files: { space: async () => space },
      database: { select: async () => [{ folder: '/var/lib/mysql/' }] },
    });
    expect(value.places.map(({ role, path }) => [role, path])).toEqual([
      ['sessions', '/srv/sess'],
      ['templates_c', '/srv/whmcs/templates_c'],
      ['temporary files', '/tmp'],
      ['install', '/srv/whmcs'],
      ['database', '/var/lib/mysql'],
    ]);
  });
  it('leaves out what it may not ask, and fails only where nothing is left', async () => {
    const some = async (path: string) => (path === '/tmp' ? space : Promise.reject(denied));
    expect((await observe({ files: { space: some }, database: { select: () => Promise.reject(denied) } })).value.places).toHaveLength(1);
    await expect(observe({ files: { space: () => Promise.reject(denied) }, database: { select: async () => [] } })).rejects.toMatchObject({
      gap: 'denied',
    });
  });
});
