/** An answer over HTTP, for tests in which only its status and its body matter. */
import type { HttpResult } from '../../src/model.js';

export function answered(status: number, body: string): HttpResult {
  return {
    ok: true,
    status,
    headers: [],
    body,
    truncated: false,
    address: null,
    certificate: null,
    sentAt: 0,
    headersAt: 0,
    durationMs: 1,
  };
}
