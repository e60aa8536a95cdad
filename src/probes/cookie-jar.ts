/** A browser's cookie jar: keeps and returns cookies by the browser's rules. Values stay in here; facts get letters. */
import { couldBeSecret } from '../logic/cookie-secret.js';
import { isSent, keepCookie, sameCookie, type CookieScope } from '../logic/cookie-rules.js';
import type { CookieSeen, Host, HttpResult } from '../model.js';
import { parseSetCookie } from '../parse/set-cookie.js';

const mostCookies = 50;
const longestName = 128;
/** Browsers refuse what is longer: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-5.6 */
const longestPair = 4096;
const longestAttribute = 1024;
/** A site that hands out a new value with every answer gives a few dozen; none of the values ever leaves the jar anyway. */
const mostSecrets = 200;

/** Gives secrets letters: equal letters are equal values. */
export class Letters {
  readonly #known = new Map<string, string>();
  constructor(
    private readonly host: Host,
    private readonly kind: string,
  ) {}

  of(value: string): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (couldBeSecret(value) && this.#known.size < mostSecrets) this.host.vault.keep(this.kind, value);
    const letter = letterOf(this.#known.size);
    this.#known.set(value, letter);
    return letter;
  }
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : `${letterOf(Math.floor(index / 26) - 1)}${letterOf(index % 26)}`;
}

export class CookieJar {
  #cookies: { readonly scope: CookieScope; readonly value: string }[] = [];
  readonly letters: Letters;
  constructor(private readonly host: Host) {
    this.letters = new Letters(host, 'cookie');
  }

  /** The Cookie header for this address; null: nothing to send. */
  header(url: URL): string | null {
    const sent = this.#for(url);
    return sent.length === 0 ? null : sent.map(({ scope, value }) => `${scope.name}=${value}`).join('; ');
  }

  /** Letter of the cookie of this name that would be sent; null: none. */
  sent(name: string, url: URL): string | null {
    const found = this.#for(url).find(({ scope }) => scope.name === name);
    return found === undefined ? null : this.letters.of(found.value);
  }

  /** How many cookies of this name would be sent. */
  copies(name: string, url: URL): number {
    return this.#for(url).filter(({ scope }) => scope.name === name).length;
  }

  /** Longer paths first, as browsers do. */
  #for(url: URL): readonly { readonly scope: CookieScope; readonly value: string }[] {
    const now = this.host.now();
    return this.#cookies.filter(({ scope }) => isSent(scope, url, now)).sort((a, b) => b.scope.path.length - a.scope.path.length);
  }

  /** Takes the answer's cookies in and tells what a browser does with each. */
  async take(answer: HttpResult & { readonly ok: true }, url: URL): Promise<readonly CookieSeen[]> {
    const now = this.host.now();
    const seen: CookieSeen[] = [];
    for (const [name, line] of answer.headers) {
      if (name !== 'set-cookie' || seen.length >= mostCookies) continue;
      const cookie = await parseSetCookie(line, now);
      if (cookie === null || cookie.name.length + cookie.value.length > longestPair) continue;
      const tooLong = Math.max(cookie.path?.length ?? 0, cookie.domain?.length ?? 0) > longestAttribute;
      const verdict = tooLong
        ? ({ kept: false, why: `Path or Domain is longer than ${longestAttribute} characters` } as const)
        : keepCookie(cookie, url);
      if (verdict.kept) this.#store(verdict.scope, cookie.value, now);
      seen.push({
        name: cookie.name.slice(0, longestName),
        value: this.letters.of(cookie.value),
        domain: cookie.domain?.slice(0, longestAttribute) ?? null,
        path: cookie.path?.slice(0, longestAttribute) ?? null,
        secure: cookie.secure,
        httpOnly: cookie.httpOnly,
        sameSite: cookie.sameSite,
        lifetimeSeconds: cookie.expiresAt === null ? null : Math.max(0, Math.round((cookie.expiresAt - now) / 1000)),
        refused: verdict.kept ? null : verdict.why,
      });
    }
    return seen;
  }

  #store(scope: CookieScope, value: string, now: number): void {
    this.#cookies = this.#cookies.filter((kept) => !sameCookie(kept.scope, scope));
    if (scope.expiresAt !== null && scope.expiresAt <= now) return;
    if (this.#cookies.length < mostCookies) this.#cookies.push({ scope, value });
  }

  /** Equal for equal contents: tells a redirect loop from a page that redirects once to set a cookie. */
  state(): string {
    return this.#cookies
      .map(({ scope, value }) => `${scope.name}\u0000${scope.host}\u0000${scope.path}\u0000${this.letters.of(value)}`)
      .sort()
      .join('\u0001');
  }
}
