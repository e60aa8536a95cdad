/**
 * Where nginx leads a path, by its own rules: the location is chosen as nginx chooses it, then try_files, rewrite, return and the passes in
 * it are followed. https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
import type { RouteEnd, WebRouting } from '../model.js';
import type { NginxDirective } from './nginx.js';

type Block = readonly NginxDirective[];

/** Rounds of rewriting; nginx itself ends at ten. */
const mostRounds = 10;
const longestPattern = 1000;
const longestPath = 300;
/** Repetitions in a pattern: the time grows with the path's length to this power. */
const mostRepeats = 4;

/** `own` is the server's block, `prefix` the install's folder below the web root: '' or '/billing'. */
export function nginxRouting(own: Block, prefix: string): WebRouting {
  return {
    htaccess: false,
    overrideFrom: null,
    rewriteModule: true,
    rewrite: nginxEnd(own, prefix, '/login'),
    index: nginxPathInfo(own, `${prefix}/index.php/login`),
    signIn: nginxEnd(own, prefix, '/auth/provider/google_signin/finalize'),
  };
}

/** `script` where the route comes to a script below the install's folder. */
export function nginxEnd(own: Block, prefix: string, route: string): RouteEnd {
  let at = prefix + route;
  if (at.length > longestPath) return 'unclear';
  for (let round = 0; round < mostRounds; round++) {
    const moved = rewritten(own, at);
    if (typeof moved === 'object') return moved.end;
    const next = inLocation(locationOf(own, moved), moved);
    if (typeof next === 'object') return next.end === 'script' && !moved.startsWith(`${prefix}/`) ? 'files' : next.end;
    at = next;
  }
  return 'unclear';
}

/** PHP must get /index.php/login itself: what is rewritten has lost the script's name and the route behind it. */
function nginxPathInfo(own: Block, path: string): RouteEnd {
  if (path.length > longestPath) return 'unclear';
  const here = locationOf(own, path).at(-1) ?? [];
  if (here.some((one) => one.name === 'fastcgi_pass')) return 'script';
  return here.some((one) => one.name === 'proxy_pass') ? 'elsewhere' : 'files';
}

interface End {
  readonly end: RouteEnd;
}

/** From the server's block to the location that takes the path. */
function locationOf(own: Block, path: string): readonly Block[] {
  const chosen = chooseLocation(own, path);
  return chosen === null ? [own] : [own, ...locationOf(chosen.block ?? [], path)];
}

function chooseLocation(block: Block, path: string): NginxDirective | null {
  const locations = block.filter((one) => one.name === 'location' && one.block !== null).map(readLocation);
  const exact = locations.find(({ kind, text }) => kind === '=' && text === path);
  if (exact) return exact.directive;
  const prefixes = locations.filter(({ kind, text }) => (kind === '' || kind === '^~') && path.startsWith(text));
  const longest = prefixes.sort((a, b) => b.text.length - a.text.length)[0];
  if (longest?.kind === '^~') return longest.directive;
  const expression = locations.find(({ kind, text }) => (kind === '~' || kind === '~*') && fits(text, path, kind === '~*'));
  return (expression ?? longest)?.directive ?? null;
}

function readLocation(directive: NginxDirective): { readonly kind: string; readonly text: string; readonly directive: NginxDirective } {
  const [first = '', second] = directive.args;
  if (second !== undefined && /^(?:=|~|~\*|\^~)$/.test(first)) return { kind: first, text: second, directive };
  // nginx takes the sign also where it is joined to its text.
  const joined = /^(=|\^~|~\*|~)(?=.)(.*)$/s.exec(first);
  if (joined) return { kind: joined[1] ?? '', text: joined[2] ?? '', directive };
  return { kind: first.startsWith('@') ? '@' : '', text: first, directive };
}

/** Patterns come from the machine: one that could take for ever is not tried. */
function fits(pattern: string, text: string, anyCase: boolean): boolean {
  return expressionOf(pattern, anyCase)?.test(text) === true;
}

