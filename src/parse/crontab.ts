/** The line of a crontab that runs WHMCS's cron, and the PHP that it calls. crontab(5) */
import { normalPath } from './config-source.js';
import { afterCd, pathFrom, type Stand } from './shell-folder.js';

export interface CronLine {
  /** The account that it runs as; null: the crontab's own. */
  readonly user: string | null;
  readonly line: number;
  /** As written: `php`, `/usr/local/bin/ea-php82`; null: no PHP is named (a URL is fetched, or the script runs by itself). */
  readonly php: string | null;
  /** Options between PHP and the script that decide its settings: -n, -c FILE, -d NAME=VALUE. */
  readonly options: readonly string[];
  /** The script is the install's own cron.php; else some other install's. */
  readonly own: boolean;
  /** Path of the script, absolute or below the account's home folder (`~/`), in which cron begins; as written where only the shell knows; or the address that is fetched. */
  readonly script: string;
  /** PATH that the crontab sets above the line; null: cron's default. */
  readonly path: string | null;
}

export const maxLines = 5000;
export const schedule = /^(?:@\w+|[\d*\/,\-~A-Za-z]+(?:[ \t]+[\d*\/,\-~A-Za-z]+){4})[ \t]+/;

/** Lines that run a cron.php, those of this install first. `system`: the file has a column for the user (/etc/crontab, /etc/cron.d). */
export function findCronLines(text: string, install: string, system: boolean): readonly CronLine[] {
  const found: CronLine[] = [];
  let path: string | null = null;
  let home = '~';
  for (const [index, raw] of text.split('\n').slice(0, maxLines).entries()) {
    const line = raw.trim();
    const [, variable, written = ''] = /^(PATH|HOME)[ \t]*=[ \t]*(.*)$/.exec(line) ?? [];
    const set = written.replace(/^(["'])(.*)\1$/, '$2');
    if (variable === 'PATH') path = set;
    if (variable === 'HOME') home = set;
    const time = line.startsWith('#') ? null : schedule.exec(line);
    if (!time) continue;
    let rest = line.slice(time[0].length);
    let user: string | null = null;
    if (system) {
      const column = /^(\S+)[ \t]+/.exec(rest);
      if (!column?.[1]) continue;
      user = column[1];
      rest = rest.slice(column[0].length);
    }
    const call = cronCall(rest, install, { folder: home, home });
    if (call) found.push({ ...call, user: call.user ?? user, line: index + 1, path });
  }
  return found.sort((a, b) => Number(b.own) - Number(a.own));
}

interface Call {
  readonly user: string | null;
  readonly php: string | null;
  readonly options: readonly string[];
  readonly own: boolean;
  readonly script: string;
}

/** No cron takes longer lines. */
const longestCommand = 8192;

/** Up to the first % that no backslash stands before: what follows is the command's input. crontab(5) */
export function commandOf(written: string): string {
  const line = written.slice(0, longestCommand);
  for (let at = line.indexOf('%'); at >= 0; at = line.indexOf('%', at + 1))
    if (line[at - 1] !== '\\') return line.slice(0, at).replaceAll('\\%', '%');
  return line.replaceAll('\\%', '%');
}

/** One command of the line after another: `cd … && php …` runs where cd went. */
function cronCall(command: string, install: string, start: Stand): Call | null {
  // An unescaped % ends the command; what follows is its input.
  const text = commandOf(command);
  let stand = start;
  for (const words of shellCommands(text)) {
    if (words[0] === 'cd') {
      stand = afterCd(words.slice(1), stand);
      continue;
    }
    const at = words.findIndex((word, i) => /(?:^|\/)cron\.php$/.test(word) && !isCommand(word, words[i - 1]));
    const script = words[at];
    if (script === undefined) {
      // su - USER -c '…' and sh -c "…" hold the command in one word.
      const inner = words.find((word) => /\bcron\.php\b/.test(word) && /\s/.test(word));
      if (inner === undefined) continue;
      const call = cronCall(inner, install, standIn(words, stand));
      return call && { ...call, user: call.user ?? switchedUser(words) };
    }
    const before = words.slice(0, at);
    if (runsElsewhere(before)) continue;
    const user = switchedUser(before);
    const found = /^https?:\/\//.test(script) ? script : pathFrom(script, stand);
    // A home folder is that of the account whose crontab it is, and not of the one that runs it.
    const real = found === null || (user !== null && found.startsWith('~')) ? script : found;
    const php = before.findIndex((word) => /(?:^|\/)(?:(?:ea-|alt-|ls)?php(?:-cli|-cgi)?[\d.]*(?:-cli)?)$/.test(word));
    const isCron = /\/crons?\/cron\.php$/.test(real) || real === normalPath('cron.php', `${install}/crons`);
    if (!isCron && php < 0) continue;
    return {
      user,
      php: before[php] ?? null,
      options: php < 0 ? [] : phpOptions(before.slice(php + 1)),
      own: real === normalPath(`${install}/crons/cron.php`),
      script: real,
    };
  }
  return null;
}

/** What a shell is given to run: `sh -c "php /x/cron.php"`, `bash -lc …`. A path may hold spaces as well. */
function isCommand(word: string, before: string | undefined): boolean {
  return /\s/.test(word) && (!word.startsWith('/') || /^-[a-z]*c$/.test(before ?? ''));
}

/** `su - USER -c` begins in that account's home folder; without a log-in it stays in one that is another account's. */
function standIn(words: readonly string[], stand: Stand): Stand {
  if (switchedUser(words) === null) return stand;
  if (words.some((word) => /^(?:-|-l|-i|--login)$/.test(word))) return { folder: '~', home: '~' };
  return { folder: stand.folder?.startsWith('~') === true ? null : stand.folder, home: '~' };
}

const containers: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'kubectl', 'lxc', 'incus']);
const elsewhere: ReadonlySet<string> = new Set(
  'docker-compose podman-compose lxc-attach pct jexec chroot nsenter systemd-nspawn ssh'.split(' '),
);

/** In a container or on another machine: neither the PHP nor the path of the script is one of this machine. */
function runsElsewhere(words: readonly string[]): boolean {
  const programs = words.map((word) => word.split('/').at(-1) ?? '');
  const container = programs.findIndex((program) => containers.has(program));
  return (
    programs.some((program) => elsewhere.has(program)) ||
    (container >= 0 && words.slice(container + 1).some((word) => word === 'exec' || word === 'run'))
  );
}

export function switchedUser(words: readonly string[]): string | null {
  const program = (words[0] ?? '').split('/').at(-1);
  if (program === 'sudo' || program === 'runuser') return words[words.indexOf('-u') + 1] ?? null;
  if (program === 'su') return words.find((word, i) => i > 0 && !word.startsWith('-') && !/\s/.test(word)) ?? null;
  return null;
}

function phpOptions(words: readonly string[]): readonly string[] {
  const options: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const joined = /^-([cd])(.+)$/.exec(word);
    if (word === '-n' || word === '-q') options.push(word);
    else if (joined?.[1] && joined[2]) options.push(`-${joined[1]}`, joined[2]);
    else if ((word === '-c' || word === '-d') && words[i + 1] !== undefined) options.push(word, words[++i] ?? '');
  }
  return options;
}

/** The commands of a line as words, as a shell splits them, quotes taken off. */
export function shellCommands(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  let quote: string | null = null;
  const endWord = (): void => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== null) {
      if (char === quote) quote = null;
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) endWord();
    else if (/[;|&()]/.test(char)) {
      endWord();
      commands.push([]);
    } else word = (word ?? '') + (char === '\\' ? text.charAt(++i) : char);
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}
