/** X refuses the app or its callback. */
import type { Tale } from '../../model.js';

export const twitterConnectionErrors: Tale = {
  problem: 'twitter-connection-errors',
  phrases: [
    { text: 'We were unable to connect your account. Please contact your system administrator', points: 6 },
    { text: 'Callback URL not approved for this client application', points: 9 },
    { text: 'Approved callback URLs can be adjusted in your application settings', points: 9 },
    { text: 'You currently have access to a subset of Twitter API v2 endpoints and limited v1.1 endpoints', points: 10 },
    { text: 'You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints', points: 10 },
    { text: 'If you need access to this endpoint, you may need a different access level', points: 8 },
    { text: 'You currently have Essential access which includes access to Twitter API v2 endpoints only', points: 9 },
    { text: 'Could not authenticate you', points: 6 },
    { text: "Desktop applications only support the oauth_callback value 'oob'", points: 8 },
    { text: 'Timestamp out of bounds', points: 5 },
    { text: 'Something is wrong, please try again. Whoa there! There is no request token for this page', points: 7 },
    { text: 'This client application is not permitted to perform this action', points: 6 },
  ],
  signs: [
    {
      when: ['twitter', 'cannot-connect-account'],
      points: 8,
      example: 'Twitter: we were unable to connect your account',
      counterExample: 'Twitter connects people',
    },
    {
      when: ['twitter', 'callback'],
      points: 7.2,
      example: 'The Twitter callback URL is not approved',
      counterExample: 'We were called back over Twitter',
    },
    {
      when: ['twitter', 'access-level'],
      points: 7.2,
      example: 'Twitter API needs elevated access now',
      counterExample: 'Twitter has levels of trolls',
    },
    {
      when: ['twitter', 'social-login', 'trouble'],
      points: 5.4,
      example: 'Sign in with Twitter fails',
      counterExample: 'Twitter shows our advert',
    },
    {
      when: ['twitter', 'cannot-log-in'],
      points: 4.6,
      example: 'Nobody can log in with Twitter',
      counterExample: 'Nobody reads Twitter',
    },
    {
      when: ['twitter', 'link-account', 'trouble'],
      points: 5,
      example: 'Linking an X account gives an error',
      counterExample: 'A link on Twitter',
    },
    {
      when: ['twitter', 'unreachable'],
      points: 5,
      example: 'Connection to api.twitter.com timed out',
      counterExample: 'Twitter is full of cats',
    },
  ],
  counterExample: 'Could not print you a receipt',
  question: 'Is it the sign-in with Twitter (X), and does its app list the callback of this site and have access to API v1.1?',
  steps: [
    {
      text: 'In X’s developer portal compare the app’s callback URL with the site’s, letter by letter: scheme, www, trailing slash.',
      risk: 'none',
    },
    { text: 'See there whether the app may sign people in and read their profile with API v1.1 (error 453: it may not).', risk: 'none' },
    { text: 'Use the API Key and API Key Secret in WHMCS, not the OAuth 2.0 client id (error 32).', risk: 'low' },
  ],
};
