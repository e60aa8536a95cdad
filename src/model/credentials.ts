/** What the operator gave for this run, and the requests that carry it. */
import type { HttpResult } from './net.js';
import type { SecretRef } from './secrets.js';

/** Variables with a secret, each of which may be given as a file's name in its `_FILE` twin instead. */
export type SecretVariable =
  | 'FACEBOOK_APP_ID'
  | 'FACEBOOK_APP_SECRET'
  | 'TWITTER_API_KEY'
  | 'TWITTER_API_SECRET'
  | 'GOOGLE_CLIENT_SECRET'
  | 'DUO_CLIENT_ID'
  | 'DUO_CLIENT_SECRET'
  | 'SMTP_PASSWORD'
  | 'WHMCS_API_IDENTIFIER'
  | 'WHMCS_API_SECRET'
  | 'WHMCS_API_ACCESS_KEY'
  | 'WHMCS_API_USERNAME'
  | 'WHMCS_API_PASSWORD';

/** A request that carries secrets. They are put in place inside the host, and the certificate must verify. */
export type SecretRequest =
  | {
      readonly kind: 'query';
      /** Parts of the address without its query; a reference is percent-encoded. The first part names scheme and host. */
      readonly url: readonly [string, ...(string | SecretRef)[]];
      readonly parameters: Readonly<Record<string, string | SecretRef>>;
    }
  /** A POST signed with the consumer's key and secret alone: OAuth 1.0a, HMAC-SHA1, https://www.rfc-editor.org/rfc/rfc5849#section-3.4 */
  | {
      readonly kind: 'oauth1';
      readonly url: string;
      readonly key: SecretRef;
      readonly secret: SecretRef;
      /** Protocol parameters that go into the Authorization header, as oauth_callback. */
      readonly parameters: Readonly<Record<string, string>>;
    }
  /** A POST of a form, application/x-www-form-urlencoded. */
  | {
      readonly kind: 'form';
      readonly url: string;
      /** md5: the secret is sent as its MD5 value in hex; one that is such a value already, as it is. */
      readonly parameters: Readonly<Record<string, string | SecretRef | { readonly md5: SecretRef }>>;
      readonly headers?: Readonly<Record<string, string>>;
      /** Connect here instead of where the name leads. */
      readonly address?: string;
    }
  /**
   * A POST of a form with `client_id` and a `client_assertion`: a JWT about the id, for this address, signed with HS512, issued at the examined
   * machine's time and good for 300 s: https://www.rfc-editor.org/rfc/rfc7523#section-3 in the form of https://duo.com/docs/oauthapi
   */
  | { readonly kind: 'jwt'; readonly url: string; readonly id: SecretRef; readonly secret: SecretRef };

/** What the operator gave in the environment. The values of secrets never leave the host. */
export interface Credentials {
  /** Whether a variable of the environment is set and not empty; for variables whose values are nobody's business. */
  has(name: string): boolean;
  /** A value that is no secret; null: not given. */
  text(name: 'TWITTER_CALLBACK_URL' | 'DUO_HOST' | 'SMTP_URL'): string | null;
  /** null: not given. LookFailed `absent`, `denied`, `io` when the file that the `_FILE` twin names cannot be read. */
  secret(name: SecretVariable, signal?: AbortSignal): Promise<SecretRef | null>;
  /** At most 64 KiB of the answer are read where nothing else is said. */
  send(
    request: SecretRequest,
    how?: { readonly timeoutMs?: number; readonly maxBytes?: number; readonly signal?: AbortSignal },
  ): Promise<HttpResult>;
}
