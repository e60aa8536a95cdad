import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { listener } from '../../src/probes/php-ask.js';
import licenseFromPhp from '../../src/probes/license-from-php.js';
import request from '../../src/probes/php-request.js';
import { phpLiteral, phpScript, readAnswer } from '../../src/probes/php-script.js';
import { readTrial, trialScript } from '../../src/probes/php-script-trial.js';
import phpWeb from '../../src/probes/php-web.js';
import type {
  Fact,
  Host,
  HttpResult,
  InstallConfiguration,
  InstallRoot,
  PhpPool,
  PhpView,
  RunOptions,
  ScriptAnswer,
} from '../../src/model.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';

const files = vi.hoisted(() => ({ staticPhpView: vi.fn() }));
vi.mock('../../src/probes/php-static.js', () => files);

const none = (): void => undefined;
const root: InstallRoot = {
  path: '/srv/whmcs',
  realPath: '/srv/whmcs',
  owner: { uid: 1000, gid: 1000, name: 'alice' },
  markers: [],
  filesVersion: null,
};
const pool = { kind: 'fpm', listen: '/run/php/fpm.sock', pool: 'whmcs', chroot: null, masterPid: null, values: [] } as unknown as PhpPool;
const site = { url: 'https://www.billing.test/' };

const staticView: PhpView = {
  way: 'static',
  version: '8.2',
  sapi: null,
  ini: { 'session.save_path': '/srv/static', 'session.gc_maxlifetime': '777' },
  iniFrom: { 'session.save_path': '/etc/php/8.2/fpm/php.ini:3', 'session.gc_maxlifetime': '/srv/whmcs/.user.ini:1' },
  extensions: null,
  disabledFunctions: null,
  user: null,
  clock: null,
  timeZone: null,
  utcOffsetSeconds: null,
  curl: null,
  tempDir: null,
  trial: null,
  alternating: [],
  samples: 0,
};

