import { describe, expect, it } from 'vitest';
import poolProbe from '../../src/probes/php-pool.js';
import cliProbe from '../../src/probes/php-cli.js';
import webProbe from '../../src/probes/web-server.js';
import { staticPhpView } from '../../src/probes/php-static.js';
import { LookFailed } from '../../src/logic/failure.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';
import type { Host, InstallRoot, PhpPool, ProcessSeen, Ran, WebServer } from '../../src/model.js';

const folder = '/var/www/whmcs';
const root: InstallRoot = {
  path: folder,
  realPath: folder,
  owner: { uid: 1000, gid: 1000, name: 'acme' },
  markers: [],
  filesVersion: null,
};
const noop = (): void => undefined;
const system = { stat: { uid: 0, gid: 0 } };
const process = (pid: number, title: string, more: Partial<ProcessSeen> = {}): ProcessSeen => ({
  pid,
  ppid: 1,
  uid: 0,
  gid: 0,
  argv: title.split(' '),
  exe: null,
  cwd: '/',
  root: '/',
  ...more,
});
const accounts: Readonly<Record<string, number>> = { 'www-data': 33, acme: 1000, nobody: 65534 };

function hostOf(
  texts: Readonly<Record<string, string | FakeFile>>,
  processes: readonly ProcessSeen[] = [],
  run?: (args: readonly string[], how: unknown) => Ran,
): Host {
  const files = Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, typeof text === 'string' && path.startsWith('/etc') ? { text, ...system } : text]),
  );
  return fakeHost({
    files: fakeFiles({ [`${folder}/init.php`]: '', ...files }),
    shell: {
      processes: async () => processes,
      account: async (who) => {
        const found = Object.entries(accounts).find(([name, uid]) => name === who || uid === who);
        return found ? { name: found[0], uid: found[1], gid: found[1], groups: [found[1]], home: null } : null;
      },
      run: async (_program, args, how) => run?.(args, how) ?? { code: 1, stdout: '', stderr: '' },
    },
  });
}

const nginx = (body: string): string => `events {} http { server { listen 443 ssl; server_name billing.test; ${body} } }`;
const web = async (host: Host): Promise<WebServer> => (await webProbe.observe(look(host, { 'install.root': root }), noop)).value;

