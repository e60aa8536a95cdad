/** A theme with its parents, through a function that reads files below the templates folder. */
import { createHash } from 'node:crypto';
import type { BlockInclude, ProviderBlock, TemplateMark, TemplateSeen, ThemeChain } from '../model.js';
import { isPlainPath, parseTemplate, type IncludeTarget, type TemplatePieces } from '../parse/theme-template.js';
import { parseThemeScript } from '../parse/theme-script.js';
import { parseThemeYaml } from '../parse/theme-yaml.js';

/** Text of a file below the templates folder; null: there is none. `unread`: it is there and cannot be read, and why. */
export type LoadTemplate = (path: string, kind: 'template' | 'script') => Promise<string | null | { readonly unread: string }>;

export interface ThemeKind {
  /** Folder below templates/, with a closing slash: "" or "orderforms/". */
  readonly folder: string;
  readonly templates: readonly string[];
  /** A script that every page loads; null: it has none of its own. */
  readonly bundle: string | null;
}

/** Files of the official client area themes: https://github.com/WHMCS/templates-twenty-one */
export const clientAreaTheme: ThemeKind = {
  folder: '',
  templates: ['header.tpl', 'footer.tpl', 'login.tpl', 'clientregister.tpl', 'user-security.tpl', 'clientareasecurity.tpl'],
  bundle: 'js/scripts.min.js',
};

/** https://github.com/WHMCS/orderforms-standard_cart */
export const orderForm: ThemeKind = {
  folder: 'orderforms/',
  templates: ['checkout.tpl'],
  bundle: null,
};

const mostParents = 8;
const mostFiles = 60;
const deepest = 8;
const mostBlocks = 6;

/** Names of themes are names of folders. */
export function isThemeName(name: string): boolean {
  return name.length <= 100 && !name.includes('/') && isPlainPath(name) && !name.startsWith('.');
}

/** `others`: chains that includes by $template and $carttpl lead to, where they are known. */
export async function readTheme(
  load: LoadTemplate,
  kind: ThemeKind,
  name: string,
  others: { readonly theme?: readonly string[]; readonly orderForm?: readonly string[] } = {},
): Promise<ThemeChain> {
  const { folders, broken, jquery } = await chainOf(load, kind, name);
  const places: Places = {
    [kind.folder === '' ? 'theme' : 'order-form']: folders.map((folder) => kind.folder + folder),
    ...placesOf(others),
  };
  const reader = new TemplateReader(load, places);
  const [templates, bundle] = await Promise.all([
    Promise.all(kind.templates.map((file) => templateOf(reader, kind, file))),
    kind.bundle === null ? null : bundleOf(load, kind.bundle, folders),
  ]);
  return { name, folders, broken, jquery, templates, blocks: await blocksOf(reader, templates), bundle };
}

function placesOf(others: { readonly theme?: readonly string[]; readonly orderForm?: readonly string[] }): Places {
  return {
    ...(others.theme === undefined ? {} : { theme: others.theme }),
    ...(others.orderForm === undefined ? {} : { 'order-form': others.orderForm.map((folder) => `orderforms/${folder}`) }),
  };
}

type Chain = Pick<ThemeChain, 'folders' | 'broken' | 'jquery'>;

async function chainOf(load: LoadTemplate, kind: ThemeKind, name: string): Promise<Chain> {
  const folders: string[] = [name];
  let jquery: string | null = null;
  for (let folder = name; ;) {
    const text = await load(`${kind.folder}${folder}/theme.yaml`, 'template');
    const yaml = typeof text === 'string' ? parseThemeYaml(text) : null;
    jquery ??= yaml?.jquery ?? null;
    const parent = yaml?.parent ?? null;
    if (parent === null) return { folders, broken: null, jquery };
    if (!isThemeName(parent)) return { folders, broken: { why: 'name', parent }, jquery };
    if (folders.includes(parent) || folders.length >= mostParents) return { folders, broken: { why: 'cycle', parent }, jquery };
    if (!(await isTheme(load, kind, parent))) return { folders, broken: { why: 'missing', parent }, jquery };
    folders.push(parent);
    folder = parent;
  }
}

/** A folder with any of the files that a theme is made of; what cannot be read is there. */
async function isTheme(load: LoadTemplate, kind: ThemeKind, folder: string): Promise<boolean> {
  const files = await Promise.all(['theme.yaml', ...kind.templates].map((file) => load(`${kind.folder}${folder}/${file}`, 'template')));
  return files.some((text) => text !== null);
}

type Places = { readonly [K in 'theme' | 'order-form']?: readonly string[] };

interface Found {
  /** Below the templates folder; null: nowhere. */
  readonly path: string | null;
  readonly pieces: TemplatePieces | null;
  readonly sha256: string | null;
  readonly unread: string | null;
}

