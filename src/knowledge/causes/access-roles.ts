/** Causes of what an administrator's role lacks, and of what the API refuses. */
import { defineCause } from '../../index.js';
import type { Cause, Remedy, Step } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';

function inStaff(page: string, steps: (menu: string) => readonly Step[]): readonly Remedy[] {
  return [
    { versions: { from: '8.0' }, steps: steps(`Configuration > System Settings > ${page}`) },
    { versions: { below: '8.0' }, steps: steps(`Setup > Staff Management > ${page}`) },
  ];
}

function tick(what: string): readonly Remedy[] {
  return inStaff('Administrator Roles', (menu) => [
    change(`An administrator who may: open ${menu}, edit the role of the person, tick ${what} and click Save Changes.`),
  ]);
}

export const roleCauses: readonly Cause[] = [
  defineCause({
    id: 'role-without-landing-page',
    title: 'A role has no page to land on after the log-in.',
    problems: ['access-denied-errors'],
    explanation:
      'After the log-in WHMCS opens the Main Homepage or the Support Center Overview. A role that has neither permission is refused there: every log-in ends with "Oops! Access Denied - Forbidden".',
    remedies: tick('Main Homepage or Support Center Overview'),
    docs: [docs.adminRoles, docs.accessDenied],
  }),
  defineCause({
    id: 'role-lacks-permission',
    title: 'The administrator’s role lacks a permission that the page asks for.',
    problems: ['access-denied-errors'],
    explanation:
      'The page says "Oops! Access Denied - Forbidden" and lists what it requires below "Requires one of the following:" or "Requires all of the following:". Without such a list, after a click on Login as Owner, it is the other case: an owner without a password.',
    remedies: [
      ...tick('what the evidence shows as lacking (many permissions to create something need the one to manage it too)'),
      always(look('Log out and in again, and open the page once more.')),
    ],
    verify: 'whmcs-doctor check{target} --only role-lacks-permission --admin <name> --permission <label>',
    docs: [docs.accessDenied, docs.adminRoles],
    // The same permission under the name of its page.
    follows: ['sign-in-integration-permission-missing'],
  }),
  defineCause({
    id: 'sign-in-integration-permission-missing',
    title: 'The administrator’s role lacks Configure Sign-In Integration.',
    problems: ['unable-to-access-sign-in-integrations'],
    explanation:
      'The page Sign-In Integrations needs the permission Configure Sign-In Integration. Without it WHMCS refuses the page with "Access Denied", although the role may configure everything else.',
    remedies: [...tick('Configure Sign-In Integration'), always(look('Log out and in again, and open Sign-In Integrations once more.'))],
    verify: 'whmcs-doctor check{target} --only sign-in-integration-permission-missing --admin <name>',
    docs: [docs.index, docs.adminRoles],
  }),
];

export const apiCauses: readonly Cause[] = [
  defineCause({
    id: 'api-address-refused',
    title: 'The API takes no calls from this address.',
    problems: [],
    beyondTable: true,
    explanation:
      'WHMCS answers "Invalid IP" with the address that it took for the caller’s. Only listed addresses may call the API, IPv4 and IPv6 apart. If the address is not the caller’s own but a proxy’s, the trusted proxies are the cause.',
    remedies: [
      ...inSettings('General Settings > Security', (menu) => [
        change(`In ${menu} add {subject} to API IP Access Restriction and click Save Changes, if the caller really has this address.`),
      ]),
      always(
        look(
          'A caller whose address changes can send an access key instead: $api_access_key in configuration.php, and the same value in the parameter accesskey (WHMCS_API_ACCESS_KEY for this program).',
        ),
      ),
    ],
    docs: [docs.apiAccess, docs.securitySettings],
    follows: ['trusted-proxies-missing', 'trusted-proxies-partial', 'visitor-address-not-restored', 'local-proxy-untrusted'],
  }),
  defineCause({
    id: 'api-credentials-refused',
    title: 'The API refuses the credential.',
    problems: [],
    beyondTable: true,
    explanation:
      'The identifier or the secret is wrong, the credential was deleted, or its administrator is disabled or deleted. Changing the administrator’s password does not matter to it; the older pair of user name and password does depend on it.',
    remedies: [
      ...inStaff('Manage API Credentials', (menu) => [
        look(`See in ${menu} whether the identifier is listed, and in the list of administrators whether its administrator is enabled.`),
        change(
          `Generate a new credential in ${menu} and use its identifier and secret: the secret is shown once, so a lost one cannot be looked up.`,
        ),
      ]),
      always(
        look(
          'An access key must be the very text of $api_access_key in configuration.php; letters, digits and ! @ # $ % . ( ) * [ ] - _ are allowed in it.',
        ),
      ),
    ],
    docs: [docs.apiCredentials, docs.apiAuthentication],
  }),
  defineCause({
    id: 'api-permission-missing',
    title: 'The credential may not make this call to the API.',
    problems: ['access-denied-errors'],
    beyondTable: true,
    explanation:
      'A call passes if one of the credential’s API roles allows it and the administrator’s role has API Access. "Invalid Permissions: API action … is not allowed" is the first, "Access Denied" in an answer of the API the second.',
    remedies: [
      ...inStaff('Manage API Credentials', (menu) => [
        change(`For "Invalid Permissions": in ${menu}, tab API Roles, add GetAdminDetails to a role of the credential, and save.`),
      ]),
      ...tick('API Access, for "Access Denied",'),
    ],
    docs: [docs.apiAuthentication, docs.adminRoles],
  }),
];
