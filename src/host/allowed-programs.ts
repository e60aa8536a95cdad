/**
 * The only programs that the host runs, and the only ways in which it runs them: none of these writes. Everything that would (a server's own
 * configuration test, crontab with a file, timedatectl set-…, chronyc's other commands) has no entry here.
 */
import { LookFailed } from '../logic/failure.js';
import type { AllowedProgram } from '../model.js';

/** Where programs are found, in this order; never through a PATH. */
const programFolders: readonly string[] = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'];

type Shape = (args: readonly string[]) => boolean;

const unit = /^[A-Za-z0-9][A-Za-z0-9@:._\\-]*$/;
const account = /^[A-Za-z0-9_][A-Za-z0-9_.@-]*\$?$/;
const property = /^(--property=[A-Za-z][A-Za-z0-9,]*|--value|--no-pager|--all)$/;
const hostName = /^[A-Za-z0-9:._-]+$/;

const shapes: Readonly<Record<AllowedProgram, Shape>> = {
  timedatectl: ([verb, ...rest]) => isOneOf(verb, 'show', 'show-timesync') && rest.every((arg) => property.test(arg)),
  chronyc: (args) => args.join(' ') === '-c tracking',
  systemctl: ([verb, ...rest]) =>
    isOneOf(verb, 'show', 'is-active', 'is-enabled', 'cat') && rest.every((arg) => property.test(arg) || unit.test(arg)),
  getfacl: (args) => {
    const path = args.at(-1);
    const flags = args.slice(0, -1);
    return (
      isPath(path) &&
      flags.every((arg) => isOneOf(arg, '-n', '-p', '-c', '-E', '-e', '-t', '--numeric', '--absolute-names', '--omit-header', '--'))
    );
  },
  crontab: (args) => {
    const [first, second, third] = args;
    if (args.length === 1) return first === '-l';
    if (args.length !== 3) return false;
    return (first === '-l' && second === '-u' && isAccount(third)) || (first === '-u' && isAccount(second) && third === '-l');
  },
  quota: (args) =>
    args.every(
      (arg) => isOneOf(arg, '-u', '-g', '-w', '-p', '-v', '-l', '--no-wrap', '--raw-grace', '--verbose', '--local-only') || isAccount(arg),
    ),
  getent: ([database, ...keys]) =>
    keys.length === 1 &&
    (isOneOf(database, 'passwd', 'group', 'initgroups')
      ? isAccount(keys[0])
      : isOneOf(database, 'hosts', 'ahosts', 'ahostsv4', 'ahostsv6') && hostName.test(keys[0] ?? '') && !keys[0]?.startsWith('-')),
  // Only over ssh, where no function of PHP tells of inodes.
  stat: (args) => args.length === 5 && args.slice(0, 4).join(' ') === '-f -c %c %d --' && isPath(args[4]),
  php: isPhpQuestion,
};

/** Directives of `-d` that would load or run something else. */
const loadingDirective =
  /^\s*(auto_prepend_file|auto_append_file|extension|zend_extension|extension_dir|ffi\.|opcache\.|sys_temp_dir|error_log|xdebug\.)/i;

/**
 * PHP asked about itself: the options of a crontab's line that decide its settings (-q -n -c -d), then one question. Code given with -r is
 * the program's own and runs as the user of the crontab, never as root.
 */
function isPhpQuestion(args: readonly string[]): boolean {
  const left = [...args];
  for (let option = left.shift(); option !== undefined; option = left.shift()) {
    if (isOneOf(option, '-q', '-n')) continue;
    if (option === '-c') {
      if (!isPath(left.shift())) return false;
    } else if (option === '-d') {
      const directive = left.shift();
      if (directive === undefined || directive.startsWith('-') || loadingDirective.test(directive)) return false;
    } else if (isOneOf(option, '-v', '-m', '-i', '--ini')) return left.length === 0;
    else if (option === '-r') return left.length === 1;
    else if (option === '-l') return left.length === 1 && isPath(left[0]);
    else return false;
  }
  return false;
}

function isOneOf(arg: string | undefined, ...allowed: readonly string[]): boolean {
  return arg !== undefined && allowed.includes(arg);
}

function isAccount(arg: string | undefined): boolean {
  return arg !== undefined && account.test(arg);
}

function isPath(arg: string | undefined): arg is string {
  return arg !== undefined && arg.startsWith('/');
}

/** The files that a program may be, in the folders of the system. */
export function candidatesFor(program: AllowedProgram): readonly string[] {
  return programFolders.map((folder) => `${folder}/${program}`);
}

/** Refuses every command line that has no place on the list: LookFailed `denied`. */
export function assertAllowed(program: AllowedProgram, args: readonly string[]): void {
  const shape = Object.hasOwn(shapes, program) ? shapes[program] : undefined;
  if (!shape || args.some((arg) => arg.includes('\0')) || !shape(args)) {
    throw new LookFailed(
      'denied',
      `whmcs-doctor does not run ${[program, ...args].join(' ').slice(0, 200)}: it is not on the list of allowed commands`,
    );
  }
}
