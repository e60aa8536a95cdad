/** Other PHP configurations that keep their sessions in the same folder: the shortest lifetime among them holds for all. */
import { defineProbe, LookFailed } from '../index.js';
import { parseSessionPath, tidy } from '../logic/session-path.js';
import { phpInstallations, type PhpInstallation } from './php-installations.js';
import { SystemFiles } from './system-files.js';
import type { PhpPool, SessionSharing } from '../model.js';
import { phpFiles } from './places.js';

const defaults = { handler: 'files', lifetime: 1440, probability: 1 } as const;

interface Configuration {
  readonly where: string;
  readonly value: (directive: string) => string | undefined;
  readonly builtInPath: string;
}

export default defineProbe({
  fact: 'sessions.sharing',
  vantage: 'files',
  title: 'who else keeps sessions in the same folder',
  needs: ['sessions.store'],
  wants: ['php.pool'],
  budgetMs: 10_000,
  touches: [{ kind: 'read', what: 'php.ini, conf.d and pool files of every PHP on the machine', covers: [...phpFiles] }],
  async observe({ host, have, want, signal }) {
    const { files, handler } = have['sessions.store'];
    if (files === null) throw new LookFailed('unsupported', `sessions are not kept in files: the handler is ${handler}`);
    const pool = want['php.pool'].ok ? want['php.pool'].value : null;
    const system = new SystemFiles(host, signal);
    const installations = await phpInstallations(system);
    const { unread } = system;
    if (installations.length === 0 && unread.length === 0) {
      throw new LookFailed('absent', 'no configuration of PHP was found in the usual places of this machine', { beyond: true });
    }
    const others = installations
      .flatMap((installation) => configurations(installation, pool))
      .flatMap((other): SessionSharing['others'] => {
        if ((other.value('session.save_handler') ?? defaults.handler).toLowerCase() !== 'files') return [];
        const parsed = parseSessionPath(other.value('session.save_path') ?? other.builtInPath);
        if (parsed.malformed !== null || tidy(parsed.path === '' ? '/tmp' : parsed.path) !== files.path) return [];
        const collects = number(other.value('session.gc_probability'), defaults.probability) > 0 && parsed.depth === 0;
        return [
          {
            where: other.where,
            lifetimeSeconds: number(other.value('session.gc_maxlifetime'), defaults.lifetime),
            // A folder that PHP's user cannot list is cleaned by no PHP.
            collects: collects && files.listable !== false,
          },
        ];
      });
    return { value: { path: files.path, others, ...(unread.length > 0 ? { unread } : {}) }, source: 'php.ini and pool files' };
  },
});

/** Every configuration that requests run under, apart from the site's own: PHP-FPM runs under pools, never under its php.ini alone. */
function configurations(installation: PhpInstallation, own: PhpPool | null): readonly Configuration[] {
  const { sapi, ini, iniFile, builtInPath, pools, layout } = installation;
  const fromPools = pools
    .filter((pool) => !(pool.file === own?.file && pool.name === own.pool))
    .map((pool): Configuration => {
      const set = new Map<string, string>();
      // What the administrator fixed wins, wherever it stands.
      for (const admin of [false, true]) {
        for (const one of pool.values) if (one.admin === admin) set.set(one.directive, one.value);
      }
      return { where: `${pool.file} [${pool.name}]`, value: (directive) => set.get(directive) ?? ini.get(directive), builtInPath };
    });
  // The command line keeps no visitors' sessions, and `cgi` is what panels run; Apache's module is the site's own where its php.ini is.
  const alone = layout === 'debian' && (sapi === 'apache2' || sapi === 'cgi') && own?.iniFile !== iniFile;
  return alone ? [...fromPools, { where: iniFile, value: (directive) => ini.get(directive), builtInPath }] : fromPools;
}

function number(text: string | undefined, otherwise: number): number {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isNaN(value) ? otherwise : value;
}
