import { describe, expect, it } from 'vitest';
import { parseFpm, sameListener } from '../../src/parse/fpm-pool.js';

const files: Readonly<Record<string, string>> = {
  '/etc/php/8.2/fpm/pool.d/*.conf': `[billing]
user = whmcs
group = whmcs
prefix = /srv
listen = run/$pool.sock
chroot = $prefix/jail
php_admin_value[session.save_path] = "/srv/$pool/sessions"
php_flag[session.auto_start] = yes
php_admin_flag[log_errors] = off
php_value[memory_limit] = 64M ; not 32M
; php_value[memory_limit] = 1M
`,
};

it('reads pools through include, with $pool, flags and relative sockets', async () => {
  const load = (pattern: string) =>
    Promise.resolve(files[pattern] === undefined ? [] : [{ path: '/etc/php/8.2/fpm/pool.d/b.conf', text: files[pattern] }]);
  const { pools } = await parseFpm(
    '/etc/php/8.2/fpm/php-fpm.conf',
    '[global]\npid = x\ninclude=/etc/php/8.2/fpm/pool.d/*.conf\n[second]\nlisten = 9001\n',
    load,
  );
  expect(pools).toMatchObject([
    {
      name: 'billing',
      file: '/etc/php/8.2/fpm/pool.d/b.conf',
      line: 2,
      listen: '/srv/run/billing.sock',
      user: 'whmcs',
      chroot: '/srv/jail',
      values: [
        { directive: 'session.save_path', value: '/srv/billing/sessions', admin: true },
        { directive: 'session.auto_start', value: '1', admin: false },
        { directive: 'log_errors', value: '0', admin: true },
        { directive: 'memory_limit', value: '64M', admin: false, where: '/etc/php/8.2/fpm/pool.d/b.conf:10' },
      ],
    },
    { name: 'second', listen: '*:9001' },
  ]);
});

it("starts relative includes at the prefix, as the official image's file has them", async () => {
  const load = (pattern: string) =>
    Promise.resolve(
      pattern === '/usr/local/etc/php-fpm.d/*.conf' ? [{ path: '/usr/local/etc/php-fpm.d/www.conf', text: '[www]\nlisten = 9000\n' }] : [],
    );
  const { pools } = await parseFpm('/usr/local/etc/php-fpm.conf', '[global]\ninclude=etc/php-fpm.d/*.conf\n', load);
  expect(pools).toMatchObject([{ name: 'www', listen: '*:9000' }]);
});

it.each([
  ['/run/php/x.sock', '/var/run/php/x.sock', true],
  ['127.0.0.1:9000', '*:9000', true],
  ['localhost:9000', '127.0.0.1:9000', true],
  ['127.0.0.1:9000', '[::]:9000', true],
  ['127.0.0.1:9000', '127.0.0.2:9000', false],
  ['/run/a.sock', '/run/b.sock', false],
  ['/run/a.sock', '127.0.0.1:9000', false],
])('%s reaches %s: %s', (handler, listen, expected) => {
  expect(sameListener(handler, listen)).toBe(expected);
});

it('reads line by line, as FPM does, and does not know where FPM puts its prefix or an environment variable', async () => {
  const text = `[p]\nphp_value[user_agent] = it's\nphp_value[session.save_path] = "/x"\nphp_value[a] = \${HOME}\nphp_value[session.cookie_path] = billing\nphp_admin_value[error_log] = '/y'\n`;
  const { pools, unread } = await parseFpm('/etc/php-fpm.conf', text, () => Promise.resolve([]));
  expect(pools[0]?.values.map(({ directive, value }) => [directive, value])).toEqual([
    ['user_agent', 'it'],
    ['session.save_path', '/x'],
    ['a', null],
    ['session.cookie_path', null],
    ['error_log', '/y'],
  ]);
  expect(unread).toEqual([]);
});

describe('where FPM puts its prefix before a path', () => {
  const valueOf = async (line: string, more = ''): Promise<string | null | undefined> => {
    const { pools } = await parseFpm('/etc/php-fpm.conf', `[p]\n${line}\n${more}`, () => Promise.resolve([]));
    return pools[0]?.values[0]?.value;
  };

  it.each([
    'error_log',
    'extension_dir',
    'sendmail_path',
    'session.cookie_path',
    'soap.wsdl_cache_dir',
    'xdebug.output_dir',
    'SendMail_Path',
  ])('%s', async (directive) => {
    expect(await valueOf(`php_admin_value[${directive}] = some/where`)).toBeNull();
    expect(await valueOf(`php_value[${directive}] = some/where`)).toBeNull();
    expect(await valueOf(`php_value[${directive}] = /some/where`)).toBe('/some/where');
    expect(await valueOf(`php_value[${directive}] = none`)).toBeNull();
  });
  it('leaves other directives alone', async () => {
    expect(await valueOf('php_value[sys_temp_dir] = some/where')).toBe('some/where');
  });
  it('leaves the administrator’s syslog alone, and only his', async () => {
    expect(await valueOf('php_admin_value[error_log] = Syslog')).toBe('Syslog');
    expect(await valueOf('php_value[error_log] = syslog')).toBeNull();
  });
  it('puts none under a chroot, wherever that stands', async () => {
    expect(await valueOf('php_value[session.cookie_path] = billing', 'chroot = /srv/jail\n')).toBe('billing');
    expect(await valueOf('php_value[session.cookie_path] = billing', 'chroot =\n')).toBeNull();
  });
});
