/** Causes of the area sign-in: what Google, Facebook and X (Twitter) know about this site. */
import { defineCause } from '../../index.js';
import type { Remedy } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';

const saveAgain: readonly Remedy[] = [
  {
    versions: { from: '8.0' },
    steps: [change('In Configuration > System Settings > Sign-In Integrations open the provider, and save its settings again.')],
  },
  {
    versions: { below: '8.0' },
    steps: [change('In the Setup menu open Sign-In Integrations, then the provider, and save its settings again.')],
  },
];

const systemUrlDiffers = ['system-url-scheme-differs', 'system-url-host-differs', 'system-url-port-differs'] as const;

export const signInCauses = [
  defineCause({
    id: 'google-origin-unregistered',
    title: 'Google does not know the address of this site as an origin of its sign-in.',
    problems: ['google-sign-in-unavailable-errors', 'google-verification-failures', 'invalid-details-errors'],
    explanation:
      'Google compares the scheme, host and port in the browser’s address line with the Authorized JavaScript origins of the client. They must be equal: http and https, or with and without www, are different origins.',
    remedies: [
      always(
        change(
          'On console.cloud.google.com open APIs & Services > Credentials and the OAuth client of type "Web application" that WHMCS uses. Add the origin {subject} to Authorized JavaScript origins, without a path and without a slash at the end, and the same to Authorized redirect URIs. Save.',
        ),
        look(
          'Wait: Google takes minutes, sometimes hours, until a change counts. Browsers keep the old answer until their cache is emptied.',
        ),
      ),
      ...saveAgain,
    ],
    docs: [docs.googleSignIn, docs.googleClientId],
    follows: [
      ...systemUrlDiffers,
      'system-url-empty',
      'system-url-unusable',
      'duplicate-host-not-redirected',
      'social-sign-in-insecure-url',
    ],
  }),
  defineCause({
    id: 'google-client-invalid',
    title: 'Google does not accept the client ID that WHMCS sends.',
    problems: ['google-sign-in-unavailable-errors', 'google-verification-failures', 'invalid-details-errors'],
    explanation:
      'The client was deleted, belongs to another type than "Web application", or its ID was copied with a blank or in part. A right one ends with .apps.googleusercontent.com.',
    remedies: [
      always(
        change(
          'On console.cloud.google.com open APIs & Services > Credentials. Copy Client ID and Client Secret of the client of type "Web application" again, or create one with this site as its Authorized JavaScript origin.',
        ),
      ),
      ...saveAgain,
    ],
    docs: [docs.googleSignIn, docs.googleClientId],
  }),
  defineCause({
    id: 'google-library-retired',
    title: 'The login page uses a sign-in library that Google has retired.',
    problems: ['google-sign-in-unavailable-errors'],
    explanation:
      'The page loads gapi.auth2 (platform.js), which Google deprecated on 31 March 2023 and which refuses clients created since 29 July 2022. Newer releases of WHMCS use Google Identity Services.',
    remedies: [
      always(
        change(
          'Update WHMCS to a release that loads https://accounts.google.com/gsi/client. Back up files and database first: Utilities > Update WHMCS.',
        ),
        look('After an update look at the theme too: a theme with its own copy of the login page’s scripts can keep the old library.'),
      ),
    ],
    docs: [docs.googleSunset, docs.googleSignIn],
  }),
  defineCause({
    id: 'social-sign-in-insecure-url',
    title: 'Sign-in with a provider is switched on, and the System URL uses http.',
    problems: [
      'google-verification-failures',
      'google-sign-in-unavailable-errors',
      'facebook-url-errors',
      'invalid-details-errors',
      'twitter-connection-errors',
    ],
    explanation:
      'Google accepts no http origin and Facebook no http page: with an http System URL their sign-in fails on every page that WHMCS builds.',
    remedies: [
      always(
        look(
          'See that the site answers https with a valid certificate. <host> is the host of the System URL.',
          'curl -sSI https://<host>/',
        ),
      ),
      ...inSettings('General Settings > General', (menu) => [
        change(`In ${menu}, let WHMCS System URL begin with https://, and click Save Changes.`),
      ]),
      always(change('Redirect http to https in the web server or at the proxy, and register the https origin with the providers.')),
    ],
    docs: [docs.googleSignIn, docs.facebookHttps, docs.generalSettings],
    follows: ['system-url-scheme-differs', 'cookie-secure-over-http'],
  }),
  defineCause({
    id: 'twitter-callback-unregistered',
    title: 'The app at X does not list the callback address of this site.',
    problems: ['twitter-connection-errors', 'invalid-details-errors'],
    explanation:
      'X compares the callback address with the list in the app’s settings, scheme, host, path and closing slash included, and refuses others with code 415.',
    remedies: [
      always(
        change(
          'In the developer portal of X open the app, then User authentication settings, and add the callback address {subject} exactly as it stands here. A query string may not be listed (leave out ? and what follows); at most ten addresses are allowed. Save.',
        ),
        look('When the Friendly URLs mode or the System URL changes, the callback address changes too.'),
      ),
      ...saveAgain,
    ],
    docs: [docs.twitterCallback, docs.twitterToken],
    follows: [...systemUrlDiffers, 'system-url-path-differs', 'system-url-empty', 'system-url-unusable', 'social-sign-in-insecure-url'],
  }),
  defineCause({
    id: 'twitter-credentials-invalid',
    title: 'X does not accept the app’s API key and secret.',
    problems: ['twitter-connection-errors', 'invalid-details-errors'],
    explanation:
      'X answers with code 32: the key or secret is wrong or was made anew, or the OAuth 2.0 Client ID and Client Secret were entered in place of API Key and API Key Secret.',
    remedies: [
      always(
        change(
          'In the developer portal of X open the app, then Keys and tokens, and make a new API Key and Secret (Consumer Keys). The old pair stops working at once.',
        ),
      ),
      always(
        change('Enter both in the sign-in settings of WHMCS, without blanks before or after them.'),
        look(
          'The OAuth 2.0 Client ID and Client Secret of the same page are other keys, which WHMCS cannot use: an API Key has 25 characters.',
        ),
      ),
      ...saveAgain,
    ],
    docs: [docs.twitterToken],
  }),
  defineCause({
    id: 'twitter-access-level',
    title: 'The app at X has no access to the API that signing in needs.',
    problems: ['twitter-connection-errors'],
    explanation:
      'X answers with code 453: the keys are right, and the access level of the app or its project does not include the call. WHMCS signs in by OAuth 1.0a and reads the profile by API v1.1.',
    remedies: [
      always(
        look(
          'In the developer portal of X see which access level the app and its project have, and which one signing in with API v1.1 needs today.',
        ),
        change('Add the app to a project with that access level, or raise the level, then try the sign-in again.'),
        look(
          'Under User authentication settings, Request email from users decides whether WHMCS gets the e-mail address; without it linking works, and the address is not filled in.',
        ),
      ),
    ],
    docs: [docs.twitterToken, docs.twitterCallback],
  }),
  defineCause({
    id: 'google-secret-invalid',
    title: 'Google does not accept the client secret.',
    problems: ['invalid-details-errors', 'google-verification-failures'],
    explanation:
      'Google answers invalid_client: the secret belongs to another client, was made anew or disabled, or was copied with a blank or in part.',
    remedies: [
      always(
        change(
          'On console.cloud.google.com open APIs & Services > Credentials and the OAuth client {subject}. Copy its Client Secret again, or add a new one, and enter it in the sign-in settings of WHMCS without blanks before or after it.',
        ),
        look('Put the same secret into GOOGLE_CLIENT_SECRET and run the check again.'),
      ),
      ...saveAgain,
    ],
    docs: [docs.googleSignIn, docs.oauthErrors],
    follows: ['google-client-invalid'],
  }),
  defineCause({
    id: 'facebook-app-not-live',
    title: 'The app at Facebook lacks what it needs to be switched to Live mode.',
    problems: ['facebook-app-not-setup-errors'],
    explanation:
      'An app without a privacy policy URL or a category cannot be switched to Live today. In Development mode only people with a role on the app can sign in; everybody else reads "App Not Setup".',
    remedies: [
      always(
        change(
          'On developers.facebook.com/apps open the app, then App settings > Basic. Fill in Privacy policy URL, App icon and Category, and save changes.',
        ),
        change('Switch App Mode at the top of the page from Development to Live.'),
        look('Sign in with a Facebook account that has no role on the app.'),
      ),
    ],
    docs: [docs.facebookApps],
  }),
  defineCause({
    id: 'provider-unreachable',
    title: 'The PHP that serves WHMCS does not reach the server of a sign-in provider.',
    problems: ['google-remote-linking-failures', 'google-verification-failures', 'twitter-connection-errors', 'invalid-details-errors'],
    explanation:
      'The browser reaches the provider, and then WHMCS asks it too: for the certificates that Google’s tokens are verified with, for X’s request token, for Facebook’s user, and when the settings are saved. A firewall, a resolver or a store of certificate authorities on this server keeps it from doing so.',
    remedies: [
      always(
        look(
          'See what a connection from this server says, as the user that PHP runs as. <host> is one of these: {subject}.',
          'curl -sS -o /dev/null -v --max-time 5 https://<host>/',
        ),
        change('Open outgoing TCP port 443 to {subject} in the firewall of this server and of its network.'),
        change('Where the name is not resolved, correct the nameservers in /etc/resolv.conf, and remove the name from /etc/hosts.'),
      ),
    ],
    docs: [docs.googleRemoteLinking, docs.curlErrors],
    follows: [
      'outbound-blocked',
      'license-unreachable-from-php',
      'php-ca-bundle-broken',
      'license-name-unresolvable',
      'clock-behind',
      'clock-ahead',
      'php-clock-differs',
    ],
  }),
  defineCause({
    id: 'provider-clock-differs',
    title: 'A provider does not accept this server’s clock.',
    problems: ['twitter-connection-errors', 'duo-security-login-failures'],
    explanation:
      'Requests to X and Duo are signed with the time of this server, and Duo’s tokens carry Duo’s. X refuses a time that is too far away with code 135; Duo’s library refuses a token that is more than 60 seconds from the server’s clock, and what a server signs that is more than 300 seconds behind has already ended when it arrives.',
    remedies: [
      always(
        look(
          'See the clock and whether something keeps it. In a container the clock belongs to the host: ask its provider.',
          'timedatectl',
        ),
        change(
          'Switch synchronisation on; without a time service install one, such as systemd-timesyncd or chrony.',
          'timedatectl set-ntp true',
        ),
      ),
    ],
    docs: [docs.googleRemoteLinking, docs.timedatectl],
    follows: ['clock-behind', 'clock-ahead', 'php-clock-differs', 'clock-unsynchronised'],
  }),
  defineCause({
    id: 'account-not-linked',
    title: 'The user has not linked an account at the provider yet.',
    problems: ['twitter-link-initiated-messages'],
    explanation:
      'This is no error: whoever uses a provider for the first time is asked once to sign in, or to register, so that WHMCS knows whose account it is. WHMCS never creates an account by itself. If the message comes again after that, the session is lost between the two steps: see the checks of the area sessions.',
    remedies: [
      always(
        look(
          'Let the user sign in once with e-mail address and password on the page that shows the message, or while signed in open Account > Security Settings and link the provider there.',
        ),
        look('Somebody who has no account yet has no password either: let them begin on the registration page, and finish its form.'),
      ),
    ],
    docs: [docs.index],
    follows: ['session-not-persisting'],
  }),
  defineCause({
    id: 'facebook-credentials-invalid',
    title: 'Facebook does not accept the app’s ID and secret.',
    problems: ['invalid-details-errors'],
    explanation:
      'Facebook answers "Error validating client secret" or "Invalid application ID": the secret was made anew, copied in part, or the app was deleted.',
    remedies: [
      always(
        change(
          'On developers.facebook.com/apps open the app, then App settings > Basic. Copy App ID and App secret again, without blanks before or after them.',
        ),
      ),
      ...saveAgain,
    ],
    docs: [docs.facebookLogin],
  }),
  defineCause({
    id: 'facebook-domain-missing',
    title: 'The app at Facebook does not list the domain of this site.',
    problems: ['facebook-url-errors', 'invalid-details-errors'],
    explanation:
      'Facebook opens its dialog only for hosts that are in the app’s domains, or below them, and returns only to addresses among the Valid OAuth Redirect URIs.',
    remedies: [
      always(
        change(
          'On developers.facebook.com/apps open the app, then App settings > Basic. Add the domain {subject} to App domains, and set Site URL of the platform "Website" to the System URL. Save changes.',
        ),
        change('Under Facebook Login > Settings add the System URL to Valid OAuth Redirect URIs, with https. Save changes.'),
      ),
    ],
    docs: [docs.facebookApp, docs.facebookLogin, docs.facebookSecurity],
    follows: ['system-url-host-differs', 'system-url-empty', 'system-url-unusable', 'duplicate-host-not-redirected'],
  }),
] as const;
