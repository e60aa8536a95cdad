/** Plesk on Debian: nginx before Apache, a PHP of its own and one pool per domain. https://docs.plesk.com/en-US/obsidian/ */
import { accepts, phpVersion, type WebState } from '../web-server.js';
import { site } from '../names.js';
import { loadModules, poolValues, type OwnedFile, type System } from './layout.js';

const etc = '/opt/plesk/php/8.2/etc';
const domain = site.apex;
const system = `/var/www/vhosts/system/${domain}`;
const root = `/var/www/vhosts/${domain}/httpdocs`;
const socket = `${system}/php-fpm.sock`;
export const pleskSessions = '/var/lib/php/sessions';

const phpIni = `[PHP]
engine = On
memory_limit = 128M
[Session]
session.save_handler = files
session.save_path = "${pleskSessions}"
session.use_strict_mode = 0
session.name = PHPSESSID
session.auto_start = 0
session.gc_probability = 1
session.gc_divisor = 1000
session.gc_maxlifetime = 1440
`;

function pool(state: WebState): string {
  const owner = state.user === null ? '' : 'user = acme\ngroup = psacln\nlisten.owner = root\nlisten.group = www-data\n';
  return `; ATTENTION!
;
; DO NOT MODIFY THIS FILE BECAUSE IT WAS GENERATED AUTOMATICALLY,
[${domain}]
; Don't override following options, they are relied upon by Plesk internally
prefix = ${system.replace(domain, '$pool')}
${owner}listen = php-fpm.sock
listen.mode = 0660
chdir = /
; By default use ondemand spawning
pm = ondemand
pm.max_children = 10
pm.process_idle_timeout = 10s
; Following rules are merged from the domain's settings
php_value[error_log] = "/var/www/vhosts/${domain}/logs/error_log"
php_value[open_basedir] = "/var/www/vhosts/${domain}/:/tmp/"
${poolValues(state.php)}`;
}

function apacheHost(where: string, state: WebState, lines = ''): string {
  const [first = site.host, ...others] = state.names;
  return `<VirtualHost ${where}>
    ServerName "${first}"
${others.map((name) => `    ServerAlias "${name}"\n`).join('')}    UseCanonicalName Off
    DocumentRoot "${root}"
    <Directory ${root}>
        <IfModule mod_proxy_fcgi.c>
            <Files ~ (\\.php$)>
                SetHandler proxy:unix://${socket}|fcgi://127.0.0.1:9000
            </Files>
        </IfModule>
        Options +FollowSymLinks
        AllowOverride All
        Require all granted
    </Directory>
    DirectoryIndex "index.php" "index.html"
${state.lines.map((line) => `    ${line}\n`).join('')}${lines}</VirtualHost>
`;
}

function nginxHost(listens: string, to: string, state: WebState, lines = ''): string {
  return `server {
    ${listens}
${state.names.map((name) => `    server_name ${name};\n`).join('')}${lines}    client_max_body_size 128m;
    root "${root}";
    access_log "${system}/logs/proxy_access_log";
    error_log "${system}/logs/proxy_error_log";
    location / {
        proxy_pass "${to}";
        proxy_set_header Host             $host;
        proxy_set_header X-Real-IP        $remote_addr;
        proxy_set_header X-Forwarded-For  $proxy_add_x_forwarded_for;
        proxy_set_header X-Accel-Internal /internal-nginx-static-location;
        access_log off;
    }
    location /internal-nginx-static-location/ {
        alias ${root}/;
        internal;
    }
}
`;
}

const modules = ['authz_core', 'alias', 'dir', 'env', 'mime', 'remoteip', 'rewrite', 'setenvif', 'socache_shmcb', 'ssl'];
const include = (to: string) => `Include "${to}"\n`;

const files: readonly OwnedFile[] = [
  { path: `${etc}/php.ini`, mode: 0o644, text: phpIni },
  { path: '/etc/apache2/mods-enabled/plesk.load', mode: 0o644, text: loadModules([...modules, 'mpm_event', 'proxy', 'proxy_fcgi']) },
  { path: '/etc/apache2/mods-enabled/mime.conf', mode: 0o644, text: 'TypesConfig /etc/mime.types\n' },
  { path: '/etc/apache2/ports.conf', mode: 0o644, text: `Listen ${site.ipv4}:7080\nListen ${site.ipv4}:7081 https\n` },
  {
    path: '/etc/apache2/conf-enabled/zz010_psa_httpd.conf',
    mode: 0o600,
    text: `<IfModule mod_remoteip.c>\n  RemoteIPInternalProxy ${site.ipv4} ${site.ipv6}\n  RemoteIPHeader X-Forwarded-For\n</IfModule>\n${include('/etc/apache2/plesk.conf.d/vhosts/*.conf')}`,
  },
  {
    path: '/etc/nginx/conf.d/zz010_psa_nginx.conf',
    mode: 0o600,
    text: 'server_names_hash_bucket_size 64;\ninclude "/etc/nginx/plesk.conf.d/vhosts/*.conf";\n',
  },
  {
    path: '/var/spool/cron/crontabs/acme',
    mode: 0o600,
    owner: 'acme:psacln',
    text: `*/5 * * * * /opt/plesk/php/8.2/bin/php -f '${root}/crons/cron.php'\n`,
  },
  {
    path: '/opt/plesk/php/8.2/bin/php',
    mode: 0o755,
    text: `#!/bin/sh\nPHPRC=${etc} PHP_INI_SCAN_DIR=${etc}/php.d exec /usr/bin/php${phpVersion} "$@"\n`,
  },
];

