/** How remedies are written: steps by their risk, and places of the admin area by WHMCS version. */
import type { Remedy, Risk, Step } from '../model.js';

function step(risk: Risk, text: string, command?: string): Step {
  return { text, risk, ...(command === undefined ? {} : { command }) };
}

/** A step that changes nothing. */
export function look(text: string, command?: string): Step {
  return step('none', text, command);
}

/** A step that changes a setting and can be taken back. */
export function change(text: string, command?: string): Step {
  return step('low', text, command);
}

/** A step that deletes data, ends sessions or can lock people out. */
export function danger(text: string, command?: string): Step {
  return step('high', text, command);
}

/** The same steps for every WHMCS version. */
export function always(...steps: readonly Step[]): Remedy {
  return { steps };
}

/** WHMCS 8.0 replaced the Setup menu by Configuration > System Settings: https://docs.whmcs.com/system/general-settings/general-settings-general. */
export function inSettings(page: string, steps: (menu: string) => readonly Step[]): readonly Remedy[] {
  return [
    { versions: { from: '8.0' }, steps: steps(`Configuration > System Settings > ${page}`) },
    { versions: { below: '8.0' }, steps: steps(`Setup > ${page}`) },
  ];
}

/** PHP reads php.ini and its pool files only when it starts. */
export const reloadPhp = change(
  'Let PHP read its configuration again. <version> is the version of the PHP that serves the site, as in 8.2. On RHEL and its family the service is called php-fpm; with mod_php reload apache2 or httpd instead; on cPanel use /usr/local/cpanel/scripts/restartsrv_apache_php_fpm.',
  'systemctl reload php<version>-fpm',
);

/** Where a PHP directive of the site is set, by kind of server. */
export function setDirective(line: string, poolLine: string): Step {
  return change(
    `Set ${line} for the PHP that serves WHMCS, in the file that the evidence names: in php.ini or a .user.ini as it stands here, in a PHP-FPM pool file as ${poolLine}, on cPanel in MultiPHP INI Editor.`,
  );
}

/** The admin session that is open in the browser still belongs to the broken state. */
export const signInAgain = look('Delete the cookies of the site in the browser, open the login page at the System URL and sign in.');
