/** What the mail server's answers mean: which cause, how sure, and in which words. */
import type { Confidence, Fact, MailFromPhp, MailTransport, SmtpConversation } from '../model.js';

export interface Blame {
  readonly cause: string;
  readonly status: 'fail' | 'warn';
  readonly confidence: Confidence;
  readonly title: string;
}

const say = (cause: string, title: string, confidence: Confidence = 'proved', status: Blame['status'] = 'fail'): Blame => ({
  cause,
  title,
  confidence,
  status,
});

/** The connection stands and no greeting came in time. Servers that let strangers wait serve mail all the same: nothing can be said of this one. */
export function greetsLate({ conversation: { failure }, otherWay }: MailTransport): boolean {
  return failure?.stage === 'banner' && failure.reply === null && failure.code === 'ETIMEDOUT' && otherWay === null;
}

/** null: the conversation went through, or was not waited for long enough. */
export function blameOf(seen: MailTransport): Blame | null {
  const { failure } = seen.conversation;
  if (failure === null || greetsLate(seen)) return null;
  const { host, port } = seen.settings;
  const reply = failure.reply ?? '';
  switch (failure.stage) {
    case 'dns':
      return failure.code === 'ENOTFOUND' || failure.code === 'ENODATA'
        ? say('mail-server-unresolvable', `The mail server’s name ${host} has no address`)
        : say('mail-server-unresolvable', `The mail server’s name ${host} could not be looked up`, 'likely');
    case 'tcp':
      return unconnected(seen, failure.code);
    case 'banner':
      if (reply !== '') return refusal(reply);
      if (seen.otherWay === 'implicit-tls')
        return say(
          'mail-encryption-mismatch',
          `Port ${port} of the mail server speaks TLS from the first byte, and WHMCS is not set to SSL`,
        );
      return say('mail-server-refuses', 'The mail server hangs up without a greeting');
    case 'hello':
      return refusal(reply);
    case 'starttls':
      return seen.conversation.offersStartTls === true
        ? say('mail-server-tls-failing', 'The mail server offers STARTTLS and then refuses it')
        : say('mail-encryption-mismatch', `WHMCS is set to TLS, and the mail server offers no STARTTLS at port ${port}`);
    case 'tls':
      return seen.otherWay === 'plain'
        ? say('mail-encryption-mismatch', `WHMCS is set to SSL, and port ${port} of the mail server begins without encryption`)
        : say('mail-server-tls-failing', 'The encrypted connection to the mail server fails');
    case 'login':
      return seen.conversation.login === 'refused'
        ? say('mail-login-refused', 'The mail server refuses the log-in with SMTP_PASSWORD')
        : say('mail-server-refuses', 'The mail server takes no log-in at the moment', 'likely', 'warn');
  }
}

/** 4 means later: another look may find it well. */
function refusal(reply: string): Blame {
  const later = reply.startsWith('4');
  return say('mail-server-refuses', 'The mail server turns this machine away', later ? 'likely' : 'proved', later ? 'warn' : 'fail');
}

function unconnected({ settings: { port }, others, control }: MailTransport, code: string): Blame {
  const open = others.filter((one) => one.reached).map((one) => one.port);
  if (code === 'ECONNREFUSED') {
    const hint = open.length === 0 ? '' : `, and answers at port ${open.join(' and ')}`;
    return say('mail-server-unreachable', `The mail server refuses connections to port ${port}${hint}`);
  }
  if (open.length > 0)
    return say('mail-port-blocked', `Port ${port} of the mail server stays silent, while port ${open.join(' and ')} answers`, 'likely');
  if (control?.reached === false && control.port === port)
    return say('mail-port-blocked', `Port ${port} stays silent at the mail server and at ${control.host}`, 'likely');
  return say('mail-server-unreachable', `The mail server does not answer at port ${port}`);
}

/** What PHP sees where this program's own look went well; null: nothing else. */
export function blameOfPhp(seen: MailTransport, php: Fact<MailFromPhp>): Blame | null {
  if (!php.ok) return null;
  const { connected, banner, localBanner } = php.value;
  const { port } = seen.settings;
  if (!connected) return unconnectedPhp(php.value, port);
  const [met, local, wanted] = [banner, localBanner, seen.conversation.banner].map(greeter);
  if (met != null && met === local && met !== wanted)
    return say('mail-port-blocked', 'PHP’s connections to the mail server are led to this machine’s own mail server');
  return null;
}

function unconnectedPhp({ error, inTls }: MailFromPhp, port: number): Blame {
  const text = error ?? '';
  // Whether WHMCS lets PHP verify the certificate is not documented.
  if (inTls && /certificate|verify/i.test(text))
    return say('mail-certificate-invalid', 'PHP does not trust the mail server’s certificate', 'likely');
  if (inTls) return say('mail-server-tls-failing', 'PHP’s encrypted connection to the mail server fails', 'likely');
  if (/getaddrinfo|name or service|resolve/i.test(text))
    return say('mail-server-unresolvable', 'PHP finds no address for the mail server’s name');
  // Where an address of the other family stays silent, PHP may reach the next one later than this look waits.
  const sure = /refused|denied|unreachable|not permitted/i.test(text) ? 'proved' : 'likely';
  return say('mail-port-blocked', `PHP cannot connect to port ${port} of the mail server, and this program can`, sure);
}

/** The name in "220 mail.example.com ESMTP"; null: none. */
function greeter(banner: string | null | undefined): string | null {
  return /^220[ -](\S+\.\S+)/.exec(banner ?? '')?.[1]?.toLowerCase() ?? null;
}

/** Whether PHP's own connection shows that this program's failure does not concern WHMCS: another route, proxy or trust. */
export function worksFromPhp(failure: NonNullable<SmtpConversation['failure']>, php: Fact<MailFromPhp>): boolean {
  if (!php.ok || !php.value.connected || !(php.value.banner ?? '').startsWith('220')) return false;
  if (php.value.settings.encryption === 'ssl') return failure.stage !== 'login';
  return failure.stage === 'dns' || failure.stage === 'tcp' || (failure.stage === 'banner' && failure.reply === null);
}