export const plesk: System = {
  options: { web: 'nginx-apache' },
  root,
  user: 'acme',
  accounts: { psacln: 1003 },
  home: `/var/www/vhosts/${domain}`,
  opened: { '/opt': [], '/var/www': [], '/usr/lib/php': ['sessionclean'] },
  withoutEtc: [
    'php',
    'apache2/mods-enabled',
    'apache2/conf-enabled',
    'apache2/sites-enabled',
    'nginx/sites-enabled',
    'cron.d/php',
    'alternatives/php',
  ],
  iniFolder: `${etc}/php.d`,
  hidesProcesses: true,
  folders: [
    { path: '/etc/apache2/conf-enabled', mode: 0o755 },
    { path: '/etc/apache2/plesk.conf.d/vhosts', mode: 0o700 },
    { path: '/etc/nginx/plesk.conf.d/vhosts', mode: 0o700 },
    { path: `/var/www/vhosts/${domain}`, mode: 0o710, owner: 'acme:www-data' },
    { path: root, mode: 0o750, owner: 'acme:www-data' },
    { path: system, mode: 0o751 },
    { path: `${system}/conf`, mode: 0o700 },
    { path: `${system}/logs`, mode: 0o700 },
    { path: `${etc}/php-fpm.d`, mode: 0o755 },
    { path: pleskSessions, mode: 0o1733 },
    { path: '/run/apache2', mode: 0o755 },
  ],
  files,
  links: [
    { path: `/etc/apache2/plesk.conf.d/vhosts/${domain}.conf`, to: `${system}/conf/httpd.conf` },
    { path: `/etc/nginx/plesk.conf.d/vhosts/${domain}.conf`, to: `${system}/conf/nginx.conf` },
  ],
  phpFiles: (state) => [
    {
      path: `${etc}/php-fpm.conf`,
      mode: 0o644,
      text: `[global]\nerror_log = /var/log/plesk-php82-fpm.log\ninclude=${etc}/php-fpm.d/*.conf\n`,
    },
    { path: `${etc}/php-fpm.d/${domain}.conf`, mode: 0o600, text: pool(state) },
  ],
  webFiles: (state) => {
    const apacheTls = `    SSLEngine on\n    SSLCertificateFile ${state.leaf.chain}\n    SSLCertificateKeyFile ${state.leaf.key}\n`;
    const nginxTls = `    ssl_certificate ${state.leaf.chain};\n    ssl_certificate_key ${state.leaf.key};\n`;
    const listens = (port: string) => `listen ${site.ipv4}:${port};\n    listen [${site.ipv6}]:${port};`;
    return [
      {
        path: `${system}/conf/httpd.conf`,
        mode: 0o600,
        text: apacheHost(`${site.ipv4}:7081`, state, apacheTls) + apacheHost(`${site.ipv4}:7080`, state),
      },
      {
        path: `${system}/conf/nginx.conf`,
        mode: 0o600,
        text:
          nginxHost(listens('443 ssl'), `https://${site.ipv4}:7081`, state, nginxTls) +
          nginxHost(listens('80'), `http://${site.ipv4}:7080`, state),
      },
    ];
  },
  fpm: (state) => ({
    name: 'php-fpm',
    command: [`php-fpm${phpVersion}`, '--nodaemonize', '-c', `${etc}/php.ini`, '-y', `${etc}/php-fpm.conf`],
    log: `${state.logs}/php-fpm.out`,
    env: { PHP_INI_SCAN_DIR: `${etc}/php.d`, ...state.fpmEnvironment },
    ready: () => accepts({ path: socket }),
  }),
  servers: (state) => [
    {
      name: 'apache2',
      command: ['apache2', '-DFOREGROUND'],
      log: `${state.logs}/apache2.out`,
      ownGroup: true,
      env: {
        APACHE_RUN_USER: 'www-data',
        APACHE_RUN_GROUP: 'www-data',
        APACHE_PID_FILE: '/run/apache2/apache2.pid',
        APACHE_RUN_DIR: '/run/apache2',
        APACHE_LOCK_DIR: '/run/lock/apache2',
        APACHE_LOG_DIR: '/var/log/apache2',
      },
      ready: () => accepts({ host: site.ipv4, port: 7081 }),
    },
    {
      name: 'nginx',
      command: ['nginx', '-g', 'daemon off;'],
      log: `${state.logs}/nginx.out`,
      ready: () => accepts({ host: site.ipv4, port: 443 }),
    },
  ],
};
