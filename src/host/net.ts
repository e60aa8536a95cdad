/** The network as this machine sees it. What a server does, also when it refuses or is silent, is a value; only a stopped look is thrown. */
import { setMaxListeners } from 'node:events';
import type { Net } from '../model.js';
import { LookFailed } from '../logic/failure.js';
import { operatorEnvironment } from './environment-secrets.js';
import { dial } from './net/connect.js';
import type { NetContext, OnTouch } from './net/context.js';
import { since } from './net/failure.js';
import { exchange } from './net/exchange.js';
import { http } from './net/http.js';
import { lookupFailure, resolve } from './net/lookup.js';
import { records } from './net/records.js';
import { smtp } from './net/smtp.js';
import { sntp } from './net/sntp.js';
import { secure } from './net/tls.js';
import { createTrust, type Trust } from './net/trust.js';
import type { Vantage } from './net/vantage.js';
import type { SecretVault } from './vault.js';

export interface NetParts {
  readonly options: NetContext['options'];
  readonly vault: Pick<SecretVault, 'keep' | 'reveal'>;
  /** Called for every address contacted, for --audit. */
  readonly onTouch?: OnTouch;
  /** Where HTTP(S)_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are looked up; default: the process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Default: this machine. */
  readonly vantage?: Vantage;
  /** Default: what this machine believes in. */
  readonly trust?: Trust;
}

/** `close` ends everything that is still going on with LookFailed `aborted`; safe to call twice. */
export function createNet(parts: NetParts): Net & { close(): void } {
  const environment = parts.environment ?? operatorEnvironment();
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const net: NetContext = {
    options: parts.options,
    vault: parts.vault,
    environment,
    ...parts.vantage,
    trust: parts.trust ?? createTrust(parts.options.cacert, environment),
    onTouch: parts.onTouch ?? (() => undefined),
    closed: ending.signal,
  };
  const patience = (how: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}) => ({
    timeoutMs: how.timeoutMs ?? parts.options.timeoutMs,
    signal: how.signal,
  });

  /** To an address, or to a name's addresses where a caller gives one. */
  const connect = async (address: string, port: number, how: ReturnType<typeof patience>) => {
    const started = performance.now();
    const found = await resolve(net, address, { ...how, family: 0, port });
    if (found.code === null) return await dial(net, found.addresses, port, { ...how, name: address });
    return lookupFailure(address, found.code, 0, started);
  };

  return {
    async lookup(name, family, signal) {
      const { addresses, code } = await resolve(net, name, { ...patience(), signal, family, port: null });
      return { addresses, code };
    },
    async tcp(address, port, how) {
      const dialled = await connect(address, port, patience(how));
      if (!dialled.ok) return dialled;
      dialled.socket.destroy();
      return { ok: true, address: dialled.address, durationMs: dialled.durationMs };
    },
    async tls(address, port, serverName, how) {
      const limits = patience(how);
      const started = performance.now();
      const dialled = await connect(address, port, limits);
      if (!dialled.ok) return dialled;
      const secured = await secure(net, dialled.socket, serverName, { ...limits, address: dialled.address, strict: false });
      if (!secured.ok) return { ...secured, durationMs: since(started) };
      secured.socket.destroy();
      return { ok: true, address: dialled.address, certificate: secured.certificate, durationMs: since(started) };
    },
    http: (request) => http(net, request),
    sntp: (host, port, how) => sntp(net, host, port, how),
    records: (name, type, signal) => records(net, name, type, signal),
    smtp: (request) => smtp(net, request),
    exchange: (where, request, how) => exchange(net, where, request, how),
    close() {
      ending.abort(new LookFailed('aborted', 'the run has ended'));
    },
  };
}