describe('web.server', () => {
  it('takes the nearest web root', async () => {
    const host = hostOf({
      '/etc/nginx/nginx.conf': `http { server { root /var/www; location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; } }
        server { server_name billing.test; root ${folder}; location ~ \\.php$ { fastcgi_pass unix:/run/b.sock; } } }`,
    });
    expect(await web(host)).toMatchObject({
      server: 'nginx',
      names: ['billing.test'],
      root: folder,
      handlers: ['/run/b.sock'],
      behind: null,
    });
  });

  it.each([
    ['httpd -d /etc/httpd -f conf/httpd.conf', '/etc/httpd/conf/httpd.conf'],
    ['/usr/sbin/httpd -DFOREGROUND', '/etc/httpd/conf/httpd.conf'],
    ['/usr/sbin/httpd -f/opt/site.conf', '/opt/site.conf'],
  ])('finds the file of %s', async (title, file) => {
    const host = hostOf({ [file]: `ServerRoot /etc/httpd\nDocumentRoot ${folder}\n` }, [process(5, title)]);
    expect(await web(host)).toMatchObject({ server: 'apache', file });
  });

  it('reads the file that the running server was started with', async () => {
    const host = hostOf(
      {
        '/etc/nginx/nginx.conf': nginx('root /other;'),
        '/etc/lab/n.conf': nginx(`root ${folder}; location ~ \\.php$ { fastcgi_pass unix:/run/b.sock; }`),
      },
      [process(7, 'nginx: master process nginx -c /etc/lab/n.conf')],
    );
    expect((await web(host)).file).toBe('/etc/lab/n.conf');
  });

  it('sees nginx in front of Apache', async () => {
    const host = hostOf({
      '/etc/nginx/nginx.conf': nginx(
        'set_real_ip_from 173.245.48.0/20; real_ip_header CF-Connecting-IP; location / { proxy_pass http://127.0.0.1:8080; }',
      ),
      '/etc/apache2/apache2.conf': `LoadModule php_module libphp8.2.so\nRemoteIPHeader X-Forwarded-For\nRemoteIPInternalProxy 127.0.0.1\n<VirtualHost 127.0.0.1:8080>\nServerName billing.test\nDocumentRoot ${folder}\n<Directory ${folder}>\nAllowOverride All\n</Directory>\n<FilesMatch \\.php$>\nSetHandler application/x-httpd-php\n</FilesMatch>\n</VirtualHost>`,
      [`${folder}/.htaccess`]: 'SetEnv PHP_VALUE "a=1"\n',
    });
    expect(await web(host)).toMatchObject({
      server: 'apache',
      behind: 'nginx',
      handlers: ['mod_php'],
      restoration: { server: 'apache', from: ['127.0.0.1'] },
      frontRestoration: { server: 'nginx', header: 'CF-Connecting-IP' },
      leakingValues: [`SetEnv PHP_VALUE (${folder}/.htaccess:1)`],
    });
  });

  it.each([
    [
      'nginx gives PHP another address',
      nginx(`root ${folder}; location ~ \\.php$ { fastcgi_pass unix:/run/b.sock; fastcgi_param REMOTE_ADDR $http_cf_connecting_ip; }`),
      undefined,
      [],
      /^fastcgi_param REMOTE_ADDR \$http_cf/,
    ],
    [
      'nginx gives PHP its own',
      nginx(`root ${folder}; location ~ \\.php$ { fastcgi_pass unix:/run/b.sock; fastcgi_param REMOTE_ADDR $remote_addr; }`),
      undefined,
      [],
      null,
    ],
    ['mod_rpaf is on', undefined, 'LoadModule rpaf_module x\n<IfModule mod_rpaf.c>\nRPAF_Enable On\n</IfModule>\n', [], /^mod_rpaf/],
    ['mod_rpaf is off', undefined, 'RPAFenable Off\n', [], null],
    ['mod_cloudflare is loaded', undefined, 'LoadModule cloudflare_module x\n', [], /^mod_cloudflare$/],
    ['LiteSpeed reads Apache’s files', undefined, '', [process(9, 'litespeed (lshttpd - main)')], /^LiteSpeed$/],
    ['Apache reads them', undefined, '', [process(9, '/usr/sbin/apache2 -k start')], null],
  ])('tells what else may restore addresses: %s', async (_, front, apache, processes, expected) => {
    const host = hostOf(
      {
        ...(front === undefined ? {} : { '/etc/nginx/nginx.conf': front }),
        ...(apache === undefined
          ? {}
          : { '/etc/apache2/apache2.conf': `${apache}<VirtualHost *:80>\nDocumentRoot ${folder}\n</VirtualHost>\n` }),
      },
      processes,
    );
    const { otherRestoration } = await web(host);
    if (expected === null) expect(otherRestoration).toBeUndefined();
    else expect(otherRestoration).toMatch(expected);
  });

  it('is a gap beyond this vantage where there is no configuration', async () => {
    await expect(web(hostOf({}))).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
  });

  it('is a gap where no site fits', async () => {
    await expect(web(hostOf({ '/etc/nginx/nginx.conf': nginx('root /srv/x;') }))).rejects.toMatchObject({ gap: 'absent' });
  });
});

const debian = {
  '/etc/php/8.2/fpm/php-fpm.conf': '[global]\ninclude=/etc/php/8.2/fpm/pool.d/*.conf\n',
  '/etc/php/8.2/fpm/pool.d/a.conf': '[www]\nuser = www-data\nlisten = /run/php/www.sock\n',
  '/etc/php/8.2/fpm/pool.d/b.conf': `[billing]
user = acme
listen = /run/php/b.sock
php_admin_value[session.save_path] = tcp://r:6379?auth
php_value[session.gc_maxlifetime] = 100
php_value[session.gc_maxlifetime] = 200
php_value[session.name] = POOL
php_admin_value[disable_functions] = exec
php_value[curl.cainfo] = /never
`,
  '/etc/php/8.2/fpm/php.ini':
    '[PHP]\nsession.gc_maxlifetime = 1440\nsession.gc_probability = 0\nsession.name = INI\ndisable_functions = system\nerror_log = ${LOG}\n',
  '/etc/php/8.2/fpm/conf.d/20-curl.ini': 'extension=curl.so\n',
  [`${folder}/.user.ini`]: 'session.name = USER\ndisable_functions = none_of_it\n',
};
const pool = async (host: Host, handlers: readonly string[] | null, options: { readonly fpm?: string } = {}): Promise<PhpPool> => {
  const server = handlers === null ? unseen() : seen({ handlers } as WebServer);
  return (await poolProbe.observe(look(host, { 'install.root': root }, { 'web.server': server }, options), noop)).value;
};

