/** Apache's configuration (and .htaccess) as a tree, with includes in their places. https://httpd.apache.org/docs/2.4/configuring.html */
import { globMatches, isGlob, normalPath, type LoadConfig } from './config-source.js';

export interface ApacheDirective {
  /** Lower case: names are not case-sensitive. */
  readonly name: string;
  readonly args: readonly string[];
  /** null: a line; else what stands between <Name …> and </Name>. */
  readonly block: readonly ApacheDirective[] | null;
  readonly file: string;
  readonly line: number;
  /** Stands under a condition that cannot be judged from here and is taken to hold, as <IfFile>. In a virtual host: one of its own. */
  readonly uncertain?: true;
}

export interface ApacheTree {
  readonly directives: readonly ApacheDirective[];
  /** Lines that were left out for a condition that cannot be judged from here and is taken not to hold, as <IfFile !…>. */
  readonly unlikely: readonly ApacheDirective[];
  readonly unread: readonly string[];
  readonly serverRoot: string;
  /** Modules that LoadModule lines name, without `_module`. */
  readonly modules: ReadonlySet<string>;
}

interface Frame {
  readonly name: string;
  readonly found: ApacheDirective[];
  readonly line: number;
  /** A condition that does not hold: what stands in it is dropped. */
  readonly dropped: boolean;
  /** One that cannot be judged from here. */
  readonly uncertain: boolean;
}

const maxDepth = 30;
const maxDirectives = 100_000;
/** Sections within sections. */
const maxSections = 50;
const longestWord = 8192;

/** Compiled in on every distribution, so that no LoadModule line names them. */
const builtIn = /^(?:core|so|http|log_config|logio|version|unixd|watchdog|mpm_\w+|event|prefork|worker)$/;

/**
 * `serverRoot` is the compiled-in one; a ServerRoot line replaces it. `variables` holds what the environment defines (Debian's envvars).
 */
export async function parseApache(
  file: string,
  text: string,
  given: { readonly serverRoot: string; readonly variables: ReadonlyMap<string, string>; readonly defines: ReadonlySet<string> },
  load: LoadConfig,
): Promise<ApacheTree> {
  const unread: string[] = [];
  const unlikely: ApacheDirective[] = [];
  const variables = new Map(given.variables);
  const defines = new Set(given.defines);
  const modules = new Set<string>();
  let serverRoot = given.serverRoot;
  let count = 0;

  const read = async (path: string, content: string, depth: number, uncertain: boolean): Promise<ApacheDirective[]> => {
    const top: Frame = { name: '', found: [], line: 0, dropped: false, uncertain };
    const frames: Frame[] = [top];
    let over = 0; // sections open beyond the deepest that is followed
    for (const { words, line, open, close } of apacheLines(content)) {
      const frame = frames.at(-1) ?? top;
      const args = words.slice(1).map((word) => expanded(word, variables));
      const name = (words[0] ?? '').toLowerCase();
      if (close && over > 0) over -= 1;
      else if (close) {
        if (frames.length > 1 && frame.name === name) frames.pop();
        else unread.push(`${path}:${line}`);
      } else if (open && frames.length > maxSections) {
        if (over++ === 0) unread.push(`${path}:${line}`);
      } else if (over > 0) continue;
      else if (open) {
        const condition = conditionHolds(name, args, { modules, defines });
        const found = condition === null ? [] : frame.found;
        // What stands under a condition that holds is as if it stood outside of it.
        if (condition === null && !frame.dropped) frame.found.push(directive(frame, { name, args, block: found, file: path, line }));
        frames.push({ name, found, line, ...standing(frame, name, condition) });
      } else if (frame.dropped) {
        if (frame.uncertain && ++count <= maxDirectives) unlikely.push({ name, args, block: null, file: path, line });
      } else if (++count <= maxDirectives) {
        if (name === 'define' && args[0] !== undefined) {
          defines.add(args[0]);
          if (args[1] !== undefined) variables.set(args[0], args[1]);
        } else if (name === 'undefine' && args[0] !== undefined) defines.delete(args[0]);
        else if (name === 'serverroot' && args[0] !== undefined) serverRoot = normalPath(args[0]);
        else if (name === 'loadmodule' && args[0] !== undefined) modules.add(args[0].replace(/_module$/, ''));
        if ((name === 'include' || name === 'includeoptional') && args[0] !== undefined) {
          if (depth >= maxDepth) continue;
          for (const other of await load(normalPath(args[0], serverRoot)))
            frame.found.push(...(await read(other.path, other.text, depth + 1, frame.uncertain)));
        } else frame.found.push(directive(frame, { name, args, block: null, file: path, line }));
      }
    }
    for (const open of frames.slice(1)) unread.push(`${path}:${open.line}`);
    return top.found;
  };
  const directives = await read(file, text, 0, false);
  return { directives, unlikely, unread, serverRoot, modules };
}

function directive(frame: Frame, one: ApacheDirective): ApacheDirective {
  return frame.uncertain ? { ...one, uncertain: true } : one;
}

/** What becomes of the lines in a section. A virtual host that may not be there is judged as the one that serves the site, if it is. */
function standing(outer: Frame, name: string, condition: Condition): Pick<Frame, 'dropped' | 'uncertain'> {
  const dropped = outer.dropped || condition === false || condition === 'unlikely';
  const surelyDropped = (outer.dropped && !outer.uncertain) || condition === false;
  if (surelyDropped || (name === 'virtualhost' && !dropped)) return { dropped, uncertain: false };
  return { dropped, uncertain: outer.uncertain || condition === 'likely' || condition === 'unlikely' };
}

