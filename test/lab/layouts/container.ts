/** The official image of PHP, with nginx in front of its FPM on port 9000. https://hub.docker.com/_/php */
import { accepts, phpVersion, type WebState } from '../web-server.js';
import { site } from '../names.js';
import { poolValues, type OwnedFile, type System } from './layout.js';

const etc = '/usr/local/etc';
const root = '/var/www/html';

const wwwConf = (state: WebState) => `[www]
${state.user === null ? '' : 'user = www-data\ngroup = www-data\n'}listen = 127.0.0.1:9000
pm = dynamic
pm.max_children = 5
pm.start_servers = 2
pm.min_spare_servers = 1
pm.max_spare_servers = 3
${poolValues(state.php)}`;

const files: readonly OwnedFile[] = [
  {
    path: `${etc}/php-fpm.d/docker.conf`,
    mode: 0o644,
    text: '[global]\nerror_log = /proc/self/fd/2\n[www]\nclear_env = no\ncatch_workers_output = yes\n',
  },
  { path: `${etc}/php-fpm.d/zz-docker.conf`, mode: 0o644, text: '[global]\ndaemonize = no\n[www]\nlisten = 9000\n' },
  // The image has no php.ini; what Debian built into its own PHP is set back to what PHP itself has.
  {
    path: `${etc}/php/conf.d/zz-upstream.ini`,
    mode: 0o644,
    text: 'session.save_path = ""\nsession.gc_probability = 1\nsession.gc_divisor = 100\n',
  },
];

function nginxSite(state: WebState): string {
  const listens = [site.ipv4, `[${site.ipv6}]`].flatMap((address) => [`listen ${address}:80;`, `listen ${address}:443 ssl;`]);
  return `server {
    ${listens.join('\n    ')}
    server_name ${state.names.join(' ')};
    root ${root};
    index index.php;
    ssl_certificate ${state.leaf.chain};
    ssl_certificate_key ${state.leaf.key};
${state.lines.map((line) => `    ${line}\n`).join('')}    location / { try_files $uri $uri/ /index.php?rp=$uri&$args; }
    location ~ \\.php$ {
        try_files $uri =404;
        fastcgi_pass 127.0.0.1:9000;
        fastcgi_index index.php;
        include fastcgi_params;
        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
    }
}
`;
}

export const container: System = {
  options: { web: 'nginx' },
  root,
  user: 'www-data',
  home: '/nonexistent',
  opened: { '/var/www': [], '/usr/local': [], '/usr/local/etc': [], '/var/spool': ['cron'], '/usr/lib/php': ['sessionclean'] },
  withoutEtc: ['php', 'apache2', 'nginx/sites-enabled', 'nginx/conf.d', 'crontab', 'cron.d', 'alternatives/php'],
  withoutExtensions: ['posix'],
  withoutCron: true,
  iniFolder: `${etc}/php/conf.d`,
  folders: [],
  files,
  phpFiles: (state) => [
    { path: `${etc}/php-fpm.conf`, mode: 0o644, text: '[global]\n;pid = run/php-fpm.pid\ninclude=etc/php-fpm.d/*.conf\n' },
    { path: `${etc}/php-fpm.d/www.conf`, mode: 0o644, text: wwwConf(state) },
  ],
  webFiles: (state) => [{ path: '/etc/nginx/conf.d/default.conf', mode: 0o644, text: nginxSite(state) }],
  fpm: (state) => ({
    name: 'php-fpm',
    command: [`php-fpm${phpVersion}`, '-p', '/usr/local', '-c', `${etc}/php`, '-y', `${etc}/php-fpm.conf`],
    log: `${state.logs}/php-fpm.out`,
    env: { PHP_INI_SCAN_DIR: `${etc}/php/conf.d`, ...state.fpmEnvironment },
    ready: () => accepts({ host: '127.0.0.1', port: 9000 }),
  }),
  servers: (state) => [
    {
      name: 'nginx',
      command: ['nginx', '-g', 'daemon off;'],
      log: `${state.logs}/nginx.out`,
      ready: () => accepts({ host: site.ipv4, port: 443 }),
    },
  ],
};