/** Templates by where an include leads, each read once. */
class TemplateReader {
  readonly #known = new Map<string, Promise<Found>>();

  constructor(
    private readonly load: LoadTemplate,
    private readonly places: Places,
  ) {}

  /** Where the target may lie, below the templates folder; none: the chain that it lies in is not known. */
  paths(target: IncludeTarget, from: string): readonly string[] {
    if (target.under === 'here') return [`${from.slice(0, from.lastIndexOf('/'))}/${target.file}`];
    if (target.under === 'templates') return [target.file];
    return (this.places[target.under] ?? []).map((folder) => `${folder}/${target.file}`);
  }

  first(paths: readonly string[]): Promise<Found> {
    const key = paths.join('\n');
    const known = this.#known.get(key) ?? this.read(paths);
    this.#known.set(key, known);
    return known;
  }

  private async read(paths: readonly string[]): Promise<Found> {
    for (const path of paths) {
      const text = await this.load(path, 'template');
      if (text === null) continue;
      if (typeof text !== 'string') return { path, pieces: null, sha256: null, unread: text.unread };
      // Uploads may change line ends, which changes nothing.
      const sha256 = createHash('sha256').update(text.replace(/\r\n?/g, '\n')).digest('hex');
      return { path, pieces: parseTemplate(text), sha256, unread: null };
    }
    return { path: null, pieces: null, sha256: null, unread: null };
  }
}

interface Whole {
  readonly marks: Set<TemplateMark>;
  readonly blocks: BlockInclude[];
  unseen: string | null;
}

/** Marks and blocks of a template and of everything that it includes. */
async function gather(reader: TemplateReader, start: Found, whole: Whole): Promise<void> {
  const done = new Set<string>();
  const visit = async (found: Found, depth: number): Promise<void> => {
    if (found.path === null || done.has(found.path)) return;
    done.add(found.path);
    if (found.pieces === null) {
      whole.unseen ??= found.unread;
      return;
    }
    const { marks, blocks, includes, computed } = found.pieces;
    for (const mark of marks) whole.marks.add(mark);
    for (const { target, ...said } of blocks) {
      const paths = target === null ? [] : reader.paths(target, found.path);
      const there = paths.length === 0 ? null : (await reader.first(paths)).path;
      whole.blocks.push({ ...said, file: there ?? paths[0] ?? null, there: paths.length === 0 ? null : there !== null });
    }
    if (computed !== null) whole.unseen ??= `an include with a computed name, ${computed}`;
    for (const target of includes) {
      const paths = depth >= deepest || done.size >= mostFiles ? [] : reader.paths(target, found.path);
      const there = paths.length === 0 ? null : await reader.first(paths);
      // Smarty may look in places that are not known here.
      if (there?.path == null) whole.unseen ??= `${target.file}, which is included`;
      else await visit(there, depth + 1);
    }
  };
  await visit(start, 0);
}

async function templateOf(reader: TemplateReader, kind: ThemeKind, file: string): Promise<TemplateSeen> {
  const found = await reader.first(reader.paths({ under: kind.folder === '' ? 'theme' : 'order-form', file }, ''));
  const whole: Whole = { marks: new Set(), blocks: [], unseen: null };
  await gather(reader, found, whole);
  return { file, from: themeOf(found, kind), marks: [...whole.marks].sort(), blocks: whole.blocks.slice(0, 20), unseen: whole.unseen };
}

async function blocksOf(reader: TemplateReader, templates: readonly TemplateSeen[]): Promise<readonly ProviderBlock[]> {
  const included = templates.flatMap(({ blocks }) => blocks.flatMap(({ file, there }) => (file !== null && there === true ? [file] : [])));
  return await Promise.all(
    [...new Set(included)].slice(0, mostBlocks).map(async (file) => {
      const found = await reader.first([file]);
      const whole: Whole = { marks: new Set(), blocks: [], unseen: null };
      await gather(reader, found, whole);
      const messages = found.pieces === null ? [] : found.pieces.messages;
      return { file, sha256: found.sha256, marks: [...whole.marks].sort(), messages, unseen: whole.unseen };
    }),
  );
}

function themeOf(found: Found, kind: ThemeKind): string | null {
  return found.path === null ? null : (found.path.slice(kind.folder.length).split('/')[0] ?? null);
}

async function bundleOf(load: LoadTemplate, file: string, folders: readonly string[]): Promise<ThemeChain['bundle']> {
  for (const folder of folders) {
    const text = await load(`${folder}/${file}`, 'script');
    if (typeof text === 'string') return { from: folder, ...parseThemeScript(text) };
    if (text !== null) return null;
  }
  return null;
}
