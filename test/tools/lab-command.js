// The command that puts another one into namespaces of the laboratory's own.
import { join } from 'node:path';
import { top } from './install.js';

export function labCommand() {
  const root = process.getuid() === 0;
  const unshare = ['unshare', root ? '-mn' : '-Umn', ...(root ? [] : ['--map-current-user', '--keep-caps']), '--propagation', 'private'];
  return [...unshare, 'bash', join(top, 'test/lab/machine.sh')];
}
