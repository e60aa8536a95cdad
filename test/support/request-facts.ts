/** Facts of single requests, for checks: each test says what differs. */
import type { Extensions, LogEvidence, LogHit, PrintedError, Selinux, SelinuxDenial, WebServer } from '../../src/model.js';

export function extensions(differs: Partial<Extensions> = {}): Extensions {
  return { changed: [], scripts: [], read: 3, encoded: 0, complete: true, ...differs };
}

export function script(path: string, differs: Partial<Extensions['scripts'][number]> = {}): Extensions['scripts'][number] {
  return { path, outputBefore: null, outputAfter: false, mentions: [], ...differs };
}

export function log(message: string, lastAgeSeconds: number | null, differs: Partial<LogHit> = {}): LogEvidence {
  const hit: LogHit = {
    message,
    source: '/var/log/php.log',
    count: 3,
    first: null,
    last: null,
    lastAgeSeconds,
    sample: 'PHP Warning: …',
    ...differs,
  };
  return { logs: [], hits: [hit] };
}

export function printed(message: string, differs: Partial<PrintedError> = {}): PrintedError {
  return { kind: 'Warning', message, file: '/srv/billing/includes/hooks/x.php', line: 2, ...differs };
}

export function selinux(differs: Partial<Selinux> = {}): Selinux {
  return { mode: 'enforcing', booleans: {}, denials: [], unread: null, unreadBeyond: false, ...differs };
}

export function denial(differs: Partial<SelinuxDenial> = {}): SelinuxDenial {
  return {
    command: 'php-fpm',
    sourceType: 'httpd_t',
    targetType: 'default_t',
    objectClass: 'file',
    permission: 'write',
    name: 'sess_…',
    port: null,
    count: 7,
    lastAgeSeconds: 60,
    ...differs,
  };
}

export function nginx(differs: Partial<WebServer> = {}): WebServer {
  return {
    server: 'nginx',
    file: '/etc/nginx/sites-enabled/billing',
    names: ['www.billing.test'],
    root: '/srv/billing',
    behind: null,
    restoration: null,
    handlers: ['/run/php/billing.sock'],
    hostLosesPort: false,
    listens: ['443 ssl'],
    leakingValues: [],
    unread: [],
    ...differs,
  };
}
