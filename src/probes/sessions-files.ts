/** How many session files there are, and how old. */
import { defineProbe, LookFailed } from '../index.js';

/** A cleaner that runs every half hour may be late twice; PHP's own needs luck. Only what is older than this was left behind. */
const intervalSeconds = 30 * 60;
const defaultLifetime = 1440;
const scanMs = 8000;
const exactMs = 17_000;

export default defineProbe({
  fact: 'sessions.files',
  vantage: 'shell',
  title: 'the session files',
  needs: ['sessions.store'],
  budgetMs: 20_000,
  touches: [
    {
      kind: 'read',
      what: 'names, sizes and times of the files in the session folder, never their contents',
      covers: ['<session folder>**'],
    },
  ],
  async observe({ host, have, options, signal }) {
    const { files, lifetimeSeconds, handler } = have['sessions.store'];
    if (files === null) throw new LookFailed('unsupported', `sessions are not kept in files: the handler is ${handler}`);
    if (files.malformed) throw new LookFailed('unsupported', 'session.save_path does not name a folder');
    if (!files.isDirectory) throw new LookFailed('absent', `there is no folder ${files.seenAt}`);
    const staleAfterSeconds = 3 * (lifetimeSeconds ?? defaultLifetime) + 2 * intervalSeconds;
    try {
      const scan = await host.files.scanSessions(files.seenAt, {
        depth: files.depth,
        exact: options.exact,
        staleSeconds: staleAfterSeconds,
        budgetMs: options.exact ? exactMs : scanMs,
        signal,
      });
      return { value: { ...scan, path: files.seenAt, staleAfterSeconds }, source: files.seenAt };
    } catch (error) {
      if (!(error instanceof LookFailed) || error.gap !== 'denied' || host.me.uid === 0) throw error;
      // Debian's folder has mode 1733: nobody but root can list it, and an empty answer would be a lie.
      throw new LookFailed('denied', `${files.seenAt} cannot be listed by this user`, {
        settle: 'Run as root to count the session files.',
        beyond: true,
      });
    }
  },
});
