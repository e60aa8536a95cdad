/** A clock that is wrong where no time source may be asked: only a provider notices. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Fault } from './fault.js';

const folder = '/etc/whmcs-doctor';

/** Seven minutes: more than X and Duo allow. */
const wrongMs = 420_000;

export const unmeasuredClock: Fault = {
  cause: 'provider-clock-differs',
  how: 'no time source may be asked',
  inject: async (lab) => {
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/whmcs-doctor.yaml`, 'endpoints: {time: []}\n', { mode: 0o600 });
    lab.internet.shiftTime(wrongMs);
  },
  heal: async (lab) => {
    lab.internet.shiftTime(0);
    await rm(folder, { recursive: true });
  },
};
