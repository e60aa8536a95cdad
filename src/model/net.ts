/** The host's way to the network: connections that failed are values, for that is what the subject did. */
import type { SecretRef } from './secrets.js';

export type Stage = 'dns' | 'tcp' | 'tls' | 'http';

/** A connection that failed: a value, for that is what the subject did. */
export interface NetFailure {
  readonly ok: false;
  readonly stage: Stage;
  /** Node's or OpenSSL's code: ENOTFOUND, ECONNREFUSED, ETIMEDOUT, CERT_HAS_EXPIRED, … */
  readonly code: string;
  readonly message: string;
  readonly address: string | null;
  readonly durationMs: number;
}

export interface CertificateSeen {
  /** Verified against the trusted roots and the name. */
  readonly authorized: boolean;
  /** Why not: OpenSSL's code, as UNABLE_TO_VERIFY_LEAF_SIGNATURE or ERR_TLS_CERT_ALTNAME_INVALID. */
  readonly error: string | null;
  readonly protocol: string | null;
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Certificates that the server sent. */
  readonly chainLength: number;
}

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Connect here instead of where the name leads; Host and SNI stay the URL's. */
  readonly address?: string;
  /** 4 or 6: only addresses of this family. */
  readonly family?: 4 | 6;
  /** Default 1 MiB; a longer body is cut and marked. */
  readonly maxBytes?: number;
  /** Silence allowed, ms; default from the run's options. */
  readonly timeoutMs?: number;
  /** Ends at a certificate that does not verify (always for requests with secrets). Default: goes on and reports it. */
  readonly strictTls?: boolean;
  /** Refuses private, loopback and link-local addresses (for redirects of a public site). */
  readonly publicOnly?: boolean;
  readonly signal?: AbortSignal;
}

export type HttpResult =
  | {
      readonly ok: true;
      readonly status: number;
      /** Lower-case names in the order received; repeated names repeated. */
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
      readonly truncated: boolean;
      readonly address: string | null;
      readonly certificate: CertificateSeen | null;
      /** Local clock, ms since 1970: when the request was written and when the headers came (for the Date header's interval). */
      readonly sentAt: number;
      readonly headersAt: number;
      readonly durationMs: number;
    }
  | NetFailure;

export type TcpResult = { readonly ok: true; readonly address: string; readonly durationMs: number } | NetFailure;
export type TlsResult =
  { readonly ok: true; readonly address: string; readonly certificate: CertificateSeen; readonly durationMs: number } | NetFailure;

export interface LookupResult {
  readonly addresses: readonly string[];
  /** ENOTFOUND, EAI_AGAIN, ETIMEDOUT, … or null. */
  readonly code: string | null;
}

export interface SntpSample {
  /** Server's clock minus ours, ms, and half the round trip plus the server's own stated error. */
  readonly offsetMs: number;
  readonly errorMs: number;
  readonly stratum: number;
}

export interface Net {
  /** As the machine's own programs resolve it (hosts file included), one family at a time. */
  lookup(name: string, family: 4 | 6, signal?: AbortSignal): Promise<LookupResult>;
  tcp(address: string, port: number, how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<TcpResult>;
  tls(
    address: string,
    port: number,
    serverName: string,
    how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  ): Promise<TlsResult>;
  /** One request, no redirect followed. */
  http(request: HttpRequest): Promise<HttpResult>;
  sntp(
    host: string,
    port: number,
    how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  ): Promise<({ readonly ok: true } & SntpSample) | NetFailure>;
  /** Writes one line-based or binary request to a TCP port or socket path and returns what came back until quiet or `until` matches: redis, memcached. */
  exchange(
    where: { readonly host: string; readonly port: number } | { readonly socket: string },
    request: ExchangePart[],
    how?: { readonly tls?: boolean; readonly timeoutMs?: number; readonly maxBytes?: number; readonly signal?: AbortSignal },
  ): Promise<{ readonly ok: true; readonly answers: readonly string[] } | NetFailure>;
}

/** One request of an exchange: the text to send, with secrets as references, and the pattern that ends its answer. */
export interface ExchangePart {
  readonly send: readonly (string | SecretRef)[];
  /** Default `text`: the pieces one after the other. `resp`: each piece one argument of a Redis command, with the lengths counted where secrets are known. */
  readonly encode?: 'text' | 'resp';
  /** A regular expression over the answer so far. */
  readonly until: string;
}
