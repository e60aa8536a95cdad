import { describe, expect, it } from 'vitest';
import { coversFolder, parseApache, parseHtaccess } from '../../src/parse/apache.js';
import { decidingHandlers, handlerText, phpHandlers } from '../../src/parse/apache-php.js';
import { apacheSites, leaks, phpValues, proxyLists } from '../../src/parse/apache-site.js';

const folder = '/var/www/whmcs';
const read = async (text: string, files: Readonly<Record<string, string>> = {}) => {
  const load = (pattern: string) => Promise.resolve(files[pattern] === undefined ? [] : [{ path: pattern, text: files[pattern] }]);
  const tree = await parseApache(
    '/etc/apache2/apache2.conf',
    text,
    { serverRoot: '/etc/apache2', variables: new Map([['APACHE_LOG_DIR', '/var/log']]), defines: new Set(['SSL']) },
    load,
  );
  const lists = proxyLists(tree).flatMap((path) => (files[path] === undefined ? [] : [{ path, text: files[path] }]));
  return apacheSites(tree, folder, lists);
};
const handlersOf = (site: Awaited<ReturnType<typeof read>>[number] | undefined) => decidingHandlers(site?.handlers ?? []).map(handlerText);

describe('virtual hosts', () => {
  it('are read with includes, conditions, continued lines and variables', async () => {
    const [site] = await read(
      `LoadModule remoteip_module modules/mod_remoteip.so
Define ROOT "${folder}"
IncludeOptional sites/a.conf
`,
      {
        '/etc/apache2/sites/a.conf': `<IfModule mod_remoteip.c>
<VirtualHost 192.0.2.10:443 \\
  [::]:443>
  ServerName https://billing.test:443
  ServerAlias www.billing.test
  DocumentRoot \${ROOT}
  RemoteIPHeader CF-Connecting-IP
  RemoteIPTrustedProxyList conf/cf.txt
  <FilesMatch "\\.php$">
    SetHandler "proxy:unix:/run/php/b.sock|fcgi://localhost"
  </FilesMatch>
  SetEnv PHP_VALUE "session.gc_maxlifetime=88"
  <Directory ${folder}>
    AllowOverride All
  </Directory>
</VirtualHost>
</IfModule>`,
        '/etc/apache2/conf/cf.txt': '# published\n173.245.48.0/20\n2400:cb00::/32 # v6\n',
      },
    );
    expect(site).toMatchObject({
      names: ['billing.test', 'www.billing.test'],
      listens: ['192.0.2.10:443', '[::]:443'],
      roots: [folder],
      restoration: { server: 'apache', header: 'CF-Connecting-IP', from: ['173.245.48.0/20', '2400:cb00::/32'], recursive: true },
      leakingValues: ['SetEnv PHP_VALUE (/etc/apache2/sites/a.conf:12)'],
      readsHtaccess: true,
    });
    expect(handlersOf(site)).toEqual(['/run/php/b.sock']);
  });

  it('are read under conditions that cannot be decided from here', async () => {
    const [site] = await read(
      `<IfFile "/etc/x">\n<VirtualHost *:80>\nDocumentRoot ${folder}\n<IfDirective RemoteIPHeader>\nRemoteIPHeader X-Real-IP\n</IfDirective>\n<IfFile "!/etc/y">\nErrorLog /var/log/other\n</IfFile>\n</VirtualHost>\n</IfFile>`,
    );
    expect(site).toMatchObject({
      roots: [folder],
      restoration: null,
      otherRestoration: 'mod_remoteip under a condition (/etc/apache2/apache2.conf:5)',
      errorLogs: ['/etc/apache2/logs/error_log'],
    });
  });

  it.each([
    ['a list of its own file', '<IfFile conf/cf.conf>\nInclude conf/cf.conf\n</IfFile>'],
    ['a section of the server', '<IfFile conf/cf.conf>\n<IfModule core.c>\nRemoteIPTrustedProxy 10.0.0.1\n</IfModule>\n</IfFile>'],
    ['what stands where a file is missing', '<IfFile !conf/cf.conf>\n<IfModule core.c>\nRemoteIPHeader X-Real-IP\n</IfModule>\n</IfFile>'],
    ['a version of which only a part is known', '<IfVersion >= 2.4.33>\nRemoteIPTrustedProxy 10.0.0.1\n</IfVersion>'],
  ])('do not promise a restoration of which a part may not be there: %s', async (_, text) => {
    const files = { '/etc/apache2/conf/cf.conf': 'RemoteIPTrustedProxyList x\n' };
    const [site] = await read(`RemoteIPHeader X-Forwarded-For\nDocumentRoot ${folder}\n${text}\n`, files);
    expect(site).toMatchObject({
      restoration: null,
      otherRestoration: expect.stringMatching(/^mod_remoteip under a condition/) as unknown,
    });
  });

  it('promise it where the condition is that of the virtual host, or certainly does not hold', async () => {
    const host = `<VirtualHost *:80>\nDocumentRoot ${folder}\nRemoteIPHeader X-Real-IP\n</VirtualHost>`;
    const [site] = await read(`<IfFile /etc/x>\n<IfDefine !SSL>\nRemoteIPHeader X-Client\n</IfDefine>\n${host}\n</IfFile>`);
    expect(site).toMatchObject({ restoration: { header: 'X-Real-IP' }, otherRestoration: null });
    const [off] = await read(`<IfDefine !SSL>\n<IfFile !/etc/x>\nRemoteIPHeader X-Client\n</IfFile>\n</IfDefine>\n${host}`);
    expect(off).toMatchObject({ restoration: { header: 'X-Real-IP' }, otherRestoration: null });
  });

  it('load nothing and define nothing where a condition is taken not to hold', async () => {
    const sites = await read(
      `<IfFile !/etc/x>\nLoadModule cloudflare_module x\nDefine OTHER\n</IfFile>\n<IfDefine OTHER>\nDocumentRoot ${folder}\n</IfDefine>\nDocumentRoot ${folder}\n`,
    );
    expect(sites).toMatchObject([{ restoration: null, otherRestoration: null }]);
  });

  it('blame no line that may not be there', async () => {
    const [site] = await read(
      `DocumentRoot ${folder}\nServerName a.test\n<IfFile /etc/x>\nSetEnv PHP_VALUE a=1\nUseCanonicalName On\n</IfFile>\nSetEnv PHP_VALUE b=1\n`,
    );
    expect(site?.leakingValues).toEqual(['SetEnv PHP_VALUE (/etc/apache2/apache2.conf:7)']);
    expect(site?.serverVariables[0]).toMatchObject({ name: 'SERVER_NAME', value: null });
  });

  it.each([
    ['>= 2.4', true],
    ['>=2.4', true],
    ['>= 2.2', true],
    ['> 2.2.31', true],
    ['>= 2', true],
    ['< 2.5', true],
    ['!< 2.4', true],
    ['< 2.4', false],
    ['<= 2.2', false],
    ['!>= 2.4', false],
    ['>= 2.5', false],
    ['> 3', false],
    ['>= 2.4.10', null],
    ['< 2.4.10', null],
    ['= 2.4', null],
    ['2.4.57', null],
    ['~ ^2\\.4', null],
    ['>= x', null],
    ['', null],
  ])('judge a version as far as it is known: %s → %s', async (version, expected) => {
    const [site] = await read(`DocumentRoot ${folder}\n<IfVersion ${version}>\nRemoteIPHeader X-Real-IP\n</IfVersion>\n`);
    if (expected === null) expect(site?.otherRestoration).toMatch(/under a condition/);
    else expect([site?.restoration?.header ?? null, site?.otherRestoration]).toEqual([expected ? 'X-Real-IP' : null, null]);
  });

  it('drop what stands under a condition that does not hold', async () => {
    const sites = await read(`<IfModule mod_php7.c>\n<VirtualHost *:80>\nDocumentRoot ${folder}\n</VirtualHost>\n</IfModule>
<IfDefine !SSL>\n<VirtualHost *:81>\nDocumentRoot ${folder}\n</VirtualHost>\n</IfDefine>
<IfDefine SSL>\n<VirtualHost *:443>\nDocumentRoot ${folder}\n</VirtualHost>\n</IfDefine>`);
    expect(sites.map((site) => site.listens)).toEqual([['*:443']]);
  });

  it('RemoteIPHeader without a list trusts anyone, which shows as an empty list', async () => {
    const [site] = await read(`RemoteIPHeader X-Forwarded-For\nDocumentRoot ${folder}\n`);
    expect(site?.restoration).toMatchObject({ header: 'X-Forwarded-For', from: [] });
    expect(site?.readsHtaccess).toBe(false);
  });

  it.each([
    ['LoadModule php_module x\n<FilesMatch ".+\\.ph(?:ar|p|tml)$">\nSetHandler application/x-httpd-php\n</FilesMatch>', 'mod_php'],
    ['<FilesMatch "\\.php$">\nSetHandler application/x-httpd-php\n</FilesMatch>', undefined],
    ['ProxyPassMatch ^/(.*\\.php)$ fcgi://127.0.0.1:9000/var/www/$1', '127.0.0.1:9000'],
    ['ProxyPassMatch "^/(.*\\.php)$" "unix:/run/x.sock|fcgi://localhost/var/www/"', '/run/x.sock'],
    ['AddHandler application/x-httpd-ea-php82 .php .php8', 'application/x-httpd-ea-php82'],
    [
      'AddHandler application/x-httpd-ea-php82 .php\n<FilesMatch \\.php$>\nSetHandler "proxy:unix:/opt/cpanel/x.sock|fcgi://billing.test"\n</FilesMatch>',
      '/opt/cpanel/x.sock',
    ],
  ])('%j → %s', async (text, expected) => {
    const [site] = await read(`${text}\nDocumentRoot ${folder}\n`);
    expect(handlersOf(site)[0]).toBe(expected);
  });
});

