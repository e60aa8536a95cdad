/** The PHP that the install's cron calls, asked by running it as the crontab's user; never as root. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { stopwatch } from '../logic/clock-interval.js';
import { cronOf, type FoundCron } from './crontabs.js';
import { readAnswer } from './php-script.js';
import { readView, viewScript } from './php-script-view.js';
import { withoutSessionSecrets } from './php-secrets.js';
import type { As, Host, InstallRoot, PhpCli } from '../model.js';
import { accountFiles, crontabFiles } from './places.js';

/** cron's own PATH where the crontab sets none. */
const cronPath = '/usr/bin:/bin';

export default defineProbe({
  fact: 'php.cli',
  vantage: 'cli-php',
  title: 'the PHP that cron calls',
  needs: ['install.root'],
  budgetMs: 15_000,
  touches: [
    {
      kind: 'read',
      what: "the crontab of the install's owner, /etc/crontab and /etc/cron.d",
      covers: [...crontabFiles, ...accountFiles, '<install>/crons'],
    },
    { kind: 'run', what: "php -r, once, as the crontab's user: prints its settings and writes nothing", covers: ['<PHP> *-r **'] },
  ],
  async observe({ host, have, options, signal }) {
    const root = have['install.root'];
    const cron = await cronOf(host, root, signal);
    const { binary, foundBy } = await choose(host, options.php, cron, signal);
    const as = await whom(host, root, cron, signal);
    const script = viewScript();
    const flags = foundBy === 'crontab' ? (cron?.options ?? []) : [];
    const watch = stopwatch(host);
    const ran = await host.shell.run('php', [...flags, '-r', script.source.replace(/^<\?php\s/, '')], {
      path: binary,
      cwd: folderOf(cron, root),
      timeoutMs: options.timeoutMs,
      maxBytes: 1_000_000,
      signal,
      ...(as === null ? {} : { as }),
    });
    const { startedAt } = watch;
    const answeredAt = watch.moment();
    const sample = readView(readAnswer(script, ran.stdout, binary));
    const value: PhpCli = {
      ...sample.view,
      way: 'cli',
      ini: sample.ini,
      iniFrom: {},
      clock: sample.nowMs === null ? null : { lowMs: sample.nowMs - answeredAt, highMs: sample.nowMs - startedAt },
      trial: null,
      alternating: [],
      samples: 1,
      binary,
      foundBy,
      crontab: cron?.where ?? null,
    };
    return { value: withoutSessionSecrets(value, host.vault), source: binary };
  },
});

/** Panels put a wrapper in the place of PHP that chooses the version by the folder of the script, else by the working folder. */
function folderOf(cron: FoundCron | null, root: InstallRoot): string {
  return cron?.script.startsWith('/') ? path.posix.dirname(cron.script) : root.realPath;
}

async function choose(
  host: Host,
  option: string | null,
  cron: FoundCron | null,
  signal: AbortSignal,
): Promise<{ readonly binary: string; readonly foundBy: PhpCli['foundBy'] }> {
  if (option !== null) return { binary: option, foundBy: 'operator' };
  const named = cron?.php ?? null;
  if (named?.startsWith('/')) return { binary: named, foundBy: 'crontab' };
  let refused: LookFailed | null = null;
  for (const folder of (cron?.path ?? cronPath).split(':').filter((one) => one.startsWith('/'))) {
    const binary = `${folder}/${named ?? 'php'}`;
    try {
      if (await host.files.stat(binary, { follow: true, signal })) return { binary, foundBy: named === null ? 'path' : 'crontab' };
    } catch (error) {
      if (!(error instanceof LookFailed) || signal.aborted) throw error;
      refused ??= error;
    }
  }
  // It may be there all the same.
  if (refused !== null) throw new LookFailed(refused.gap, refused.why, { settle: 'Name it: --php /path/to/php' });
  throw new LookFailed(
    'absent',
    named === null ? 'no PHP for the command line was found in /usr/bin' : `${named}, which the crontab calls, is in no folder of its PATH`,
    {
      settle: 'Name it: --php /path/to/php',
      beyond: true,
    },
  );
}

/** As root: the crontab's account, unless that is root itself; then the install's owner. Else: whoever runs the program. */
async function whom(host: Host, root: InstallRoot, cron: FoundCron | null, signal: AbortSignal): Promise<As | null> {
  if (host.me.uid !== 0) return null;
  const account = cron?.runsAs ? await host.shell.account(cron.runsAs, signal).catch(() => null) : null;
  const as = account && account.uid !== 0 ? { uid: account.uid, gid: account.gid } : { uid: root.owner.uid, gid: root.owner.gid };
  if (as.uid !== 0) return as;
  const nobody = await host.shell.account('nobody', signal).catch(() => null);
  if (nobody && nobody.uid !== 0) return { uid: nobody.uid, gid: nobody.gid };
  throw new LookFailed('denied', 'the install belongs to root and PHP is not run as root', {
    settle: 'Run whmcs-doctor as an ordinary user.',
    beyond: true,
  });
}
