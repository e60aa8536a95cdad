/** Facts of mail as they stand on an install that works; tests change what they are about. */
import type {
  CertificateSeen,
  MailFailure,
  MailFromPhp,
  MailOutbox,
  MailPhp,
  MailSender,
  MailSettings,
  MailTransport,
  SmtpConversation,
  SmtpSettings,
} from '../../../src/model.js';

export const smtp: SmtpSettings = {
  host: 'mail.acme.test',
  port: 587,
  encryption: 'tls',
  username: { personal: 'email', value: 'billing@acme.test', class: '' },
  from: 'database',
};

export function settings(changes: Partial<MailSettings> = {}): MailSettings {
  return {
    provider: 'smtp',
    providerKey: 'MailType',
    smtp,
    incomplete: null,
    sendingDisabled: [],
    sender: { key: 'Email', address: { personal: 'email', value: 'billing@acme.test', class: 'acme.test' }, domain: 'acme.test' },
    ...changes,
  };
}

export const throughPhp = settings({ provider: 'php-mail', smtp: null });
export const encrypted = settings({ provider: 'encrypted', providerKey: 'MailConfig', smtp: null });

export function certificate(changes: Partial<CertificateSeen> = {}): CertificateSeen {
  return {
    authorized: true,
    error: null,
    protocol: 'TLSv1.3',
    subject: 'CN=mail.acme.test',
    issuer: 'CN=Test',
    names: ['mail.acme.test'],
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2027-01-01T00:00:00.000Z',
    chainLength: 2,
    ...changes,
  };
}

type Failure = NonNullable<SmtpConversation['failure']>;

export function conversation(failure: Partial<Failure> | null, changes: Partial<SmtpConversation> = {}): SmtpConversation {
  return {
    address: '192.0.2.25',
    banner: '220 mail.acme.test ESMTP',
    capabilities: ['STARTTLS', 'AUTH PLAIN LOGIN'],
    offersStartTls: true,
    certificate: certificate(),
    login: null,
    failure: failure && { stage: 'tcp', code: 'ECONNREFUSED', message: 'refused', reply: null, ...failure },
    durationMs: 5,
    ...changes,
  };
}

export function transport(failure: Partial<Failure> | null, changes: Partial<MailTransport> = {}): MailTransport {
  return { settings: smtp, conversation: conversation(failure), others: [], control: null, otherWay: null, loginTried: false, ...changes };
}

export function fromPhp(changes: Partial<MailFromPhp> = {}): MailFromPhp {
  return { settings: smtp, connected: true, banner: '220 mail.acme.test ESMTP', error: null, inTls: false, localBanner: null, ...changes };
}

export function outbox(changes: Partial<MailOutbox> = {}): MailOutbox {
  return {
    days: 7,
    clock: 'php',
    hasStates: true,
    sent: 12,
    newestSentAgeSeconds: 7200,
    waiting: { count: 0, oldestAgeSeconds: null, retried: 0 },
    failures: [],
    optedOut: null,
    truncated: false,
    ...changes,
  };
}

export function failure(message: string, changes: Partial<MailFailure> = {}): MailFailure {
  return { message, count: 1, newestAgeSeconds: 3600, sentSince: false, likeSentSince: false, sample: 'as logged', ...changes };
}

export const php: MailPhp = {
  sendmailPath: '/usr/sbin/sendmail -t -i',
  program: '/usr/sbin/sendmail',
  state: 'executable',
  stateWhy: null,
  disabled: [],
  setIn: null,
};

export const sender: MailSender = {
  domain: 'acme.test',
  freemail: false,
  exists: true,
  mx: ['mail.acme.test'],
  spf: { records: 1, text: 'v=spf1 mx -all', lookups: 1, voids: 0, open: false, permanentError: null },
  dmarc: { at: 'acme.test', policy: 'none' },
  dkim: [],
  resolver: 'cloudflare-dns.com',
};

export function hit(message: string, lastAgeSeconds: number | null) {
  return {
    logs: [],
    hits: [{ message, source: 'tblactivitylog', count: 2, first: null, last: null, lastAgeSeconds, sample: 'as logged' }],
  };
}
