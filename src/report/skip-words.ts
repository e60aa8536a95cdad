/** What skipped checks wait for, in sentences; the reason of each is in its finding. */
import { askedFor, isOffline } from '../logic/asked-for.js';
import { isNotShown } from '../logic/beyond-address.js';
import type { Report } from '../model.js';

/** What to give so that more can be judged. */
export function skipWords(reasons: readonly string[], target: Report['target']): readonly string[] {
  const recorded = target.recorded !== undefined;
  const until = recorded ? 'until a bundle is recorded with' : 'until you give';
  const asking = reasons.filter((reason) => askedFor([reason]).length > 0);
  const names = askedFor(asking);
  const behind = reasons.filter(isNotShown).length;
  const offline = reasons.filter((reason) => isOffline(reason) && !isNotShown(reason)).length;
  const others = reasons.length - asking.length - behind - offline;
  return [
    asking.length === 0 ? null : `${asking.length} skipped ${until} what they ask for: ${names.join(', ')}`,
    offline === 0 ? null : `${offline} skipped because ${recorded ? 'the bundle was recorded' : 'it was run'} with --offline`,
    behind === 0
      ? null
      : `${behind} skipped because an address does not show the server's own side (files, PHP, database): run it there, or give ssh://HOST/FOLDER, the API's credential, or a bundle that collect made there`,
    others === 0 ? null : `${others} skipped that do not apply, or that nobody can see from here`,
  ].filter((line) => line !== null);
}
