/** Which files may be plug-ins: their code runs with the operator's rights, so nobody else may decide what it is. */
import { accessSync, constants, lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { shellQuote } from '../logic/shell-quote.js';

export type PluginFile =
  | { readonly is: 'module' | 'program'; readonly file: string }
  /** Why it may not be used. */
  | { readonly is: 'refused'; readonly why: string };

const modules = ['.js', '.mjs', '.cjs'];
const typescript = ['.ts', '.mts', '.cts'];

/** `target`: the folder that is examined, null where none is; `uid`: whose rights the program has. */
export function pluginFile(path: string, target: string | null, uid: number): PluginFile {
  const given = resolve(path);
  let file: string;
  let stat: Stats;
  try {
    // first where it lies, then what lies there: that is what is run
    file = realpathSync(given);
    stat = lstatSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refused(code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file' : `it cannot be looked at (${code ?? 'error'})`);
  }
  if (!stat.isFile()) return refused('it is not a regular file');
  if (target !== null && isInside([given, file], examinedFolders(target)))
    return refused('it lies inside the install that is examined, whose owner must not decide what is run: put it elsewhere');
  const changeable = uid === 0 ? changeableBy(given, stat) : null;
  if (changeable !== null) return refused(changeable);
  return kindOf(file);
}

function kindOf(file: string): PluginFile {
  const extension = extname(file);
  if (modules.includes(extension)) return readable(file);
  if (typescript.includes(extension)) {
    const able = Reflect.get(process.features, 'typescript');
    return able === undefined || able === false
      ? refused(`Node ${process.versions.node} does not run TypeScript: compile it to .js with tsc, or use Node 22.18 or later`)
      : readable(file);
  }
  try {
    accessSync(file, constants.X_OK);
    return { is: 'program', file };
  } catch {
    return refused(`it is no module (${modules.join(', ')}), and may not be executed: chmod +x ${shellQuote(file)}`);
  }
}

function readable(file: string): PluginFile {
  try {
    accessSync(file, constants.R_OK);
    return { is: 'module', file };
  } catch {
    return refused('it may not be read');
  }
}

function refused(why: string): PluginFile {
  return { is: 'refused', why };
}

/**
 * What root runs, only root may change: the file, and every folder on the way to it, where one could put another in its place. A sticky folder,
 * as /tmp, is none of these: a module takes what it imports from a node_modules in any folder above it, and there anybody can make one.
 */
function changeableBy(given: string, stat: Stats): string | null {
  if (!isRootsAlone(stat))
    return `as root it is not run: it must be owned by root and writable by nobody else (chown root ${shellQuote(given)}; chmod go-w ${shellQuote(given)})`;
  const folder = foldersTo(given).find((each) => !isRootsAlone(statSync(each)));
  return folder === undefined
    ? null
    : `as root it is not run: others than root can change the folder ${folder}, and so what is run: put it into one that only root can write, as /etc/whmcs-doctor`;
}

function isRootsAlone({ uid, mode }: Stats): boolean {
  return uid === 0 && (mode & 0o022) === 0;
}

/** Every folder in which a name of this path is looked up, also where a link leads elsewhere. The path was resolved before: no link goes round. */
function foldersTo(path: string): readonly string[] {
  const folders = new Set<string>(['/']);
  const names = path.split('/');
  let here = '/';
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '' || name === '.') continue;
    const next = name === '..' ? dirname(here) : join(here, name);
    const found = lstatSync(next);
    if (found.isSymbolicLink()) {
      const to = readlinkSync(next);
      names.unshift(...to.split('/'));
      if (to.startsWith('/')) here = '/';
      continue;
    }
    here = next;
    if (found.isDirectory()) folders.add(here);
  }
  return [...folders];
}

/** The folder itself and the install around it: a target may be a folder inside. */
function examinedFolders(target: string): readonly string[] {
  const start = resolve(target);
  const roots = [start];
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (!['configuration.php', 'init.php'].some((name) => statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined)) continue;
    roots.push(folder);
    break;
  }
  return roots.flatMap((folder) => [folder, real(folder)]);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isInside(paths: readonly string[], folders: readonly string[]): boolean {
  return paths.some((path) => folders.some((folder) => path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)));
}
