/** A file by which the operator decides what counts: small, regular, UTF-8, and for root written by root alone. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { shellQuote } from '../logic/shell-quote.js';
import { UnusablePolicy } from './unusable.js';

export interface TrustedFile {
  /** Begins the sentences: "the configuration file". */
  readonly what: string;
  readonly path: string;
  /** Who reads it. As root what others could have written is refused: they would decide how root looks, or hide what it finds. */
  readonly uid: number;
  readonly mostMebibytes: number;
  /** Whether a link is followed, as those that containers mount are. */
  readonly links: boolean;
}

/** Throws UnusablePolicy. */
export function trustedText(given: TrustedFile): string {
  const { what, path, mostMebibytes } = given;
  let file: number | undefined;
  try {
    // looked at before it is opened: opening a device can already do something, and opening a FIFO would wait for its writer
    accept(lstat(given), given);
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | (given.links ? 0 : constants.O_NOFOLLOW));
    accept(fstatSync(file), given);
    const bytes = readAtMost(file, mostMebibytes * 1024 * 1024);
    if (bytes === null) throw new UnusablePolicy(`${what} ${path} is larger than ${mostMebibytes} MiB`);
    return decoded(bytes, given);
  } catch (error) {
    if (error instanceof UnusablePolicy) throw error;
    throw new UnusablePolicy(whyNot(error, given));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The text that the bytes are. Throws UnusablePolicy. */
export function decoded(bytes: Uint8Array, { what, path }: Pick<TrustedFile, 'what' | 'path'>): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusablePolicy(`${what} ${path} is not UTF-8: save it as UTF-8`);
  }
  if (text.includes('\0')) throw new UnusablePolicy(`${what} ${path} is not a text`);
  return text;
}

function lstat({ path, links }: TrustedFile): Stats | null {
  const found = lstatSync(path);
  return links && found.isSymbolicLink() ? null : found;
}

/** null: a link; what it leads to is looked at once it is open. */
function accept(stat: Stats | null, { what, path, uid }: TrustedFile): void {
  if (stat === null) return;
  if (!stat.isFile()) throw new UnusablePolicy(`${what} ${path} is not a regular file`);
  if (uid === 0 && (stat.uid !== 0 || (stat.mode & 0o022) !== 0))
    throw new UnusablePolicy(
      `${what} ${path} is not used by root: it must be owned by root and writable by nobody else (chown root ${shellQuote(path)}; chmod go-w ${shellQuote(path)})`,
    );
}

/** null: there is more. Not by the size that it states: a file may grow, and those of /proc state none. */
function readAtMost(file: number, most: number): Buffer | null {
  const parts: Buffer[] = [];
  for (let length = 0; ;) {
    const part = Buffer.alloc(64 * 1024);
    const got = readSync(file, part, 0, part.length, null);
    if (got === 0) return Buffer.concat(parts);
    length += got;
    if (length > most) return null;
    parts.push(part.subarray(0, got));
  }
}

function whyNot(error: unknown, { what, path }: TrustedFile): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no ${what.replace(/^the /, '')} ${path}`;
    case 'EACCES':
    case 'EPERM':
      return `${what} ${path} may not be read`;
    case 'ELOOP':
    case 'ENXIO':
      return `${what} ${path} is not a regular file`;
    default:
      return `${what} ${path} cannot be read (${code})`;
  }
}
