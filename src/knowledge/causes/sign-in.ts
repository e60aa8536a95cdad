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
          'If X answered with code 453 the keys are right: see in the developer portal which access level the app has, and which one signing in with X needs today.',
        ),
      ),
      ...saveAgain,
    ],
    docs: [docs.twitterToken],
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