/** Variables of variables double at every line: what grows beyond any path or pattern stays as it is written. */
function expanded(word: string, variables: ReadonlyMap<string, string>): string {
  if (word.length > longestWord || !word.includes('${')) return word;
  let length = 0;
  const out = word.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = variables.get(name) ?? whole;
    length += value.length;
    return length > longestWord ? whole : value;
  });
  return out.length > longestWord ? word : out;
}

/** null: no condition but a section of its own; likely and unlikely: it cannot be judged from here. */
type Condition = boolean | 'likely' | 'unlikely' | null;

function conditionHolds(
  name: string,
  args: readonly string[],
  known: { readonly modules: ReadonlySet<string>; readonly defines: ReadonlySet<string> },
): Condition {
  const asked = args[0] ?? '';
  const negated = asked.startsWith('!');
  const what = negated ? asked.slice(1) : asked;
  if (name === 'ifdefine') return known.defines.has(what) !== negated;
  if (name === 'ifversion') return versionHolds(args);
  // Whether the file is there, or the directive is known, is not known here.
  if (name === 'iffile' || name === 'ifdirective' || name === 'ifsection') return negated ? 'unlikely' : 'likely';
  if (name !== 'ifmodule') return null;
  // By identifier (php_module) or by source file (mod_php.c, which is php7_module's mod_php7.c no more).
  const module = what
    .replace(/^mod_/, '')
    .replace(/\.c$/, '')
    .replace(/_module$/, '');
  return (known.modules.has(module) || builtIn.test(module)) !== negated;
}

/**
 * Which 2.4 it is, is not known; nothing newer is out, and what ran before it is too old for today's PHP.
 * https://httpd.apache.org/docs/2.4/mod/mod_version.html
 */
function versionHolds(args: readonly string[]): Condition {
  const [, negated = '', operator = '', attached = ''] = /^(!?)([<>=~]{0,2})(.*)$/.exec(args[0] ?? '') ?? [];
  const asked = /^(\d{1,3})(?:\.(\d{1,3})(?:\.(\d{1,3}))?)?$/.exec(attached || (args[1] ?? ''));
  const [major, minor, patch] = [1, 2, 3].map((part) => Number(asked?.[part] ?? 0)) as [number, number, number];
  const newer = (major - 2) * 1000 + (minor - 4);
  const decided = asked !== null && (newer !== 0 || (patch === 0 && (operator === '>=' || operator === '<')));
  if (!decided || !/^[<>]=?$/.test(operator)) return negated ? 'unlikely' : 'likely';
  const holds = operator.startsWith('>') ? newer <= 0 : newer > 0;
  return holds === (negated === '');
}

interface Line {
  readonly words: readonly string[];
  readonly line: number;
  readonly open: boolean;
  readonly close: boolean;
}

function apacheLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  const physical = text.split('\n');
  for (let i = 0; i < physical.length; i++) {
    const line = i + 1;
    const parts = [(physical[i] ?? '').replace(/\r$/, '')];
    while ((parts.at(-1) ?? '').endsWith('\\') && i + 1 < physical.length) {
      parts.push((parts.pop() ?? '').slice(0, -1), (physical[++i] ?? '').replace(/\r$/, ''));
    }
    const trimmed = parts.join('').trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const close = trimmed.startsWith('</');
    const open = !close && trimmed.startsWith('<');
    const inner = close ? trimmed.slice(2) : open ? trimmed.slice(1) : trimmed;
    lines.push({ words: words(open || close ? inner.replace(/>\s*$/, '') : inner), line, open, close });
  }
  return lines;
}

/** Words, with quotes taken off; a backslash stands before a quote only. */
function words(text: string): readonly string[] {
  const found: string[] = [];
  let i = 0;
  while (i < text.length) {
    const char = text.charAt(i);
    if (char === ' ' || char === '\t') {
      i++;
      continue;
    }
    const quote = char === '"' || char === "'" ? char : null;
    const out: string[] = [];
    if (quote) i++;
    for (; i < text.length; i++) {
      const at = text.charAt(i);
      if (at === '\\' && quote !== null && text[i + 1] === quote) out.push(text.charAt(++i));
      else if (quote === null ? at === ' ' || at === '\t' : at === quote) break;
      else out.push(at);
    }
    i++;
    found.push(out.join(''));
  }
  return found;
}

/** A .htaccess file: the same syntax, without files of its own. */
export async function parseHtaccess(file: string, text: string, modules: ReadonlySet<string>): Promise<readonly ApacheDirective[]> {
  const loads = [...modules].map((module) => `LoadModule ${module}_module x\n`).join('');
  const tree = await parseApache(file, loads + text, { serverRoot: '/', variables: new Map(), defines: new Set() }, () =>
    Promise.resolve([]),
  );
  const shift = modules.size;
  const moved = (one: ApacheDirective): ApacheDirective => ({ ...one, line: one.line - shift, block: one.block?.map(moved) ?? null });
  return tree.directives.filter((one) => one.line > shift).map(moved);
}

/** Whether a section's argument (a path, a shell pattern or, after ~, an expression) covers the folder. */
export function coversFolder(pattern: string, folder: string): boolean {
  if (!isGlob(pattern)) return folder === normalPath(pattern) || `${folder}/`.startsWith(`${normalPath(pattern).replace(/\/$/, '')}/`);
  const parts = normalPath(pattern).split('/');
  const own = folder.split('/');
  return own.length >= parts.length && parts.every((part, i) => part === own[i] || (isGlob(part) && globMatches(part, own[i] ?? '')));
}
