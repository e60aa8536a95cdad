/** The systems, and the faults that are made on each. */
import { type Fault, phpFault } from '../faults/fault.js';
import { container } from './container.js';
import { cpanel, cpanelSessions } from './cpanel.js';
import { apacheRedirect, folderMissing, hostDiffers, lifetimeInUserIni, nginxRedirect, upgraded } from './faults.js';
import type { System } from './layout.js';
import { plesk, pleskSessions } from './plesk.js';
import { redHat, redHatSessions } from './red-hat.js';

interface Laid {
  readonly name: string;
  readonly system: System;
  readonly faults: readonly Fault[];
  /** Its owner, an ordinary user, runs the program too. */
  readonly owner: boolean;
}

const lifetimeInPool = phpFault(
  'session-lifetime-short',
  { 'session.gc_maxlifetime': '600' },
  { 'session.gc_maxlifetime': null },
  { status: 1 },
);

export const systems: readonly Laid[] = [
  {
    name: 'cPanel with PHP-FPM',
    system: cpanel('php82'),
    faults: [
      folderMissing(`${cpanelSessions}/ea-php82`),
      upgraded(cpanel('php83'), `${cpanelSessions}/ea-php83`),
      lifetimeInUserIni,
      hostDiffers(apacheRedirect),
    ],
    owner: true,
  },
  {
    name: "Red Hat's httpd and PHP-FPM",
    system: redHat,
    faults: [folderMissing(redHatSessions), lifetimeInPool, hostDiffers(apacheRedirect)],
    owner: false,
  },
  {
    name: 'Plesk',
    system: plesk,
    faults: [folderMissing(pleskSessions), lifetimeInUserIni, hostDiffers(apacheRedirect)],
    owner: true,
  },
  {
    name: 'a container of PHP behind nginx',
    system: container,
    faults: [
      phpFault('session-path-missing', { 'session.save_path': '/var/lib/php/volume' }, { 'session.save_path': null }),
      lifetimeInPool,
      hostDiffers(nginxRedirect),
    ],
    owner: false,
  },
];
