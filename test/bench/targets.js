// Many targets in one call: addresses, and installs over ssh.
import { labRows } from './lab-rows.js';

export async function targets() {
  await labRows('targets', 'test/bench/targets-lab.ts');
}
