/** What an answer to ValidateLogin means and what to do, as data. {name}: filled in from what was seen; FOLDER and EMAIL: from what was typed. */
import type { LoginTrouble, LoginVia, Step } from '../model.js';
import { change, look } from './steps.js';

export interface LoginText {
  /** A true sentence. */
  readonly title: string;
  readonly explanation: string;
  readonly steps: readonly Step[];
}

export const loginDocs: readonly string[] = ['https://developers.whmcs.com/api-reference/validatelogin/'];

/** What is said before anything is done, by way. */
export const loginBeforehand: Readonly<Record<LoginVia, readonly string[]>> = {
  api: [
    'asking {where} whether {email} can log in (ValidateLogin), from this machine.',
    "with a right password, current versions of WHMCS start a session and update the user's last login. A wrong one may count towards a ban of the calling address.",
  ],
  local: [
    'asking the install in {where} whether {email} can log in: this runs the code of the install (init.php, then localAPI) with {php} as {user}.',
    'a license check that is due happens then, outside of the web, where it may be refused although the site works.',
    "with a right password, current versions of WHMCS start a session and update the user's last login. A wrong one may count towards a ban.",
  ],
};

export const loginValid: LoginText = {
  title: 'The e-mail address and the password are right',
  explanation:
    'WHMCS accepts them. This call passes neither the captcha nor the pages of the site: where the person still cannot log in, look for the cause there, in sessions, cookies or the address that they use.',
  steps: [
    look(
      'Look at what stands between a right password and the client area.',
      'whmcs-doctor check FOLDER --only login-redirect-loops,login-details-errors,frequent-logouts',
    ),
  ],
};

export const loginTwoFactor =
  'Two-factor authentication is on for this user: WHMCS returns no session token here, and the person must pass the second factor after the password.';
export const loginTwoFactorToken =
  'Two-factor authentication is reported as on for this user, and a session token came back all the same, against the documentation: a hook or an add-on may have changed the answer. Look at includes/hooks and at the add-on modules, for an integration that uses the token passes by the second factor.';
export const loginTwoFactorOdd =
  'Of two-factor authentication the answer says "{said}", which is neither yes nor no: a hook or an add-on may have changed it. Whether it is on is not known.';
export const loginTwoFactorUnsaid = 'The answer does not say whether two-factor authentication is on, as in WHMCS before 7.2.';
export const loginWithoutToken = 'No session token was returned although two-factor authentication is not reported as on.';
export const loginOldContact = 'The answer names a contact: WHMCS before 8.0, where the user id is the id of the client.';
/** The answer was read out of what PHP printed around it. */
export const loginPrinted =
  'Beside the answer of the API there is what does not belong to it: "{printed}". A program that reads the answer strictly takes it for no answer at all: where it is a message of PHP, set display_errors to Off in the PHP of the site and repair what it names; where it is a comment, look which hook or add-on prints it.';
/** What userid is the id of, and what is said of it. */
export const loginIds = {
  user: { name: 'user id', remark: '' },
  client: { name: 'client id', remark: '' },
  either: { name: 'user id', remark: ' (before WHMCS 8.0 the id of the client)' },
} as const;

/** What session IP validation makes of a token that was given to this machine. */
export const loginSessionIp = {
  on: 'Session IP validation is on: the token is good only for the address of the machine that asked. To an integration that hands it to a visitor’s browser it is useless: ask for it with localAPI on the server, or use CreateSsoToken.',
  off: 'Session IP validation is off: the token is good from any address.',
  unknown:
    'If session IP validation is on, the token is useless to a visitor’s browser. Look it up: Configuration > System Settings > General Settings > Security > Disable Session IP Check (before WHMCS 8.0: Setup > General Settings).',
  local: 'The token comes from localAPI, as the documentation asks for where session IP validation is on.',
} as const;

export const loginInvalid: LoginText = {
  title: 'The e-mail address or the password is wrong',
  explanation:
    'WHMCS does not say which of the two, nor whether there is such an account. From WHMCS 8.0 the e-mail address is that of a user, which may differ from that of the client; before, that of the client or of a contact with a login. A captcha or a second factor has no part in this answer.',
  steps: [
    look('See whether there is such a user and in which state its password is, on the server.', 'whmcs-doctor check FOLDER --user EMAIL'),
    look(
      'Type the password into a file and look for spaces, another keyboard layout and upper case, then give that file as WHMCS_LOGIN_PASSWORD_FILE.',
    ),
    change('Have the person set a new password: Forgot Password on the login page.'),
  ],
};

