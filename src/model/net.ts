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

/** Kinds of records that can be asked for. */
export type RecordType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR';

/** What the world's resolvers say, over HTTPS: not what this machine's resolver or hosts file does. */
export type RecordsResult =
  | {
      readonly ok: true;
      /** The name exists, with or without such records. */
      readonly exists: boolean;
      /** A, AAAA, PTR: the address or name. MX: "10 mail.example.com". TXT: its strings joined. At most 100. */
      readonly data: readonly string[];
      readonly resolver: string;
    }
  | NetFailure;

export type SmtpStage = 'dns' | 'tcp' | 'banner' | 'hello' | 'starttls' | 'tls' | 'login';

export interface SmtpRequest {
  readonly host: string;
  readonly port: number;
  /** From the first byte, STARTTLS demanded, STARTTLS where it is offered, never. */
  readonly encryption: 'implicit' | 'required' | 'offered' | 'never';
  /** Only what the operator gave: a wrong password may lock an account. Sent over a connection whose certificate verifies, or not at all. */
  readonly login?: { readonly user: string; readonly password: SecretRef };
  readonly timeoutMs?: number;
  /** Longest wait for the greeting, where that may take longer than any other answer; default: timeoutMs. */
  readonly greetingMs?: number;
  readonly signal?: AbortSignal;
}

/** One SMTP conversation up to QUIT, without a mail. A server that fails is a value. */
export interface SmtpConversation {
  readonly address: string | null;
  /** The greeting, with its code. */
  readonly banner: string | null;
  /** Capabilities of the last EHLO, upper case: STARTTLS, AUTH PLAIN LOGIN, … null: it was not reached. */
  readonly capabilities: readonly string[] | null;
  /** Whether STARTTLS was offered before any encryption; null: not seen. */
  readonly offersStartTls: boolean | null;
  readonly certificate: CertificateSeen | null;
  readonly login: 'accepted' | 'refused' | null;
  /** Where it ended; null: it went through. */
  readonly failure: {
    readonly stage: SmtpStage;
    /** Node's or OpenSSL's code, or EPROTO where the server's answer is the failure. */
    readonly code: string;
    readonly message: string;
    /** The server's answer, with its code; null: none. */
    readonly reply: string | null;
  } | null;
  readonly durationMs: number;
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
  /** LookFailed `disabled` with --offline and where endpoints.resolvers is empty. */
  records(name: string, type: RecordType, signal?: AbortSignal): Promise<RecordsResult>;
  /** Greets a mail server and, where the operator gave a password, logs in. It never names a sender, a recipient or a mail. */
  smtp(request: SmtpRequest): Promise<SmtpConversation>;
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
