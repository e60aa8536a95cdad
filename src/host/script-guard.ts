/** The guard in front of every temporary PHP script: it answers only its own token, and nobody a minute after it was written. */
import { createHash, randomBytes } from 'node:crypto';

/** The header, and as PHP sees it. */
export const tokenHeader = 'X-Whmcs-Doctor';
export const tokenParam = 'HTTP_X_WHMCS_DOCTOR';

/** How long a script may be there. */
export const lifetimeSeconds = 60;

/** Seconds of this machine's clock that never jumps. */
function uptimeHere(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

export interface GuardedScript {
  readonly token: string;
  readonly source: string;
}

/**
 * Puts the guard before a PHP source. `uptime`: seconds of PHP's machine's clock that never jumps. The file has only the token's SHA-1, a function that no PHP lacks: who reads the file cannot ask it, for
 * the token is 192 random bits. Its age is told by the machine's monotonic clock, for PHP's clock may be just what is wrong, and by PHP's
 * clock where that is another machine's; it is over when both say so.
 */
export function guarded(source: string, uptime: number = uptimeHere()): GuardedScript {
  const token = randomBytes(24).toString('hex');
  const digest = createHash('sha1').update(token).digest('hex');
  const deadline = Math.ceil(uptime) + lifetimeSeconds;
  const guard = [
    `$t = isset($_SERVER['${tokenParam}']) ? $_SERVER['${tokenParam}'] : getenv('${tokenParam}');`,
    `$late = (!function_exists('hrtime') || hrtime(true) / 1e9 > ${deadline}) && time() - (int) getlastmod() > ${lifetimeSeconds};`,
    `if ($late || !is_string($t) || sha1($t) !== '${digest}') { header('HTTP/1.1 404 Not Found'); exit; }`,
    'unset($t, $late);',
  ].join(' ');
  const body = source.startsWith('<?php') ? source.slice('<?php'.length) : ` ${source}`;
  return { token, source: `<?php ${guard}${body}` };
}