function expressionOf(pattern: string, anyCase: boolean): RegExp | null {
  if (pattern.length > longestPattern || /\)[*+{]/.test(pattern) || (pattern.match(/[*+}]/g)?.length ?? 0) > mostRepeats) return null;
  try {
    return new RegExp(pattern.replace(/\(\?<(\w+)>/g, '(').replace(/^\(\?i\)/, ''), anyCase || pattern.startsWith('(?i)') ? 'i' : '');
  } catch {
    return null;
  }
}

/** The server's own rewrite lines, and its `if (!-e $request_filename)`, before any location. */
function rewritten(block: Block, path: string): string | End {
  for (const one of block) {
    if (one.name === 'return') return { end: 'elsewhere' };
    if (one.name === 'rewrite') {
      const to = rewriteTo(one, path);
      if (to === null) continue;
      return to.elsewhere ? { end: 'elsewhere' } : to.path;
    }
    if (one.name === 'if' && one.block !== null && asksForMissingFile(one) && !/\.php$/.test(path)) {
      const inner = rewritten(one.block, path);
      if (inner !== path) return inner;
    }
  }
  return path;
}

function asksForMissingFile(condition: NginxDirective): boolean {
  return /^\(?!-[ef]/.test(condition.args.join(' ')) && /\$(?:request_filename|document_root)/.test(condition.args.join(' '));
}

function rewriteTo(directive: NginxDirective, path: string): { readonly path: string; readonly elsewhere: boolean } | null {
  const [pattern = '', target = '', flag] = directive.args;
  const match = expressionOf(pattern, false)?.exec(path);
  if (!match) return null;
  const elsewhere = /^(?:https?:|\$scheme)/.test(target) || flag === 'redirect' || flag === 'permanent';
  const filled = target.slice(0, longestPattern).replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
  const query = filled.indexOf('?');
  return { path: query === -1 ? filled : filled.slice(0, query), elsewhere };
}

function inLocation(context: readonly Block[], path: string): string | End {
  const here = context.at(-1) ?? [];
  const has = (name: string) => here.some((one) => one.name === name);
  if (has('fastcgi_pass') || has('uwsgi_pass')) return { end: 'script' };
  if (has('proxy_pass') || (has('return') && context.length > 1)) return { end: 'elsewhere' };
  // A file of PHP that no location runs is sent as it is, or not at all.
  if (/\.php$/.test(path)) return { end: /\/index\.php$/.test(path) ? 'unclear' : 'files' };
  const moved = context.length > 1 ? rewritten(here, path) : path;
  if (moved !== path) return moved;
  const tried = inherited(context, 'try_files')?.args ?? [];
  const last = tried.at(-1) ?? '';
  if (tried.length > 0) {
    if (last.startsWith('=')) return { end: 'files' };
    if (last.startsWith('@')) return named(context[0] ?? [], last, path);
    return lastTried(last, path);
  }
  const missing = inherited(context, 'error_page');
  if (missing?.args.includes('404') === true && /index\.php(?:$|\?)/.test(missing.args.at(-1) ?? '')) return { end: 'script' };
  return { end: 'files' };
}

/** try_files is not inherited by a location that has some of its own kind; a location without any serves files. */
function inherited(context: readonly Block[], name: string): NginxDirective | undefined {
  return [...context].reverse().flatMap((block) => block.filter((one) => one.name === name))[0];
}

function lastTried(last: string, path: string): string | End {
  const to = last.replace(/(?:\?|\$is_args|\$args).*$/s, '').replace('$uri', path);
  if (to === path || to.includes('$')) return { end: 'unclear' };
  return to;
}

function named(own: Block, name: string, path: string): string | End {
  const location = own.find((one) => one.name === 'location' && one.args[0] === name);
  if (location?.block === undefined || location.block === null) return { end: 'files' };
  const passes = location.block.some((one) => /^(?:fastcgi|uwsgi)_pass$/.test(one.name));
  if (passes) return { end: 'script' };
  if (location.block.some((one) => /^(?:proxy_pass|return)$/.test(one.name))) return { end: 'elsewhere' };
  return rewritten(location.block, path);
}
