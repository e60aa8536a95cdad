/** Web servers, and how they call PHP. */
import type { Lab } from '../lab.js';
import type { Value } from './value.js';

export const webServers: readonly Value[] = [
  { name: 'nginx' },
  { name: 'Apache', options: { web: 'apache-fpm' } },
  { name: 'nginx before Apache', options: { web: 'nginx-apache', restore: 'web-server' } },
];

/** Where the site's pool listens, for PHP and the web server alike. */
function listenAt(lab: Lab, where: string): Promise<void> {
  Object.assign(lab.web.state, { listen: where, sockets: [where] });
  return Promise.resolve();
}

const neighbours = ['alpha', 'omega'] as const;

export const handlers: readonly Value[] = [
  { name: 'PHP-FPM at a socket' },
  { name: 'PHP-FPM at a port', make: (lab) => listenAt(lab, '127.0.0.1:9000') },
  { name: 'mod_php', options: { web: 'apache-mod' } },
  {
    name: 'a pool for each account',
    make: async (lab) => {
      for (const name of neighbours) {
        const folder = `/var/lib/php/${name}`;
        await lab.userFolder(folder);
        // what would be a fault of the site's own pool
        lab.web.state.pools.set(
          name,
          new Map([
            ['session.save_path', folder],
            ['session.gc_maxlifetime', '600'],
            ['date.timezone', 'Asia/Tokyo'],
          ]),
        );
      }
    },
  },
  {
    name: 'two pools in turn',
    make: (lab) => {
      lab.web.state.pools.set('second', lab.web.state.php);
      lab.web.state.sockets = [lab.web.state.listen, '/run/php/second.sock'];
      return Promise.resolve();
    },
  },
];
