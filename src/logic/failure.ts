/** The one way in which a look fails: thrown by hosts and probes, turned into a gap by the runner. */
import type { GapCode } from '../model.js';

export class LookFailed extends Error {
  override readonly name = 'LookFailed';
  constructor(
    readonly gap: GapCode,
    /** One sentence: what, where, why. */
    readonly why: string,
    readonly more: { readonly settle?: string; readonly beyond?: true } = {},
  ) {
    super(why);
  }
}

/** How a look fails where the network kept an answer from it, by the code of the NetFailure: nobody said anything, or something broke off. */
export function unanswered({ code }: { readonly code: string }): 'timeout' | 'io' {
  return /TIME/i.test(code) ? 'timeout' : 'io';
}

/** The limit of addresses (ulimit -v) was met: what reads HTTP is WebAssembly, which wants more of them than it uses. It has no code. */
export function isOutOfAddresses(error: unknown): boolean {
  return error instanceof RangeError && /\bout of memory\b/i.test(error.message);
}
