/** Faults of the folder that holds the session files, and of the room in it. */
import { chmod, chown, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { type Fault, phpFault } from './fault.js';

const lost = ['frequent-logouts', 'login-redirect-loops'];

/** Session files that nobody has used for three days. */
async function oldSessions(folder: string, count = 60): Promise<void> {
  const then = Date.now() / 1000 - 3 * 86_400;
  for (let i = 0; i < count; i += 1) {
    const file = `${folder}/sess_old${String(i).padStart(23, '0')}`;
    await writeFile(file, 'token|s:1:"x";', { mode: 0o600 });
    await utimes(file, then, then);
  }
}

/** As many empty files as fit, or as wished. */
async function fillWithFiles(folder: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const made = await writeFile(`${folder}/filler${i}`, '').then(
      () => true,
      () => false,
    );
    if (!made) return;
  }
}

async function removeFillers(folder: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await rm(`${folder}/filler${i}`, { force: true });
}

const gone = '/var/lib/php/gone';

export const sessionFolderFaults: readonly Fault[] = [
  {
    cause: 'session-path-missing',
    problems: lost,
    inject: (lab) => lab.php({ 'session.save_path': gone }),
    heal: (lab) => lab.userFolder(gone),
  },
  {
    cause: 'session-path-missing',
    how: 'behind Apache with mod_php',
    setup: { web: 'apache-mod' },
    inject: (lab) => lab.php({ 'session.save_path': gone }),
    heal: (lab) => lab.userFolder(gone),
  },
  {
    cause: 'session-path-missing',
    how: 'a level of subfolders',
    inject: async (lab) => {
      await lab.php({ 'session.save_path': `1;${lab.sessionFolder}` });
    },
    heal: (lab) => lab.php({ 'session.save_path': lab.sessionFolder }),
  },
  {
    cause: 'session-path-denied',
    root: true,
    problems: lost,
    inject: async (lab) => {
      await chown(lab.sessionFolder, 0, 0);
      await chmod(lab.sessionFolder, 0o755);
    },
    heal: (lab) => lab.userFolder(lab.sessionFolder),
  },
  {
    cause: 'session-path-denied',
    root: true,
    how: 'a closed folder above it',
    inject: async (lab) => {
      await mkdir('/var/lib/php/closed', { mode: 0o700 });
      await lab.userFolder('/var/lib/php/closed/sessions');
      await lab.php({ 'session.save_path': '/var/lib/php/closed/sessions' });
    },
    heal: () => chmod('/var/lib/php/closed', 0o711),
  },
  {
    cause: 'session-path-malformed',
    inject: (lab) => lab.php({ 'session.save_path': `99999999999999999999;${lab.sessionFolder}` }),
    heal: (lab) => lab.php({ 'session.save_path': lab.sessionFolder }),
  },
  {
    cause: 'session-path-read-only',
    problems: lost,
    inject: async (lab) => {
      await lab.mount(lab.sessionFolder, 'size=4m');
      await lab.remount(lab.sessionFolder, 'ro');
    },
    heal: (lab) => lab.remount(lab.sessionFolder, 'rw'),
  },
  {
    cause: 'disk-full',
    problems: lost,
    inject: async (lab) => {
      await lab.mount(lab.sessionFolder, 'size=64k');
      await writeFile(`${lab.sessionFolder}/filler0`, Buffer.alloc(64 * 1024)).catch(() => undefined);
    },
    heal: (lab) => removeFillers(lab.sessionFolder, 1),
  },
  {
    cause: 'inodes-exhausted',
    inject: async (lab) => {
      await lab.mount(lab.sessionFolder, 'size=4m,nr_inodes=40');
      await fillWithFiles(lab.sessionFolder, 60);
    },
    heal: (lab) => removeFillers(lab.sessionFolder, 60),
  },
  {
    cause: 'disk-space-low',
    status: 1,
    inject: async (lab) => {
      await lab.mount(lab.sessionFolder, 'size=4m');
      await writeFile(`${lab.sessionFolder}/filler0`, Buffer.alloc(3_900_000));
    },
    heal: (lab) => removeFillers(lab.sessionFolder, 1),
  },
  {
    cause: 'inodes-low',
    status: 1,
    inject: async (lab) => {
      await lab.mount(lab.sessionFolder, 'size=4m,nr_inodes=400');
      await fillWithFiles(lab.sessionFolder, 385);
    },
    heal: (lab) => removeFillers(lab.sessionFolder, 385),
  },
  {
    cause: 'session-gc-disabled',
    problems: ['sessions-are-not-removed'],
    inject: async (lab) => {
      await rm('/etc/cron.d/php', { force: true });
      await lab.php({ 'session.gc_probability': '0' });
      await oldSessions(lab.sessionFolder);
    },
    heal: async (lab) => {
      await lab.php({ 'session.gc_probability': '1', 'session.gc_divisor': '1' });
      await lab.signIns();
    },
  },
  {
    cause: 'session-gc-depth',
    inject: async (lab) => {
      for (const level of '0123456789abcdefghijklmnopqrstuvwxyz') await lab.userFolder(`${lab.sessionFolder}/${level}`);
      await lab.php({ 'session.save_path': `1;${lab.sessionFolder}` });
      await oldSessions(`${lab.sessionFolder}/o`);
    },
    heal: async (lab) => {
      await rm(`${lab.sessionFolder}/o`, { recursive: true });
      await lab.php({ 'session.save_path': lab.sessionFolder });
    },
  },
  {
    cause: 'session-gc-path-uncovered',
    inject: async (lab) => {
      await lab.php({ 'session.gc_probability': '0' });
      await oldSessions(lab.sessionFolder);
    },
    heal: async (lab) => {
      await lab.php({ 'session.gc_probability': '1', 'session.gc_divisor': '1' });
      await lab.signIns();
    },
  },
  {
    cause: 'session-gc-unlistable',
    root: true,
    inject: async (lab) => {
      await chown(lab.sessionFolder, 0, 0);
      await chmod(lab.sessionFolder, 0o1733);
      await oldSessions(lab.sessionFolder);
    },
    heal: async (lab) => {
      await rm(lab.sessionFolder, { recursive: true });
      await lab.userFolder(lab.sessionFolder);
    },
  },
  {
    cause: 'session-path-shared-shorter-lifetime',
    problems: ['frequent-logouts'],
    status: 1,
    inject: async (lab) => {
      lab.web.state.pools.set(
        'shop',
        new Map([
          ['session.save_path', lab.sessionFolder],
          ['session.gc_maxlifetime', '300'],
          ['session.gc_probability', '1'],
        ]),
      );
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      await lab.userFolder('/var/lib/php/whmcs-sessions');
      await lab.php({ 'session.save_path': '/var/lib/php/whmcs-sessions' });
    },
  },
  phpFault('session-lifetime-short', { 'session.gc_maxlifetime': '600' }, { 'session.gc_maxlifetime': '3600' }, { status: 1 }),
];
