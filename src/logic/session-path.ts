/**
 * session.save_path of PHP's files handler: `[N;[MODE;]]path`, split as PHP splits it.
 * https://www.php.net/manual/en/session.configuration.php#ini.session.save-path
 */

export interface SessionPath {
  /** The folder, or '' where PHP falls back to the system's temporary folder. */
  readonly path: string;
  /** N: levels of subfolders. */
  readonly depth: number;
  /** Mode of new files. */
  readonly fileMode: number;
  /** Why PHP cannot start sessions with it; null: it can. */
  readonly malformed: string | null;
}

/** The path that Debian and its children compile into PHP: their php.ini leaves the directive commented out. */
export const debianSessionPath = '/var/lib/php/sessions';

const defaultFileMode = 0o600;
/** A session id is at most 256 characters long, and PHP refuses ids that are not longer than the depth. */
const deepest = 22;

/** Reads the directive's value. Never throws. */
export function parseSessionPath(value: string): SessionPath {
  // PHP splits at the first two semicolons only: further ones belong to the path.
  const first = value.indexOf(';');
  const second = value.indexOf(';', first + 1);
  const depthText = first === -1 ? null : value.slice(0, first);
  const modeText = second === -1 ? null : value.slice(first + 1, second);
  const path = value.slice((second === -1 ? first : second) + 1);
  const depth = depthText === null ? 0 : leadingNumber(depthText, 10);
  const fileMode = modeText === null ? defaultFileMode : leadingNumber(modeText, 8);
  return { path, depth, fileMode, malformed: whyMalformed(path, depth, fileMode, depthText !== null) };
}

function whyMalformed(path: string, depth: number, fileMode: number, split: boolean): string | null {
  if (depth < 0 || depth > deepest) return `its first parameter, the depth, is ${depth}`;
  if (fileMode < 0 || fileMode > 0o7777) return 'its second parameter, the mode, is out of range';
  if (!split && /^\d+$/.test(path)) {
    // In php.ini an unquoted semicolon starts a comment: `2;0600;/dir` arrives as the path "2".
    return `only "${path}" is left of it: a value with semicolons must stand in quotes in php.ini`;
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path))
    return `"${path.slice(0, path.indexOf('://') + 3)}…" is an address of another handler, not a folder`;
  if (split && path === '') return 'the folder is missing after the semicolon';
  return path.includes('\0') ? 'it holds a NUL character' : null;
}

/** C's strtol: leading spaces, a sign and digits; 0 where there are none. */
function leadingNumber(text: string, base: 8 | 10): number {
  const digits = (base === 8 ? /^\s*([+-]?[0-7]+)/ : /^\s*([+-]?\d+)/).exec(text)?.[1];
  return digits === undefined ? 0 : Number.parseInt(digits, base);
}

/**
 * The folder that PHP uses: an empty value is the temporary folder, a value that was not seen is what the packager compiled in, and a
 * relative one is looked up from the folder of the requested script.
 */
export function effectiveSessionPath(
  value: string | undefined,
  from: { readonly tempDir: string | null; readonly debian: boolean; readonly scriptFolder: string | null },
): SessionPath {
  const parsed = parseSessionPath(value ?? (from.debian ? debianSessionPath : ''));
  if (parsed.malformed !== null) return parsed;
  const path = parsed.path === '' ? (from.tempDir ?? '/tmp') : parsed.path;
  if (path.startsWith('/')) return { ...parsed, path: tidy(path) };
  return { ...parsed, path: from.scriptFolder === null ? path : tidy(`${from.scriptFolder}/${path}`) };
}

/** Without doubled and closing slashes and without `.` steps; `..` steps stay, for they may lead through links. */
export function tidy(path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return `/${steps.join('/')}`;
}

/** Whether `path` is `folder` or lies in it; both tidy. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** The names that subfolders of the depth form must have: the characters of session ids. */
export function subfolderNames(bitsPerCharacter: number): readonly string[] {
  const all = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,';
  return [...(bitsPerCharacter === 6 ? all : all.slice(0, bitsPerCharacter === 5 ? 32 : 16))];
}
