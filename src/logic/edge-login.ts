/** The log-in page as the proxy in front gives it, against the one of the site itself, whose form was seen. */
import type { Edge, LoginPage } from '../model.js';
import { cacheSign } from './http-answer.js';

export type EdgeLogin =
  /** Its form comes through, and its session cookie. */
  | { readonly is: 'as-at-origin' }
  /** It does not come at all: the connection broke, or stayed silent. */
  | { readonly is: 'broken'; readonly why: string }
  /** It was not looked at to the end. */
  | { readonly is: 'unseen'; readonly why: string }
  /** Busy, or closed for a moment on purpose. */
  | { readonly is: 'closed'; readonly how: string }
  /** A firewall's answer in its place; null: it does not name itself. */
  | { readonly is: 'refused'; readonly product: string | null }
  /** Something else in its place. */
  | { readonly is: 'other-page' }
  /** From a cache, which drops cookies. */
  | { readonly is: 'cached' }
  | { readonly is: 'cookie-taken' };

export function loginThroughProxy(edge: Edge, origin: LoginPage): EdgeLogin {
  const { login, unseen, sessions } = edge;
  if (login === null) {
    return unseen?.gap === 'io' || unseen?.gap === 'timeout'
      ? { is: 'broken', why: unseen.why }
      : { is: 'unseen', why: unseen?.why ?? 'the log-in page was not looked at through the proxy before the time was up' };
  }
  if (login.form === null) return inPlaceOf(login);
  if (origin.sessionCookie === null || login.sessionCookie !== null) return { is: 'as-at-origin' };
  const cached = sessions?.sameTokenForStrangers === true || cacheSign(login.headers) !== null;
  return { is: cached ? 'cached' : 'cookie-taken' };
}

function inPlaceOf({ status, notice, refusal = null }: LoginPage): EdgeLogin {
  if (notice !== null) return { is: 'closed', how: `shows a notice in its place (${notice})` };
  if (status === 429 || (status === 503 && refusal === null))
    return { is: 'closed', how: `answers that it is not available now (HTTP ${status})` };
  return refusal !== null || status === 403 || status === 406 ? { is: 'refused', product: refusal?.product ?? null } : { is: 'other-page' };
}
