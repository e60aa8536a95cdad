/** What PHP's mail() would start: the program of sendmail_path, for PHP's user, and whether the function is switched off. */
import { defineProbe } from '../index.js';
import { permits } from '../logic/access-rights.js';
import { parseSendmailPath } from '../parse/sendmail-path.js';
import type { Host, MailPhp, PhpPool, PhpView } from '../model.js';
import { orNull } from '../logic/or-null.js';

const telling: ReadonlySet<string> = new Set(['mail', 'popen', 'proc_open']);

export default defineProbe({
  fact: 'mail.php',
  vantage: 'web-php',
  title: "the mailer of the web server's PHP",
  needs: ['php.web'],
  wants: ['php.pool'],
  budgetMs: 10_000,
  touches: [
    { kind: 'read', what: 'whether the program of sendmail_path is there (it is not run)', covers: ['<sendmail>', '/proc/*', '/proc/**'] },
  ],
  async observe({ host, have, want, signal }) {
    const php = have['php.web'];
    const line = php.ini['sendmail_path'];
    const common = {
      disabled: php.disabledFunctions?.filter((name) => telling.has(name)) ?? null,
      setIn: php.iniFrom['sendmail_path'] ?? null,
    };
    if (line === undefined) {
      const value: MailPhp = { ...common, sendmailPath: null, program: null, state: 'unseen', stateWhy: 'sendmail_path was not seen' };
      return { value, source: 'sendmail_path' };
    }
    const { program, shown } = parseSendmailPath(line);
    const pool = want['php.pool'].ok ? want['php.pool'].value : null;
    const value = { ...common, sendmailPath: shown, program: program === '' || program.startsWith('-') ? null : program };
    return { value: { ...value, ...(await stateOf(host, php, value.program, pool, signal)) }, source: 'sendmail_path' };
  },
});

type State = Pick<MailPhp, 'state' | 'stateWhy'>;

/** PHP's own answer counts; where it gave none, the file is looked at in the folder that PHP takes for the root folder. */
async function stateOf(host: Host, php: PhpView, program: string | null, pool: PhpPool | null, signal: AbortSignal): Promise<State> {
  if (program === null) return { state: 'missing', stateWhy: 'sendmail_path names no program' };
  if (!program.startsWith('/')) return { state: 'unseen', stateWhy: `${program} is looked for by the shell` };
  if (php.sendmailExecutable === true) return { state: 'executable', stateWhy: null };
  const root = pool?.chroot?.replace(/\/$/, '') ?? '';
  // Of a PHP in a container or cage only PHP itself can say what is there.
  const elsewhere = await livesElsewhere(host, pool, signal);
  const stat = elsewhere ? null : await orNull(host.files.stat(`${root}${program}`, { follow: true, signal }).then((found) => ({ found })));
  if (php.sendmailExecutable === false) {
    const there = stat?.found ?? null;
    return there === null
      ? { state: 'missing', stateWhy: `PHP finds no program ${program}` }
      : { state: 'not-executable', stateWhy: `${program}: PHP may not execute it` };
  }
  if (stat === null) return { state: 'unseen', stateWhy: `${root}${program} could not be looked at` };
  if (stat.found === null) return { state: 'missing', stateWhy: `there is no ${root}${program}` };
  const { kind, mode, uid, gid } = stat.found;
  if (kind !== 'file') return { state: 'not-executable', stateWhy: `${root}${program} is no regular file` };
  // root may execute what somebody may execute
  const may =
    php.user === null || php.user.uid === 0 ? (mode & 0o111) !== 0 : permits({ path: program, mode, uid, gid, acl: null }, php.user, 1);
  if (may) return { state: 'executable', stateWhy: null };
  const octal = (mode & 0o7777).toString(8).padStart(4, '0');
  return { state: 'not-executable', stateWhy: `${root}${program} has mode ${octal} and belongs to ${uid}:${gid}` };
}

async function livesElsewhere(host: Host, pool: PhpPool | null, signal: AbortSignal): Promise<boolean> {
  if (pool === null || pool.masterPid === null) return false;
  const processes = (await orNull(host.shell.processes(signal))) ?? [];
  const root = processes.find((process) => process.pid === pool.masterPid)?.root ?? null;
  return root !== null && root !== '/';
}
