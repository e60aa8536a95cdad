/** Time zones of the site, and the locale and zone of the operator's shell. */
import { rm, symlink, writeFile } from 'node:fs/promises';
import { cronRan } from '../automation.js';
import type { Covers } from '../layouts/covers.js';
import { asRoot, type Lab } from '../lab.js';
import { phpIni } from '../web-server.js';
import { liveThen, nextChange, worldThen } from './clock-change.js';
import type { Value } from './value.js';

const ini = '97-zone.ini';

/** The zone that the operating system is set to, and crontabs follow. */
async function systemZone(covers: Covers, zone: string): Promise<void> {
  if (!asRoot) return; // another's /etc cannot be covered with its owners kept
  await covers.copy('/etc');
  await rm('/etc/localtime', { force: true });
  await symlink(`/usr/share/zoneinfo/${zone}`, '/etc/localtime');
  await writeFile('/etc/timezone', `${zone}\n`);
}

/** PHP of the site, of cron and the database in one zone, and their records with them. */
async function siteZone(lab: Lab, zone: string, now = Date.now()): Promise<void> {
  await phpIni(ini, `date.timezone = "${zone}"\n`);
  await lab.restartDatabase({ TZ: zone });
  await cronRan(5, 0.05, zone, now);
}

const zoned = (name: string, zone: string, system = zone): Value => ({
  name,
  prepare: (covers) => systemZone(covers, system),
  make: (lab) => siteZone(lab, zone),
  undo: () => phpIni(ini, null),
});

/** Without root another's /etc cannot be covered: the zone alone then. */
function changed(name: string, kind: 'forward' | 'back'): Value {
  const change = nextChange(kind);
  return {
    name,
    prepare: async (covers) => {
      await systemZone(covers, change.zone);
      if (asRoot) await liveThen(change);
    },
    make: async (lab) => {
      if (asRoot) await worldThen(lab, change);
      await siteZone(lab, change.zone, Date.now() + (asRoot ? change.shiftMs : 0));
    },
    undo: () => phpIni(ini, null),
  };
}

export const zones: readonly Value[] = [
  { name: 'UTC' },
  zoned('Asia/Kathmandu', 'Asia/Kathmandu'),
  zoned('America/St_Johns', 'America/St_Johns'),
  zoned('Pacific/Chatham', 'Pacific/Chatham'),
  zoned('Europe/Berlin on a system in UTC', 'Europe/Berlin', 'Etc/UTC'),
  zoned('UTC on a system in America/New_York', 'UTC', 'America/New_York'),
  changed('clocks just put forward', 'forward'),
  changed('clocks just put back', 'back'),
];

export const shells: readonly Value[] = [
  { name: 'C.UTF-8', env: { LANG: 'C.UTF-8' } },
  { name: 'none', env: { LANG: '' } },
  { name: 'C', env: { LANG: 'C', LC_ALL: 'C' } },
  { name: 'de_DE', env: { LANG: 'de_DE.UTF-8', LANGUAGE: 'de', TZ: 'Europe/Berlin' } },
  { name: 'tr_TR', env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' } },
  { name: 'ar_EG', env: { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' } },
  { name: 'zh_CN', env: { LANG: 'zh_CN.GB18030', LC_ALL: 'zh_CN.GB18030', TZ: 'Pacific/Chatham' } },
];
