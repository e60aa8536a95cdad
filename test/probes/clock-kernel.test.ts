import { expect, test } from 'vitest';
import probe from '../../src/probes/clock-kernel.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { ProcessSeen, Ran } from '../../src/model.js';
import { fakeFiles, fakeHost, look } from '../support/fake-host.js';

const shown = (yes: boolean) => `Timezone=Etc/UTC\nNTP=yes\nNTPSynchronized=${yes ? 'yes' : 'no'}\n`;
const tracking = (leap: string) => `00000000,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,${leap}\n`;

function observe(
  programs: Readonly<Record<string, string>>,
  files: Parameters<typeof fakeFiles>[0] = {},
  processes: readonly string[] = [],
) {
  const shell = {
    run: async (program: string): Promise<Ran> => {
      const stdout = programs[program];
      if (stdout === undefined) throw new LookFailed('absent', `${program} is not installed`);
      return { code: 0, stdout, stderr: '' };
    },
    processes: async () =>
      processes.map((name, pid): ProcessSeen => ({ pid, ppid: 1, uid: 0, gid: 0, argv: [name], exe: null, cwd: null, root: null })),
  };
  return probe.observe(look(fakeHost({ shell, files: fakeFiles({ '/proc/1/cgroup': '0::/init.scope\n', ...files }) })), () => {});
}

test.each([
  ['the kernel says yes', { timedatectl: shown(true) }, true],
  ['the kernel says no', { timedatectl: shown(false) }, false],
  ['chrony keeps it without the kernel knowing', { timedatectl: shown(false), chronyc: tracking('Normal') }, true],
  ['both say no', { timedatectl: shown(false), chronyc: tracking('Not synchronised') }, false],
  ['nobody can say', {}, null],
  ['chrony is not running', { chronyc: '506 Cannot talk to daemon\n' }, null],
])('%s', async (_, programs, synchronised) => {
  expect((await observe(programs)).value).toMatchObject({ synchronised, container: false });
});

test("timesyncd's mark is a yes", async () => {
  const found = await observe({ timedatectl: shown(false) }, { '/run/systemd/timesync/synchronized': '' });
  expect(found.value.synchronised).toBe(true);
});

test('a keeper that cannot be asked makes a no worthless', async () => {
  expect((await observe({ timedatectl: shown(false) }, {}, ['ntpd: ntp engine'])).value.synchronised).toBeNull();
  expect((await observe({ timedatectl: shown(false) }, {}, ['/usr/sbin/nginx'])).value.synchronised).toBe(false);
});

test.each([
  [{ '/run/.containerenv': '' }, true],
  [{ '/.dockerenv': '' }, true],
  [{ '/proc/1/cgroup': '12:cpu:/docker/abc\n' }, true],
  [{}, false],
])('container by %o: %s', async (files, container) => {
  expect((await observe({}, files)).value.container).toBe(container);
});
