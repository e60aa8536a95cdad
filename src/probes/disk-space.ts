/** Room on the file systems that a log-in needs. */
import { defineProbe, LookFailed } from '../index.js';
import { orNull } from '../logic/or-null.js';
import { tidy } from '../logic/session-path.js';
import type { DiskSpace, Host, InstallConfiguration, Space, Unread } from '../model.js';

type Role = DiskSpace['places'][number]['role'];

export default defineProbe({
  fact: 'disk.space',
  vantage: 'shell',
  title: 'room on disk',
  wants: ['install.root', 'install.configuration', 'sessions.store', 'php.web', 'database.connection'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: 'free space and inodes of the session folder, templates_c, the temporary folder, the install and the database',
      covers: [
        '<session folder>',
        '<install>',
        '<install>/templates_c',
        '<compiled templates>',
        '<temporary folder>',
        '<database folder>',
        '<mount point>',
      ],
    },
    { kind: 'query', what: 'SELECT @@datadir of a database on this machine', covers: ['SELECT @@datadir AS folder'] },
  ],
  async observe({ host, want, signal }) {
    const root = want['install.root'].ok ? want['install.root'].value.path : null;
    const wanted: (readonly [Role, string])[] = [];
    const store = want['sessions.store'];
    if (store.ok && store.value.files?.isDirectory) wanted.push(['sessions', store.value.files.seenAt]);
    if (root !== null) {
      const compiled = templatesFolder(root, want['install.configuration'].ok ? want['install.configuration'].value : null);
      if (compiled !== null) wanted.push(['templates_c', compiled]);
    }
    const php = want['php.web'];
    wanted.push(['temporary files', (php.ok ? php.value.tempDir : null) ?? '/tmp']);
    if (root !== null) wanted.push(['install', root]);
    const connection = want['database.connection'];
    if (connection.ok && connection.value.via === 'socket') {
      const data = await dataFolder(host, signal);
      if (data !== null) wanted.push(['database', data]);
    }
    const unread: Unread[] = [];
    const failures: LookFailed[] = [];
    const roomAt = (path: string): Promise<Space | null> =>
      host.files.space(path, { signal }).catch((error: unknown) => {
        if (!(error instanceof LookFailed) || signal.aborted) throw error;
        failures.push(error);
        const beyond = error.more.beyond === true || (error.gap === 'denied' && host.me.uid !== 0);
        if (error.gap !== 'absent') unread.push({ path, why: error.why, beyond });
        return null;
      });
    const spaces = await Promise.all(wanted.map(([, path]) => roomAt(path)));
    const places = wanted.flatMap(([role, path], index): DiskSpace['places'] => {
      const space = spaces[index];
      return space ? [{ ...space, role, path }] : [];
    });
    if (places.length === 0) {
      const [first] = failures;
      throw new LookFailed(first?.gap ?? 'absent', `no file system could be asked for its room: ${first?.why ?? 'there is none'}`);
    }
    return { value: { places, ...(unread.length > 0 ? { unread } : {}) }, source: places.map(({ path }) => path).join(', ') };
  },
});

/** $templates_compiledir, from the install's folder where it is relative; null: not to be read without running the file. */
function templatesFolder(root: string, configuration: InstallConfiguration | null): string | null {
  const setting = configuration?.templatesCompileDir;
  if (setting?.state === 'dynamic') return null;
  const written = setting?.state === 'set' && setting.value !== '' ? setting.value : 'templates_c';
  return tidy(written.startsWith('/') ? written : `${root}/${written}`);
}

async function dataFolder(host: Host, signal: AbortSignal): Promise<string | null> {
  const rows = await orNull(host.database.select('whmcs', 'SELECT @@datadir AS folder', [], signal));
  const folder = rows?.[0]?.['folder'];
  return typeof folder === 'string' && folder.startsWith('/') ? tidy(folder) : null;
}
