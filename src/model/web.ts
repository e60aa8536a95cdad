/** Facts seen as a visitor, of the proxy in front, the clock, the license servers and the sign-in providers. */
import type { CaptchaSeen, Refusal } from './admin-area.js';
import type { CertificateSeen, NetFailure, Personal } from './host.js';
import type { WebCurl } from './php.js';
import type { PageLint } from './theme.js';
import type { SiteError } from './software.js';

export interface CookieSeen {
  readonly name: string;
  /** Equal letters are equal values within one fact; the value itself is a secret. */
  readonly value: string;
  readonly domain: string | null;
  readonly path: string | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: string | null;
  /** Seconds from now until it expires; null: ends with the browser. */
  readonly lifetimeSeconds: number | null;
  /** Why a browser refuses it; null: it keeps it. */
  readonly refused: string | null;
}

export interface Hop {
  readonly url: string;
  readonly status: number;
  readonly location: string | null;
  readonly address: string | null;
  readonly cookies: readonly CookieSeen[];
}

/** A walk along the redirects of one address, with a cookie jar, at most ten hops. */
export interface Walk {
  readonly from: string;
  readonly why: 'system-url' | 'scheme-twin' | 'www-twin' | 'used-url';
  readonly hops: readonly Hop[];
  readonly outcome: 'answered' | 'loop' | 'too-many-redirects' | 'failed' | 'redirect-to-private-address' | 'redirect-unusable';
  /** Final address when answered; the address that failed otherwise. */
  readonly end: string;
  readonly status: number | null;
  readonly failure: NetFailure | null;
  /** Whether the end looks like this WHMCS (its cookie or page marks), not merely some page. */
  readonly whmcs: boolean;
}

export interface Site {
  /** The address that was looked at: System URL, --url or the target. */
  readonly url: string;
  readonly walks: readonly Walk[];
  readonly certificate: CertificateSeen | null;
}

export interface LoginPage {
  readonly url: string;
  readonly status: number;
  /** How it was found. */
  readonly foundBy: 'route' | 'link' | 'form';
  readonly form: { readonly action: string; readonly hasToken: boolean } | null;
  /** System URL as the page itself prints it; null: not printed. */
  readonly printedSystemUrl: string | null;
  readonly routeMode: 'basic' | 'index' | 'rewrite' | null;
  readonly theme: string | null;
  readonly cookies: readonly CookieSeen[];
  /** Name of the session cookie (WHMCS + instance id). */
  readonly sessionCookie: string | null;
  /** Selected response headers, lower case: server, cf-ray, cf-cache-status, cf-mitigated, age, cache-control, expires, via, x-cache, … */
  readonly headers: Readonly<Record<string, string>>;
  /** A challenge page stands in front (cf-mitigated, "Just a moment"): pages cannot be seen by programs. */
  readonly challenge: boolean;
  /** Document written by PHP's session start carry Expires 1981; its absence with a Set-Cookie means that the session did not start. */
  readonly sessionHeaders: boolean;
  readonly google: { readonly clientId: string; readonly library: 'gis' | 'gapi' } | null;
  readonly providers: readonly ('google' | 'facebook' | 'twitter')[];
  /** Wording of a license or maintenance page that stands in its place. */
  readonly notice: 'license-invalid' | 'no-connection' | 'maintenance' | 'install-folder' | null;
  /** Its scripts, its provider block and the policies that bind them; bundles of earlier versions have none. */
  readonly lint?: PageLint;
  /** What PHP or WHMCS says in place of the page about its own versions; missing: nothing. */
  readonly siteError?: SiteError;
  /** Messages of PHP that the page shows to everybody; missing: not looked for. */
  readonly printedErrors?: readonly PrintedError[];
  /** Site of a WHMCS on another host, to which the site's pages link where no log-in page was found; missing: none is linked. */
  readonly elsewhere?: string;
  /** Whether it links to the page for a forgotten password; missing: not looked for. */
  readonly resetLink?: boolean;
  /** The captcha that the log-in form asks for; null: none. */
  readonly captcha?: CaptchaSeen | null;
  /** The firewall whose page stands in its place; null: none that is known. */
  readonly refusal?: Refusal | null;
}

