// A whole check of the healthy lab, one with every network target silent, and the largest process of each.
import { labRows } from './lab-rows.js';

export async function check() {
  await labRows('check', 'test/bench/lab.ts');
}
