/** Causes of who may sign in and see what: bans and accounts. Roles and the API are in access-roles.ts. */
import { defineCause } from '../../index.js';
import type { Cause, Remedy, Step } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, danger, inSettings, look } from '../steps.js';
import { apiCauses, roleCauses } from './access-roles.js';

/** Setup > Other > Banned IPs before 8.0. */
function inBans(steps: (menu: string) => readonly Step[]): readonly Remedy[] {
  return [
    { versions: { from: '8.0' }, steps: steps('Configuration > System Settings > Banned IPs') },
    { versions: { below: '8.0' }, steps: steps('Setup > Other > Banned IPs') },
  ];
}

const database = '<database> is $db_name of configuration.php.';

const removeBan: readonly Remedy[] = [
  ...inBans((menu) => [
    change(`From another address log in to the admin area, open ${menu}, find the entry that meets {subject} and delete it.`),
  ]),
  always(
    danger(
      `Where no administrator can log in from anywhere: make a backup of the database, then delete the entry there. ${database} <banned> is the entry as the evidence shows it.`,
      `mysql <database> -e "DELETE FROM tblbannedips WHERE ip = '<banned>'"`,
    ),
  ),
];

function inAdmins(steps: (menu: string) => readonly Step[]): readonly Remedy[] {
  return [
    { versions: { from: '8.0' }, steps: steps('Configuration > System Settings > Administrators') },
    { versions: { below: '8.0' }, steps: steps('Setup > Staff Management > Administrator Users') },
  ];
}

const resetUser: readonly Remedy[] = [
  {
    versions: { from: '8.0' },
    steps: [
      change(
        'In the admin area open the client’s profile, go to the tab Users, choose Password Reset for the user and confirm: the user sets a password by the link in the message.',
      ),
      danger(
        'Where mail does not arrive: make a backup of the database, then write any <random text> as the user’s password and let the user go through "Forgot Password?": until then nobody can log in. <database> is $db_name of configuration.php, Clients > Manage Users shows the <user id>.',
        `mysql <database> -e "UPDATE tblusers SET password = '<random text>' WHERE id = <user id>"`,
      ),
    ],
  },
  {
    versions: { below: '8.0' },
    steps: [
      change('In the admin area open the client’s profile and choose Reset & Send Password, or let the client use "Forgot Password?".'),
    ],
  },
];

