import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/host/accounts.js';
import { localWay } from '../../src/run/login-local.js';
import type { Fact, Facts, PhpPool } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { fakeFiles, fakeHost, seen, unseen } from '../support/fake-host.js';

const account = (name: string, uid: number): Account => ({ uid, gid: uid, groups: [uid], name, home: null });
const accounts = [account('root', 0), account('acme', 2001), account('bob', 2002)];
const root = { path: '/srv/whmcs', realPath: '/srv/whmcs', owner: { uid: 2001, gid: 2001, name: 'acme' }, markers: [], filesVersion: null };
const pool: PhpPool = {
  kind: 'fpm',
  foundBy: 'web-server-configuration',
  listen: '/run/php/acme.sock',
  pool: 'acme',
  file: '/etc/php/8.2/fpm/pool.d/acme.conf',
  masterPid: 1,
  user: 'acme',
  group: 'acme',
  chroot: null,
  version: '8.2',
  iniFile: '/etc/php/8.2/fpm/php.ini',
  iniFolder: '/etc/php/8.2/fpm/conf.d',
  values: [],
  privateTmp: null,
  alternatives: [],
};
const program = { stat: { mode: 0o755 } };

interface Wish {
  readonly me?: string;
  readonly pool?: Partial<PhpPool> | null;
  readonly web?: Facts['php.web']['user'];
  readonly runAs?: string;
  readonly php?: string;
  readonly programs?: readonly string[];
}

function way({ me = 'root', pool: given = {}, web, runAs, php, programs = ['/usr/bin/php8.2'] }: Wish = {}) {
  const host = fakeHost({
    me: accounts.find(({ name }) => name === me) ?? account('nobody', 9),
    files: fakeFiles(Object.fromEntries([...programs.map((path) => [path, program] as const), ['/etc/passwd', 'x']])),
    shell: { account: async (who: string | number) => accounts.find(({ name, uid }) => name === who || uid === who) ?? null },
  });
  const poolFact: Fact<PhpPool> = given === null ? unseen('absent') : seen({ ...pool, ...given });
  const webFact = web === undefined ? null : seen({ user: web } as Facts['php.web']);
  const { signal } = new AbortController();
  return localWay(
    host,
    { ...defaultOptions, target: '/srv/whmcs', php: php ?? null },
    { root, pool: poolFact, web: webFact },
    runAs ?? null,
    signal,
  );
}

describe('as whom', () => {
  it('root takes on the rights of the pool’s user, with the web’s PHP and its configuration', async () => {
    expect(await way()).toEqual({
      value: {
        root: '/srv/whmcs',
        as: { uid: 2001, gid: 2001, name: 'acme' },
        php: '/usr/bin/php8.2',
        phpVersion: '8.2',
        iniFile: '/etc/php/8.2/fpm/php.ini',
        iniFolder: '/etc/php/8.2/fpm/conf.d',
      },
    });
  });

  it('the pool’s user runs it himself', async () => {
    expect(await way({ me: 'acme' })).toMatchObject({ value: { as: { uid: 2001 } } });
  });

  it.each<[string, Wish, RegExp]>([
    ['the pool’s user is not known', { pool: { user: null } }, /not known.*--run-as USER/],
    ['the pool is not known', { pool: null }, /--run-as USER/],
    ['the pool runs as root', { pool: { user: 'root' } }, /never run as root/],
    ['the pool runs as uid 0', { pool: { user: '0' } }, /never run as root/],
    ['the operator wants root', { runAs: 'root' }, /never run as root/],
    ['there is no such user', { runAs: 'nosuch' }, /no user nosuch/],
    ['somebody else runs it', { me: 'bob' }, /PHP runs as acme and this is bob.*--run-as bob/],
    ['somebody else wants the pool’s user', { me: 'bob', runAs: 'acme' }, /only root can run it as acme/],
  ])('refused where %s', async (_, wish, words) => {
    expect(await way(wish)).toMatchObject({ refused: expect.stringMatching(words) as string });
  });

  it('the operator may name it, and so may the PHP of the site itself', async () => {
    expect(await way({ pool: { user: null }, runAs: 'acme' })).toMatchObject({ value: { as: { name: 'acme' } } });
    expect(await way({ me: 'bob', runAs: 'bob' })).toMatchObject({ value: { as: { name: 'bob' } } });
    expect(await way({ pool: { user: null }, web: { uid: 2001, gid: 2001, groups: [], name: null } })).toMatchObject({
      value: { as: { name: 'acme' } },
    });
  });
});

describe('with which PHP', () => {
  it('the operator’s, with its own configuration and whatever version it is', async () => {
    expect(await way({ php: '/opt/php', programs: ['/opt/php'] })).toMatchObject({
      value: { php: '/opt/php', phpVersion: null, iniFile: null, iniFolder: null },
    });
  });

  it.each<[string, Wish, RegExp]>([
    ['the operator’s is no program', { php: '/opt/php' }, /--php \/opt\/php is no program/],
    ['the web’s has no command line', { programs: [] }, /PHP 8\.2.*was not found \(\/usr\/bin\/php8\.2.*--php PATH/],
    ['nothing is known of the web’s', { pool: null, runAs: 'acme' }, /was not found: name it with --php PATH/],
  ])('refused where %s', async (_, wish, words) => {
    expect(await way(wish)).toMatchObject({ refused: expect.stringMatching(words) as string });
  });
});