describe('php.pool', () => {
  it('follows the handler of the web server', async () => {
    expect(await pool(hostOf(debian), ['/var/run/php/b.sock'])).toMatchObject({
      kind: 'fpm',
      foundBy: 'web-server-configuration',
      pool: 'billing',
      user: 'acme',
      version: '8.2',
      iniFile: '/etc/php/8.2/fpm/php.ini',
      listen: '/run/php/b.sock',
    });
  });

  it('takes the word of the operator, also for a listener that no file names', async () => {
    expect(await pool(hostOf(debian), ['/run/php/b.sock'], { fpm: '/run/php/www.sock' })).toMatchObject({
      foundBy: 'operator',
      pool: 'www',
    });
    expect(await pool(hostOf(debian), null, { fpm: '10.0.0.5:9000' })).toMatchObject({
      foundBy: 'operator',
      pool: null,
      listen: '10.0.0.5:9000',
    });
  });

  it("takes the running pool of the install's owner", async () => {
    const running = [
      process(5, 'php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)'),
      process(6, 'php-fpm: pool www', { ppid: 5, uid: 33 }),
      process(7, 'php-fpm: pool billing', { ppid: 5, uid: 1000 }),
    ];
    expect(await pool(hostOf(debian, running), null)).toMatchObject({
      foundBy: 'processes',
      pool: 'billing',
      masterPid: 5,
      alternatives: [],
    });
  });

  it("takes the one pool whose worker is the owner's, where its master cannot be seen", async () => {
    const running = [process(7, 'php-fpm: pool billing', { ppid: 5, uid: 1000 })];
    expect(await pool(hostOf(debian, running), null)).toMatchObject({ foundBy: 'processes', pool: 'billing', masterPid: null });
  });

  const cpanel = {
    [`${folder}/.htaccess`]:
      '# php -- BEGIN cPanel-generated handler, do not edit\n<IfModule mime_module>\nAddHandler application/x-httpd-ea-php82 .php .php8\n</IfModule>\n',
    '/opt/cpanel/ea-php82/root/etc/php-fpm.conf': 'include=/opt/cpanel/ea-php82/root/etc/php-fpm.d/*.conf\n',
  };

  it("follows the account's own .htaccess where the server's configuration is closed", async () => {
    expect(await pool(hostOf(cpanel), null)).toMatchObject({
      kind: 'cgi',
      foundBy: 'web-server-configuration',
      version: '8.2',
      user: 'acme',
      iniFile: '/opt/cpanel/ea-php82/root/etc/php.ini',
    });
    const open = (user: string) => ({
      ...cpanel,
      '/opt/cpanel/ea-php82/root/etc/php-fpm.d/billing.test.conf': `[billing_test]\nuser = "${user}"\nlisten = /run/b.sock\nphp_admin_value[doc_root] = "${folder}"\n`,
    });
    expect(await pool(hostOf(open('acme')), null)).toMatchObject({ kind: 'fpm', pool: 'billing_test', listen: '/run/b.sock' });
    expect(await pool(hostOf(open('other')), null)).toMatchObject({ kind: 'cgi', pool: null });
  });

  it('takes the php.ini of the only PHP-FPM where its pools are closed', async () => {
    const closed = {
      '/opt/plesk/php/8.2/etc/php-fpm.conf': 'include=/opt/plesk/php/8.2/etc/php-fpm.d/*.conf\n',
      '/opt/plesk/php/8.2/etc/php-fpm.d/billing.test.conf': { fails: new LookFailed('denied', 'EACCES') },
    };
    expect(await pool(hostOf(closed), null)).toMatchObject({
      kind: 'fpm',
      foundBy: 'only-one',
      listen: null,
      iniFile: '/opt/plesk/php/8.2/etc/php.ini',
    });
    const two = { ...closed, '/opt/plesk/php/8.3/etc/php-fpm.conf': '[global]\n' };
    await expect(pool(hostOf(two), null)).rejects.toMatchObject({ why: 'the pool files of PHP-FPM cannot be read by this user' });
  });

  it('does not guess among several', async () => {
    await expect(pool(hostOf(debian), null)).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
  });

  it('cuts credentials out of its values', async () => {
    const files = {
      ...debian,
      '/etc/php/8.2/fpm/pool.d/b.conf':
        '[billing]\nlisten = /run/b.sock\nphp_admin_value[session.save_path] = "tcp://r:6379?auth=hunter2"\nphp_value[mysqli.default_pw] = hunter2\n',
    };
    expect(JSON.stringify(await pool(hostOf(files), ['/run/b.sock']))).not.toContain('hunter2');
  });

  it('knows handlers that are no FPM', async () => {
    expect(await pool(hostOf({}), ['application/x-httpd-ea-php82'])).toMatchObject({
      kind: 'cgi',
      version: '8.2',
      iniFile: '/opt/cpanel/ea-php82/root/etc/php.ini',
      user: 'acme',
    });
  });
});

