/** Where Apache sends PHP: SetHandler, AddHandler, ProxyPassMatch and the PHP module, in the words of each panel. */
import type { ApacheDirective } from './apache.js';

export type ApacheHandler =
  | { readonly is: 'fpm'; readonly listen: string }
  | { readonly is: 'mod_php' }
  | { readonly is: 'cgi'; readonly name: string }
  | { readonly is: 'lsapi'; readonly name: string };

export interface PhpHandlers {
  /** By SetHandler and ProxyPassMatch, the deciding one first. */
  readonly set: readonly ApacheHandler[];
  /** By AddHandler and AddType: a handler that is set anywhere wins over these. */
  readonly bySuffix: readonly ApacheHandler[];
}

/** What decides, of levels from the innermost (.htaccess) to the main server. */
export function decidingHandlers(levels: readonly PhpHandlers[]): readonly ApacheHandler[] {
  const set = levels.find((level) => level.set.length > 0)?.set;
  return set ?? levels.find((level) => level.bySuffix.length > 0)?.bySuffix ?? [];
}

/** Handlers of PHP among these directives; of several, later lines win. */
export function phpHandlers(directives: readonly ApacheDirective[], modules: ReadonlySet<string>): PhpHandlers {
  const set: ApacheHandler[] = [];
  const bySuffix: ApacheHandler[] = [];
  const passed: ApacheHandler[] = [];
  const visit = (list: readonly ApacheDirective[], inPhpFiles: boolean): void => {
    for (const one of list) {
      const [first = '', second = ''] = one.args;
      if (one.block) {
        if (/^(?:files|filesmatch|if|locationmatch|location|proxy|else|elseif|limit|limitexcept)$/.test(one.name))
          visit(one.block, inPhpFiles || namesPhp(one));
      } else if (one.name === 'sethandler') {
        const handler = handlerOf(first, modules);
        if (handler && (inPhpFiles || handler.is === 'fpm')) set.unshift(handler);
      } else if ((one.name === 'addhandler' || one.name === 'addtype') && one.args.slice(1).some((suffix) => /^\.?php\d?$/i.test(suffix))) {
        const handler = handlerOf(first, modules);
        if (handler) bySuffix.unshift(handler);
      } else if (one.name === 'proxypassmatch' && /php/.test(first)) {
        const handler = proxyHandler(second);
        if (handler) passed.push(handler); // of several, the first that matches
      }
    }
  };
  visit(directives, false);
  return { set: distinct([...passed, ...set]), bySuffix: distinct(bySuffix) };
}

function namesPhp(section: ApacheDirective): boolean {
  return /php|ph\(|\\\.ph/i.test(section.args.join(' '));
}

function handlerOf(name: string, modules: ReadonlySet<string>): ApacheHandler | null {
  const proxy = /^proxy:(.+)$/i.exec(name)?.[1];
  if (proxy !== undefined) return proxyHandler(proxy);
  if (/lsphp|lsapi/i.test(name)) return { is: 'lsapi', name };
  // CloudLinux's mod_lsapi takes the usual names of handlers over.
  if (modules.has('lsapi') && /^application\/x-httpd-/.test(name)) return { is: 'lsapi', name };
  if (/^(?:application\/x-httpd-php\d?|php\d?-script|x-httpd-php)$/i.test(name)) {
    return modules.has('php') || modules.has('php7') || modules.has('php5') ? { is: 'mod_php' } : null;
  }
  if (/^(?:application\/x-httpd-(?:ea|alt)-php\d+\w*|fcgid-script|php\d*-(?:fastcgi|cgi)|cgi-script)$/i.test(name))
    return { is: 'cgi', name };
  return null;
}

/** `unix:/run/x.sock|fcgi://localhost/`, `fcgi://127.0.0.1:9000/var/www/$1`. */
function proxyHandler(target: string): ApacheHandler | null {
  const socket = /^unix:([^|]+)(?:\|.*)?$/i.exec(target)?.[1];
  if (socket !== undefined) return { is: 'fpm', listen: socket };
  const tcp = /^fcgi:\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?/i.exec(target);
  return tcp?.[1] === undefined ? null : { is: 'fpm', listen: `${tcp[1]}:${tcp[2] ?? '8000'}` };
}

export function handlerText(handler: ApacheHandler): string {
  switch (handler.is) {
    case 'fpm':
      return handler.listen;
    case 'mod_php':
      return 'mod_php';
    case 'cgi':
    case 'lsapi':
      return handler.name;
  }
}

function distinct(handlers: readonly ApacheHandler[]): readonly ApacheHandler[] {
  const seen = new Map(handlers.map((handler) => [handlerText(handler), handler]));
  return [...new Set(handlers.map(handlerText))].flatMap((text) => seen.get(text) ?? []);
}
