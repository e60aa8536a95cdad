/** The commander program. Each command is loaded when it is called; `whmcs-doctor --help` loads none. */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../logic/version.js';
import { Quit, status } from './exit.js';

const collect = (value: string, previous: readonly string[] | undefined): readonly string[] => [...(previous ?? []), value];

/** Options that decide how facts are gathered, shared by check, collect and plan. */
function gathering(command: Command): Command {
  return command
    .option('--only <ids>', 'run only these checks, problems, causes or areas (comma-separated, * as a wildcard, repeatable)', collect)
    .option('--skip <ids>', 'leave these out', collect)
    .option('--used-url <url>', 'address the person used, or the reset link (its token is dropped at once)')
    .option('--visitor-ip <address>', 'address of the person who cannot log in')
    .option('--admin <name>', 'administrator who cannot log in')
    .option('--user <email>', 'user who cannot log in')
    .option('--permission <names>', 'permissions that the error page named, as labels or numbers (comma-separated, repeatable)', collect)
    .option('--url <url>', 'look at this address instead of the System URL')
    .option('--admin-url <url>', 'the admin area (looked at from outside only where this is given)')
    .option('--origin <address>', 'reach the site at this IP address, past its CDN')
    .option('--resolve <host[:port]:address>', 'as in curl (repeatable)', collect)
    .option('--cacert <file>', 'trust these certificate authorities too')
    .option('--php <path>', 'command-line PHP that runs the cron')
    .option('--fpm <socket>', 'socket or host:port of the PHP-FPM pool that serves the site')
    .option('--web-probe', 'allow one random-named file in the web root, fetched as a visitor and removed')
    .option('--offline', 'contact nothing beyond the install')
    .option('--exact', 'look at every session file')
    .option('--timeout <duration>', 'silence allowed per network operation (5s)')
    .option('--deadline <duration>', 'time allowed for the whole run (60s)')
    .option('--jobs <number>', 'looks at a time, and targets at a time (16)')
    .option('--config <file>', 'configuration file')
    .option('--audit <file>', 'write every file read, command run, query and address contacted here');
}

/** For a person's problem instead of the whole install. */
function describing(command: Command): Command {
  return command.option('--for <text>', 'what the person says or sees, a file with it, or -: only what can prove that is looked at');
}

/** The words shared by all commands that print for people. */
function showing(command: Command, quiet = 'only what is wrong', verbose = 'also how long each look took'): Command {
  return command
    .option('--no-color', 'plain text')
    .option('--ascii', 'no characters beyond ASCII')
    .option('-q, --quiet', quiet)
    .option('-v, --verbose', verbose);
}

const triageHelp = `
Examples:
  whmcs-doctor triage --text "after logging in I am sent back to the login page"
  whmcs-doctor triage ticket.txt
  journalctl -u php8.2-fpm | whmcs-doctor triage
  whmcs-doctor triage --jsonl tickets.jsonl > answers.jsonl

The text may be in any of 15 languages. Nothing is sent anywhere. A text longer than
64 KB is a log: its beginning is read as prose, every line is searched for known messages.
Exit status: 0 a problem matches, 1 none does (with --jsonl: 0), 64 there is no such file,
78 it cannot be read as text.`;

const loginHelp = `
Examples:
  whmcs-doctor login https://billing.example.com/ --email ann@example.com
  whmcs-doctor login /var/www/whmcs --email ann@example.com
  WHMCS_LOGIN_PASSWORD_FILE=/root/pw whmcs-doctor login /var/www/whmcs --via api --email ann@example.com --yes -f json

The password is asked for and not shown, or comes from WHMCS_LOGIN_PASSWORD or from the file that
WHMCS_LOGIN_PASSWORD_FILE names. Over the API it needs WHMCS_API_IDENTIFIER and WHMCS_API_SECRET
of a credential whose role allows ValidateLogin, and WHMCS must allow this address.
On the server it runs the code of the install as the user of the site's PHP, never as root.
Current versions of WHMCS start a session for a right password and update the last login; a wrong
one may count towards a ban. It says so and asks before it does anything.
Exit status: 0 the password is right, 2 it or the e-mail address is wrong, 3 WHMCS did not say,
64 the command line is wrong or something is missing, 78 a file cannot be used,
130, 143 stopped by Ctrl-C or SIGTERM.`;

