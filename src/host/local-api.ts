/**
 * One call of WHMCS's own localAPI() on this machine: https://developers.whmcs.com/api/internal-api/
 * This runs the install's code, which nothing else of the program does; so never as root, only for the login command, and only when the operator
 * agreed. The script and what it carries go over standard input: neither a file nor an argument nor the environment has them.
 */
import { randomBytes } from 'node:crypto';
import { LookFailed } from '../logic/failure.js';
import type { As, Host, Ran, SecretRef } from '../model.js';
import { localApiScript } from './local-api-script.js';
import { rightsFor, type OnTouch } from './rights.js';
import { runFolder } from './run-folder.js';
import { runProgram } from './run-program.js';
import type { SecretVault } from './vault.js';

export interface LocalCall {
  /** The install's folder, without links in its path. */
  readonly root: string;
  readonly php: string;
  /** "8.2"; null: any. */
  readonly phpVersion: string | null;
  /** The web's php.ini and the folder of its additional files; null: the command line's own. */
  readonly iniFile: string | null;
  readonly iniFolder: string | null;
  /** Whom PHP runs as. */
  readonly as: As & { readonly name: string };
  readonly action: string;
  readonly parameters: Readonly<Record<string, string | SecretRef>>;
  /** The administrator in whose name it is called, which WHMCS needs before 7.2; null: none. */
  readonly asAdmin: string | null;
  readonly timeoutMs: number;
}

export interface LocalPrinted extends Ran {
  /** What stands before and after the framed answer in its output. */
  readonly mark: string;
}

/** Of what the install's code prints. */
export const mostOutput = 4 * 1024 * 1024;

/** Directives that keep arguments of calls out of messages, and messages out of logs and of the answer. */
const directives = [
  'display_errors=stderr',
  'html_errors=0',
  'log_errors=0',
  'zend.exception_ignore_args=1',
  'zend.exception_string_param_max_len=0',
  'opcache.enable_cli=0',
];

/** LookFailed: `denied`, `absent`, `io` (PHP could not be started), `timeout`, `oversize`, `aborted`. */
export async function callLocalApi(
  { files, me }: Pick<Host, 'files' | 'me'>,
  vault: Pick<SecretVault, 'reveal'>,
  call: LocalCall,
  onTouch: OnTouch,
  signal: AbortSignal,
): Promise<LocalPrinted> {
  if (call.as.uid === 0) throw new LookFailed('denied', "the install's code is never run as root");
  const as = rightsFor(me, call.as, 'the install');
  const mark = `whmcs-doctor:${randomBytes(16).toString('hex')}:`;
  const parameters = Object.fromEntries(
    Object.entries(call.parameters).map(([name, value]) => [name, typeof value === 'string' ? value : vault.reveal(value)]),
  );
  const { root, phpVersion, action, asAdmin } = call;
  const input = localApiScript({ mark, root, uid: call.as.uid, phpVersion, action, parameters, asAdmin });
  const args = [...(call.iniFile === null ? [] : ['-c', call.iniFile]), ...directives.flatMap((directive) => ['-d', directive])];
  onTouch({ kind: 'run', what: `${[call.php, ...args].join(' ')} as ${call.as.name}: localAPI('${action}') of ${root}` });
  const folder = await runFolder(files, root, as, signal);
  if (folder === null) throw new LookFailed('denied', `${root} cannot be entered as ${call.as.name}`);
  try {
    const ran = await runProgram(call.php, args, {
      name: call.php,
      as,
      cwd: folder.path,
      timeoutMs: call.timeoutMs,
      maxBytes: mostOutput,
      signal,
      input,
      variables: call.iniFolder === null ? {} : { PHP_INI_SCAN_DIR: call.iniFolder },
    });
    return { ...ran, mark };
  } finally {
    await folder.close();
  }
}
