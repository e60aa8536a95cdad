/** Where a shell that cron starts finds what is written: as far as that can be told without it. */
import { normalPath } from './config-source.js';

export interface Stand {
  /** Absolute, or below the account's home folder (`~`, `~/…`); null: only the shell knows. */
  readonly folder: string | null;
  /** Absolute, where the crontab sets HOME; `~`: the account's. */
  readonly home: string;
}

/** Absolute, or below the home folder (`~/…`); null: only the shell knows (variables, patterns, another account's home folder). */
export function pathFrom(written: string, { folder, home }: Stand): string | null {
  const path = written.replace(/^\$(?:HOME(?!\w)|\{HOME\})/, '~');
  if (/[$`*?]/.test(path) || /^~[^/]/.test(path)) return null;
  if (path.startsWith('~')) return within(home, path.slice(1));
  if (path.startsWith('/')) return normalPath(path);
  return folder === null ? null : within(folder, `/${path}`);
}

/** Where it stands after `cd` with these arguments. */
export function afterCd(args: readonly string[], stand: Stand): Stand {
  const to = args.find((arg) => !/^(?:-[PLe@]+|--)$/.test(arg)) ?? '~';
  return { ...stand, folder: to === '-' ? null : pathFrom(to, stand) };
}

/** null: above a home folder, whose own place is not known. */
function within(folder: string, below: string): string | null {
  if (!folder.startsWith('~')) return normalPath(`${folder}${below}`);
  const parts: string[] = [];
  for (const part of `${folder.slice(1)}${below}`.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return ['~', ...parts].join('/');
}
