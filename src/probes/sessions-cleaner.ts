/** Who throws old sessions away: PHP's own dice, and the cleaners of the system. */
import { defineProbe, LookFailed } from '../index.js';
import { valueOf } from '../logic/follow.js';
import { phpInstallations } from './php-installations.js';
import { cronCleaners, tmpfilesCleaners } from './session-cleaners-cron.js';
import { debianCleaners } from './session-cleaners-debian.js';
import { SystemFiles } from './system-files.js';
import type { PhpView, SessionCleaner, SessionStore } from '../model.js';
import { crontabFiles, phpFiles } from './places.js';

/** What PHP does where nothing is set: https://www.php.net/manual/en/session.configuration.php */
const builtIn = { probability: 1, divisor: 100 } as const;

export default defineProbe({
  fact: 'sessions.cleaner',
  vantage: 'shell',
  title: 'the cleaners of old sessions',
  needs: ['sessions.store'],
  wants: ['php.web'],
  budgetMs: 10_000,
  touches: [
    { kind: 'read', what: 'php.ini, conf.d and pool files of every PHP on the machine', covers: [...phpFiles] },
    {
      kind: 'read',
      what: '/etc/crontab, /etc/cron.*, crontabs, tmpfiles.d',
      covers: [
        ...crontabFiles,
        '/etc/tmpfiles.d**',
        '/run/tmpfiles.d**',
        '/usr/lib/tmpfiles.d**',
        '/run/systemd/system',
        '/usr/lib/php/sessionclean',
        '/usr/local/cpanel/scripts/*',
        '/usr/bin/php*',
        '/proc/*',
      ],
    },
    { kind: 'run', what: 'systemctl show phpsessionclean.timer; crontab -l', covers: ['**/systemctl show **', '**/crontab -l**'] },
  ],
  async observe({ host, have, want, signal }) {
    const store = have['sessions.store'];
    if (store.files === null && store.database === null) {
      throw new LookFailed('unsupported', `sessions of the handler ${store.handler} expire in their store: nothing has to clean them`);
    }
    const view = valueOf(want['php.web']);
    const php = dice(view, store);
    if (store.files === null) return { value: { php, system: [] }, source: 'session.gc_probability', vantage: 'web-php' };
    const system = new SystemFiles(host, signal);
    const own = unknowable(view);
    if (php.unseen === true && own !== null) system.note(own, `${own} is set to what the running PHP alone knows`);
    const installations = await phpInstallations(system);
    const found = await Promise.all([
      debianCleaners(system, store.files.path, installations),
      cronCleaners(system, store.files, installations),
      tmpfilesCleaners(system, store.files),
    ]);
    const { unread } = system;
    return {
      value: { php, system: found.flat(), ...(unread.length > 0 ? { unread } : {}) },
      source: "session.gc_probability and the system's timers and cron",
    };
  },
});

function dice(php: PhpView, { files }: SessionStore): SessionCleaner['php'] {
  const number = (name: string, otherwise: number): number => {
    const set = php.ini[name];
    if (set === undefined) return otherwise;
    // to PHP a text that is no number is 0: Off, or nothing at all
    const value = Number.parseInt(set, 10);
    return Number.isNaN(value) ? 0 : value;
  };
  const probability = number('session.gc_probability', builtIn.probability);
  const divisor = number('session.gc_divisor', builtIn.divisor);
  const why = blocked(probability, divisor, files);
  const own = unknowable(php);
  if (own === null || why !== null) return { probability, divisor, blocked: why };
  return { probability, divisor, blocked: `${own} is set to what the running PHP alone knows`, unseen: true };
}

/** Which of the two files set to what they do not tell, an environment variable or arithmetic; files that leave it out have PHP's default. */
function unknowable({ way, ini }: PhpView): string | null {
  if (way !== 'static') return null;
  return ['session.gc_probability', 'session.gc_divisor'].find((name) => ini[name] === undefined) ?? null;
}

function blocked(probability: number, divisor: number, files: SessionStore['files']): string | null {
  if (probability <= 0) return `session.gc_probability is ${probability}`;
  if (divisor <= 0) return `session.gc_divisor is ${divisor}`;
  if (files === null) return null;
  if (files.depth > 0) return `PHP does not clean folders of the form ${files.depth};${files.path}`;
  return files.listable === false ? `PHP's user may not list ${files.path}` : null;
}
