/**
 * Entry of the one executable, which takes the place of bin/whmcs-doctor.js: it is the program, or one of the program's own children. A child
 * loads nothing but itself.
 */
import { childToBe } from '../host/children.js';
import { version } from '../logic/version.js';

switch (childToBe()) {
  case 'looker-child':
    void import('../host/looker-child.js');
    break;
  case 'watchdog-child':
    void import('../host/watchdog-child.js');
    break;
  case null:
    if (process.argv.length === 3 && /^(?:--version|-V)$/.test(process.argv[2] ?? ''))
      void import('./output.js').then(({ print }) => print(`${version}\n`)).catch(() => process.exit(73));
    else void import('./main.js').then(async ({ main }) => main(process.argv));
}
