/** Why PHP-FPM did not run a script that was put before it, from what it says then. */
import { LookFailed } from '../logic/failure.js';
import type { ScriptAnswer } from '../model.js';

export interface Refusal {
  /** The folder is not written to, not seen by PHP, not allowed by open_basedir or by security.limit_extensions, or it is none of these. */
  readonly kind: 'unwritable' | 'unseen' | 'open_basedir' | 'extension' | 'other';
  readonly folder: string;
}

/** null: the script ran. A script that ran never answers 403 or 404 by itself. */
export function refusalIn(answer: ScriptAnswer, folder: string): Refusal | null {
  if (answer.status !== 404 && answer.status !== 403) return null;
  const said = `${answer.stderr}\n${answer.stdout}`;
  if (/open_basedir|Operation not permitted/i.test(said)) return { kind: 'open_basedir', folder };
  if (/security\.limit_extensions|Access denied/i.test(said)) return { kind: 'extension', folder };
  if (/Primary script unknown|File not found|No input file specified|Unable to open primary script|failed to open stream/i.test(said)) {
    return { kind: 'unseen', folder };
  }
  return { kind: 'other', folder };
}

/** The gap where no folder would do. */
export function refusedEverywhere(listener: string, chroot: string | null, refusals: readonly Refusal[]): LookFailed {
  const where = `PHP-FPM at ${listener}`;
  const of = (kind: Refusal['kind']): string =>
    [...new Set(refusals.filter((one) => one.kind === kind).map((one) => one.folder))].join(', ');
  const webProbe = 'Allow a temporary file in the web root: --web-probe.';
  if (of('open_basedir') !== '') {
    return new LookFailed('denied', `${where} may not run a script outside its open_basedir (tried ${of('open_basedir')})`, {
      settle: webProbe,
      beyond: true,
    });
  }
  if (of('extension') !== '') {
    return new LookFailed('denied', `${where} runs no .php files (security.limit_extensions)`, { settle: webProbe, beyond: true });
  }
  if (of('other') !== '')
    return new LookFailed('denied', `${where} did not run the script put into ${of('other')}`, { settle: webProbe, beyond: true });
  if (of('unseen') !== '') {
    return new LookFailed('unsupported', `${where} does not see files in ${of('unseen')}: it has another root (a container or a chroot)`, {
      settle: webProbe,
    });
  }
  const inside = chroot === null ? '' : ` in its chroot ${chroot}`;
  return new LookFailed('unsupported', `there is no temporary folder${inside} into which a script for ${where} can be put`, {
    settle: webProbe,
  });
}
