/** Other PHP configurations that keep their sessions in the same folder: the shortest lifetime among them holds for all. */
import { defineProbe, LookFailed } from '../index.js';
import { poolValue } from '../logic/pool-value.js';
import { parseSessionPath, tidy } from '../logic/session-path.js';
import { phpInstallations, type PhpInstallation } from './php-installations.js';
import { SystemFiles } from './system-files.js';
import type { PhpPool, SessionSharing } from '../model.js';
import { phpFiles } from './places.js';

const defaults = { handler: 'files', lifetime: 1440, probability: 1 } as const;

interface Configuration {
  readonly where: string;
  /** null: the running PHP alone knows it. undefined: not set. */
  readonly value: (directive: string) => string | null | undefined;
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
    const unread = [...system.unread];
    if (installations.length === 0 && unread.length === 0) {
      throw new LookFailed('absent', 'no configuration of PHP was found in the usual places of this machine', { beyond: true });
    }
    const others: SessionSharing['others'][number][] = [];
    for (const other of installations.flatMap((installation) => configurations(installation, pool))) {
      const found = sharingOf(other, files.path);
      if (found === null) continue;
      if (typeof found === 'string') {
        const why = `${found} of ${other.where} is set to what the running PHP alone knows`;
        unread.push({ path: other.where, why, beyond: false });
        continue;
      }
      // A folder that PHP's user cannot list is cleaned by no PHP.
      others.push({ where: other.where, ...found, collects: found.collects && files.listable !== false });
    }
    return { value: { path: files.path, others, ...(unread.length > 0 ? { unread } : {}) }, source: 'php.ini and pool files' };
  },
});

/** Every configuration that requests run under, apart from the site's own: PHP-FPM runs under pools, never under its php.ini alone. */
function configurations(installation: PhpInstallation, own: PhpPool | null): readonly Configuration[] {
  const { sapi, ini, iniFile, builtInPath, pools, layout } = installation;
  const fromPools = pools
    .filter((pool) => !(pool.file === own?.file && pool.name === own.pool))
    .map((pool): Configuration => {
      const value = (directive: string): string | null | undefined => {
        const set = poolValue(pool.values, directive, 'fpm');
        return set === undefined ? ini.get(directive) : set;
      };
      return { where: `${pool.file} [${pool.name}]`, value, builtInPath };
    });
  // The command line keeps no visitors' sessions, and `cgi` is what panels run; Apache's module is the site's own where its php.ini is.
  const alone = layout === 'debian' && (sapi === 'apache2' || sapi === 'cgi') && own?.iniFile !== iniFile;
  return alone ? [...fromPools, { where: iniFile, value: (directive) => ini.get(directive), builtInPath }] : fromPools;
}

/** How it treats sessions in this folder: null where it keeps none there, the directive where that cannot be told from files. */
function sharingOf({ value, builtInPath }: Configuration, folder: string): { lifetimeSeconds: number; collects: boolean } | string | null {
  const handler = value('session.save_handler');
  if (handler !== null && (handler ?? defaults.handler).toLowerCase() !== 'files') return null;
  const path = value('session.save_path');
  const parsed = path === null ? null : parseSessionPath(path ?? builtInPath);
  if (parsed && (parsed.malformed !== null || tidy(parsed.path === '' ? '/tmp' : parsed.path) !== folder)) return null;
  if (handler === null) return 'session.save_handler';
  if (parsed === null) return 'session.save_path';
  const [lifetime, probability] = [value('session.gc_maxlifetime'), value('session.gc_probability')];
  if (parsed.depth > 0) return { lifetimeSeconds: number(lifetime ?? undefined, defaults.lifetime), collects: false };
  if (probability === null) return 'session.gc_probability';
  const collects = number(probability, defaults.probability) > 0;
  if (lifetime === null && collects) return 'session.gc_maxlifetime';
  return { lifetimeSeconds: number(lifetime ?? undefined, defaults.lifetime), collects };
}

function number(text: string | undefined, otherwise: number): number {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isNaN(value) ? otherwise : value;
}
