import { type Command, Option } from 'commander';
import { withMore } from './help.js';
import { choice, collected, printing, showing } from './options.js';

export function declareLogin(root: Command): void {
  const login = root
    .command('login')
    .description('whether an e-mail address and a password are right, by the word of WHMCS (ValidateLogin), explained')
    .argument('[target]', 'folder of an install on this machine, https://HOST/ or ssh://[USER@]HOST[:PORT]/FOLDER')
    .optionsGroup('What is tried:')
    .option('--email <address>', 'whose login is tried')
    .addOption(
      choice('--via <way>', 'over the network, from here, or on the server, by localAPI (default: local for a folder)', ['api', 'local']),
    )
    .option('--yes', 'do not ask before the login is tried')
    .option('--as-admin <name>', 'administrator in whose name localAPI is called; WHMCS before 7.2 needs one')
    .option('--run-as <user>', 'user that the PHP of the site runs as, where that cannot be found out')
    .optionsGroup('Access:')
    .option('--php <path>', 'command-line PHP that fits the PHP of the site')
    .option('--fpm <socket>', 'socket or host:port of the PHP-FPM pool that serves the site')
    .option('--url <url>', 'ask at this address instead of the System URL')
    .option('--origin <address>', 'reach the site at this IP address, past its CDN')
    .option('--resolve <host[:port]:address>', 'as in curl (repeatable)', collected)
    .option('--cacert <file>', 'trust these certificate authorities too')
    .optionsGroup('Limits and records:')
    .option('--timeout <duration>', 'silence allowed per network operation (5s)')
    .option('--deadline <duration>', 'time allowed for the code of the install (60s)')
    .option('--config <file>', 'configuration file')
    .option('--audit <file>', 'write every file read, command run, query and address contacted here')
    // a password in one of them would be shown by the message about an unknown option
    .addOption(new Option('-p, --password [password]').hideHelp())
    .addOption(new Option('--passwd [password]').hideHelp())
    .addOption(new Option('--pass [password]').hideHelp());
  showing(printing(login), 'only the verdict, in one line', 'also how long it took').action(
    async (target: string | undefined, options: object) => (await import('../login.js')).login(target, options),
  );
  withMore(login, {
    examples: [
      ['over the API', 'whmcs-doctor login https://billing.example.com/ --email ann@example.com'],
      ['on the server', 'whmcs-doctor login /var/www/whmcs --email ann@example.com'],
      [
        'in a script',
        'WHMCS_LOGIN_PASSWORD_FILE=/root/pw whmcs-doctor login /var/www/whmcs \\\n    --via api --email ann@example.com --yes -f json',
      ],
    ],
    notes: [
      "The password is asked for and not shown, or comes from WHMCS_LOGIN_PASSWORD or from the file that WHMCS_LOGIN_PASSWORD_FILE names. Over the API it needs WHMCS_API_IDENTIFIER and WHMCS_API_SECRET of a credential whose role allows ValidateLogin, and WHMCS must allow this address. On the server it runs the code of the install as the user of the site's PHP, never as root.",
      'Current versions of WHMCS start a session for a right password and update the last login; a wrong one may count towards a ban. It says so and asks before it does anything.',
    ],
    statuses: [
      ['0', 'the password is right'],
      ['2', 'it or the e-mail address is wrong'],
      ['3', 'WHMCS did not say'],
      ['64', 'the command line is wrong or something is missing'],
      ['78', 'a file cannot be used'],
      ['130, 143', 'stopped by Ctrl-C or SIGTERM'],
    ],
  });
}
