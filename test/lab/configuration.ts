/** The texts of the site's configuration files, as an administrator would write them on Debian. */
import type { Leaf } from './certificates.js';
import { site } from './names.js';

export type WebServerKind = 'nginx' | 'apache-fpm' | 'apache-mod' | 'nginx-apache';

export interface SiteText {
  readonly root: string;
  readonly names: readonly string[];
  /** Additional lines of the site. */
  readonly lines: readonly string[];
  /** Additional lines of the nginx in front of Apache. */
  readonly frontLines: readonly string[];
  /** Additional lines where nginx passes requests to PHP. */
  readonly phpLines: readonly string[];
  /** nginx: what leads routes to index.php, and the paths that are PHP's. */
  readonly routing: NginxRouting;
  readonly leaf: Leaf;
  /** Where PHP-FPM listens: one socket or host:port, or several that nginx takes in turn. */
  readonly sockets: readonly string[];
}

export interface NginxRouting {
  readonly rules: readonly string[];
  readonly php: string;
}

/** Routes in every form, of the client area and of an admin folder of this name. */
export function nginxRouting(adminFolder = 'admin'): NginxRouting {
  return {
    rules: [
      `location /${adminFolder}/ { try_files $uri $uri/ /${adminFolder}/index.php$is_args$args; }`,
      'location / { try_files $uri $uri/ /index.php?rp=$uri&$args; }',
    ],
    php: '~ \\.php(/|$)',
  };
}

/** Where Apache waits when nginx stands in front of it. */
export const innerApache = '127.0.0.1:8080';

const indent = (lines: readonly string[]) => lines.map((line) => `    ${line}\n`).join('');
const listens = [`${site.ipv4}:80`, `[${site.ipv6}]:80`];
const tlsListens = [`${site.ipv4}:443`, `[${site.ipv6}]:443`];

export function nginxSite(wish: SiteText): string {
  const [only = '', ...more] = wish.sockets.map((where) => (where.startsWith('/') ? `unix:${where}` : where));
  const several = more.length > 0;
  const upstream = several ? `upstream billing {\n${indent([only, ...more].map((where) => `server ${where};`))}}\n` : '';
  return `${upstream}server {
${indent([...listens.map((where) => `listen ${where};`), ...tlsListens.map((where) => `listen ${where} ssl;`)])}
    server_name ${wish.names.join(' ')};
    root ${wish.root};
    index index.php;
    ssl_certificate ${wish.leaf.chain};
    ssl_certificate_key ${wish.leaf.key};
${indent(wish.lines)}
    location ~ ^/(vendor|templates_c|crons)/ { deny all; }
    location ${wish.routing.php} {
        include snippets/fastcgi-php.conf;
        fastcgi_pass ${several ? 'billing' : only};
${indent(wish.phpLines.map((line) => `    ${line}`))}    }
${indent(wish.routing.rules)}}
`;
}

/** nginx in front of Apache on the same machine. */
export function nginxFront(wish: SiteText): string {
  return `server {
${indent([...listens.map((where) => `listen ${where};`), ...tlsListens.map((where) => `listen ${where} ssl;`)])}
    server_name ${wish.names.join(' ')};
    ssl_certificate ${wish.leaf.chain};
    ssl_certificate_key ${wish.leaf.key};
${indent(wish.frontLines)}    location / {
        proxy_pass http://${innerApache};
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
    }
}
`;
}

export function apacheSite(kind: WebServerKind, wish: SiteText): string {
  const [first, ...others] = wish.names;
  const common = `    ServerName ${first ?? site.host}
${others.length === 0 ? '' : `    ServerAlias ${others.join(' ')}\n`}    DocumentRoot ${wish.root}
    <Directory ${wish.root}>
        AllowOverride All
        Require all granted
        DirectoryIndex index.php
    </Directory>
    <FilesMatch \\.php$>
        SetHandler ${kind === 'apache-mod' ? 'application/x-httpd-php' : `"${apacheProxy(wish.sockets[0] ?? '')}"`}
    </FilesMatch>
${indent(wish.lines)}`;
  if (kind === 'nginx-apache')
    return `<VirtualHost ${innerApache}>\n${common}    SetEnvIf X-Forwarded-Proto https HTTPS=on\n</VirtualHost>\n`;
  return `<VirtualHost ${listens.join(' ')}>
${common}</VirtualHost>
<VirtualHost ${tlsListens.join(' ')}>
${common}    SSLEngine on
    SSLCertificateFile ${wish.leaf.chain}
    SSLCertificateKeyFile ${wish.leaf.key}
</VirtualHost>
`;
}

function apacheProxy(where: string): string {
  return where.startsWith('/') ? `proxy:unix:${where}|fcgi://localhost` : `proxy:fcgi://${where}`;
}

export function apachePorts(kind: WebServerKind): string {
  const where = kind === 'nginx-apache' ? [innerApache] : [...listens, ...tlsListens.map((address) => `${address} https`)];
  return where.map((address) => `Listen ${address}\n`).join('');
}

export function apacheModules(kind: WebServerKind, phpVersion: string): readonly string[] {
  const always = ['authz_core', 'alias', 'dir', 'env', 'mime', 'remoteip', 'rewrite', 'setenvif', 'socache_shmcb', 'ssl'];
  return kind === 'apache-mod' ? ['mpm_prefork', `php${phpVersion}`, ...always] : ['mpm_event', 'proxy', 'proxy_fcgi', ...always];
}

/** A pool of PHP-FPM. Without a user (an ordinary user's lab) it runs as whoever starts it. */
export function fpmPool(wish: {
  readonly name: string;
  readonly user: string | null;
  readonly socket: string;
  readonly values: ReadonlyMap<string, string>;
  readonly lines?: readonly string[];
}): string {
  const owner = wish.user === null ? '' : `user = ${wish.user}\ngroup = ${wish.user}\nlisten.owner = www-data\nlisten.group = www-data\n`;
  return `[${wish.name}]
${owner}listen = ${wish.socket}
listen.mode = 0660
pm = static
pm.max_children = 3
${(wish.lines ?? []).join('\n')}
${[...wish.values].map(([name, value]) => `php_admin_value[${name}] = "${value}"\n`).join('')}`;
}

/** configuration.php as the installer writes it, with further lines after it. */
export function configurationPhp(wish: { readonly password: string; readonly lines: readonly string[] }): string {
  return `<?php
$license = 'Leased-1a2b3c4d5e6f7a8b9c0d';
$db_host = 'localhost';
$db_port = '';
$db_username = 'whmcs';
$db_password = '${wish.password}';
$db_name = 'whmcs';
$db_tls_ca = '';
$db_tls_ca_path = '';
$db_tls_cert = '';
$db_tls_cipher = '';
$db_tls_key = '';
$db_tls_verify_cert = '';
$cc_encryption_hash = 'Vn4x0qPpQ1mC8hT6sYzR2wKdE9uLbG3aJfXvOiNtHr5WkSyM7eBcUlDgZjAqFoTp';
$templates_compiledir = 'templates_c';
$mysql_charset = 'utf8';
${wish.lines.map((line) => `${line}\n`).join('')}`;
}
