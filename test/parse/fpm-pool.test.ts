import { expect, it } from 'vitest';
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
