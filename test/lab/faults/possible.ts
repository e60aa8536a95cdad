/** What this machine can make: some faults need more than namespaces. */
import { existsSync, readFileSync } from 'node:fs';
import { asRoot } from '../lab.js';
import type { Fault } from './fault.js';

const canMountBtrfs = asRoot && existsSync('/dev/loop-control') && /\bbtrfs$/m.test(readFileSync('/proc/filesystems', 'utf8'));

export function canBeMade({ root, quotas }: Fault): boolean {
  return (asRoot || root !== true) && (canMountBtrfs || quotas !== true);
}
