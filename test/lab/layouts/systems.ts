/** The systems and the faults that are made on each. */
import { cpanel } from './cpanel.js';
import type { System } from './layout.js';
import type { Fault } from '../faults/fault.js';

interface Laid {
  readonly name: string;
  readonly system: System;
  readonly faults: readonly Fault[];
  /** Its owner, an ordinary user, runs the program too. */
  readonly owner: boolean;
}

export const systems: readonly Laid[] = [{ name: 'cPanel with PHP-FPM', system: cpanel, faults: [], owner: true }];
