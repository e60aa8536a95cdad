/** Causes of Duo Security. */
import { defineCause } from '../../index.js';
import type { Cause, ProblemId, Remedy } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, look } from '../steps.js';

const problems: readonly ProblemId[] = ['duo-security-login-failures'];

const lockedOut = look('Whoever is locked out meanwhile can use the backup code on the page that asks for the second factor.');

/** The same page under its names of old and new: https://docs.whmcs.com/system/authentication/duo-security */
const enterKeys: readonly Remedy[] = [
  {
    versions: { from: '8.0' },
    steps: [
      change(
        'In Configuration > System Settings > Two Factor Authentication open Duo Security, enter Client ID, Client Secret and API hostname without blanks before or after them, and save.',
      ),
    ],
  },
  {
    versions: { below: '8.0' },
    steps: [change('In Setup > Staff Management > Two-Factor Authentication open Duo Security, enter its keys, and save.')],
  },
];

const webSdk = change(
  'In the Duo Admin Panel open Applications > Protect an Application, choose Web SDK, and protect it. Copy its Client ID, Client Secret and API hostname.',
);

export const duoCauses: readonly Cause[] = [
  defineCause({
    id: 'duo-version-too-old',
    title: 'This WHMCS shows Duo’s traditional prompt, which Duo has switched off.',
    problems,
    explanation:
      'Up to 8.8 WHMCS shows Duo’s prompt in a frame. Duo ended that on 30 March 2024; since 8.9 WHMCS sends the browser to Duo’s Universal Prompt, which needs an application of the type Web SDK.',
    remedies: [
      always(
        change('Update WHMCS to 8.9 or later. Back up files and database first: Utilities > Update WHMCS.'),
        webSdk,
        change(
          'After the update enter the three values in Configuration > System Settings > Two Factor Authentication > Duo Security. Then sign in once, and activate the Universal Prompt of the application in the Duo Admin Panel.',
        ),
        lockedOut,
      ),
    ],
    docs: [docs.duo, docs.duoUniversalPrompt],
  }),
  defineCause({
    id: 'duo-application-type-wrong',
    title: 'The application at Duo is not of the type Web SDK.',
    problems,
    explanation:
      'Duo answers "Integration type does not support frameless access": the keys are those of an Auth API or older application, which cannot show the Universal Prompt that WHMCS uses since 8.9.',
    remedies: [
      always(webSdk),
      ...enterKeys,
      always(
        look('Sign in once, then activate the Universal Prompt of the application in the Duo Admin Panel, where it says that it is ready.'),
        lockedOut,
      ),
    ],
    docs: [docs.duo, docs.duoWebSdk, docs.duoUniversalPrompt],
    follows: ['duo-version-too-old'],
  }),
  defineCause({
    id: 'duo-key-malformed',
    title: 'What was given as Duo’s keys has not the form of them.',
    problems,
    explanation:
      'A Client ID has 20 characters, a Client Secret 40, and the API hostname reads api-XXXXXXXX.duosecurity.com. Duo’s library refuses everything else before it asks Duo. A value copied in part, with a blank, or into the wrong field is the usual reason.',
    remedies: [
      always(
        look(
          'In the Duo Admin Panel open Applications and the application of WHMCS. Copy Client ID, Client Secret and API hostname again.',
        ),
      ),
      ...enterKeys,
    ],
    docs: [docs.duo, docs.duoWebSdk],
  }),
  defineCause({
    id: 'duo-credentials-invalid',
    title: 'Duo does not accept the keys.',
    problems,
    explanation:
      'Duo answers invalid_client: the secret does not belong to the id, was made anew, the application was removed, or the hostname is another account’s.',
    remedies: [
      always(
        look(
          'In the Duo Admin Panel open Applications and the application of WHMCS: see that it is there and enabled, and copy Client ID, Client Secret and API hostname again.',
        ),
      ),
      ...enterKeys,
      always(
        look(
          'If Duo still refuses: see that the Universal Prompt is activated for the application, and that this server’s clock is right.',
        ),
        lockedOut,
      ),
    ],
    docs: [docs.duo, docs.duoApi],
    follows: ['provider-clock-differs', 'clock-behind', 'clock-ahead', 'duo-key-malformed'],
  }),
  defineCause({
    id: 'duo-unreachable',
    title: 'This server does not reach Duo.',
    problems,
    explanation:
      'Before it sends a browser to Duo, WHMCS asks Duo whether it is there, and afterwards it fetches the result. A firewall, a resolver or a proxy that opens TLS connections keeps it from doing so; Duo’s library trusts no authority but those it brings along.',
    remedies: [
      always(
        look(
          'See what a connection from this server says, as the user that PHP runs as.',
          'curl -sS -o /dev/null -v --max-time 5 https://{subject}/',
        ),
        change(
          'Open outgoing TCP port 443 to *.duosecurity.com in the firewall of this server and of its network, without inspection of TLS.',
        ),
        lockedOut,
      ),
    ],
    docs: [docs.duoApi, docs.duo],
    follows: ['outbound-blocked', 'license-name-unresolvable', 'license-unreachable-from-php'],
  }),
  defineCause({
    id: 'duo-challenge-template-missing',
    title: 'The theme has no working page that asks for the second factor.',
    problems,
    explanation:
      'WHMCS hands the second factor’s prompt to two-factor-challenge.tpl as {$challenge}. A custom theme without that file, or with one that does not print it, shows users nothing to go on with, whichever second factor they use.',
    remedies: [
      always(
        look(
          'Prove it: see which official theme is there in templates/ (twenty-one, six, or nexus from 9.0), open the log-in page with ?systpl=<its name> at the end of its address, and sign in with a second factor.',
        ),
        change(
          'Make templates/{subject} a child theme of the official theme that it was made from: it then takes from there what it lacks. Else copy two-factor-challenge.tpl of that theme, in its release for this version of WHMCS, into templates/{subject}.',
        ),
        look(
          'A two-factor-challenge.tpl of its own that does not print {$challenge} comes before the parent’s: take it away, or have it print that.',
        ),
        change('Empty the template cache: Utilities > System > System Cleanup.'),
      ),
    ],
    docs: [docs.childThemes, docs.duo],
  }),
];
