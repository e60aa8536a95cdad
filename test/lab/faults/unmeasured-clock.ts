/** A clock that is wrong where no time source may be asked: only a provider notices. */
import { rm, writeFile } from 'node:fs/promises';
import type { Fault } from './fault.js';

/** In the laboratory's own /tmp: /etc is shared with a laboratory beside this one. */
const config = '/tmp/no-time-sources.yaml';

/** Seven minutes: more than X and Duo allow. */
const wrongMs = 420_000;

export const unmeasuredClock: Fault = {
  cause: 'provider-clock-differs',
  how: 'no time source may be asked',
  args: ['--config', config],
  healedArgs: [],
  inject: async (lab) => {
    await writeFile(config, 'endpoints: {time: []}\n', { mode: 0o600 });
    lab.internet.shiftTime(wrongMs);
  },
  heal: async (lab) => {
    lab.internet.shiftTime(0);
    await rm(config);
  },
};
