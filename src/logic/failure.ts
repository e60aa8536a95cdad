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
