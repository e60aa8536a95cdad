/** Secrets and what is personal: what may be said of them, and who may use them. */
import type { HttpResult } from './net.js';

/** A secret that was met: says only what may be said. The value stays in the vault. */
export interface SecretRef {
  readonly secret: number;
  readonly present: boolean;
  /** What may be said of it: `empty`, `16 characters`, `starts or ends with a space`, … */
  readonly shape: string;
}

/** Variables with a secret, each of which may be given as a file's name in its `_FILE` twin instead. */
export type SecretVariable = 'FACEBOOK_APP_ID' | 'FACEBOOK_APP_SECRET' | 'TWITTER_API_KEY' | 'TWITTER_API_SECRET';

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
    };

/** What the operator gave in the environment. The values of secrets never leave the host. */
export interface Credentials {
  /** Whether a variable of the environment is set and not empty; for variables whose values are nobody's business. */
  has(name: string): boolean;
  /** A value that is no secret; null: not given. */
  text(name: 'TWITTER_CALLBACK_URL'): string | null;
  /** null: not given. LookFailed `absent`, `denied`, `io` when the file that the `_FILE` twin names cannot be read. */
  secret(name: SecretVariable, signal?: AbortSignal): Promise<SecretRef | null>;
  send(request: SecretRequest, how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<HttpResult>;
}

/** Keeps secrets. It cannot be serialised or read by checks and plug-ins; host methods look values up inside. */
export interface Vault {
  keep(kind: string, value: string): SecretRef;
  same(a: SecretRef, b: SecretRef): boolean;
}

/** A person's address or name: shown to the operator on his own machine, class and token in bundles and with --redact. */
export interface Personal {
  readonly personal: 'address' | 'name' | 'email';
  readonly value: string;
  /** For an address: cloudflare, loopback, private, link-local, public, … ; for others empty. */
  readonly class: string;
}
