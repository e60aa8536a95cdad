/** Causes of the versions of PHP, ionCube and WHMCS. They stop every page, the log-in page among them. */
import { defineCause } from '../../index.js';
import type { Cause } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, danger, look, reloadPhp } from '../steps.js';

const seePhp = look(
  'See the versions of PHP and of the ionCube Loader: Utilities > System > PHP Info, or on the server by the command.',
  'php -v',
);
const requirements = look(
  'Compare with the system requirements that the release notes of this WHMCS version name (WHMCS 9.0: PHP 8.2 or later and ionCube Loader 13.0.2 or later).',
);
const choosePhp = change(
  'Let the site, or cron where the evidence names it, use a version of PHP that suits: on cPanel in MultiPHP Manager, on Plesk in PHP Settings of the domain, else the socket that the web server passes PHP requests to and the PHP that the crontab’s line names.',
);

export const softwareCauses: readonly Cause[] = [
  defineCause({
    id: 'php-too-old',
    title: 'PHP is too old for this version of WHMCS.',
    problems: [],
    beyondTable: true,
    explanation:
      'The files of WHMCS are encoded for certain versions of PHP. On an older one none of them runs: the site shows an error or an empty page, and cron ends at once.',
    remedies: [always(seePhp, requirements, choosePhp, reloadPhp)],
    docs: [docs.ionCubeLoader, docs.systemHealth],
  }),
  defineCause({
    id: 'php-too-new',
    title: 'PHP is too new for this version of WHMCS.',
    problems: [],
    beyondTable: true,
    explanation:
      'A file that was encoded for one version of PHP does not run on every later one. A server whose PHP was upgraded, by its panel or its provider, then shows an error instead of WHMCS until PHP goes back or WHMCS is upgraded.',
    remedies: [
      always(
        seePhp,
        requirements,
        choosePhp,
        reloadPhp,
        look('An add-on of a third party can be the file that does not run: the message names it. Ask its author for one for this PHP.'),
        danger('Or upgrade WHMCS to a version for this PHP, after a backup of files and database.'),
      ),
    ],
    docs: [docs.ionCubeLoader, docs.systemHealth],
  }),
  defineCause({
    id: 'ioncube-missing',
    title: 'PHP has no ionCube Loader, without which WHMCS does not run.',
    problems: [],
    beyondTable: true,
    explanation:
      'WHMCS’s files are encoded with ionCube. A new version of PHP comes without the Loader: after an upgrade of PHP, or for the PHP that cron calls, it has to be installed anew.',
    remedies: [
      always(
        seePhp,
        change(
          'Install the Loader for exactly this version of PHP: on cPanel the package ea-php<version>-php-ioncube13, on Plesk in the settings of PHP, else from ionCube: unpack it and name it as the first zend_extension of this PHP, for the site and for the command line.',
        ),
        reloadPhp,
      ),
    ],
    docs: [docs.ionCubeLoader],
    follows: ['php-too-new', 'php-too-old'],
  }),
  defineCause({
    id: 'ioncube-too-old',
    title: 'The ionCube Loader is too old for this version of WHMCS.',
    problems: [],
    beyondTable: true,
    explanation:
      'An older Loader cannot read files of a newer encoder. After an upgrade of WHMCS the site shows an error of the Loader instead of its pages.',
    remedies: [
      always(
        seePhp,
        requirements,
        change(
          'Replace the Loader by the newest one for this version of PHP: on cPanel upgrade ea-php<version>-php-ioncube to the newest package, on Plesk upgrade PHP, else replace the file that zend_extension names by the one from ionCube.',
        ),
        reloadPhp,
      ),
    ],
    docs: [docs.ionCubeLoader],
  }),
  defineCause({
    id: 'php-extension-missing',
    title: 'PHP lacks an extension without which WHMCS shows no page.',
    problems: [],
    beyondTable: true,
    explanation:
      'Every version of PHP has packages of its own for its extensions. After an upgrade one that WHMCS needs can be missing for the new version; System Health lists it under Required PHP Extensions.',
    remedies: [
      always(
        look('See which extensions PHP has.', 'php -m'),
        change(
          'Install and switch on {subject} for the version of PHP that serves the site: on Debian a package php<version>-… (pdo_mysql is in php<version>-mysql) and phpenmod {subject}, on RHEL php-…, on cPanel in EasyApache.',
        ),
        reloadPhp,
      ),
    ],
    docs: [docs.phpInstallPdo, docs.systemHealth],
  }),
  defineCause({
    id: 'whmcs-upgrade-unfinished',
    title: 'The files of WHMCS and its database are of different versions.',
    problems: [],
    beyondTable: true,
    explanation:
      'New files were copied and the upgrade of the database was not run, or a backup of one was put beside the other. WHMCS then shows Down for Maintenance (Err2) to everybody, administrators included.',
    remedies: [
      always(
        look('See both versions: the row Version of tblconfiguration, and the comment at the top of init.php.'),
        danger(
          'After a backup of files and database, finish the upgrade: with the folder install of the new version in place open it in the browser, follow it to its end and delete the folder; or put back the files of the database’s version.',
        ),
      ),
    ],
    docs: [docs.index],
  }),
];
