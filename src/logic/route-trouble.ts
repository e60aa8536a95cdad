/** What the answers of routes say about Friendly URLs, and which cause the configuration shows behind it. */
import type { Fact, HtaccessSeen, InstallRouting, RouteAnswer, RouteAnswers, UrlForm, WebServer } from '../model.js';

/** Too many requests, or a server that is busy: says nothing about where the address leads. */
const passing: ReadonlySet<number> = new Set([401, 429, 502, 503, 504]);

export type RouteVerdict =
  | { readonly is: 'served' }
  | { readonly is: 'broken'; readonly what: 'login' | 'admin' | 'finalize'; readonly answer: RouteAnswer }
  | { readonly is: 'hidden'; readonly answer: RouteAnswer | null };

/** The first route of this form that does not lead to WHMCS. */
export function verdictOn({ answers }: RouteAnswers, form: UrlForm): readonly RouteVerdict[] {
  const of = (route: RouteAnswer['route'], written: UrlForm = form) => answers.find((one) => one.route === route && one.form === written);
  const login = of('login');
  if (login === undefined || cannotTell(login)) return [{ is: 'hidden', answer: login ?? null }];
  // The same page is there under its Basic URL, so any other page is the wrong one.
  if (login.by !== 'login-form') return [{ is: 'broken', what: 'login', answer: login }];
  const found: RouteVerdict[] = [];
  const admin = of('admin');
  // Without the log-in form under the Basic URL the admin area is closed to strangers, and nothing can be compared.
  if (admin !== undefined && admin.by !== 'login-form' && !cannotTell(admin) && of('admin', 'basic')?.by === 'login-form')
    found.push({ is: 'broken', what: 'admin', answer: admin });
  const finalize = of('finalize');
  if (finalize !== undefined && isUnrouted(finalize, of('nothing'))) found.push({ is: 'broken', what: 'finalize', answer: finalize });
  return found.length > 0 ? found : [{ is: 'served' }];
}

function cannotTell({ by, status }: RouteAnswer): boolean {
  return by === 'nobody' || by === 'challenge' || by === 'firewall' || (status !== null && passing.has(status));
}

/** A page that bears no mark of anybody is the server's own where a name that no route has gives the same. */
function isUnrouted(answer: RouteAnswer, nothing: RouteAnswer | undefined): boolean {
  if (answer.status !== 404 && answer.status !== 403) return false;
  return answer.by === 'server' || (answer.by === 'unclear' && nothing?.by === 'unclear' && nothing.status === answer.status);
}

export interface RouteCause {
  readonly cause: string;
  /** What shows it: the fact, and what was seen where. */
  readonly shown: readonly {
    readonly fact: 'install.routing' | 'web.server';
    readonly label: string;
    readonly saw: string;
    readonly want: string;
    readonly source: string;
  }[];
}

/** Every cause that the files show for a log-in route that is not served; empty: none, and only the behaviour is known. */
export function causesInFiles(
  form: UrlForm,
  files: Fact<InstallRouting>,
  web: Fact<WebServer>,
  server: string | null,
): readonly RouteCause[] {
  const seen = web.ok ? web.value : null;
  const routing = seen?.routing;
  const own = files.ok ? files.value : null;
  if (form === 'index') return pathInfoRefused(own?.root, seen);
  const found: RouteCause[] = [];
  if (own?.shadows.includes('login') === true) found.push(shadowed(own));
  if (seen?.server === 'nginx') {
    if (routing?.rewrite === 'files') found.push(nginxMissing(seen, form));
    return found;
  }
  if (routing?.rewrite === 'script' || routing?.rewrite === 'elsewhere') return found;
  if (seen?.routing?.rewriteModule === false) found.push(moduleMissing(seen));
  if (seen?.routing?.htaccess === false) found.push(overrideNone(seen, seen.routing.overrideFrom));
  // Only a server that reads such files misses one. LiteSpeed reads Apache's.
  if (own !== null && (routing !== undefined || (server !== null && /apache|litespeed/i.test(server))))
    found.push(...htaccessCauses(own.root));
  return found;
}

function htaccessCauses(root: HtaccessSeen): readonly RouteCause[] {
  const shown = (label: string, saw: string, want: string) => [{ fact: 'install.routing', label, saw, want, source: root.path } as const];
  if (root.state === 'missing')
    return [{ cause: 'htaccess-missing', shown: shown('.htaccess of the install', 'missing', "WHMCS's rules") }];
  if (root.state === 'denied' || (root.leads && root.engine === 'on')) return [];
  return [{ cause: 'htaccess-rules-missing', shown: shown('.htaccess of the install', whatFails(root), 'rules that lead to index.php') }];
}

function whatFails({ managed, engine, leads }: HtaccessSeen): string {
  if (!managed) return 'no block of WHMCS’s rules';
  if (engine === 'off') return 'RewriteEngine off';
  return leads ? 'no RewriteEngine on' : 'its rules are not there';
}

function shadowed({ root, shadows }: InstallRouting): RouteCause {
  const folder = root.path.replace(/\.htaccess$/, '');
  return {
    cause: 'route-shadowed',
    shown: [{ fact: 'install.routing', label: 'Stands in the place of a route', saw: shadows.join(', '), want: 'none', source: folder }],
  };
}

function moduleMissing({ file }: WebServer): RouteCause {
  return {
    cause: 'rewrite-module-missing',
    shown: [{ fact: 'web.server', label: 'Apache’s module rewrite', saw: 'not loaded', want: 'loaded', source: file }],
  };
}

function overrideNone({ file }: WebServer, from: string | null): RouteCause {
  const source = from ?? file;
  const saw = from === null ? 'not set, so None' : 'without FileInfo';
  return {
    cause: 'allow-override-none',
    shown: [{ fact: 'web.server', label: 'AllowOverride for the install', saw, want: 'All, or FileInfo among others', source }],
  };
}

function nginxMissing({ file }: WebServer, form: UrlForm): RouteCause {
  const [label, want, cause] =
    form === 'index'
      ? ['Where nginx leads /index.php/login', 'to PHP', 'path-info-refused']
      : ['Where nginx leads /login', 'to index.php', 'nginx-rewrite-missing'];
  return { cause, shown: [{ fact: 'web.server', label, saw: 'to a file of that name only', want, source: file }] };
}

function pathInfoRefused(root: HtaccessSeen | undefined, web: WebServer | null): readonly RouteCause[] {
  if (root?.acceptPathInfo === false) {
    const shown = { fact: 'install.routing', label: 'AcceptPathInfo', saw: 'Off', want: 'On, or no such line', source: root.path } as const;
    return [{ cause: 'path-info-refused', shown: [shown] }];
  }
  if (web?.routing?.index !== 'files') return [];
  if (web.server === 'nginx') return [nginxMissing(web, 'index')];
  const shown = { fact: 'web.server', label: 'AcceptPathInfo', saw: 'Off', want: 'On, or no such line', source: web.file } as const;
  return [{ cause: 'path-info-refused', shown: [shown] }];
}

/** The rules of nginx miss the route on which sign-in ends, while others work: it lists routes one by one. */
export function signInRuleMissing(web: Fact<WebServer>): boolean {
  return web.ok && web.value.server === 'nginx' && web.value.routing?.signIn === 'files';
}
