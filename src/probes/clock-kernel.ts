/**
 * Whether the system says that its clock is kept in step. One yes is enough: chrony without `rtcsync` and OpenNTPD keep the clock right and
 * leave the kernel's flag at "unsynchronised", https://chrony-project.org/doc/4.5/chrony.conf.html
 */
import { defineProbe } from '../index.js';
import type { Host } from '../model.js';
import { parseChronyTracking, parseTimedatectl } from '../parse/clock-state.js';
import { asked, containerMarks, isContainer } from './container.js';

const timeoutMs = 3000;
const timesyncMark = '/run/systemd/timesync/synchronized';
/** Daemons that keep the clock and that nobody can ask: OpenNTPD, PTP, and the guests of hypervisors. */
const silentKeepers = /(?:^|\/)(?:openntpd|ptp4l|phc2sys|vmtoolsd|VBoxService)\b|^ntpd: (?:ntp|dns) engine/;

interface Said {
  readonly synchronised: boolean;
  readonly source: string;
}

export default defineProbe({
  fact: 'clock.kernel',
  vantage: 'shell',
  title: 'the synchronisation of the clock',
  budgetMs: 8000,
  touches: [
    { kind: 'run', what: 'timedatectl show; chronyc -c tracking', covers: ['**/timedatectl show', '**/chronyc -c tracking'] },
    { kind: 'read', what: `${timesyncMark}, ${containerMarks.join(', ')}`, covers: [timesyncMark, ...containerMarks] },
  ],
  async observe({ host, signal }) {
    const [container, ...answers] = await Promise.all([
      isContainer(host, signal),
      asked(() => askChrony(host, signal)),
      asked(() => askTimedatectl(host, signal)),
      asked(() => askTimesyncd(host, signal)),
    ]);
    const said = answers.filter((answer) => answer !== null);
    const yes = said.find(({ synchronised }) => synchronised);
    if (yes) return { value: { ...yes, container }, source: yes.source };
    const no = said[0];
    const keeper = no ? await asked(() => silentKeeper(host, signal)) : null;
    if (!no || keeper) {
      const source = keeper ? `${keeper} runs, which cannot be asked` : 'neither timedatectl nor chronyc answers here';
      return { value: { synchronised: null, source, container }, source };
    }
    return { value: { ...no, container }, source: no.source };
  },
});

async function askChrony(host: Host, signal: AbortSignal): Promise<Said | null> {
  const ran = await host.shell.run('chronyc', ['-c', 'tracking'], { timeoutMs, maxBytes: 4096, signal });
  const tracking = ran.code === 0 ? parseChronyTracking(ran.stdout) : null;
  return tracking && { synchronised: tracking.synchronised, source: 'chronyc tracking' };
}

async function askTimedatectl(host: Host, signal: AbortSignal): Promise<Said | null> {
  const ran = await host.shell.run('timedatectl', ['show'], { timeoutMs, maxBytes: 16_384, signal });
  const shown = ran.code === 0 ? parseTimedatectl(ran.stdout) : null;
  return shown && { synchronised: shown.synchronised, source: 'timedatectl NTPSynchronized' };
}

/** systemd-timesyncd leaves this mark after its first good answer; that it is missing says nothing. */
async function askTimesyncd(host: Host, signal: AbortSignal): Promise<Said | null> {
  return (await host.files.stat(timesyncMark, { signal })) ? { synchronised: true, source: timesyncMark } : null;
}

async function silentKeeper(host: Host, signal: AbortSignal): Promise<string | null> {
  const processes = await host.shell.processes(signal);
  return processes.map(({ argv }) => argv[0] ?? '').find((name) => silentKeepers.test(name)) ?? null;
}
