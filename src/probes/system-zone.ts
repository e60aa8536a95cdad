/** The time zone in which the programs of this machine write their logs. */
import { orNull } from '../logic/or-null.js';
import type { Host } from '../model.js';

/** An IANA name, by the link that /etc/localtime is, else by Debian's /etc/timezone; UTC where there is neither. null: a copy without a name. */
export async function systemZone(host: Host, signal: AbortSignal): Promise<string | null> {
  const clock = await orNull(host.files.stat('/etc/localtime', { signal }));
  const named = /zoneinfo\/(?:posix\/|right\/)?([\w+-]+(?:\/[\w+-]+){0,2})$/.exec(clock?.link ?? '')?.[1];
  if (named !== undefined) return named;
  const file = await orNull(host.files.read('/etc/timezone', { maxBytes: 200, signal }));
  if (clock === null && file === null) return 'UTC';
  const written = file === null ? '' : Buffer.from(file.bytes).toString('latin1').trim();
  return /^[\w+-]+(?:\/[\w+-]+){0,2}$/.test(written) ? written : null;
}
