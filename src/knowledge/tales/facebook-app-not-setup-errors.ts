/** The app at Facebook is not live. */
import type { Tale } from '../../model.js';

export const facebookAppNotSetupErrors: Tale = {
  problem: 'facebook-app-not-setup-errors',
  phrases: [
    { text: 'App Not Setup', points: 6, apart: 8 },
    { text: 'App Note Setup', points: 6, apart: 8 },
    { text: 'This app is still in development mode', points: 9 },
    { text: "and you don't have access to it. Switch to a registered test user or ask an app admin for permissions", points: 9 },
    { text: 'App not active: This app is not currently accessible and the app developer is aware of the issue', points: 8 },
    { text: 'Facebook Login is currently unavailable for this app', points: 7 },
  ],
  signs: [
    {
      when: ['facebook', 'development-mode'],
      points: 8,
      example: 'Facebook says our app is in development mode',
      counterExample: 'Facebook has a page about web development',
    },
    {
      when: ['development-mode', 'social-login'],
      points: 5,
      example: 'Social login only works for test users',
      counterExample: 'Social login is what we want to offer',
      unless: ['google', 'twitter'],
    },
    {
      when: ['facebook', 'access-denied'],
      points: 4.4,
      unless: ['app-domain', 'sign-in-integrations', 'login-as-client'],
      example: 'Facebook: no permission, ask the app admin',
      counterExample: 'Facebook is great',
    },
  ],
  counterExample: 'The app is set up and running',
  question: 'Does Facebook say that the app is in development mode or not set up?',
  steps: [
    {
      text: 'At developers.facebook.com/apps open the app and switch its mode from Development to Live (its basic settings, with a privacy policy address, must be complete).',
      risk: 'low',
    },
    { text: 'Try again with a Facebook account that has no role in the app.', risk: 'none' },
  ],
};
