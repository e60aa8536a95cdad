/** Whether the examined machine is a container, whose address, clock and files belong to somebody else. */
import { LookFailed } from '../logic/failure.js';
import { isContainerCgroup } from '../parse/clock-state.js';
import type { Host } from '../model.js';

const marks = ['/run/.containerenv', '/.dockerenv', '/run/systemd/container', '/proc/user_beancounters'];
const cgroup = '/proc/1/cgroup';

/** Every file that is looked at, for `touches`. */
export const containerMarks: readonly string[] = [cgroup, ...marks];

export async function isContainer(host: Host, signal: AbortSignal): Promise<boolean> {
  const found = await Promise.all(marks.map((path) => asked(() => host.files.stat(path, { signal }))));
  if (found.some((mark) => mark !== null)) return true;
  const text = await asked(() => host.files.read(cgroup, { maxBytes: 8192, signal }));
  return text !== null && isContainerCgroup(new TextDecoder().decode(text.bytes));
}

/** What cannot be asked here is no answer, and no failure either: most containers have none of these files and programs. */
export async function asked<T>(ask: () => Promise<T | null>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof LookFailed && error.gap !== 'aborted') return null;
    throw error;
  }
}
