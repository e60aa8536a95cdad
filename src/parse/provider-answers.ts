/** Answers of the sign-in providers: Google's origin check and token errors, X's request token, Facebook's tokens and application. */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import { isRecord, parseJson } from './json.js';

/** Google's undocumented checkOrigin: {"valid": true|false, …}. null: anything else. */
export function parseCheckOrigin(body: string): boolean | null {
  const value = parseJson(body)?.value;
  return isRecord(value) && typeof value['valid'] === 'boolean' ? value['valid'] : null;
}

/** The error of a token endpoint: https://www.rfc-editor.org/rfc/rfc6749#section-5.2. Both null where the answer is none. */
export function parseTokenError(body: string): { readonly error: string | null; readonly description: string | null } {
  const value = parseJson(body)?.value;
  if (!isRecord(value)) return { error: null, description: null };
  const error = textOf(value['error']);
  return { error: error !== null && /^[a-z_]{1,60}$/.test(error) ? error : null, description: textOf(value['error_description']) };
}

export interface ProviderError {
  readonly code: number | null;
  readonly message: string | null;
}

/** X's error, as JSON {"errors":[{"code","message"}]} or as XML <error code="…">…</error>: it sends both forms. */
export function parseTwitterError(body: string): ProviderError {
  const value = parseJson(body)?.value;
  const first: unknown = isRecord(value) && Array.isArray(value['errors']) ? value['errors'][0] : null;
  if (isRecord(first)) return { code: numberOf(first['code']), message: textOf(first['message']) };
  const xml = /<error code="(\d{1,5})">([^<]{0,300})/.exec(body);
  if (xml) return { code: Number(xml[1]), message: textOf(xml[2]) };
  return { code: null, message: textOf(isRecord(value) ? (value['detail'] ?? value['title']) : body.replace(/<[^>]{0,200}>/g, ' ')) };
}

/** The form-encoded answer to a request for a request token: https://docs.x.com/fundamentals/authentication/api-reference */
export function parseRequestToken(body: string): { readonly token: string; readonly secret: string; readonly confirmed: boolean } {
  const fields = new URLSearchParams(body.slice(0, 4096).trim());
  return {
    token: fields.get('oauth_token') ?? '',
    secret: fields.get('oauth_token_secret') ?? '',
    confirmed: fields.get('oauth_callback_confirmed') === 'true',
  };
}

/** Facebook's token, its error, or null where the answer is neither. */
export function parseFacebookToken(body: string): { readonly token: string } | { readonly error: ProviderError } | null {
  const value = parseJson(body)?.value;
  if (!isRecord(value)) return null;
  if (typeof value['access_token'] === 'string' && value['access_token'] !== '') return { token: value['access_token'] };
  const error = value['error'];
  return isRecord(error) ? { error: { code: numberOf(error['code']), message: textOf(error['message']) } } : null;
}

/** The application's domains; null: Facebook does not show them. */
export function parseFacebookDomains(body: string): readonly string[] | null {
  const value = parseJson(body)?.value;
  const domains = isRecord(value) ? value['app_domains'] : null;
  if (!Array.isArray(domains)) return null;
  return domains.filter((domain): domain is string => typeof domain === 'string').slice(0, 100);
}

/** Whether the application has a privacy policy and a category; null: the answer is not that of this application. */
export function parseFacebookLive(body: string): { readonly privacyPolicy: boolean; readonly category: boolean } | null {
  const value = parseJson(body)?.value;
  // The Graph API leaves fields without a value out, and answers with an error where one may not be read.
  if (!isRecord(value) || typeof value['id'] !== 'string') return null;
  return { privacyPolicy: textOf(value['privacy_policy_url']) !== null, category: textOf(value['category']) !== null };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = printable(masked(value.slice(0, 2000).replace(/\s+/g, ' ')), 200);
  return text === '' ? null : text;
}
