/** The time zone of the operating system: crontabs follow it, and programs write their logs in it. */
import { orNull } from '../logic/or-null.js';
import type { Host, SystemZone } from '../model.js';
import { SystemFiles } from './system-files.js';

/** The link of systemd's systems, else the file of Debian's. https://www.freedesktop.org/software/systemd/man/latest/localtime.html */
export async function systemZone(system: SystemFiles): Promise<SystemZone['operatingSystem']> {
  const stat = await system.tried('/etc/localtime', system.host.files.stat('/etc/localtime', { signal: system.signal }));
  const linked = /\/zoneinfo\/(?:posix\/|right\/)?([A-Za-z][\w+/-]{0,63})$/.exec(stat?.link ?? '')?.[1];
  if (linked !== undefined) return { name: linked, source: '/etc/localtime' };
  const named = /^[ \t]*([A-Za-z][\w+/-]{0,63})\s*$/.exec(((await system.text('/etc/timezone')) ?? '').slice(0, 200))?.[1];
  return named === undefined ? null : { name: named, source: '/etc/timezone' };
}

/** The zone of log lines that carry none: the system's, and UTC where a container has no /etc/localtime. null: a copy without a name. */
export async function zoneOfLogs(host: Host, signal: AbortSignal): Promise<string | null> {
  const zone = await systemZone(new SystemFiles(host, signal));
  if (zone !== null) return zone.name;
  return (await orNull(host.files.stat('/etc/localtime', { signal }))) === null ? 'UTC' : null;
}
