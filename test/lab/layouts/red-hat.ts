/** Red Hat's family: httpd before the pool www of PHP-FPM, as its packages set them up. */
import { accepts, phpVersion, type WebState } from '../web-server.js';
import { site } from '../names.js';
import { loadModules, named, poolValues, type OwnedFile, type System } from './layout.js';

const socket = '/run/php-fpm/www.sock';
export const redHatSessions = '/var/lib/php/session';
const root = '/var/www/html/billing';

const phpIni = `[PHP]
engine = On
memory_limit = 128M
expose_php = Off
[Session]
session.save_handler = files
;session.save_path = "/tmp"
session.use_strict_mode = 0
session.use_cookies = 1
session.name = PHPSESSID
session.auto_start = 0
session.gc_probability = 1
session.gc_divisor = 1000
session.gc_maxlifetime = 1440
session.sid_length = 26
session.sid_bits_per_character = 5
`;

function pool(state: WebState): string {
  const owner = state.user === null ? '' : 'user = apache\ngroup = apache\nlisten.acl_users = apache\n';
  return `; Start a new pool named 'www'.
[www]
${owner}listen = ${socket}
listen.allowed_clients = 127.0.0.1
pm = dynamic
pm.max_children = 5
pm.start_servers = 2
pm.min_spare_servers = 1
pm.max_spare_servers = 3
slowlog = /var/log/php-fpm/www-slow.log
php_admin_value[error_log] = /var/log/php-fpm/www-error.log
php_admin_flag[log_errors] = on
php_value[session.save_handler] = files
php_value[session.save_path]    = ${redHatSessions}
php_value[soap.wsdl_cache_dir]  = /var/lib/php/wsdlcache
${poolValues(state.php)}`;
}

const phpConf = `# The following lines prevent .user.ini files from being viewed by Web clients.
<Files ".user.ini">
    Require all denied
</Files>
AddType text/html .php
DirectoryIndex index.php
<IfModule !mod_php.c>
  <IfModule !mod_php7.c>
    SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1
    <FilesMatch \\.(php|phar)$>
        SetHandler "proxy:unix:${socket}|fcgi://localhost"
    </FilesMatch>
  </IfModule>
</IfModule>
<IfModule mod_php.c>
    <FilesMatch \\.(php|phar)$>
        SetHandler application/x-httpd-php
    </FilesMatch>
</IfModule>
`;

const httpdConf = `ServerRoot "/etc/httpd"
DefaultRuntimeDir "/run/httpd"
PidFile "/run/httpd/httpd.pid"
Include conf.modules.d/*.conf
User apache
Group apache
ServerAdmin root@localhost
<Directory />
    AllowOverride none
    Require all denied
</Directory>
DocumentRoot "/var/www/html"
<Directory "/var/www">
    AllowOverride None
    Require all granted
</Directory>
<Files ".ht*">
    Require all denied
</Files>
ErrorLog "/var/log/httpd/error_log"
<IfModule mime_module>
    TypesConfig /etc/mime.types
</IfModule>
IncludeOptional conf.d/*.conf
`;

function virtualHosts(state: WebState): string {
  const [first = site.host, ...others] = state.names;
  const common = `    ServerName ${first}
${others.length === 0 ? '' : `    ServerAlias ${others.join(' ')}\n`}    DocumentRoot ${state.root}
    <Directory ${state.root}>
        AllowOverride All
    </Directory>
${state.lines.map((line) => `    ${line}\n`).join('')}`;
  return `<VirtualHost *:80>
${common}</VirtualHost>
<VirtualHost *:443>
${common}    SSLEngine on
    SSLCertificateFile ${state.leaf.chain}
    SSLCertificateKeyFile ${state.leaf.key}
</VirtualHost>
`;
}

const modules = ['authz_core', 'alias', 'dir', 'env', 'mime', 'remoteip', 'rewrite', 'setenvif', 'socache_shmcb', 'ssl'];
const listens = [site.ipv4, `[${site.ipv6}]`];

const files: readonly OwnedFile[] = [
  { path: '/etc/php.ini', mode: 0o644, text: phpIni },
  { path: '/etc/httpd/conf/httpd.conf', mode: 0o644, text: httpdConf },
  { path: '/etc/httpd/conf.d/php.conf', mode: 0o644, text: phpConf },
  { path: '/etc/httpd/conf.modules.d/00-base.conf', mode: 0o644, text: loadModules(modules) },
  { path: '/etc/httpd/conf.modules.d/00-mpm.conf', mode: 0o644, text: loadModules(['mpm_event']) },
  { path: '/etc/httpd/conf.modules.d/00-proxy.conf', mode: 0o644, text: loadModules(['proxy', 'proxy_fcgi']) },
  {
    path: '/etc/httpd/conf.d/ssl.conf',
    mode: 0o644,
    text: listens.map((address) => `Listen ${address}:80\nListen ${address}:443 https\n`).join(''),
  },
  {
    path: '/etc/cron.d/billing',
    mode: 0o644,
    text: `SHELL=/bin/bash\nPATH=/sbin:/bin:/usr/sbin:/usr/bin\n*/5 * * * * apache /usr/bin/php -q ${root}/crons/cron.php\n`,
  },
];

export const redHat: System = {
  options: { web: 'apache-fpm' },
  root,
  user: 'apache',
  accounts: { apache: 48 },
  home: '/home/acme',
  opened: { '/var/www': [], '/usr/lib/php': ['sessionclean'] },
  withoutEtc: ['php', 'apache2', 'nginx', 'cron.d/php'],
  iniFolder: '/etc/php.d',
  folders: [
    { path: '/run/php-fpm', mode: 0o755 },
    { path: '/run/httpd', mode: 0o710, owner: 'root:apache' },
    { path: '/var/log/php-fpm', mode: 0o770, owner: 'apache:root' },
    { path: '/var/log/httpd', mode: 0o700 },
    { path: redHatSessions, mode: 0o770, owner: 'root:apache' },
  ],
  files,
  phpFiles: (state) => [
    {
      path: '/etc/php-fpm.conf',
      mode: 0o644,
      text: 'include=/etc/php-fpm.d/*.conf\n[global]\npid = /run/php-fpm/php-fpm.pid\nerror_log = /var/log/php-fpm/error.log\ndaemonize = yes\n',
    },
    { path: '/etc/php-fpm.d/www.conf', mode: 0o644, text: pool(state) },
  ],
  webFiles: (state) => [{ path: '/etc/httpd/conf.d/billing.conf', mode: 0o644, text: virtualHosts(state) }],
  fpm: (state) => ({
    name: 'php-fpm',
    command: [`php-fpm${phpVersion}`, '--nodaemonize', '-c', '/etc/php.ini', '-y', '/etc/php-fpm.conf'],
    log: `${state.logs}/php-fpm.out`,
    env: { PHP_INI_SCAN_DIR: '/etc/php.d', ...state.fpmEnvironment },
    ready: () => accepts({ path: socket }),
  }),
  servers: (state) => [
    {
      name: 'httpd',
      command: named('/usr/sbin/httpd', ['apache2', '-d', '/etc/httpd', '-f', 'conf/httpd.conf', '-DFOREGROUND']),
      log: `${state.logs}/apache2.out`,
      ownGroup: true,
      ready: () => accepts({ host: site.ipv4, port: 443 }),
    },
  ],
};
