/** Scripts besides WHMCS's own crons that use WHMCS from the command line: where a due license check has no domain and no address. */
import { defineProbe, LookFailed } from '../index.js';
import { printable } from '../logic/http-answer.js';
import { normalPath } from '../parse/config-source.js';
import { cronScripts } from '../parse/cron-scripts.js';
import { isOwnCron, scriptOf, whmcsCallIn } from '../parse/php-caller.js';
import { believable } from './believable-processes.js';
import { asked } from './container.js';
import { cronTexts } from './crontabs.js';
import type { CliCallers, Host, InstallRoot } from '../model.js';
import { crontabFiles } from './places.js';

/** Where a script says what it uses. */
const maxScriptBytes = 65_536;
const maxScripts = 50;

type Candidate = Pick<CliCallers['callers'][number], 'script' | 'by' | 'where'>;

export default defineProbe({
  fact: 'install.cli-callers',
  vantage: 'shell',
  title: 'scripts that use WHMCS from the command line',
  needs: ['install.root'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: "the crontab of the install's owner, /etc/crontab and /etc/cron.d; the list of processes",
      covers: [...crontabFiles, '/proc/*'],
    },
    { kind: 'read', what: 'the beginning of the PHP scripts that these run', covers: ['<cron scripts>', '<install>/**'] },
  ],
  async observe({ host, have, signal }, keep) {
    const root = have['install.root'];
    const install = [...new Set([root.path, root.realPath])];
    const { texts, refused } = await cronTexts(host, signal);
    const unread: string[] = [...refused];
    const scheduled = texts.flatMap(({ where, text, system, owner }) =>
      cronScripts(text, system)
        .filter(({ script, user }) => isOurs(user ?? owner, script, root))
        .map(({ script, line }): Candidate => ({ script, by: 'crontab', where: `${where}:${line}` })),
    );
    const candidates = distinct([...scheduled, ...(await running(host, root, signal, unread))]).filter(
      ({ script }) => !isOwnCron(script, install),
    );
    const callers: CliCallers['callers'][number][] = [];
    let looked = 0;
    const value = (): CliCallers => ({ callers: [...callers], looked, unread: unread.map((one) => printable(one)) });
    for (const one of candidates.slice(0, maxScripts)) {
      const text = await beginning(host, one.script, root, signal, unread);
      if (text === null) continue;
      looked++;
      const calls = whmcsCallIn(text, one.script, install);
      if (calls !== null) callers.push({ ...one, script: printable(one.script), where: printable(one.where), calls });
      keep(value());
    }
    return { value: value(), source: 'crontabs and processes' };
  },
});

/** Of another account only what lies in this install can be meant. */
function isOurs(account: string | null, script: string, root: InstallRoot): boolean {
  return account === root.owner.name || account === 'root' || script.startsWith(`${root.path}/`) || script.startsWith(`${root.realPath}/`);
}

async function running(host: Host, root: InstallRoot, signal: AbortSignal, unread: string[]): Promise<readonly Candidate[]> {
  const processes = await asked(() => host.shell.processes(signal));
  if (processes === null) unread.push('the list of processes');
  return believable(processes ?? [], host, root.owner.uid).flatMap(({ argv, cwd, pid }): readonly Candidate[] => {
    const script = scriptOf(argv);
    if (script === null || script.includes('\n') || (!script.startsWith('/') && cwd === null)) return [];
    return [{ script: normalPath(script, cwd ?? '/'), by: 'process', where: `process ${pid}` }];
  });
}

/** null: no such file, or not for the install's owner to read. */
async function beginning(host: Host, script: string, root: InstallRoot, signal: AbortSignal, unread: string[]): Promise<string | null> {
  try {
    const as = host.me.uid === 0 && root.owner.uid !== 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
    const { bytes } = await host.files.read(script, { maxBytes: maxScriptBytes, signal, ...as });
    return Buffer.from(bytes).toString('utf8');
  } catch (error) {
    if (!(error instanceof LookFailed) || signal.aborted) throw error;
    if (error.gap !== 'absent') unread.push(script);
    return null;
  }
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((one) => [one.script, one])).values()];
}
