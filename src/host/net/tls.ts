/** The TLS handshake: it always goes on to the end, so that a certificate that does not verify can be described. */
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import type { CertificateSeen, NetFailure } from '../../model.js';
import type { NetContext } from './context.js';
import { failed, oneLine, since } from './failure.js';
import { patiently } from './limits.js';

const mostNames = 200;
const longestChain = 20;

export interface Secured {
  readonly ok: true;
  readonly socket: TLSSocket;
  readonly certificate: CertificateSeen;
  readonly durationMs: number;
}

/**
 * Makes a connected socket a TLS one. `strict` ends at a certificate that does not verify: the failure's code is then the certificate's error
 * (CERT_HAS_EXPIRED, UNABLE_TO_VERIFY_LEAF_SIGNATURE, …) and nothing has been written through the connection.
 */
export async function secure(
  net: NetContext,
  socket: Socket,
  serverName: string,
  how: { readonly address: string; readonly timeoutMs: number; readonly signal: AbortSignal | undefined; readonly strict: boolean },
): Promise<Secured | NetFailure> {
  const started = performance.now();
  let secured: TLSSocket | undefined;
  try {
    const secureContext = await net.trust.context();
    const limits = { ms: how.timeoutMs, signals: [how.signal, net.closed], what: `the TLS handshake with ${how.address}` };
    const done = await patiently(
      limits,
      () =>
        new Promise<TLSSocket>((resolve, reject) => {
          const made = connect({
            socket,
            secureContext,
            rejectUnauthorized: false,
            ALPNProtocols: ['http/1.1'],
            // An address is no server name, https://www.rfc-editor.org/rfc/rfc6066#section-3
            ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
            checkServerIdentity: (_, peer) => checkServerIdentity(serverName, peer),
          });
          secured = made;
          // Node asks for the leaf and all above it, completed from the trusted roots, to compare the leaf's names: that takes longer than all else here
          const leafAlone = made.getPeerCertificate.bind(made, false);
          made.getPeerCertificate = leafAlone as typeof made.getPeerCertificate;
          made.on('error', reject);
          made.once('secureConnect', () => resolve(made));
          made.once('close', () =>
            reject(Object.assign(new Error('the server closed the connection in the handshake'), { code: 'ECONNRESET' })),
          );
        }),
    );
    const certificate = describeCertificate(done);
    if (certificate === null) throw Object.assign(new Error('the server sent no certificate'), { code: 'EPROTO' });
    if (how.strict && !certificate.authorized) {
      throw Object.assign(new Error('the certificate does not verify'), { code: certificate.error ?? 'ERR_TLS_CERT_UNTRUSTED' });
    }
    return { ok: true, socket: done, certificate, durationMs: since(started) };
  } catch (error) {
    secured?.destroy();
    socket.destroy();
    return failed('tls', error, how.address, started);
  }
}

/** The server's certificate as it was sent; null: it sent none. */
export function describeCertificate(socket: TLSSocket): CertificateSeen | null {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return null;
  // Node types it as an Error and sets OpenSSL's code as a string.
  const error: unknown = socket.authorizationError;
  // This is the chain as it was sent; getPeerCertificate(true) would complete it from the trusted roots.
  let chainLength = 1;
  for (let above = leaf.issuerCertificate; above !== undefined && chainLength < longestChain; above = above.issuerCertificate)
    chainLength += 1;
  return {
    authorized: socket.authorized,
    error: socket.authorized ? null : typeof error === 'string' ? error : ((error as { code?: string } | null)?.code ?? 'UNKNOWN'),
    protocol: socket.getProtocol(),
    subject: oneLine(leaf.subject.split('\n').join(', ')),
    issuer: oneLine(leaf.issuer.split('\n').join(', ')),
    names: alternativeNames(leaf.subjectAltName ?? ''),
    validFrom: moment(leaf.validFrom),
    validTo: moment(leaf.validTo),
    chainLength,
  };
}

/** "DNS:a.example, IP Address:192.0.2.1, DNS:\"quoted, name\"" as names; quoted ones are no host names and stay as they are. */
function alternativeNames(text: string): readonly string[] {
  return [...text.matchAll(/(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)].slice(0, mostNames).map((found) => oneLine(found[1] ?? ''));
}

/** OpenSSL's "Jan  1 00:00:00 2024 GMT" as ISO 8601; a date that is none (year 0 or 10000) as it stands. */
function moment(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? oneLine(text) : at.toISOString();
}
