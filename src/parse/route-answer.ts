/** Who wrote an answer: WHMCS, the web server, a firewall. What bears no mark of any of them stays unclear. */
import type { AnsweredBy, CookieSeen } from '../model.js';
import { isChallenge } from './challenge.js';
import { parseLoginPage } from './login-page.js';
import { refusalOf, testOf } from './refusal-page.js';

export interface Answered {
  readonly by: AnsweredBy;
  /** What tells it: one line. */
  readonly sign: string;
}

/** The error pages that web servers and PHP-FPM write themselves. */
const ownPages: readonly (readonly [name: string, page: RegExp])[] = [
  ['nginx', /<center>\s{0,20}(?:nginx|openresty|tengine|angie)\b/i],
  [
    'Apache',
    /was not found on this server|You don't have permission to access|<address>Apache\b|<title>\s{0,20}\d{3} [\w ]{3,40}<\/title>\s{0,20}<\/head><body>\s{0,20}<h1>/i,
  ],
  [
    'LiteSpeed',
    /LiteSpeed Web Server|The resource requested could not be found on this server|Access to this resource on the server is denied/i,
  ],
  ['IIS', /File or directory not found|<title>IIS [\d.]{1,8} Detailed Error/i],
  ['PHP-FPM', /^\s{0,9}(?:File not found\.|Access denied\.|No input file specified\.)\s{0,9}$/],
];
const listing = /<title>\s{0,20}Index of \//i;
const longestStart = 8192;

/** The name of the web server whose own page this is; null: none that is known. */
export function serverPage(status: number, headers: Readonly<Record<string, string>>, body: string): string | null {
  const start = body.slice(0, longestStart);
  if (listing.test(start)) return 'a list of a folder';
  if (status < 400) return null;
  const known = ownPages.find(([, page]) => page.test(start))?.[0];
  if (known !== undefined) return `the error page of ${known}`;
  // Caddy and some others send the status alone, which PHP does only where a script says so.
  const server = /^[\w.-]{1,40}/.exec(headers['server'] ?? '')?.[0];
  return status === 404 && start.trim() === '' && server !== undefined && !/php/i.test(server) ? `an empty answer of ${server}` : null;
}

export async function answeredBy(
  answer: { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string>> },
  end: URL,
  cookies: readonly CookieSeen[],
): Promise<Answered> {
  const { status, body, headers } = answer;
  const pieces = await parseLoginPage(body, end);
  if (pieces.form !== null) return { by: 'login-form', sign: 'a log-in form' };
  if (isChallenge(status, headers, body)) return { by: 'challenge', sign: 'a challenge of the proxy in front' };
  const test = testOf(status, headers, body);
  if (test !== null) return { by: 'challenge', sign: `${test.product}: ${test.mark}` };
  const refusal = refusalOf(status, headers, body);
  if (refusal !== null) return { by: 'firewall', sign: `${refusal.product}: ${refusal.mark}` };
  if (pieces.whmcs || pieces.notice !== null) return { by: 'whmcs', sign: 'another page of WHMCS' };
  const own = serverPage(status, headers, body);
  if (own !== null) return { by: 'server', sign: own };
  // A web server sets no session cookie on what it answers itself.
  const cookie = cookies.find(({ name }) => /^WHMCS[A-Za-z0-9]{6,}$/.test(name));
  if (cookie !== undefined) return { by: 'whmcs', sign: `the cookie ${cookie.name}` };
  if (headers['expires']?.includes('19 Nov 1981') === true) return { by: 'whmcs', sign: 'a session of PHP' };
  return { by: 'unclear', sign: `an answer with status ${status} that bears no mark of WHMCS` };
}