describe('.htaccess', () => {
  it('php_value, SetEnv and handlers, as far as modules are there', async () => {
    const own = await parseHtaccess(
      `${folder}/.htaccess`,
      '<IfModule mod_php.c>\nphp_value session.gc_maxlifetime 3600\nphp_flag session.auto_start on\n</IfModule>\nSetEnv PHP_ADMIN_VALUE "x=1"\nAddHandler application/x-httpd-php .php',
      new Set(['php']),
    );
    expect(phpValues(own)).toEqual([
      { directive: 'session.gc_maxlifetime', value: '3600', admin: false, where: `${folder}/.htaccess:2` },
      { directive: 'session.auto_start', value: '1', admin: false, where: `${folder}/.htaccess:3` },
    ]);
    expect(leaks(own)).toEqual([`SetEnv PHP_ADMIN_VALUE (${folder}/.htaccess:5)`]);
    expect(phpHandlers(own, new Set(['php'])).bySuffix).toEqual([{ is: 'mod_php' }]);
    expect(phpValues(await parseHtaccess('/x', '<IfModule mod_php7.c>\nphp_value a b\n</IfModule>', new Set(['php'])))).toEqual([]);
  });
});

it.each([
  ['/var/www/', true],
  ['/', true],
  ['/var/www/wh', false],
  ['/var/*/whmcs', true],
  ['/home/*/public_html', false],
])('<Directory %s> covers the install: %s', (pattern, expected) => {
  expect(coversFolder(pattern, folder)).toBe(expected);
});
