/** What the configured SMTP server answers, stage by stage; where no connection comes about, what else of it can be reached. */
import { defineProbe, LookFailed } from '../index.js';
import type { Host, MailTransport, RunOptions, SecretRef, SmtpConversation, SmtpRequest, SmtpSettings } from '../model.js';
import { givenSmtp } from './smtp-given.js';

/** Ports for mail that servers usually listen on; 2525 is what providers offer where the others are blocked. */
const usualPorts = [25, 465, 587, 2525] as const;
const shortMs = 2500;
const silenceMs = 5000;
/** Postfix's postscreen lets strangers wait six seconds for its greeting, Exim and others up to fifteen: https://www.postfix.org/POSTSCREEN_README.html#pregreet */
const greetingsOfSilence = 3;

export default defineProbe({
  fact: 'mail.transport',
  vantage: 'shell',
  title: "the mail server's answers",
  needs: ['mail.settings'],
  budgetMs: 20_000,
  touches: [
    {
      kind: 'contact',
      what: 'the SMTP server of the mail settings (or SMTP_URL): greeting, EHLO, STARTTLS, QUIT; never a sender, recipient or mail',
      covers: ['tcp <SMTP> *'],
    },
    { kind: 'contact', what: 'with SMTP_PASSWORD: one log-in there', covers: ['tcp <SMTP> *'] },
    {
      kind: 'contact',
      what: 'only where it cannot be reached: its other usual ports, and endpoints.mailControl',
      covers: ['tcp <SMTP> *', 'tcp <endpoints.mailControl> *'],
    },
  ],
  async observe({ host, have, options, signal }, keep) {
    const settings = smtpOf(have['mail.settings']);
    if (options.offline) throw new LookFailed('disabled', 'the mail server is not contacted with --offline');
    const login = await loginOf(host, settings, signal);
    const timeoutMs = Math.min(options.timeoutMs, silenceMs);
    const encryption = wayOf(settings);
    const request: SmtpRequest = {
      host: settings.host,
      port: settings.port,
      encryption,
      timeoutMs,
      // At 465 a silent server waits for TLS, and greets nobody without it.
      greetingMs: settings.port === 465 && encryption !== 'implicit' ? timeoutMs : timeoutMs * greetingsOfSilence,
      signal,
      ...(login ? { login } : {}),
    };
    const conversation = withoutSecrets(await host.net.smtp(request));
    const seen: MailTransport = { settings, conversation, others: [], control: null, otherWay: null, loginTried: login !== null };
    keep(seen);
    return { value: { ...seen, ...(await more(host, options, request, conversation)) }, source: `${settings.host}:${settings.port}` };
  },
});

/**
 * Some servers repeat in their refusal what they were sent. The greeting comes before any credential, and is compared with the one that PHP
 * met; addresses and words of a refusal name the culprit. What the vault knows is hidden where facts leave the program.
 */
function withoutSecrets(conversation: SmtpConversation): SmtpConversation {
  const { failure } = conversation;
  if (failure?.reply == null) return conversation;
  return { ...conversation, failure: { ...failure, message: withoutLogin(failure.message), reply: withoutLogin(failure.reply) } };
}

/** Without what AUTH was given, and what else is base64 of letters in both cases with digits. */
function withoutLogin(text: string): string {
  return text
    .replace(/\b(AUTH\s+(?:PLAIN|LOGIN|CRAM-MD5|NTLM|XOAUTH2|OAUTHBEARER)\s+)[\w+/=-]{4,}/gi, '$1…')
    .replace(/(?<![\w.:/@-])(?=[\w+/]*\d|[\w+/]*=)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[\w+/]{12,4000}={0,2}(?![\w.:/@-])/g, '…');
}

/** The server to speak to. LookFailed `unsupported` where no SMTP server is known, with what the operator can give. */
export function smtpOf(settings: {
  readonly provider: string;
  readonly smtp: SmtpSettings | null;
  readonly incomplete: string | null;
}): SmtpSettings {
  if (settings.smtp !== null) return settings.smtp;
  if (settings.incomplete !== null) throw new LookFailed('absent', settings.incomplete, { beyond: true });
  if (settings.provider === 'php-mail') throw new LookFailed('unsupported', 'WHMCS sends through PHP mail(), not through an SMTP server');
  throw new LookFailed(
    'unsupported',
    'the mail provider is kept encrypted and is not decrypted: give the server as SMTP_URL=smtp://user@host:587 (or smtps://) to have it looked at, or press Test Configuration at Configuration > System Settings > General Settings > Mail > Configure Mail Provider',
  );
}

async function loginOf(
  host: Host,
  settings: SmtpSettings,
  signal: AbortSignal,
): Promise<{ readonly user: string; readonly password: SecretRef } | null> {
  const password = (await host.credentials.secret('SMTP_PASSWORD', signal)) ?? givenSmtp(host)?.password ?? null;
  return password === null || settings.username === null ? null : { user: settings.username.value, password };
}

/** PHPMailer uses STARTTLS by itself where it is offered (SMTPAutoTLS). */
function wayOf({ encryption }: SmtpSettings): SmtpRequest['encryption'] {
  switch (encryption) {
    case 'ssl':
      return 'implicit';
    case 'tls':
      return 'required';
    case 'none':
    case 'unknown':
      return 'offered';
  }
}

async function more(
  host: Host,
  options: RunOptions,
  { host: name, port, encryption, signal }: SmtpRequest,
  { failure, address }: SmtpConversation,
): Promise<Partial<MailTransport>> {
  const how = { timeoutMs: Math.min(options.timeoutMs, shortMs), ...(signal ? { signal } : {}) };
  if (failure?.stage === 'tcp') {
    const [others, control] = await Promise.all([
      Promise.all(
        usualPorts
          .filter((one) => one !== port)
          .map(async (one) => {
            const reach = await host.net.tcp(name, one, how);
            return { port: one, reached: reach.ok, code: reach.ok ? null : reach.code };
          }),
      ),
      controlOf(host, options.endpoints.mailControl, how),
    ]);
    return { others, control };
  }
  // A server that waits for TLS is silent, and so is one that is slow: the handshake tells them apart.
  if (failure?.stage === 'banner' && failure.reply === null && encryption !== 'implicit') {
    const tls = await host.net.tls(address ?? name, port, name, how);
    return { otherWay: tls.ok ? 'implicit-tls' : null };
  }
  if (failure?.stage === 'tls' && encryption === 'implicit') {
    const plain = await host.net.smtp({ host: name, port, encryption: 'never', ...how });
    return { otherWay: plain.banner === null ? null : 'plain' };
  }
  return {};
}

async function controlOf(
  host: Host,
  endpoint: string | null,
  how: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<MailTransport['control']> {
  const url = endpoint === null ? null : /^smtp:\/\/([^/:@\s]+)(?::(\d{1,5}))?\/?$/i.exec(endpoint);
  if (!url) return null;
  const name = url[1] ?? '';
  const port = Number(url[2] ?? 25);
  return { host: name, port, reached: (await host.net.tcp(name, port, how)).ok };
}
