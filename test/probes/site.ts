/** A small web for the tests of the site's probes: pages by address, as functions of the request. */
import { vi } from 'vitest';
import type { Host, HttpRequest, HttpResult, NetFailure } from '../../src/model.js';
import { fakeHost } from '../support/fake-host.js';

export interface Page {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly address?: string | null;
}

export type Serve = (request: HttpRequest, url: URL) => Page | NetFailure | null;

export function refused(code = 'ECONNREFUSED', stage: NetFailure['stage'] = 'tcp'): NetFailure {
  return { ok: false, stage, code, message: `failed: ${code}`, address: null, durationMs: 1 };
}

export function redirect(location: string, headers: readonly (readonly [string, string])[] = [], status = 302): Page {
  return { status, headers: [['location', location], ...headers] };
}

/** Null from `serve` is an unknown name. `names` are what look-ups give, by name. */
export function web(
  serve: Serve,
  names: Readonly<Record<string, readonly string[]>> = {},
): { readonly host: Host; readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  const http = vi.fn(async (request: HttpRequest): Promise<HttpResult> => {
    asked.push(request);
    const url = new URL(request.url);
    const page = serve(request, url) ?? refused('ENOTFOUND', 'dns');
    if ('stage' in page) return page;
    return {
      ok: true,
      status: page.status ?? 200,
      headers: page.headers ?? [],
      body: page.body ?? '',
      truncated: false,
      address: page.address === undefined ? '192.0.2.10' : page.address,
      certificate: null,
      sentAt: 0,
      headersAt: 0,
      durationMs: 1,
    };
  });
  const lookup = async (name: string, family: 4 | 6) => {
    const addresses = (names[name] ?? []).filter((address) => address.includes(':') === (family === 6));
    return { addresses, code: addresses.length > 0 ? null : 'ENOTFOUND' };
  };
  return { host: fakeHost({ net: { http, lookup } }), asked };
}
