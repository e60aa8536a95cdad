/** Faults of the versions of PHP, ionCube and WHMCS. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Lab } from '../lab.js';
import { phpExtension, phpVersion } from '../web-server.js';
import { brokenPage, type Fault } from './fault.js';

const loaderIni = `/etc/php/${phpVersion}/fpm/conf.d/99-lab-loader.ini`;

/**
 * ionCube is not to be had here. The file begins as an encoded one does, with a test for the Loader and its message; the Loader that would
 * let it pass is stood in for by a line of php.ini.
 */
async function encode(lab: Lab, message: string): Promise<void> {
  const file = `${lab.root}/init.php`;
  const text = await readFile(file, 'utf8');
  const test = `if(!extension_loaded('ionCube Loader')&&PHP_SAPI!=='cli'&&get_cfg_var('lab.loader')===false){echo ${JSON.stringify(message)};exit(199);}`;
  await rm(file);
  await writeFile(file, text.replace('<?php\n', `<?php //0058d\n${test}\n`), { mode: 0o644 });
  await rm(loaderIni, { force: true });
  await lab.web.restartPhp();
}

async function installLoader(lab: Lab): Promise<void> {
  await writeFile(loaderIni, 'lab.loader = 13.0.2\n');
  await lab.web.restartPhp();
}

function encoded(cause: string, message: string): Fault {
  return { cause, unseen: brokenPage, inject: (lab) => encode(lab, message), heal: installLoader };
}

export const softwareFaults: readonly Fault[] = [
  encoded(
    'ioncube-missing',
    'Site error: the ionCube PHP Loader needs to be installed. This is a widely used PHP extension for running ionCube protected PHP code.',
  ),
  encoded('ioncube-too-old', 'The file init.php cannot be decoded by this version of the ionCube Loader.'),
  encoded('php-too-new', 'The file init.php was encoded by the ionCube Encoder for PHP 7.2 and cannot run under PHP 8.2.'),
  encoded('php-too-old', 'The file init.php was encoded by the ionCube Encoder for PHP 8.3 and cannot run under PHP 8.2.'),
  {
    cause: 'php-extension-missing',
    unseen: brokenPage,
    inject: async (lab) => {
      await rm(loaderIni, { force: true });
      await phpExtension('pdo_mysql', false, 'fpm');
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      await phpExtension('pdo_mysql', true, 'fpm');
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'whmcs-upgrade-unfinished',
    unseen: brokenPage,
    inject: async (lab) => {
      await lab.setting('LabVersionCheck', 'on');
      await lab.setting('Version', '8.10.1-release.1');
    },
    heal: (lab) => lab.setting('Version', '8.11.2-release.1'),
  },
];