describe('staticPhpView', () => {
  it('has the precedence of PHP', async () => {
    const host = hostOf(debian);
    const view = await staticPhpView(host, {
      pool: await pool(host, ['/run/php/b.sock']),
      root: folder,
      signal: new AbortController().signal,
    });
    expect(view).toMatchObject({
      way: 'static',
      version: '8.2',
      sapi: 'fpm-fcgi',
      user: { uid: 1000, name: 'acme' },
      disabledFunctions: ['system', 'exec'],
    });
    expect(view.ini).toMatchObject({
      'session.name': 'USER',
      'session.gc_maxlifetime': '100',
      'session.gc_probability': '0',
      'session.gc_divisor': '100',
    });
    expect(view.ini['error_log']).toBeUndefined();
    expect(view.ini['curl.cainfo']).toBeUndefined();
    expect(view.iniFrom).toMatchObject({
      'session.name': `${folder}/.user.ini:1`,
      'session.gc_divisor': 'PHP default',
      'session.gc_maxlifetime': '/etc/php/8.2/fpm/pool.d/b.conf:5',
    });
    expect(view.extensions).toEqual(expect.arrayContaining(['session', 'curl']));
  });

  it.each([null, { kind: 'fpm', iniFile: null } as PhpPool])('is a gap beyond this vantage without a known PHP', async (of) => {
    await expect(staticPhpView(hostOf({}), { pool: of, root: folder, signal: new AbortController().signal })).rejects.toMatchObject({
      gap: 'absent',
      more: { beyond: true },
    });
  });
});

describe('php.cli', () => {
  const answer = (args: readonly string[]): Ran => {
    const markers = [...(args.at(-1) ?? '').matchAll(/'(\[\[\w{24}\[\[|\]\]\w{24}\]\])'/g)].map((found) => found[1]);
    return {
      code: 0,
      stdout: `noise${markers[0]}{"ini":{"date.timezone":"UTC"},"version":"8.2.1","sapi":"cli","now":1790000000.5,"extensions":["curl"]}${markers[1]}`,
      stderr: '',
    };
  };

  it("asks the crontab's PHP as the crontab's user", async () => {
    const calls: unknown[] = [];
    const host = hostOf(
      { '/var/spool/cron/crontabs/acme': `*/5 * * * * /usr/local/bin/ea-php82 -q -d memory_limit=1G ${folder}/crons/cron.php\n` },
      [],
      (args, how) => {
        calls.push([args.slice(0, -1), how]);
        return answer(args);
      },
    );
    const { value } = await cliProbe.observe(look(host, { 'install.root': root }), noop);
    expect(value).toMatchObject({
      binary: '/usr/local/bin/ea-php82',
      foundBy: 'crontab',
      crontab: '/var/spool/cron/crontabs/acme:1',
      version: '8.2.1',
      way: 'cli',
      clock: { lowMs: 500, highMs: 500 },
    });
    expect(calls).toEqual([
      [
        ['-q', '-d', 'memory_limit=1G', '-r'],
        expect.objectContaining({ path: '/usr/local/bin/ea-php82', cwd: `${folder}/crons`, as: { uid: 1000, gid: 1000 } }),
      ],
    ]);
  });

  it("never as root, also where root's crontab names it", async () => {
    let as: unknown;
    const host = hostOf({ '/etc/cron.d/whmcs': `*/5 * * * * root php ${folder}/crons/cron.php\n`, '/usr/bin/php': '' }, [], (args, how) => {
      as = (how as { as?: unknown }).as;
      return answer(args);
    });
    const { value } = await cliProbe.observe(look(host, { 'install.root': root }), noop);
    expect([value.binary, value.foundBy, as]).toEqual(['/usr/bin/php', 'crontab', { uid: 1000, gid: 1000 }]);
  });

  it('is a gap where there is no PHP', async () => {
    await expect(cliProbe.observe(look(hostOf({}), { 'install.root': root }), noop)).rejects.toMatchObject({ gap: 'absent' });
  });
});
