/** The PHP scripts that a crontab runs, whoever they belong to. crontab(5) */
import { normalPath } from './config-source.js';
import { commandOf, maxLines, schedule, shellCommands, switchedUser } from './crontab.js';
import { scriptOf } from './php-caller.js';

export interface CronScript {
  readonly script: string;
  readonly line: number;
  /** The account that it runs as; null: the crontab's own. */
  readonly user: string | null;
}

/** Scripts with an absolute path, or one that `cd` makes absolute. `system`: the file has a column for the user. */
export function cronScripts(text: string, system: boolean): readonly CronScript[] {
  const found: CronScript[] = [];
  for (const [index, raw] of text.split('\n').slice(0, maxLines).entries()) {
    const line = raw.trim();
    const time = line.startsWith('#') ? null : schedule.exec(line);
    if (!time) continue;
    const rest = line.slice(time[0].length);
    const column = system ? /^(\S+)[ \t]+/.exec(rest) : null;
    if (system && !column) continue;
    for (const call of callsIn(rest.slice(column?.[0].length ?? 0), 0))
      found.push({ script: call.script, user: call.user ?? column?.[1] ?? null, line: index + 1 });
  }
  return found;
}

const deepest = 3;

function callsIn(command: string, depth: number): readonly { readonly script: string; readonly user: string | null }[] {
  // An unescaped % ends the command; what follows is its input.
  const text = commandOf(command);
  let folder: string | null = null;
  return shellCommands(text).flatMap((words) => {
    if (words[0] === 'cd' && words[1] !== undefined) {
      folder = words[1].startsWith('/') || folder !== null ? normalPath(words[1], folder ?? '/') : null;
      return [];
    }
    const user = switchedUser(words);
    const script = scriptOf(words);
    if (script !== null && !/\s/.test(script)) {
      if (!script.startsWith('/') && folder === null) return [];
      return [{ script: normalPath(script, folder ?? '/'), user }];
    }
    // su - USER -c '…' and sh -c "…" hold the command in one word.
    const inner = depth < deepest ? words.find((word) => /\s/.test(word) && /\.php\b/.test(word)) : undefined;
    return inner === undefined ? [] : callsIn(inner, depth + 1).map((call) => ({ ...call, user: call.user ?? user }));
  });
}
