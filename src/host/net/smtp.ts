/**
 * A conversation with a mail server that ends before any mail: greeting, EHLO, TLS, EHLO again, log-in where a password was given, QUIT.
 * The connection and the certificate's verification are this host's own, the dialogue is nodemailer's.
 */
import { isMetadataAddress } from './public-address.js';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { CertificateSeen, NetFailure, SmtpConversation, SmtpRequest, SmtpStage } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import { dial } from './connect.js';
import type { NetContext } from './context.js';
import { codeOf, messageOf, oneLine, since } from './failure.js';
import { patiently } from './limits.js';
import { lookupFailure, resolve } from './lookup.js';
import { describeCertificate, secure } from './tls.js';

/** Silences of the whole conversation, as multiples of the limit for one. */
const totalOfSilence = 3;
/** What the rest takes at least, beside a long wait for the greeting. */
const besidesGreetingMs = 2000;
const longestReply = 64 * 1024;
const mostCapabilities = 50;

/** What was seen of the conversation so far. */
interface Progress {
  stage: SmtpStage;
  address: string | null;
  banner: string | null;
  capabilities: readonly string[] | null;
  offersStartTls: boolean | null;
  certificate: CertificateSeen | null;
  login: SmtpConversation['login'];
  reply: string | null;
}

export async function smtp(net: NetContext, request: SmtpRequest): Promise<SmtpConversation> {
  const started = performance.now();
  const timeoutMs = request.timeoutMs ?? net.options.timeoutMs;
  const what = `${request.host} port ${request.port}`;
  const seen: Progress = {
    stage: 'dns',
    address: null,
    banner: null,
    capabilities: null,
    offersStartTls: null,
    certificate: null,
    login: null,
    reply: null,
  };
  let socket: Socket | undefined;
  const greetingMs = request.greetingMs ?? timeoutMs;
  const totalMs = Math.max(timeoutMs * totalOfSilence, greetingMs + besidesGreetingMs);
  const total = { ms: totalMs, signals: [request.signal, net.closed], what: `the conversation with ${what}` };
  let failure: SmtpConversation['failure'] = null;
  try {
    failure = await patiently(total, async ({ end }) => {
      const opened = await open(net, request, { timeoutMs, signal: end }, seen);
      if (!opened.ok) return { stage: seen.stage, code: opened.code, message: opened.message, reply: null };
      socket = opened.socket;
      return await converse(net, request, opened.socket, { timeoutMs, greetingMs, signal: end }, seen);
    });
  } catch (error) {
    if (error instanceof LookFailed) throw error;
    failure = failureOf(error, seen);
  } finally {
    socket?.destroy();
  }
  const { address, banner, capabilities, offersStartTls, certificate, login } = seen;
  return { address, banner, capabilities, offersStartTls, certificate, login, failure, durationMs: since(started) };
}

interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function open(
  net: NetContext,
  { host, port, encryption }: SmtpRequest,
  limits: Limits,
  seen: Progress,
): Promise<{ readonly ok: true; readonly socket: Socket } | NetFailure> {
  const started = performance.now();
  const found = await resolve(net, host, { family: 0, port, ...limits });
  if (found.code !== null) return lookupFailure(host, found.code, 0, started);
  seen.stage = 'tcp';
  // The host is what the examined database says: it must not lead to a cloud's own secrets.
  const addresses = found.addresses.filter((address) => !isMetadataAddress(address));
  if (addresses.length === 0) throw new LookFailed('denied', `${host} leads to a cloud's metadata service, which is not asked`);
  const dialled = await dial(net, addresses, port, { ...limits, name: host });
  seen.address = dialled.address;
  if (!dialled.ok || encryption !== 'implicit') return dialled;
  seen.stage = 'tls';
  const secured = await secure(net, dialled.socket, host, { address: dialled.address, ...limits, strict: false });
  if (!secured.ok) return secured;
  seen.certificate = secured.certificate;
  return secured;
}

