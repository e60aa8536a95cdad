/** Google does not know the origin of the page. */
import type { Tale } from '../../model.js';

export const googleSignInUnavailableErrors: Tale = {
  problem: 'google-sign-in-unavailable-errors',
  phrases: [
    { text: 'Google Sign-In is unavailable at this time. Please try again later', points: 10 },
    { text: 'Google is unavailable at this time. Please try again later', points: 9 },
    { text: 'is unavailable at this time. Please try again later', points: 3 },
    { text: '目前无法使用。请稍后重试', points: 5, language: 'zh' },
    { text: 'Not a valid origin for the client', points: 10 },
    { text: 'has not been whitelisted for client ID', points: 9 },
    { text: 'has not been registered for client ID', points: 9 },
    { text: 'The given origin is not allowed for the given client ID', points: 10 },
    { text: 'idpiframe_initialization_failed', points: 9 },
    { text: 'Error 400: origin_mismatch', points: 9 },
    { text: 'origin_mismatch', points: 8 },
    { text: "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy", points: 8 },
    {
      text: 'You have created a new client application that uses libraries for user authentication or authorization that are deprecated',
      points: 9,
    },
    { text: 'Access blocked: Authorization Error', points: 6 },
  ],
  signs: [
    {
      when: ['google', 'origin'],
      points: 8,
      example: 'Google says that our origin is not whitelisted',
      counterExample: 'Google is of American origin',
    },
    {
      when: ['google', 'unavailable'],
      points: 6.2,
      example: 'The Google button does not show up',
      counterExample: 'Google Maps shows our office',
      unless: ['twitter', 'facebook'],
    },
    {
      when: ['google', 'social-login', 'unavailable'],
      points: 6.4,
      example: 'The Google sign-in button is missing, Facebook works',
      counterExample: 'A Google button for Facebook pages',
      unless: ['development-mode'],
    },
    {
      when: ['google', 'social-login', 'page-reloads'],
      points: 5,
      example: 'I click on sign in with Google and nothing happens',
      counterExample: 'I click on Google and the results appear',
    },
    {
      when: ['origin', 'social-login'],
      points: 6,
      example: 'Social login: not a valid origin',
      counterExample: 'Social login is popular',
      unless: ['facebook', 'twitter'],
    },
    {
      when: ['google', 'social-login', 'domain-changed'],
      points: 5.4,
      example: 'Login with Google stopped when we changed the domain',
      counterExample: 'We changed the domain and tell Google Ads',
    },
    {
      when: ['google', 'social-login', 'cannot-log-in'],
      points: 4.2,
      example: 'Clients cannot log in with Google',
      counterExample: 'Clients cannot find us on Google',
      unless: ['clock-wrong', 'theme', 'token-time'],
    },
    {
      when: ['google', 'verification-failed'],
      points: -5,
      example: 'Google settings: validation failed',
      counterExample: 'Google: not a valid origin',
    },
    {
      when: ['google', 'saving-settings', 'not-accepted'],
      points: -2.5,
      example: 'Saving the Google settings fails',
      counterExample: 'Clicking the Google button fails',
    },
  ],
  counterExample: 'The product is unavailable at this time',
  question: 'Is the Google button dead or missing, or does Google name an origin that is not valid?',
  steps: [
    {
      text: 'In the Google Cloud console, at the OAuth client (type Web application), add scheme and host of the WHMCS System URL to Authorized JavaScript origins, with https, without a path.',
      risk: 'low',
    },
    {
      text: 'Open the login page at exactly the System URL, and read the browser’s console: it names the origin that Google refuses.',
      risk: 'none',
    },
  ],
};