/** A mistyped option keeps its value for itself: it may be a password. */
function withoutValue(message: string): string {
  return message.replace(/(unknown option '-[^=']*)=[^]*'/, "$1=…'");
}

export function program(): Command {
  const root = new Command('whmcs-doctor')
    .description('Finds out why people cannot log in to a WHMCS install: what is wrong, what proves it, what to do next.')
    .version(version, '-V, --version')
    .configureHelp({ sortSubcommands: false })
    .configureOutput({ outputError: (text, write) => write(withoutValue(text)) })
    .showHelpAfterError('(whmcs-doctor --help shows the commands and options)')
    .exitOverride();

  showing(
    gathering(
      describing(
        root
          .command('check')
          .description('gather facts, judge them, report')
          .argument(
            '[targets...]',
            'folder of an install, https://HOST/, ssh://[USER@]HOST[:PORT]/FOLDER, or a bundle file (default: the install in or above the current folder)',
          )
          .option('--targets <file>', 'more targets, one on each line; -: from standard input'),
      ),
    ),
  )
    .option('-f, --format <name[=file]>', 'pretty or json, to a file if one is named (repeatable)', collect)
    .addOption(new Option('--show <what>', 'problems, or all findings').choices(['problems', 'all']))
    .option('--redact', 'addresses and names of people become class and token, as in bundles')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that makes the exit status other than 0').choices(['warn', 'fail', 'never']),
    )
    .option('--require <ids>', 'a check of these that cannot look counts as unknown', collect)
    .action(async (targets: string[], options: object) => (await import('./check.js')).check(targets, options));

  gathering(
    root
      .command('collect')
      .description('record a redacted bundle of the facts; `check FILE` judges it anywhere')
      .argument('[target]', 'folder of an install, https://HOST/ or ssh://[USER@]HOST[:PORT]/FOLDER'),
  )
    .requiredOption('-o, --output <file>', 'bundle to write, as bundle.tgz; -: to standard output; *.json: the facts alone, as text')
    .option('-y, --yes', 'show what is written, but do not ask (it is asked on a terminal only)')
    .option('-q, --quiet', 'do not show what is written (it is still asked, on a terminal, without --yes)')
    .action(async (target: string | undefined, options: object) => (await import('./collect.js')).collect(target, options));

  gathering(
    describing(
      root
        .command('plan')
        .description('what a check would read, run and contact')
        .argument('[target]', 'folder of an install, https://HOST/, ssh://[USER@]HOST[:PORT]/FOLDER, or a bundle file'),
    ),
  )
    .option('-f, --format <name>', 'pretty or json')
    .option('-v, --verbose', 'also the patterns that every line of --audit matches')
    .action(async (target: string | undefined, options: object) => (await import('./plan.js')).plan(target, options));

  showing(
    root
      .command('triage')
      .description('which documented problem a text tells of: a ticket, an error message, a log')
      .argument(
        '[file]',
        'a text of any length, UTF-8, UTF-16, windows-1252 or gzip, or a bundle (its logs are read); - or nothing: standard input',
      ),
    'only the problem, one line for each candidate',
    'also which checks can prove it, and what is known of the words',
  )
    .option('--text <text>', 'the text itself instead of a file')
    .option('--jsonl', 'each line is a JSON object with a text and perhaps an id; each is answered by one line of JSON')
    .option('-f, --format <name>', 'pretty or json')
    .addHelpText('after', triageHelp)
    .action(async (file: string | undefined, options: object) => (await import('./triage.js')).triage(file, options));

  showing(
    root
      .command('login')
      .description('whether an e-mail address and a password are right, by the word of WHMCS (ValidateLogin), explained')
      .argument('[target]', 'folder of an install on this machine, https://HOST/ or ssh://[USER@]HOST[:PORT]/FOLDER'),
    'only the verdict, in one line',
    'also how long it took',
  )
    .option('--email <address>', 'whose login is tried')
    .addOption(
      new Option(
        '--via <way>',
        'api: over the network, from here; local: on the server, by localAPI (default: local for a folder)',
      ).choices(['api', 'local']),
    )
    .option('--yes', 'do not ask before the login is tried')
    .option('--as-admin <name>', 'administrator in whose name localAPI is called; WHMCS before 7.2 needs one')
    .option('--run-as <user>', 'user that the PHP of the site runs as, where that cannot be found out')
    .option('--php <path>', 'command-line PHP that fits the PHP of the site')
    .option('--fpm <socket>', 'socket or host:port of the PHP-FPM pool that serves the site')
    .option('--url <url>', 'ask at this address instead of the System URL')
    .option('--origin <address>', 'reach the site at this IP address, past its CDN')
    .option('--resolve <host[:port]:address>', 'as in curl (repeatable)', collect)
    .option('--cacert <file>', 'trust these certificate authorities too')
    .option('--timeout <duration>', 'silence allowed per network operation (5s)')
    .option('--deadline <duration>', 'time allowed for the code of the install (60s)')
    .option('--config <file>', 'configuration file')
    .option('--audit <file>', 'write every file read, command run, query and address contacted here')
    .option('-f, --format <name>', 'pretty or json')
    // a password in one of them would be shown by the message about an unknown option
    .addOption(new Option('-p, --password [password]').hideHelp())
    .addOption(new Option('--passwd [password]').hideHelp())
    .addOption(new Option('--pass [password]').hideHelp())
    .addHelpText('after', loginHelp)
    .action(async (target: string | undefined, options: object) => (await import('./login.js')).login(target, options));

  showing(
    root
      .command('explain')
      .description('symptoms, causes, next steps and checks of one problem, check or cause')
      .argument('<id>', 'id of a problem, check or cause; or the text of an error, a file with it, or -'),
  )
    .option('-f, --format <name>', 'pretty or json')
    .action(async (id: string, options: object) => (await import('./explain.js')).explain(id, options));

  root
    .command('list')
    .description('the catalogue')
    .argument('[what]', 'problems, checks, causes or probes', 'checks')
    .option('-f, --format <name>', 'pretty or json')
    .action(async (what: string, options: object) => (await import('./list.js')).list(what, options));

  showing(describing(root.command('demo').description('check a recorded, broken sample install')))
    .option('-f, --format <name[=file]>', 'pretty or json', collect)
    .addOption(new Option('--show <what>', 'problems, or all findings').choices(['problems', 'all']))
    .action(async (options: object) => (await import('./demo.js')).demo(options));

  return root;
}

/** Runs the command line and ends the process with the contract's status. */
export async function main(argv: readonly string[]): Promise<void> {
  process.on('uncaughtException', crashed).on('unhandledRejection', crashed);
  const code = await run(argv);
  // a name look-up that never answers would keep the process alive
  process.exit(code);
}

/** An error that nobody waited for: one line without secrets instead of Node's own report with a stack trace. */
function crashed(error: unknown): void {
  void bug(error).finally(() => process.exit(status.bug));
}

async function bug(error: unknown): Promise<void> {
  const { say } = await import('./output.js');
  const { seal } = await import('./seal.js');
  say(seal(`this is a bug, please report it: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`));
}

async function run(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...argv]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : status.usage;
    if (error instanceof Quit) {
      const { say } = await import('./output.js');
      const { seal } = await import('./seal.js');
      say(seal(error.message));
      return error.code;
    }
    await bug(error);
    return status.bug;
  }
}
