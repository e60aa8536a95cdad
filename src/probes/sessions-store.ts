/** Where the sessions are kept, and whether PHP can keep them there. */
import { defineProbe, LookFailed } from '../index.js';
import { valueOf } from '../logic/follow.js';
import { effectiveSessionPath } from '../logic/session-path.js';
import { withoutCredentials } from '../parse/redis-url.js';
import { lookAtFolder } from './session-folder.js';
import { isServerHandler, lookAtServers } from './session-server.js';
import { lookAtTable } from './session-table.js';
import type { PhpPool, PhpView, SessionStore } from '../model.js';

export default defineProbe({
  fact: 'sessions.store',
  vantage: 'shell',
  title: 'the store of the sessions',
  needs: ['install.configuration'],
  wants: ['php.web', 'php.pool', 'install.root', 'database.connection'],
  budgetMs: 15_000,
  touches: [
    {
      kind: 'read',
      what: 'the session folder and the folders above it: owner, mode, room',
      covers: ['<session folder>', '<folders above it>', '/proc/*/root/**'],
    },
    {
      kind: 'run',
      what: 'getfacl on these folders, quota of the user that PHP runs as',
      covers: ['**/getfacl -n -p -- **', '**/quota **'],
    },
    {
      kind: 'contact',
      what: 'the Redis or Memcached server of session.save_path (INFO, or GET of a key that does not exist; stats)',
      covers: ['tcp <session server> *', 'socket <session server>'],
    },
    { kind: 'query', what: 'SELECT of the count and ages of tblsessions', covers: ['SELECT COUNT(*) AS n** FROM **'] },
  ],
  async observe({ host, have, want, signal }) {
    const configuration = have['install.configuration'];
    const { sessionHandling } = configuration;
    if (sessionHandling.state === 'dynamic') {
      throw new LookFailed(
        'unsupported',
        `${configuration.path} line ${sessionHandling.line}: $session_handling cannot be read without running it (${sessionHandling.why})`,
      );
    }
    const pool = want['php.pool'].ok ? want['php.pool'].value : null;
    if (sessionHandling.state === 'set') {
      const php = want['php.web'].ok ? want['php.web'].value : null;
      const handling = sessionHandling.value;
      const inDatabase = handling.serviceProvider === null || /database/i.test(handling.serviceProvider);
      const connection = want['database.connection'];
      const table = inDatabase ? await lookAtTable(handling, { host, signal, configuration, connection, clock: php?.clock ?? null }) : null;
      const value: SessionStore = {
        ...empty,
        handler: inDatabase ? 'database' : (handling.serviceProvider ?? 'database'),
        decidedBy: 'configuration.php',
        way: php?.way ?? 'static',
        savePath: '',
        database: table,
        lifetimeSeconds: table === null ? null : table.lifetimeMinutes * 60,
      };
      return { value, source: `$session_handling in ${configuration.path}`, vantage: table === null ? 'files' : 'database' };
    }

    const php = valueOf(want['php.web']);
    const handler = (php.ini['session.save_handler'] ?? 'files').toLowerCase();
    const savePath = withoutCredentials(php.ini['session.save_path'] ?? '');
    const seconds = Number.parseInt(php.ini['session.gc_maxlifetime'] ?? '', 10);
    const common = {
      ...empty,
      handler,
      decidedBy: 'session.save_handler' as const,
      way: php.way,
      savePath,
      trial: php.trial,
      lifetimeSeconds: Number.isNaN(seconds) ? null : seconds,
    };
    if (handler === 'files') {
      const root = want['install.root'];
      const parsed = effectiveSessionPath(php.ini['session.save_path'], {
        tempDir: php.tempDir,
        debian: isDebian(php, pool),
        scriptFolder: root.ok ? root.value.path : null,
      });
      const files = await lookAtFolder(parsed, { host, signal, pool, php, trial: php.trial });
      return { value: { ...common, savePath: savePath === '' ? files.path : savePath, files }, source: files.seenAt };
    }
    if (isServerHandler(handler)) {
      const remote = await lookAtServers(handler, savePath, { host, signal, php, trial: php.trial });
      return { value: { ...common, remote }, source: `${remote.kind} at ${remote.address}` };
    }
    return { value: common, source: 'session.save_handler' };
  },
});

const empty = { files: null, remote: null, database: null, trial: null } as const;

/** Debian's PHP has its session folder compiled in, so that no file names it. */
function isDebian(php: PhpView, pool: PhpPool | null): boolean {
  return php.way === 'static' && (pool?.iniFile?.startsWith('/etc/php/') ?? false);
}
