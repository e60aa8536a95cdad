/** Facts of mail: settings, transport, the sender’s domain, what was sent. */
import type { Personal, SmtpConversation } from './host.js';
import type { MessageId } from './knowledge.js';

export interface MailFacts {
  'mail.settings': MailSettings;
  'mail.php': MailPhp;
  'mail.transport': MailTransport;
  'mail.from-php': MailFromPhp;
  'mail.sender': MailSender;
  'mail.outbox': MailOutbox;
  'mail.templates': MailTemplates;
}

/** How WHMCS is set to encrypt: from the first byte, after STARTTLS, not by itself (STARTTLS is used where it is offered), or a value nobody knows. */
export type MailEncryption = 'ssl' | 'tls' | 'none' | 'unknown';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly encryption: MailEncryption;
  /** null: no log-in. */
  readonly username: Personal | null;
  /** Rows of tblconfiguration, or the operator's SMTP_URL. */
  readonly from: 'database' | 'operator';
}

export interface MailSettings {
  /** `encrypted`: kept in one row that is never decrypted, so which provider it is cannot be said. */
  readonly provider: 'smtp' | 'php-mail' | 'encrypted' | 'unknown';
  /** The row that says it, as stored: MailType or MailConfig; null: neither is there. */
  readonly providerKey: string | null;
  /** null: not SMTP, or not to be read. */
  readonly smtp: SmtpSettings | null;
  /** What is missing or senseless in the SMTP rows; null: nothing. */
  readonly incomplete: string | null;
  /** Candidate rows for Disable Email Sending that are there, with whether they are on. */
  readonly sendingDisabled: readonly { readonly key: string; readonly on: boolean }[];
  /** General sender. */
  readonly sender: MailSenderSetting | null;
}

export interface MailSenderSetting {
  /** The row, as stored. */
  readonly key: string;
  /** null: the row is empty. */
  readonly address: Personal | null;
  /** Lower case; null: what stands there is no e-mail address. */
  readonly domain: string | null;
}

/** What PHP's mail() would do. */
export interface MailPhp {
  /** Value of sendmail_path without what its arguments hold; null: not seen. */
  readonly sendmailPath: string | null;
  /** The program of sendmail_path; null: none is set. */
  readonly program: string | null;
  /** `executable` and `not-executable`: for PHP's user; `unseen`: this vantage cannot tell. */
  readonly state: 'executable' | 'not-executable' | 'missing' | 'unseen';
  readonly stateWhy: string | null;
  /** Of mail, popen, proc_open; null: not seen. */
  readonly disabled: readonly string[] | null;
  /** Where the directive is set, where that is known. */
  readonly setIn: string | null;
}

/** What the configured SMTP server answers to this machine. */
export interface MailTransport {
  readonly settings: SmtpSettings;
  /** As WHMCS is set to speak to it. */
  readonly conversation: SmtpConversation;
  /** Only where no connection came about: whether other usual ports of the same host, and the control, can be reached. */
  readonly others: readonly { readonly port: number; readonly reached: boolean; readonly code: string | null }[];
  /** endpoints.mailControl; null: none, or not asked because there was no need. */
  readonly control: { readonly host: string; readonly port: number; readonly reached: boolean } | null;
  /** What the same port speaks in another way: only where the configured way failed in its encryption. */
  readonly otherWay: 'implicit-tls' | 'plain' | null;
  /** Whether the operator gave a password to try. */
  readonly loginTried: boolean;
}

/** The same connection, opened by the web PHP: its user, its firewall rules, its trusted roots. */
export interface MailFromPhp {
  readonly settings: SmtpSettings;
  readonly connected: boolean;
  /** First line of what the server said. */
  readonly banner: string | null;
  /** PHP's own words; null: it went well. */
  readonly error: string | null;
  /** The error came from TLS, and not from the connection. */
  readonly inTls: boolean;
  /** What this machine's own mail server greets with at 127.0.0.1:25; null: there is none. */
  readonly localBanner: string | null;
}

export interface SpfSeen {
  /** Number of records that begin with v=spf1. */
  readonly records: number;
  readonly text: string | null;
  /** Terms that cost a DNS question, all includes followed; null: one of them could not be asked. */
  readonly lookups: number | null;
  /** Questions that found nothing. */
  readonly voids: number;
  /** `+all`: everybody may send. */
  readonly open: boolean;
  /** RFC 7208 section 4.6: what makes it a permanent error, for a person; null: nothing was found. */
  readonly permanentError: string | null;
  /** What kind of error: several records, a term that is not understood, an include without a record of its own, too many questions. */
  readonly errorKind?: SpfErrorKind;
}

export type SpfErrorKind = 'records' | 'syntax' | 'include' | 'limit';

export interface DmarcSeen {
  /** Where it was found: the domain itself, or one above it. */
  readonly at: string;
  readonly policy: 'none' | 'quarantine' | 'reject' | null;
}

/** What the world's DNS says about the domain of the sender. */
export interface MailSender {
  readonly domain: string;
  /** The domain belongs to a provider of free mailboxes. */
  readonly freemail: boolean;
  readonly exists: boolean;
  /** Host names in the order of preference; `null`: the domain says that it takes no mail (RFC 7505). */
  readonly mx: readonly string[] | null;
  readonly spf: SpfSeen | null;
  readonly dmarc: DmarcSeen | null;
  /** DKIM selectors of the usual ones that are published. None says nothing: selectors cannot be listed. */
  readonly dkim: readonly string[];
  /** Resolver that answered. */
  readonly resolver: string;
}

export interface MailFailure {
  /** A known message, or `unclassified`. */
  readonly message: MessageId;
  readonly count: number;
  /** Seconds since the newest by PHP's clock; null: not known. */
  readonly newestAgeSeconds: number | null;
  /** A mail was sent after the newest of these. */
  readonly sentSince: boolean;
  /** A mail with the same subject (numbers aside) was sent after the newest of these. */
  readonly likeSentSince: boolean;
  /** Printable, at most 200 characters, without addresses. */
  readonly sample: string;
}

/** Rows of tblemails of the last seven days by PHP's clock. */
export interface MailOutbox {
  readonly days: number;
  /** Whose clock the ages are counted by; `unknown`: none could be seen, ages are null. */
  readonly clock: 'php' | 'database' | 'unknown';
  /** The columns pending, failed and failure_reason exist: WHMCS 8. */
  readonly hasStates: boolean;
  readonly sent: number;
  readonly newestSentAgeSeconds: number | null;
  /** Without mass mails, which wait on purpose. */
  readonly waiting: { readonly count: number; readonly oldestAgeSeconds: number | null; readonly retried: number };
  readonly failures: readonly MailFailure[];
  /** Mails to the client of --user that were not sent because the client takes no such mails; null: nobody was named. */
  readonly optedOut: { readonly count: number; readonly newestAgeSeconds: number | null } | null;
  /** The table holds more rows of these days than were read. */
  readonly truncated: boolean;
  /** Only mails to the clients of this user were listed; missing: those to everybody. */
  readonly of?: Personal;
}

export interface MailTemplate {
  readonly name: string;
  /** `unseen`: it is there with a subject; whether it is enabled, and its text, this vantage does not show. */
  readonly state: 'usable' | 'disabled' | 'missing' | 'subject-empty' | 'body-empty' | 'body-broken' | 'unseen';
  /** For body-broken: what is not closed, as "{if} without {/if}". */
  readonly why: string | null;
  /** Without it nobody can reset a password. */
  readonly reset: boolean;
}

export interface MailTemplates {
  readonly templates: readonly MailTemplate[];
}
