/** The agent: the one script that runs on the other machine, and the fixed command that finds a PHP for it there. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packagedText, sources } from '../packaged.js';

/** Built, it is one file beside the program; the sources have it in a folder. */
export function agentSource(): string {
  if (sources === null) return joined([packagedText('agent.php')]);
  const folder = fileURLToPath(new URL('host/ssh/agent/', sources));
  return joined(
    readdirSync(folder)
      .sort()
      .map((name) => readFileSync(`${folder}${name}`, 'utf8')),
  );
}

/** One script of several: their order does not matter, for all but the last lines of main.php are definitions. */
export function joined(files: readonly string[]): string {
  return files.map((text) => text.replace(/^<\?php\n/, '')).join('\n');
}

/** Said where there is no PHP. */
export const noPhp = 'whmcs-doctor: no PHP';

/** Where systems and panels put PHP's command line; never through a PATH. */
const places = [
  '/usr/bin/php',
  '/usr/local/bin/php',
  '/usr/bin/php[78]*',
  '/usr/local/bin/php[78]*',
  '/opt/cpanel/ea-php*/root/usr/bin/php',
  '/opt/plesk/php/*/bin/php',
  '/opt/alt/php*/usr/bin/php',
  '/opt/remi/php*/root/usr/bin/php',
  '/usr/local/lsws/lsphp*/bin/php',
];

/** No configuration of the machine's PHP is read: nothing of it is executed, and nothing of it is in the way. */
const settings =
  '-n -d extension=posix -d extension=pcntl -d extension=json -d display_errors=0 -d display_startup_errors=0 -d log_errors=0 -d memory_limit=512M -d realpath_cache_size=0';

/** Whether it is a PHP for the agent: 7.2 or newer, a command line, with what the agent needs. */
const fit = 'exit(PHP_VERSION_ID>=70200&&PHP_SAPI===\\"cli\\"&&function_exists(\\"json_decode\\")&&function_exists(\\"proc_open\\")?0:1);';

/**
 * What ssh is told to run: always the same. It holds no quote or character that any shell of an account (also csh and fish) would read
 * otherwise. The script comes as the first line of standard input.
 */
export const remoteCommand = [
  "exec /bin/sh -c '",
  `for p in ${places.join(' ')}; do [ -x "$p" ] || continue; `,
  `"$p" -n -d extension=json -r "${fit}" </dev/null >/dev/null 2>&1 && `,
  `exec "$p" ${settings} -r "\\$s=fgets(STDIN);eval(base64_decode(\\$s));" 2>/dev/null; done; `,
  `echo; echo "${noPhp}"; exit 127'`,
].join('');
