/** How a license key gets into configuration.php, which is closed: by PHP where it owns the file, by hand where it does not. */
import { change, look } from './steps.js';

const whose = look(
  'In WHMCS’s folder: see who owns configuration.php. The user that PHP runs as stands in the pool file (user =), or in APACHE_RUN_USER or User of Apache.',
  'stat -c "%U:%G %a" configuration.php; ps -eo user,args | grep -E "php-fpm|apache2|httpd" | grep -v grep',
);
/** Owner and PHP's user differ on many machines, and the documented mode 755 lets only the owner write. */
export const writeKey = [
  whose,
  change(
    'Where the owner is PHP’s user: let it write while the key is changed (the documentation writes chmod 755).',
    'chmod u+w configuration.php',
  ),
  change(
    "Where the owner is somebody else, chmod 755 does not help: write the key into configuration.php by hand as its owner or as root ($license = '<your key>';). Or let PHP’s user write for a while, and take it back afterwards with setfacl -x u:<php-user> configuration.php.",
    'setfacl -m u:<php-user>:rw configuration.php',
  ),
] as const;
export const closeFile = [
  change('Where PHP’s user was let in by setfacl: take it back.', 'setfacl -x u:<php-user> configuration.php'),
  change(
    'Where the owner is PHP’s user: close the file again when the key is saved. Otherwise give back the mode it had, so that PHP can still read it (440 or 444).',
    'chmod 400 configuration.php',
  ),
] as const;
