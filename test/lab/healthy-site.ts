/** How a site is set up when nothing is wrong with it. */
import type { Leaf } from './certificates.js';
import { nginxRouting, type WebServerKind } from './configuration.js';
import { everyPublishedRange, site } from './names.js';
import { fpmSocket, type WebState } from './web-server.js';

export interface LabOptions {
  readonly web: WebServerKind;
  readonly front: 'none' | 'cloudflare';
  /** Who makes the visitor's address out of the last proxy's, where there is one. */
  readonly restore: 'web-server' | 'application' | 'nobody';
  /** `files`: a folder of the site's own, cleaned by PHP; `debian`: Debian's folder and cleaner. */
  readonly sessions: 'files' | 'debian' | 'database' | 'redis' | 'memcached';
}

export const plain: LabOptions = { web: 'nginx', front: 'none', restore: 'nobody', sessions: 'files' };

/** The folder that holds the sessions, where they are files. */
export function sessionFolderOf({ sessions }: LabOptions): string {
  return sessions === 'debian' ? '/var/lib/php/sessions' : '/var/lib/php/billing';
}

export function healthySite(options: LabOptions, leaf: Leaf): Omit<WebState, 'kind' | 'root' | 'user' | 'logs'> {
  return {
    php: healthyPhp(options),
    pools: new Map(),
    poolLines: [],
    listen: fpmSocket,
    sockets: [fpmSocket],
    fpmEnvironment: {},
    fpmThrough: [],
    names: [site.host, site.apex],
    lines: options.restore === 'web-server' ? restorationLines(options) : [],
    frontLines: [],
    phpLines: [],
    routing: nginxRouting(),
    withoutModules: [],
    leaf,
  };
}

/** What configuration.php says of the session store. A later $session_handling takes its place. */
export function configurationLines({ sessions }: LabOptions): readonly string[] {
  const provider = `'serviceProvider' => '\\\\WHMCS\\\\Session\\\\Database\\\\ServiceProvider'`;
  return sessions === 'database' ? [`$session_handling = [${provider}, 'database' => ['lifetime' => 1440]];`] : [];
}

/** What makes the visitor's address out of the proxy's, in the words of the web server at hand. */
export function restorationLines({ web, front }: LabOptions, ranges: readonly string[] = everyPublishedRange): readonly string[] {
  if (web === 'nginx-apache' && front === 'none') return ['RemoteIPHeader X-Forwarded-For', 'RemoteIPInternalProxy 127.0.0.1'];
  if (web === 'nginx') return [...ranges.map((range) => `set_real_ip_from ${range};`), 'real_ip_header CF-Connecting-IP;'];
  return ['RemoteIPHeader CF-Connecting-IP', ...ranges.map((range) => `RemoteIPTrustedProxy ${range}`)];
}

function healthyPhp(options: LabOptions): Map<string, string> {
  switch (options.sessions) {
    case 'files':
      return new Map([
        ['session.save_path', sessionFolderOf(options)],
        ['session.gc_probability', '1'],
        ['session.gc_divisor', '100'],
      ]);
    case 'debian':
    case 'database':
      return new Map();
    case 'redis':
      return new Map([
        ['session.save_handler', 'redis'],
        ['session.save_path', 'tcp://127.0.0.1:6379'],
      ]);
    case 'memcached':
      return new Map([
        ['session.save_handler', 'memcached'],
        ['session.save_path', '127.0.0.1:11211'],
      ]);
  }
}