const apiCredentials = 'Configuration > System Settings > Manage API Credentials (before WHMCS 8.0: Setup > Staff Management)';
const undecided = 'Whether the e-mail address and the password are right is not known.';

/** Why nothing can be said of the e-mail address and the password. */
export const loginTroubles: Readonly<Record<LoginTrouble, LoginText>> = {
  'address-refused': {
    title: 'WHMCS refuses the API to this address',
    explanation: `WHMCS takes the caller's address for {address} and does not allow it to use the API. ${undecided}`,
    steps: [
      look(
        'Compare that address with your own. If it is one of a proxy or CDN, WHMCS does not see visitors’ addresses either: trust that proxy.',
        'whmcs-doctor check FOLDER --only cloudflare-proxy-check-errors',
      ),
      change(
        'Allow the address: Configuration > System Settings > General Settings > Security > API IP Access Restriction. IPv4 and IPv6 need an entry each.',
      ),
      look(
        'Or give the access key of configuration.php as WHMCS_API_ACCESS_KEY, or run it on the server.',
        'whmcs-doctor login FOLDER --via local --email EMAIL',
      ),
    ],
  },
  'credential-refused': {
    title: 'WHMCS does not accept the API credential',
    explanation: `This is about WHMCS_API_IDENTIFIER and WHMCS_API_SECRET, not about the person. An identifier is void when its administrator is disabled or deleted. ${undecided}`,
    steps: [
      change(
        `Compare the identifier with ${apiCredentials}, see that its administrator is active, and generate a new one where the secret is lost.`,
      ),
    ],
  },
  'access-key-refused': {
    title: 'WHMCS does not accept the access key',
    explanation: `WHMCS_API_ACCESS_KEY is not the value of $api_access_key in configuration.php. ${undecided}`,
    steps: [look('Compare the two, or leave the key out and allow the address instead.')],
  },
  'action-not-allowed': {
    title: 'The API role of the credential does not allow ValidateLogin',
    explanation: `Since WHMCS 7.4 a credential may call only what one of its API roles allows. ${undecided}`,
    steps: [change(`Tick ValidateLogin in a role of the credential: ${apiCredentials}, tab API Roles.`)],
  },
  'access-denied': {
    title: 'The administrator of the credential may not use the API',
    explanation: `The role of the administrator that the credential belongs to lacks the permission API Access. ${undecided}`,
    steps: [change('Tick API Access in the role of that administrator: Configuration > System Settings > Administrator Roles.')],
  },
  'action-unknown': {
    title: 'This WHMCS does not know ValidateLogin',
    explanation: `ValidateLogin is in every documented version: the install is very old, or its files in includes/api are incomplete. ${undecided}`,
    steps: [look('See which version runs, and whether its files are whole.', 'whmcs-doctor check FOLDER --show all')],
  },
  'other-error': {
    title: 'WHMCS answers with another error',
    explanation: `WHMCS says: {message}. ${undecided}`,
    steps: [
      look(
        'Read the entries of this moment in Configuration > System Logs > Activity Log (before WHMCS 8.0: Utilities > Logs): a hook or an add-on that refuses logins often leaves one there.',
      ),
      look('See whether another user gets the same answer: then it is not about this one, but about the API or the install.'),
      look('See which documented problem has these words.', "whmcs-doctor explain 'THE WORDS'"),
    ],
  },
  'account-refused': {
    title: 'WHMCS answers that something is locked, closed or banned',
    explanation: `WHMCS says: {message}. The documentation names no such answer to this call: that it is about the account or the address is read out of the words alone, and is not verified. ${undecided}`,
    steps: [
      look('See the state of the user and of its clients, on the server.', 'whmcs-doctor check FOLDER --user EMAIL'),
      look('See whether the address of the person is banned: Configuration > System Settings > Banned IPs.'),
    ],
  },
  'shape-unknown': {
    title: 'The answer has none of the documented shapes',
    explanation: `The answer cannot be relied on: {why}. ${undecided}`,
    steps: [look('A hook or an add-on may have changed the answer; an API of another program may stand at this address.')],
  },
  redirected: {
    title: 'The API is answered with a redirect',
    explanation: `{host} answers with status {status} and leads elsewhere. A form with a password is not sent on. ${undecided}`,
    steps: [look('Give the address to which it leads, scheme and www included, as the target or with --url.')],
  },
  'not-found': {
    title: 'There is no API at this address',
    explanation: `{host} answers with status {status}: WHMCS lies in another folder, or the web server hides includes/api.php. ${undecided}`,
    steps: [look('Give the address with the folder of WHMCS, as https://HOST/billing/.')],
  },
  challenged: {
    title: 'The API is answered with a test for browsers',
    explanation: `{product} wants to see a browser first, so integrations that use the API are kept out as well. ${undecided}`,
    steps: [
      change(
        'Except includes/api.php, for the addresses that call it, from that test; or give the address of the server itself with --origin.',
      ),
    ],
  },
  firewall: {
    title: 'A firewall refuses the call',
    explanation: `{product} answers with status {status} in the place of WHMCS. ${undecided}`,
    steps: [
      change(
        'Except includes/api.php, for the addresses that call it, from its rules; or run it on the server.',
        'whmcs-doctor login FOLDER --via local --email EMAIL',
      ),
    ],
  },
  'rate-limited': {
    title: 'The API is answered with: too many requests',
    explanation: `{host} answers with status {status}. ${undecided}`,
    steps: [look('Wait some minutes before the next try.')],
  },
  'server-error': {
    title: 'The site cannot answer',
    explanation: `{host} answers with status {status}: "{sample}". ${undecided}`,
    steps: [look('Look at the error log of PHP and of the web server at this moment, then at the install.', 'whmcs-doctor check FOLDER')],
  },
  empty: {
    title: 'The answer is empty',
    explanation: `{host} answers with status {status} and nothing more: mostly PHP ended by an error that it does not show. ${undecided}`,
    steps: [look('Look at the error log of PHP at this moment, then at the install.', 'whmcs-doctor check FOLDER')],
  },
  page: {
    title: 'The answer is a page and not the API',
    explanation: `{host} answers with status {status}: "{sample}". ${undecided}`,
    steps: [
      look(
        'Fetch the address by hand: an API of WHMCS that nobody tells who asks answers with a line of JSON, {"result":"error",…}. A page means that the address is another’s, or that the folder of WHMCS is missing in it.',
        'curl -si https://HOST/includes/api.php',
      ),
      look('Give the address with the folder of WHMCS, as https://HOST/billing/.'),
    ],
  },
  'address-banned': {
    title: 'WHMCS has banned the calling address',
    explanation: `WHMCS shows {address} the page of banned addresses in the place of an answer. ${undecided}`,
    steps: [
      change(
        'Remove the ban: Configuration > System Settings > Banned IPs. If the address is one of a proxy, every visitor behind it is banned.',
        'whmcs-doctor check FOLDER --visitor-ip {address}',
      ),
    ],
  },
  'license-refused': {
    title: 'WHMCS stops at its license',
    explanation: `The license check ended the program before the login was looked at. On the command line a license check that is due can be refused although the site works, for the domain and the address that it is tied to are not known there. ${undecided}`,
    steps: [
      look('See what the license check says.', 'whmcs-doctor check FOLDER --only invalid-license-errors,invalid-license-api-errors'),
      look('Open the admin area in a browser: the check is made there and is good for the days that follow. Then try again.'),
    ],
  },
  'license-unreachable': {
    title: 'WHMCS does not reach its license servers',
    explanation: `The license check ended the program before the login was looked at. ${undecided}`,
    steps: [look('See what keeps the server from them.', 'whmcs-doctor check FOLDER --only no-connection-errors')],
  },
  'ioncube-missing': {
    title: 'PHP has no ionCube Loader',
    explanation: `The files of WHMCS are encoded, and the PHP that ran cannot read them. ${undecided}`,
    steps: [
      look('On the server: name the PHP that has the Loader with --php PATH.'),
      change('Install the Loader for the PHP that serves the site.', 'whmcs-doctor explain ioncube-missing'),
    ],
  },
  'ioncube-unfit': {
    title: 'PHP or its ionCube Loader does not fit the files',
    explanation: `The files of WHMCS cannot be read: {detail}. ${undecided}`,
    steps: [look('On the server: name the PHP that serves the site with --php PATH.'), look('See what fits.', 'whmcs-doctor check FOLDER')],
  },
  'version-mismatch': {
    title: 'Files and database of WHMCS are of different versions',
    explanation: `WHMCS refuses to work until an upgrade is finished. ${undecided}`,
    steps: [look('See both versions.', 'whmcs-doctor check FOLDER --show all')],
  },
  'php-error': {
    title: 'An error of PHP ended WHMCS',
    explanation: `{error}. ${undecided}`,
    steps: [look('Repair what the message names: a hook or an add-on may be the cause. The error log of PHP has the whole of it.')],
  },
  'site-unknown': {
    title: 'The address of the API is not known',
    explanation: `{why}. ${undecided}`,
    steps: [look('Give the address with --url https://HOST/.')],
  },
  'not-https': {
    title: 'The API was not asked: the address is not https',
    explanation: `{why}. ${undecided}`,
    steps: [look('Give the https address with --url, or run it on the server.', 'whmcs-doctor login FOLDER --via local --email EMAIL')],
  },
  certificate: {
    title: 'The API was not asked: the certificate cannot be trusted',
    explanation: `{why}. Nothing was sent. ${undecided}`,
    steps: [look('Repair the certificate, or name its authority with --cacert FILE.')],
  },
  silent: {
    title: 'The API does not answer in time',
    explanation: `{why}. WHMCS may still have carried out the call. ${undecided}`,
    steps: [look('Give it longer with --timeout 30s, and look whether requests hang on the server.', 'whmcs-doctor check FOLDER')],
  },
  unreachable: {
    title: 'The API cannot be reached',
    explanation: `{why}. ${undecided}`,
    steps: [look('See whether the name, the address and the port are right, and whether a browser reaches the site from here.')],
  },
  'php-not-run': {
    title: 'PHP could not be run',
    explanation: `{why}. ${undecided}`,
    steps: [look('Name the command-line PHP with --php PATH, and the user that the site’s PHP runs as with --run-as USER.')],
  },
  'php-version-differs': {
    title: 'The command-line PHP is not the one that serves the site',
    explanation: `{php} is PHP {version}. Nothing of the install was run. ${undecided}`,
    steps: [look('Name the right one with --php PATH.')],
  },
  'user-differs': {
    title: 'PHP did not run as the user that it should',
    explanation: `{php} runs as another user than {user}. Nothing of the install was run. ${undecided}`,
    steps: [look('A wrapper may stand in the place of PHP: name the program itself with --php PATH.')],
  },
  'local-api-missing': {
    title: 'The install has no localAPI()',
    explanation: `init.php of {root} was loaded and defined no function of that name: it is not WHMCS’s, or its files are incomplete. ${undecided}`,
    steps: [look('See whether this folder holds WHMCS.', 'whmcs-doctor check FOLDER')],
  },
  'local-refused': {
    title: 'WHMCS answers with another error',
    explanation: `WHMCS says, by localAPI: {message}. ${undecided}`,
    steps: [
      look(
        'Before WHMCS 7.2 localAPI needs the name of an administrator: --as-admin NAME. A name that is given must be one of an active administrator.',
      ),
    ],
  },
  'ended-early': {
    title: 'The code of the install ended the program',
    explanation: `PHP ended {during}, before there was an answer. It printed: "{sample}". ${undecided}`,
    steps: [
      look(
        'Something that init.php loads calls exit on the command line: a hook, an add-on, or a check of WHMCS’s own. Look at the Activity Log and at includes/hooks.',
      ),
    ],
  },
  hung: {
    title: 'The code of the install did not come to an end',
    explanation: `It was ended after {limit}. WHMCS may still have carried out the call. ${undecided}`,
    steps: [
      look(
        'Something that init.php loads waits: a hook that calls another server, or a license server that is silent. Give it longer with --deadline 3m.',
      ),
    ],
  },
  flooded: {
    title: 'The code of the install printed without end',
    explanation: `It was ended after 4 MB. ${undecided}`,
    steps: [look('Something that init.php loads prints: look at includes/hooks and at the error log.')],
  },
  stopped: {
    title: 'It was stopped before there was an answer',
    explanation: `WHMCS may still have carried out the call. ${undecided}`,
    steps: [],
  },
};