export const accountCauses: readonly Cause[] = [
  defineCause({
    id: 'visitor-banned',
    title: 'The visitor’s address is banned.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'WHMCS bans an address for some minutes after three failed log-ins of an administrator, and as long as an entry by hand says. From a banned address every page says "IP Banned" with reason and time, with the right password too. The documented cause of log-in errors, the System URL, has nothing to do with it.',
    remedies: [
      ...removeBan,
      ...inSettings('General Settings > Security', (menu) => [
        change(
          `An address that is yours for good can be exempted from being banned again: in ${menu} add it to Whitelisted IPs. Failed Admin Login Ban Time is how long such a ban lasts.`,
        ),
      ]),
    ],
    verify: 'whmcs-doctor check{target} --only visitor-banned --visitor-ip <address>',
    docs: [docs.bans, docs.securitySettings],
    follows: ['shared-address-banned'],
  }),
  defineCause({
    id: 'shared-address-banned',
    title: 'A ban hits an address that is not one visitor’s.',
    problems: ['login-details-errors', 'frequent-logouts', 'cloudflare-proxy-check-errors'],
    beyondTable: true,
    explanation:
      'Where WHMCS takes the address of a proxy for the visitor’s, three failed log-ins of anybody ban the proxy, and with it everybody who comes through it. A ban on the server’s own address shuts out its own calls. Such a ban cannot be meant.',
    remedies: [
      ...inSettings('General Settings > Security', (menu) => [
        change(
          `First make WHMCS see the visitors’ own addresses, or the ban comes back: in ${menu} add the addresses of the proxy to Trusted Proxies, or let the web server restore the visitor’s address. The findings about proxies say what is missing.`,
        ),
      ]),
      ...removeBan,
    ],
    docs: [docs.bans, docs.trustedProxies],
    follows: ['trusted-proxies-missing', 'trusted-proxies-partial', 'visitor-address-not-restored', 'local-proxy-untrusted'],
  }),
  defineCause({
    id: 'admin-unknown',
    title: 'There is no administrator of this name.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'The admin log-in page says "Login Failed. Please Try Again." for a wrong name as for a wrong password, and its password reset "User or Email Address Not Found. Your IP has been logged." These are texts of the admin area; "Login Details Incorrect. Please try again." is the client area’s, where administrators’ names mean nothing.',
    remedies: [
      ...inAdmins((menu) => [
        look(
          `Let another administrator look up the right user name in ${menu}, or look for it in the database. ${database}`,
          'mysql <database> -e "SELECT username, email, disabled FROM tbladmins"',
        ),
      ]),
      always(
        look(
          'Log in at the admin area’s own address with that user name. Clients and users log in at the client area instead, with their e-mail address.',
        ),
      ),
    ],
    verify: 'whmcs-doctor check{target} --only admin-unknown --admin <name>',
    docs: [docs.admins],
  }),
  defineCause({
    id: 'admin-disabled',
    title: 'The administrator is disabled.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'The admin log-in page says "Administrator Disabled" for an account that another administrator switched off. Its API credentials do not work either.',
    remedies: inAdmins((menu) => [change(`Another administrator opens ${menu}, edits the account, unticks Disable and saves.`)]),
    verify: 'whmcs-doctor check{target} --only admin-disabled --admin <name>',
    docs: [docs.admins],
  }),
  defineCause({
    id: 'user-unknown',
    title: 'There is no user with this e-mail address.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'The client area says "Login Details Incorrect. Please try again." for an address that no user has, as it does for a wrong password. From WHMCS 8.0 users and clients are apart: the address of a client or contact is not always a user’s.',
    remedies: [
      {
        versions: { from: '8.0' },
        steps: [
          look(
            'Search for the person in Clients > Manage Users, and in the tab Users of the client’s profile, and see which e-mail address the user has.',
          ),
          change('If there is none, choose Associate or Invite User in that tab.'),
        ],
      },
      {
        versions: { below: '8.0' },
        steps: [
          look(
            'Search for the person in the list of clients and in the client’s Contacts: a contact needs "Activate Sub-Account" to log in.',
          ),
        ],
      },
    ],
    verify: 'whmcs-doctor check{target} --only user-unknown --user <email>',
    docs: [docs.index],
  }),
  defineCause({
    id: 'admin-password-reset-half-done',
    title: 'The password of an administrator was written into the database, and the hash beside it still counts.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'The documented reset by hand has two halves: an MD5 value in the column password, and an empty column passwordhash. Many guides leave out the second. As long as passwordhash holds the old hash the new password is refused with "Login Failed. Please Try Again.".',
    remedies: [
      always(
        look('If mail works, use "Forgot Password?" on the admin log-in page instead: it writes both columns.'),
        danger(
          "Make a backup of the database, then write both columns of the administrator, with a new password of your own, in a client of the database whose history you can empty: UPDATE tbladmins SET password = MD5('<new password>'), passwordhash = '' WHERE username = '<name>'; where <name> is the user name.",
        ),
        look(
          'Log in with the new password at once: WHMCS then stores a proper hash. Change the password once more under My Account, since the database’s logs may hold the one that was typed.',
        ),
      ),
    ],
    docs: [docs.adminPassword],
  }),
  defineCause({
    id: 'user-password-unusable',
    title: 'No password fits what is stored for the user.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'The stored value is empty, or no hash: a text that was written by hand (the documented way to let an owner without a password be opened), a hash that a shell cut at its dollar signs, or a bad import. The client area refuses every password with "Login Details Incorrect. Please try again.".',
    remedies: resetUser,
    verify: 'whmcs-doctor check{target} --only user-password-unusable --user <email>',
    docs: [docs.accessDenied],
  }),
  defineCause({
    id: 'owner-without-password',
    title: 'The owner of the account has no password.',
    problems: ['access-denied-errors'],
    explanation:
      'Login as Owner opens the client area as the owner of the account. An owner who was invited and never set a password cannot be opened so: WHMCS says "Oops! Access Denied - Forbidden" and lists no required permission, which tells this case from a role that lacks one.',
    remedies: resetUser,
    verify: 'whmcs-doctor check{target} --only owner-without-password --user <email>',
    docs: [docs.accessDenied],
  }),
  defineCause({
    id: 'second-factor-reset-half-done',
    title: 'A second factor was reset with SQL that leaves its secret in place.',
    problems: [],
    beyondTable: true,
    explanation:
      'The published statement to remove an administrator’s second factor joins its two assignments with AND instead of a comma. In strict mode the database refuses it; else it stores the result of the condition, "0", and leaves the secret. PHP takes "0" for nothing, so the log-in may go without the second factor while lists and queries still count it as set.',
    remedies: [
      always(
        danger(
          `Make a backup of the database, then write both columns of the administrators, with a comma. ${database}`,
          `mysql <database> -e "UPDATE tbladmins SET authmodule = '', authdata = '' WHERE authmodule = '0'"`,
        ),
        danger(
          `The same for users, where the evidence names one (tblusers is of WHMCS 8.0 and later). ${database}`,
          `mysql <database> -e "UPDATE tblusers SET second_factor = '', second_factor_config = NULL WHERE second_factor = '0'"`,
        ),
        change('Let the person log in and set the second factor up anew under My Account, or in the client area under Security Settings.'),
      ),
    ],
    docs: [docs.twoFactor],
  }),
  defineCause({
    id: 'second-factor-lost',
    title: 'A second factor is asked of the person, whose device may be lost.',
    problems: [],
    beyondTable: true,
    explanation:
      'A second factor is set. With the device at hand and codes that are refused ("Second factor invalid. Please try again.") look at the clock first, of the device and of the server. Without the device only the backup code or another administrator helps.',
    remedies: [
      always(
        look(
          'Use the backup code: on the page that asks for the second factor choose "Can’t Access Your 2nd Factor Device?" and Login using Backup Code. It works once; note the new one that is shown.',
        ),
      ),
      ...inAdmins((menu) => [
        change(`For an administrator: another one opens ${menu}, edits the account, disables its two-factor authentication and saves.`),
      ]),
      {
        versions: { from: '8.0' },
        steps: [
          change('For a user: an administrator opens Clients > Manage Users, edits the user and disables two-factor authentication.'),
        ],
      },
      always(
        danger(
          `Where no administrator can log in: make a backup of the database, then take the second factor of the administrator away, with a comma between the two assignments (the AND of some guides is an error). ${database} <name> is the administrator’s user name.`,
          `mysql <database> -e "UPDATE tbladmins SET authmodule = '', authdata = '' WHERE username = '<name>'"`,
        ),
      ),
    ],
    verify: 'whmcs-doctor check{target} --only second-factor-lost --admin <name>',
    docs: [docs.twoFactor],
  }),
];

export const accessCauses: readonly Cause[] = [...accountCauses, ...roleCauses, ...apiCauses];
