/** The sections of the documented table on sign-in with Facebook, Google and Twitter. A problem of several providers stands once. */
import type { Problem } from '../../model.js';
import { docs } from '../docs.js';

const connectError = {
  text: 'Error We were unable to connect your account. Please contact your system administrator.',
  note: 'The wording of the product itself: both documented texts paraphrase this one message.',
} as const;

export const signIn: readonly Problem[] = [
  {
    id: 'facebook-app-not-setup-errors',
    title: 'Facebook App Not Setup Errors',
    area: 'Facebook Sign-In Integrations',
    symptoms: [
      {
        text: "App Not Setup: This app is still in development mode, and you don't have access to it. Switch to a registered test user or ask an app admin for permissions.",
        note: 'A text of Facebook.',
      },
      {
        text: "App Note Setup: This app is still in development mode, and you don't have access to it. Switch to a registered test user or ask an app admin for permissions.",
        note: 'As the documented table prints it.',
      },
    ],
    documentedCause: 'Your Facebook® app is in Development Mode.',
    docs: docs.index,
    unprovable:
      'Facebook shows whether an app is in Development Mode only to people with a role on it: no documented field of its API tells, and the error appears only after a Facebook user has logged in. Look at the App Mode switch of the app on developers.facebook.com/apps.',
  },
  {
    id: 'facebook-url-errors',
    title: 'Facebook URL Errors',
    area: 'Facebook Sign-In Integrations',
    symptoms: [
      { text: "Can't Load URL: The domain of this URL isn't included in the app's domains.", note: 'A text of Facebook.' },
      {
        text: 'To be able to load this URL, add all domains and sub-domains of your app to the App Domains field in your app settings.',
        note: 'How Facebook’s own text goes on.',
      },
    ],
    documentedCause: 'Your Facebook® app URL is invalid.',
    docs: docs.index,
    proof:
      'With the app’s keys, Facebook names the App Domains, which must cover the host of the System URL; the site’s scheme is seen on the page.',
  },
  {
    id: 'invalid-details-errors',
    title: 'Invalid Details Errors',
    area: 'Facebook, Google and Twitter Sign-In Integrations',
    symptoms: [{ text: 'Invalid details not saved. Please verify your details and try again.' }],
    documentedCause:
      'Your API credentials or callback URLs are invalid or there is a problem in your Authorized JavaScript Origins configuration.',
    docs: docs.index,
    proof: 'The credentials are tried at the provider’s own endpoints, which say whether keys, callback and origin are right.',
  },
  {
    id: 'unable-to-access-sign-in-integrations',
    title: 'Unable to Access Sign-In Integrations',
    area: 'Facebook, Google and Twitter Sign-In Integrations',
    symptoms: [{ text: 'You are unable to access the Sign-In Integrations settings in the Admin Area.' }],
    documentedCause:
      'Your administrator role does not have the required permissions or there is a problem with your Friendly URLs configuration.',
    docs: docs.index,
    proof:
      'Login and admin routes are fetched in all three forms of Friendly URLs; the role’s permission comes from the API, or as a number from the database.',
  },
  {
    id: 'google-remote-linking-failures',
    title: 'Google Remote Linking Failures',
    area: 'Google Sign-In Integrations',
    symptoms: [{ text: 'Remote account linking via Google has failed. Please make sure that the system clock is set properly' }],
    documentedCause: 'There is a problem with your system’s server time.',
    docs: docs.googleRemoteLinking,
    proof:
      'Time servers and the dates of well-known sites give an interval in which true time lies; this machine’s and PHP’s clocks are inside it or not.',
  },
  {
    id: 'google-sign-in-unavailable-errors',
    title: 'Google Sign In Unavailable Errors',
    area: 'Google Sign-In Integrations',
    symptoms: [
      { text: 'Google Sign-In is unavailable at this time. Please try again later.' },
      {
        text: 'Google Sign-In is unavailable at this time. Please try again later. Error: Not a valid origin for the client: http://example.com has not been whitelisted for client ID xxxxx',
        note: 'The part after "Error:" is shown to a logged-in administrator only, and only by the Six theme.',
      },
      {
        text: "Not a valid origin for the client: http://example.com has not been registered for client ID xxxxx. Please go to https://console.developers.google.com/ and register this origin for your project's client ID.",
        note: 'Google’s newer wording.',
      },
      {
        text: '[GSI_LOGGER]: The given origin is not allowed for the given client ID.',
        note: 'What the browser’s console says where WHMCS uses Google Identity Services, which shows no text of WHMCS.',
      },
    ],
    documentedCause: 'Your app configuration in Google® is invalid or Google is accessing WHMCS using the wrong URL.',
    docs: docs.index,
    proof: 'Google’s own origin check is asked for every origin under which visitors reach the site, beside one that must be refused.',
  },
  {
    id: 'google-verification-failures',
    title: 'Google Verification Failures',
    area: 'Google Sign-In Integrations',
    symptoms: [
      { text: 'Verification for current settings failed validation' },
      { text: 'Response: {valid:false}' },
      {
        text: 'Verification for current settings failed validationResponse: {valid:false}',
        note: 'As the documented table prints the two lines, without a separator.',
      },
    ],
    documentedCause:
      'The Authorized JavaScript Origins and Authorized redirect URIs settings are incorrect or the WHMCS System URL setting is using an insecure http:// connection.',
    docs: docs.index,
    proof: 'The answer {valid:false} is asked of Google again for the origin of the System URL, beside one that must be refused.',
  },
  {
    id: 'social-login-errors',
    title: 'Social Login Errors',
    area: 'Google and Twitter Sign-In Integrations',
    symptoms: [{ text: 'Social login: Error We could not connect to your account', note: 'The documentation’s paraphrase.' }, connectError],
    documentedCause: 'There is a problem in your system theme template.',
    docs: docs.index,
    proof:
      'The theme’s files and the page as it is rendered are compared with what the sign-in needs; routes, scripts and policies are fetched as a browser would.',
  },
  {
    id: 'twitter-connection-errors',
    title: 'Twitter Connection Errors',
    area: 'Twitter Sign-In Integrations',
    symptoms: [{ text: 'We were unable to connect your account. Please contact your system administrator' }, connectError],
    documentedCause:
      'There is a misconfiguration in the Twitter™ app’s callback URL or your Twitter account does not have access to Twitter API v1.1.',
    docs: docs.index,
    proof: 'A request token is asked for with the app’s keys, once with the callback and once without: X names what it refuses.',
  },
  {
    id: 'twitter-link-initiated-messages',
    title: 'Twitter Link Initiated Messages',
    area: 'Twitter Sign-In Integrations',
    symptoms: [
      {
        text: 'Link Initiated! Please complete sign in to associate this service with your existing account. You will only have to do this once',
        note: 'On the login page and at the checkout of an existing client.',
      },
      { text: 'Link Initiated! Please complete the registration form below', note: 'On the registration page.' },
      {
        text: 'Link Initiated! Please complete your new account information.',
        note: 'At the checkout of a new client; the documented table does not list it.',
      },
    ],
    documentedCause: 'The client has not linked their Twitter™ account yet.',
    docs: docs.index,
    proof:
      'It is no error: with --only account-not-linked the links of the user named with --user are counted. Where the message comes back after signing in, the session is lost between the steps.',
  },
];