/** null: it went through. */
async function converse(
  net: NetContext,
  request: SmtpRequest,
  socket: Socket,
  limits: Limits & { readonly greetingMs: number },
  seen: Progress,
): Promise<SmtpConversation['failure']> {
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, encryption, login } = request;
  seen.stage = 'banner';
  const options: SMTPConnectionOptions = {
    connection: socket,
    host,
    port,
    secure: encryption === 'implicit',
    secured: encryption === 'implicit',
    requireTLS: encryption === 'required',
    ignoreTLS: encryption === 'never',
    greetingTimeout: limits.greetingMs,
    connectionTimeout: limits.timeoutMs * 2,
    socketTimeout: limits.greetingMs,
    socketCloseTimeout: 0,
    maxResponseSize: longestReply,
    tls: {
      secureContext: await net.trust.context(),
      rejectUnauthorized: false,
      // An address is no server name, https://www.rfc-editor.org/rfc/rfc6066#section-3
      ...(isIP(host) === 0 ? { servername: host } : {}),
      checkServerIdentity: (_: string, peer: Parameters<typeof checkServerIdentity>[1]) => checkServerIdentity(host, peer),
    },
    transactionLog: true,
    logger: listener(seen, () => socket.setTimeout(limits.timeoutMs)),
  };
  const connection = new SMTPConnection(options);
  const stop = (): void => connection.close();
  limits.signal.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((done, fail) => {
      // It stays: what comes after the outcome must not become an uncaught exception.
      connection.on('error', fail);
      connection.connect((error) => (error ? fail(error) : done()));
    });
    noteCertificate(connection._socket, seen);
    // A password is not shown to a server that cannot prove its name.
    if (login !== undefined && seen.certificate?.authorized === true) {
      seen.stage = 'login';
      const auth = { user: login.user, pass: net.vault.reveal(login.password) };
      await new Promise<void>((done, fail) => {
        connection.once('error', fail);
        connection.login(auth, (error) => (error ? fail(error) : done()));
      });
      seen.login = 'accepted';
    }
    return null;
  } catch (error) {
    if (error instanceof LookFailed) throw error;
    if (limits.signal.aborted) throw limits.signal.reason;
    noteCertificate(connection._socket, seen);
    const said = failureOf(error, seen);
    if (seen.stage === 'login' && /^5/.test(said?.reply ?? '')) seen.login = 'refused';
    return said;
  } finally {
    limits.signal.removeEventListener('abort', stop);
    // QUIT asks for no answer that would matter.
    if (seen.capabilities !== null) connection.quit();
  }
}

/** The certificate of a connection that STARTTLS made secure. */
function noteCertificate(socket: unknown, seen: Progress): void {
  if (seen.certificate === null && socket instanceof TLSSocket) seen.certificate = describeCertificate(socket);
}

function failureOf(error: unknown, seen: Progress): SmtpConversation['failure'] {
  const { code, response } = (error ?? {}) as { readonly code?: unknown; readonly response?: unknown };
  const reply = typeof response === 'string' ? oneLine(response) : seen.stage === 'banner' ? seen.banner : null;
  // nodemailer's own names of errors (EPROTOCOL, EAUTH, ETLS, …) say less than the stage and the reply do.
  const known =
    typeof code === 'string' && /^(?:EPROTOCOL|EAUTH|ETLS|ECONNECTION|ESOCKET)$/.test(code)
      ? reply === null
        ? hidden(error)
        : 'EPROTO'
      : codeOf(error);
  return { stage: seen.stage, code: known, message: messageOf(error), reply };
}

/** The code of the socket's or OpenSSL's error, which nodemailer replaces by its own: it is left in the text alone. */
function hidden(error: unknown): string {
  const { message = '', timeoutType, library } = (error ?? {}) as { message?: string; timeoutType?: unknown; library?: unknown };
  if (timeoutType !== undefined) return 'ETIMEDOUT';
  const certificate =
    /\b(?:CERT_HAS_EXPIRED|self[- ]signed|unable to (?:verify|get)|altnames?|not yet valid|certificate has expired)\b/i.test(message);
  if (certificate) return 'ERR_TLS_CERT_UNTRUSTED';
  if (library === 'SSL routines' || /\bSSL\b|wrong version|packet length/i.test(message)) return 'EPROTO';
  return /\b(E[A-Z]{4,})\b/.exec(message)?.[1] ?? 'ECONNRESET';
}

interface LogEntry {
  readonly tnx?: string;
}

/** Follows the dialogue by what both sides say: nodemailer has no event for its steps. Commands with secrets come masked and are not kept. */
function listener(seen: Progress, greeted: () => void) {
  const hear = (entry: LogEntry, text: unknown): void => {
    const line = String(text ?? '');
    if (entry.tnx === 'client') {
      if (seen.stage === 'banner') greeted();
      return sent(line, seen);
    }
    if (entry.tnx === 'server') return answered(line, seen);
  };
  const quiet = (): void => undefined;
  return { level: quiet, trace: quiet, debug: hear, info: quiet, warn: quiet, error: quiet, fatal: quiet };
}

function sent(line: string, seen: Progress): void {
  if (/^(?:EHLO|HELO)\b/.test(line)) seen.stage = 'hello';
  else if (/^STARTTLS\b/.test(line)) seen.stage = 'starttls';
  else if (/^AUTH\b/.test(line)) seen.stage = 'login';
}

function answered(text: string, seen: Progress): void {
  switch (seen.stage) {
    case 'banner':
      seen.banner = oneLine(text);
      return;
    case 'hello':
      if (!text.startsWith('2')) return;
      seen.capabilities = text
        .split('\n')
        .slice(1, mostCapabilities + 1)
        .map((line) => oneLine(line.replace(/^\d{3}[ -]/, '')).toUpperCase());
      seen.offersStartTls ??= seen.capabilities.includes('STARTTLS');
      return;
    case 'starttls':
      // What follows is the handshake; the next EHLO shows that it went well.
      if (text.startsWith('2')) seen.stage = 'tls';
      return;
    case 'dns':
    case 'tcp':
    case 'tls':
    case 'login':
      return;
  }
}