/** A message that PHP printed into a page, as display_errors does. */
export interface PrintedError {
  /** Warning, Notice, Deprecated, Fatal error, … */
  readonly kind: string;
  /** Printable, without names of session files. */
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

/** The login page fetched again and again with one cookie jar. */
export interface SessionPersistence {
  readonly url: string;
  readonly cookieName: string | null;
  readonly rounds: readonly {
    readonly status: number;
    /** The cookie was sent along. */
    readonly sent: boolean;
    /** Letter of the session id in force after this answer; a new Set-Cookie with the same id keeps the letter. */
    readonly id: string | null;
    /** Letter of the CSRF token on the page. */
    readonly token: string | null;
    readonly cached: boolean;
  }[];
  /** Two fetches without cookies gave the same token: the page comes from a cache. */
  readonly sameTokenForStrangers: boolean;
  /** How many cookies of the session’s name a browser sends by now, each of a path or domain of its own; missing: not counted. */
  readonly copies?: number;
}

export interface PublishedRanges {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly source: 'published' | 'embedded';
  /** YYYY-MM-DD on which the embedded copy was compared. */
  readonly verifiedAt: string;
}

export interface SiteDns {
  readonly name: string;
  /** As this machine resolves it, hosts file included. */
  readonly local: readonly string[];
  /** As visitors' resolvers see it; null: none answered. */
  readonly visitors: readonly string[] | null;
  readonly resolver: string | null;
}

export interface ProxyFront {
  readonly state: 'proxied' | 'mixed' | 'direct' | 'undetermined';
  /** cloudflare, sucuri, imperva, fastly, cloudfront, akamai, bunny, ddos-guard, generic, or null. */
  readonly product: string | null;
  readonly dns: 'all' | 'some' | 'none' | 'not-seen';
  /** Response headers that show it, "cf-ray: …". */
  readonly headers: readonly string[];
  /** /cdn-cgi/trace answered as Cloudflare's does. */
  readonly trace: boolean;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** The address from which this machine appears on the internet. */
export interface PublicAddress {
  readonly address: string;
  readonly source: string;
}

/** True time minus the clock of the machine that serves the site, ms; above 0: that is behind. */
export interface ClockOffset {
  readonly sources: readonly (
    | { readonly name: string; readonly kind: 'ntp' | 'https'; readonly lowMs: number; readonly highMs: number; readonly agreed: boolean }
    | { readonly name: string; readonly kind: 'ntp' | 'https'; readonly failed: string }
  )[];
  /** Where most sources agree; null: no usable measurement. */
  readonly interval: { readonly lowMs: number; readonly highMs: number } | null;
  readonly agreeing: number;
  /** The site's server, seen from elsewhere by the Date of its answers; missing: this machine's clock. */
  readonly whose?: 'server';
}

export interface ClockKernel {
  /** The kernel's own state; null: cannot be seen. */
  readonly synchronised: boolean | null;
  readonly source: string;
  /** In a container the clock belongs to the host. */
  readonly container: boolean;
}

/** One address of one license or control server, in stages; blame is the first stage that failed. */
export interface Reach {
  readonly family: 4 | 6;
  readonly address: string | null;
  readonly reached: boolean;
  readonly failure: NetFailure | null;
  readonly httpStatus: number | null;
  readonly certificate: CertificateSeen | null;
  /** The certificate verifies for another name or issuer than expected: somebody intercepts. */
  readonly durationMs: number;
}

export interface ServerReach {
  readonly url: string;
  readonly host: string;
  /** Per family: null: no address of that family. */
  readonly ipv4: Reach | null;
  readonly ipv6: Reach | null;
  readonly lookup: { readonly ipv4: string | null; readonly ipv6: string | null };
  /** Line of the hosts file that overrides the name; null: none. */
  readonly hostsFile: string | null;
}

export interface LicenseServers {
  readonly servers: readonly ServerReach[];
  readonly controls: readonly ServerReach[];
  /** http_proxy and its kin in this environment, names only. */
  readonly proxyVariables: readonly string[];
}

export interface LicenseFromPhp {
  readonly servers: readonly WebCurl[];
  readonly controls: readonly WebCurl[];
  readonly extension: boolean;
  readonly disabled: readonly string[];
  /** https_proxy and its kin in PHP's environment that curl obeys for these servers, names only; absent: not looked at. */
  readonly proxyVariables?: readonly string[];
  /** Lines of the hosts file that PHP sees, for names of license servers; absent: PHP may not read it. */
  readonly hostsFile?: readonly { readonly host: string; readonly line: string }[];
}

/** WHMCS's own connection test on the admin login page. */
export interface LicenseConnectionTest {
  readonly available: boolean;
  readonly url: string;
  readonly hosts: readonly {
    readonly url: string;
    readonly address: string | null;
    readonly status: number | null;
    readonly success: boolean;
  }[];
}

export interface GoogleOrigin {
  readonly clientId: string;
  readonly library: 'gis' | 'gapi';
  readonly origin: string;
  /** Google's answer for the site's origin; null: none that can be understood. */
  readonly valid: boolean | null;
  /** Google's answer for an origin that cannot be registered: must be false, else the question proves nothing. */
  readonly control: boolean | null;
  /** Google refused the client id itself (401) instead of answering. */
  readonly clientRefused: boolean;
  readonly why: string | null;
  /** The other addresses at which visitors get this site's pages without being redirected, and Google's answer for each. */
  readonly others: readonly { readonly origin: string; readonly valid: boolean | null }[];
  /** Asked only where the origin check says nothing: HTTP status of the button's own endpoint for the site and for the control. */
  readonly button: { readonly site: number | null; readonly control: number | null } | null;
}

export interface TwitterCallback {
  readonly callback: string;
  /** Who says that WHMCS sends this callback: the operator, or what its basic routing implies. null: only the System URL is known. */
  readonly callbackFrom: 'operator' | 'basic-routing' | null;
  readonly accepted: boolean;
  readonly status: number;
  /** X's error code: 32 credentials, 135 clock, 415 callback, 453 access level. */
  readonly code: number | null;
  readonly message: string | null;
  /** The same request with the callback "oob", which needs no registration; null: not asked, for the first one was accepted. */
  readonly control: { readonly accepted: boolean; readonly status: number; readonly code: number | null } | null;
  /** What may be said of the key that was given: "25 characters". */
  readonly keyShape: string;
  /** X's clock minus this machine's by the Date of its answer, ms: the true value lies between. null: it gave none. */
  readonly clock: { readonly lowMs: number; readonly highMs: number } | null;
}

export interface FacebookCredentials {
  readonly accepted: boolean;
  readonly code: number | null;
  readonly message: string | null;
  readonly appDomains: readonly string[] | null;
  /** What an app must have before it can be switched to Live; null: Facebook does not show it. */
  readonly live: { readonly privacyPolicy: boolean; readonly category: boolean } | null;
}

/** What the operator said a person did; checks about one person need it. */
export interface OperatorReport {
  readonly usedUrl: string | null;
  readonly visitorIp: Personal | null;
  readonly admin: Personal | null;
  readonly user: Personal | null;
  /** Permissions that the error page named, as labels or numbers. */
  readonly permissions: readonly string[];
}
