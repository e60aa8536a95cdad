/**
 * What the operator gave in the environment, and the requests that carry it. Values go from the environment into the vault and from the vault
 * into the request; callers hold references only. Certificates must verify, so that nobody else gets the values.
 */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { LookFailed } from '../logic/failure.js';
import type { Credentials, FileBytes, HttpRequest, Net, SecretRef, SecretRequest, Vault } from '../model.js';

export interface CredentialSources {
  /** process.env, or what stands for it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keep: Vault['keep'];
  readonly reveal: (ref: SecretRef) => string;
  readonly http: Net['http'];
  readonly read: (
    path: string,
    how: { readonly maxBytes: number; readonly signal?: AbortSignal },
  ) => Promise<Pick<FileBytes, 'bytes' | 'truncated'>>;
  /** Milliseconds since 1970 of the examined machine: a provider that refuses its clock shall say so. */
  readonly now: () => number;
  readonly nonce?: () => string;
}

const longestSecretFile = 4096;
const longestAnswer = 65_536;
/** As Duo's own library has it: https://github.com/duosecurity/duo_universal_php/blob/main/src/Client.php */
const assertionSeconds = 300;

export function createCredentials(sources: CredentialSources): Credentials {
  const { environment, keep, reveal } = sources;
  const given = (name: string): string | null => environment[name] || null;
  const plain = (part: string | SecretRef): string => (typeof part === 'string' ? part : reveal(part));

  /** As good as the password itself where it is sent in its place, so it is kept like one. */
  const digested = (ref: SecretRef): string => {
    const value = reveal(ref);
    if (/^[0-9a-f]{32}$/i.test(value)) return value;
    const digest = createHash('md5').update(value).digest('hex');
    keep('MD5 of a password', digest);
    return digest;
  };

  const secret: Credentials['secret'] = async (name, signal) => {
    const direct = given(name);
    if (direct !== null) return keep(name, direct);
    const path = given(`${name}_FILE`);
    if (path === null) return null;
    const { bytes, truncated } = await sources.read(path, { maxBytes: longestSecretFile, ...(signal ? { signal } : {}) });
    if (truncated) throw new LookFailed('oversize', `the file that ${name}_FILE names holds more than a secret: ${path}`);
    // editors end files with a line break that is no part of the secret
    const text = new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
    return text === '' ? null : keep(name, text);
  };

  const send: Credentials['send'] = (request, how = {}) =>
    sources.http({ ...prepared(request), maxBytes: longestAnswer, ...how, strictTls: true });

  const prepared = (request: SecretRequest): HttpRequest => {
    switch (request.kind) {
      case 'query': {
        const [origin, ...rest] = request.url;
        const url = new URL(origin + rest.map((part) => (typeof part === 'string' ? part : encodeURIComponent(reveal(part)))).join(''));
        for (const [name, value] of Object.entries(request.parameters)) url.searchParams.set(name, plain(value));
        return { url: url.href };
      }
      case 'oauth1': {
        const nonce = sources.nonce ?? (() => randomBytes(16).toString('hex'));
        const protocol = {
          ...request.parameters,
          oauth_consumer_key: reveal(request.key),
          oauth_nonce: nonce(),
          oauth_signature_method: 'HMAC-SHA1',
          oauth_timestamp: String(Math.floor(sources.now() / 1000)),
          oauth_version: '1.0',
        };
        const signature = oauth1Signature('POST', request.url, protocol, reveal(request.secret));
        return { url: request.url, method: 'POST', headers: { authorization: oauth1Header({ ...protocol, oauth_signature: signature }) } };
      }
      case 'form': {
        const body = new URLSearchParams();
        for (const [name, value] of Object.entries(request.parameters)) {
          body.set(name, typeof value === 'object' && 'md5' in value ? digested(value.md5) : plain(value));
        }
        return {
          url: request.url,
          method: 'POST',
          headers: { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' },
          body: body.toString(),
          ...(request.address === undefined ? {} : { address: request.address }),
        };
      }
      case 'jwt': {
        const id = reveal(request.id);
        const issued = Math.floor(sources.now() / 1000);
        const claims = { iss: id, sub: id, aud: request.url, jti: randomUUID(), iat: issued, exp: issued + assertionSeconds };
        const assertion = signedJwt(claims, reveal(request.secret));
        // Whoever reads it could use it for as long as it is good.
        keep('client assertion', assertion);
        const body = new URLSearchParams({ client_id: id, client_assertion: assertion });
        return {
          url: request.url,
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: body.toString(),
        };
      }
      default:
        return request satisfies never;
    }
  };

  return Object.freeze({
    has: (name: string) => given(name) !== null,
    text: (name: 'TWITTER_CALLBACK_URL' | 'DUO_HOST' | 'SMTP_URL') => given(name)?.trim() || null,
    secret,
    send,
  });
}

/** A JSON web token by HMAC with SHA-512: https://www.rfc-editor.org/rfc/rfc7515#section-3.1 */
export function signedJwt(claims: Readonly<Record<string, string | number>>, secret: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ typ: 'JWT', alg: 'HS512' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha512', secret).update(signed).digest('base64url')}`;
}

/** Percent-encoding of RFC 5849 section 3.6: everything but letters, digits and -._~ */
export function oauth1Encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** HMAC-SHA1 over the signature base string of RFC 5849 section 3.4.1, base64. Parameters of the URL's query are signed too. */
export function oauth1Signature(
  method: string,
  url: string,
  parameters: Readonly<Record<string, string>>,
  consumerSecret: string,
  tokenSecret = '',
): string {
  const target = new URL(url);
  const pairs = [...target.searchParams, ...Object.entries(parameters)]
    .map(([name, value]) => [oauth1Encode(name), oauth1Encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`);
  const base = [method.toUpperCase(), `${target.origin}${target.pathname}`, pairs.join('&')].map(oauth1Encode).join('&');
  return createHmac('sha1', `${oauth1Encode(consumerSecret)}&${oauth1Encode(tokenSecret)}`)
    .update(base)
    .digest('base64');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function oauth1Header(parameters: Readonly<Record<string, string>>): string {
  const parts = Object.entries(parameters).map(([name, value]) => `${oauth1Encode(name)}="${oauth1Encode(value)}"`);
  return `OAuth ${parts.join(', ')}`;
}