/** PHP's side: the markers are read out of the script, as PHP would print them. */
function print(source: string, answer: unknown): string {
  const begin = /echo '([^']+)'/.exec(source)?.[1] ?? '';
  const end = /, '([^']+)';/.exec(source)?.[1] ?? '';
  const ascii = JSON.stringify(answer).replace(/[^\x20-\x7e]/g, (char) =>
    [...Buffer.from(char, 'utf8')].map((byte) => `\\u00${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return `Warning: something\n${begin}${ascii}${end}\nmore`;
}

function answered(stdout: string, sentAt = 1000, receivedAt = 1010): ScriptAnswer {
  return { stdout, stderr: '', status: 200, headers: [], sentAt, receivedAt };
}

const ini = {
  'session.save_handler': 'files',
  'session.save_path': '/srv/sess',
  'session.gc_maxlifetime': '1440',
  disable_functions: 'Exec, system',
};
const answer = {
  ini,
  version: '8.2.36',
  sapi: 'fpm-fcgi',
  pid: 7,
  extensions: ['session'],
  tempDir: '/tmp',
  timeZone: 'UTC',
  utcOffset: 0,
  curl: null,
  user: { uid: 33, gid: 33, groups: [33], name: 'www-data' },
  now: 1.005,
};
const trialAnswer = { started: true, persisted: true, errors: [], milliseconds: 1.4 };

type Fpm = Host['scripts']['overFastCgi'];
type Wants = 'install.root' | 'install.configuration' | 'php.pool' | 'site.url';

async function observe(given: {
  readonly fpm?: Fpm;
  readonly web?: Host['scripts']['inWebRoot'];
  readonly pool?: Fact<PhpPool>;
  readonly configuration?: Fact<InstallConfiguration>;
  readonly options?: Partial<RunOptions>;
}) {
  const scripts = { ...(given.fpm ? { overFastCgi: given.fpm } : {}), ...(given.web ? { inWebRoot: given.web } : {}) };
  const wants = {
    'install.root': seen(root),
    'install.configuration': given.configuration ?? unseen(),
    'php.pool': given.pool ?? seen(pool),
    'site.url': seen(site),
  };
  return phpWeb.observe(look<never, Wants>(fakeHost({ scripts }), {} as never, wants as never, given.options), none);
}

const answering =
  (views: readonly unknown[], trial: unknown = trialAnswer): Fpm =>
  async (_to, source, { times }) =>
    source.includes('session_start')
      ? [answered(print(source, trial))]
      : Array.from({ length: times }, (_, index) => answered(print(source, views[index % views.length])));

beforeEach(() => {
  files.staticPhpView.mockReset();
  files.staticPhpView.mockResolvedValue(staticView);
});

describe('php.web over FastCGI', () => {
  it('takes what PHP says, and of .user.ini what the files say', async () => {
    const { value, source } = await observe({ fpm: answering([answer]) });
    expect(source).toContain('pool whmcs at /run/php/fpm.sock');
    expect(value).toMatchObject({ way: 'fastcgi', version: '8.2.36', samples: 6, alternating: [], disabledFunctions: ['exec', 'system'] });
    expect(value.ini).toMatchObject({ 'session.save_path': '/srv/sess', 'session.gc_maxlifetime': '777' });
    expect(value.iniFrom).toEqual({ 'session.gc_maxlifetime': '/srv/whmcs/.user.ini:1' });
    expect(value.clock).toEqual({ lowMs: -6, highMs: 5 });
    expect(value.trial).toEqual({ started: true, persisted: true, errors: [], durationMs: 1 });
  });

  it('tells the host of the master process and the doc_root of the pool', async () => {
    const asked: unknown[] = [];
    const fpm: Fpm = async (to, source, how) => {
      asked.push({ docRoot: how.docRoot, masterPid: how.masterPid });
      return answering([answer])(to, source, how);
    };
    const value = (directive: string, set: string) => ({ directive, value: set, admin: true, where: 'pool' });
    await observe({ fpm, pool: seen({ ...pool, masterPid: 9, values: [value('doc_root', '/home/acme/public_html'), value('a', 'b')] }) });
    await observe({ fpm });
    expect(asked).toContainEqual({ docRoot: '/home/acme/public_html', masterPid: 9 });
    expect(asked).toContainEqual({ docRoot: null, masterPid: null });
  });

  it.each([
    ['the first line stands', ['/first', '/second'], '/first'],
    ['only PHP knows it', [null, '/second'], null],
  ])('tells of two lines of doc_root which counts: %s', async (_, lines, docRoot) => {
    const asked: unknown[] = [];
    const fpm: Fpm = async (to, source, how) => {
      asked.push(how.docRoot);
      return answering([answer])(to, source, how);
    };
    const values = lines.map((value) => ({ directive: 'doc_root', value, admin: true, where: 'pool' }));
    await observe({ fpm, pool: seen({ ...pool, values }) });
    expect(new Set(asked)).toEqual(new Set([docRoot]));
  });

  it('sees that workers differ', async () => {
    const { value } = await observe({ fpm: answering([answer, { ...answer, pid: 8, ini: { ...ini, 'session.gc_maxlifetime': '99' } }]) });
    expect(value.alternating).toEqual([{ directive: 'session.gc_maxlifetime', values: ['1440', '99'] }]);
  });

  it('lets no credential into the fact', async () => {
    const redis = { ...ini, 'session.save_handler': 'redis', 'session.save_path': 'tcp://127.0.0.1:6379?auth=s3cret%21' };
    const trial = {
      ...trialAnswer,
      persisted: false,
      errors: ['Failed to read session data: redis (path: tcp://127.0.0.1:6379?auth=s3cret%21)', 'WRONGPASS s3cret!'],
    };
    const other = { ...redis, 'session.save_path': 'tcp://127.0.0.1:6379?auth=0ther' };
    const { value } = await observe({
      fpm: answering(
        [
          { ...answer, ini: redis },
          { ...answer, ini: other },
        ],
        trial,
      ),
    });
    expect(JSON.stringify(value)).not.toMatch(/s3cret|0ther/);
    expect(value.ini['session.save_path']).toBe('tcp://127.0.0.1:6379?auth=[hidden]');
    expect(value.sessionAuth).toMatchObject([{ user: null, password: { present: true } }]);
    expect(value.trial?.errors).toEqual([
      'Failed to read session data: redis (path: tcp://127.0.0.1:6379?auth=[hidden]',
      'WRONGPASS [hidden]',
    ]);
  });

  it('opens no session where WHMCS keeps them elsewhere', async () => {
    const configuration = seen({ sessionHandling: { state: 'set', value: {}, line: 1 } } as unknown as InstallConfiguration);
    const { value } = await observe({ fpm: answering([answer]), configuration });
    expect(value.trial).toBeNull();
  });

  it('takes a session that keeps PHP waiting for a value', async () => {
    const fpm: Fpm = async (to, source, how) => {
      if (source.includes('session_start')) throw new LookFailed('timeout', 'no answer');
      return answering([answer])(to, source, how);
    };
    expect((await observe({ fpm })).value.trial).toMatchObject({
      started: false,
      errors: ['PHP gave no answer within 5 s while it opened a session'],
    });
  });

  it.each(['denied', 'absent', 'unsupported'] as const)('reads files where FastCGI is %s', async (gap) => {
    const fpm: Fpm = () => Promise.reject(new LookFailed(gap, 'closed'));
    const { value, vantage } = await observe({ fpm });
    expect([value.way, vantage]).toEqual(['static', 'files']);
  });

  it('reads files where FPM refuses the script', async () => {
    const fpm: Fpm = async () => [{ ...answered('File not found.'), status: 404, stderr: 'Primary script unknown' }];
    expect((await observe({ fpm })).value.way).toBe('static');
  });

  it.each([
    ['silence', () => Promise.reject(new LookFailed('timeout', 'busy')), 'timeout'],
    ['nonsense', async () => [answered('<html>')], 'malformed'],
    ['half an answer', async (_to: unknown, source: string) => [answered(print(source, answer).slice(0, 200))], 'malformed'],
    ['markers around nonsense', async (_to: unknown, source: string) => [answered(print(source, [1]))], 'malformed'],
    ['no answer at all', async () => [], 'malformed'],
  ] as readonly (readonly [string, Fpm, string])[])('does not hide %s behind files', async (_, fpm, gap) => {
    await expect(observe({ fpm })).rejects.toMatchObject({ gap });
  });

  it('survives an answer of the wrong shape', async () => {
    const { value } = await observe({ fpm: answering([{ ini: 'x', user: 3, extensions: {}, now: 'soon' }], {}) });
    expect(value).toMatchObject({ user: null, clock: null, extensions: null, version: null, trial: { started: false, persisted: false } });
  });

  it('says why FastCGI failed where the files cannot be read either', async () => {
    files.staticPhpView.mockRejectedValue(new LookFailed('absent', 'no php.ini'));
    await expect(observe({ fpm: () => Promise.reject(new LookFailed('denied', 'closed socket')) })).rejects.toMatchObject({
      why: 'closed socket',
    });
    await expect(observe({ pool: unseen() })).rejects.toMatchObject({ why: 'no php.ini' });
  });
});

const page = (body: string, status = 200): HttpResult => ({
  ok: true,
  status,
  headers: [],
  body,
  truncated: false,
  address: null,
  certificate: null,
  sentAt: 1000,
  headersAt: 1010,
  durationMs: 10,
});

describe('php.web as a visitor', () => {
  const options = { webProbe: true };
  it('is asked first with --web-probe', async () => {
    const web: Host['scripts']['inWebRoot'] = async (_root, _base, source) =>
      page(print(source, source.includes('session_start') ? trialAnswer : answer));
    expect((await observe({ web, options })).value).toMatchObject({ way: 'web-probe', samples: 1, trial: { persisted: true } });
  });
  it('gives way to FastCGI', async () => {
    const web: Host['scripts']['inWebRoot'] = async () => page('', 301);
    expect((await observe({ web, fpm: answering([answer]), options })).value.way).toBe('fastcgi');
  });
});

describe('php.request', () => {
  const run = (server: unknown, options: Partial<RunOptions> = { webProbe: true }) => {
    const scripts = { inWebRoot: async (_root: string, _base: string, source: string) => page(print(source, { server })) };
    return request.observe(
      look<never, 'install.root' | 'site.url'>(
        fakeHost({ scripts }),
        {} as never,
        { 'install.root': seen(root), 'site.url': seen({ ...site, from: 'database' }) },
        options,
      ),
      none,
    );
  };
  it('needs --web-probe', async () => {
    await expect(run({}, {})).rejects.toMatchObject({ gap: 'disabled' });
  });
  it('tells how a request arrives', async () => {
    const { value } = await run({
      REMOTE_ADDR: '162.158.1.1',
      HTTP_CF_CONNECTING_IP: '203.0.113.9',
      HTTP_X_FORWARDED_FOR: '198.51.100.1, 203.0.113.9',
      HTTP_X_FORWARDED_PROTO: 'https',
      HTTP_HOST: 'www.billing.test',
      HTTP_COOKIE: 'secret',
    });
    expect(value).toMatchObject({
      remoteAddr: { value: '162.158.1.1', class: 'cloudflare' },
      httpHost: 'www.billing.test',
      https: null,
      forwardedProto: 'https',
      forwardingHeaders: ['HTTP_X_FORWARDED_FOR', 'HTTP_CF_CONNECTING_IP', 'HTTP_X_FORWARDED_PROTO'],
    });
    expect(value.forwardedFor).toMatchObject({
      HTTP_CF_CONNECTING_IP: { value: '203.0.113.9', class: 'public' },
      HTTP_X_FORWARDED_FOR: { value: '198.51.100.1' },
    });
    expect(JSON.stringify(value)).not.toContain('secret');
  });
  it('does not make an address up', async () => expect(run({})).rejects.toMatchObject({ gap: 'malformed' }));
});

describe('license.from-php', () => {
  const observePhp = (given: { readonly way?: PhpView['way']; readonly answer?: unknown; readonly options?: Partial<RunOptions> }) => {
    const scripts = { overFastCgi: async (_to: unknown, source: string) => [answered(print(source, given.answer))] };
    const have = { 'php.web': { ...staticView, way: given.way ?? 'fastcgi' } };
    const wants = { 'install.root': seen(root), 'php.pool': seen(pool), 'site.url': seen(site) };
    return licenseFromPhp.observe(
      look<'php.web', 'install.root' | 'php.pool' | 'site.url'>(
        fakeHost({ scripts: scripts as never }),
        have,
        wants as never,
        given.options,
      ),
      none,
    );
  };
  const result = { errno: 0, message: '', status: 200, address: '198.51.100.20', verify: 0, milliseconds: 12.4 };

  it('keeps servers and controls apart', async () => {
    const { value } = await observePhp({
      answer: {
        extension: true,
        disabled: [],
        results: [result, { ...result, errno: 28, message: 'SSL connection timeout', status: 0, address: '' }, result],
      },
    });
    expect(value.servers.map(({ url, errno, address }) => [url, errno, address])).toEqual([
      ['https://a.licensing.whmcs.com/1.0/test', 0, '198.51.100.20'],
      ['https://b.licensing.whmcs.com/1.0/test', 28, null],
    ]);
    expect(value.controls).toMatchObject([{ url: 'https://example.com/', errno: 0, durationMs: 12 }]);
  });
  it('knows a PHP without curl', async () => {
    const { value } = await observePhp({ answer: { extension: false, disabled: ['curl_init'], results: [] } });
    expect(value).toEqual({ servers: [], controls: [], extension: false, disabled: [], proxyVariables: [] });
  });
  it.each([
    [{ options: { offline: true } }, 'disabled'],
    [{ way: 'static' as const }, 'unsupported'],
    [{ answer: 3 }, 'malformed'],
  ])('is a gap for %j', async (given, gap) => {
    await expect(observePhp(given)).rejects.toMatchObject({ gap });
  });
});

describe('scripts', () => {
  it('write PHP texts', () => {
    expect(phpLiteral({ a: ["it's", 'back\\slash'], n: 1, b: true })).toBe(
      String.raw`array('a' => array('it\'s', 'back\\slash'), 'n' => 1, 'b' => true)`,
    );
  });
  it('bring every byte back', () => {
    const script = phpScript('');
    const bytes = [...Buffer.from('ü"\\', 'utf8')].map((byte) => `\\u${byte.toString(16).padStart(4, '0')}`).join('');
    expect(readAnswer(script, `${script.begin}{"path":"${bytes}"}${script.end}`, 'x')).toEqual({ path: 'ü"\\' });
  });
  it('have other markers each time', () => expect(phpScript('').begin).not.toBe(phpScript('').begin));
  it('hand directives of .user.ini to the trial', () => {
    expect(trialScript({ 'session.save_path': "/it's" }).source).toContain(String.raw`'values' => array('/it\'s')`);
  });
  it('limit what PHP says', () => {
    const errors = Array.from({ length: 50 }, (_, index) => `${index}${'x'.repeat(1000)}`);
    const trial = readTrial({ errors: [...errors, 7] }, (text) => text);
    expect(trial.errors).toHaveLength(20);
    expect(trial.errors[0]).toHaveLength(500);
  });
});

describe('listener', () => {
  it.each([
    ['/run/php/fpm.sock', { socket: '/run/php/fpm.sock' }],
    ['unix:/run/php/fpm.sock', { socket: '/run/php/fpm.sock' }],
    ['127.0.0.1:9000', { host: '127.0.0.1', port: 9000 }],
    ['9000', { host: '127.0.0.1', port: 9000 }],
    ['*:9000', { host: '127.0.0.1', port: 9000 }],
    ['0.0.0.0:9000', { host: '127.0.0.1', port: 9000 }],
    ['[::]:9000', { host: '::1', port: 9000 }],
    ['[2001:db8::1]:9000', { host: '2001:db8::1', port: 9000 }],
  ])('%s', (listen, where) => expect(listener(listen)).toEqual(where));
});
