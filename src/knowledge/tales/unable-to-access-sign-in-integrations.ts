/** The page of the sign-in settings does not open. */
import type { Tale } from '../../model.js';

export const unableToAccessSignInIntegrations: Tale = {
  problem: 'unable-to-access-sign-in-integrations',
  phrases: [],
  signs: [
    {
      when: ['sign-in-integrations', 'cannot-open'],
      points: 7.6,
      example: 'The Sign-In Integrations page is a 404',
      counterExample: 'The Sign-In Integrations page has a help link',
    },
    {
      when: ['sign-in-integrations', 'access-denied'],
      points: 7.4,
      example: 'Access denied on Sign-In Integrations',
      counterExample: 'Access to the integrations is easy',
    },
    {
      when: ['sign-in-integrations', 'permission'],
      points: 6.2,
      example: 'No permission for Sign-In Integrations',
      counterExample: 'The integration asks for your permission to track',
    },
    {
      when: ['sign-in-integrations', 'redirect-loop'],
      points: 5.6,
      example: 'Sign-In Integrations redirects in a loop',
      counterExample: 'The integrations are a loop of partners',
    },
    {
      when: ['sign-in-integrations', 'admin-role'],
      points: 5,
      example: 'My admin role has no Sign-In Integrations',
      counterExample: 'A new colleague for integrations',
    },
    {
      when: ['social-login', 'saving-settings', 'cannot-open'],
      points: 4.2,
      example: 'The page where one sets up Google login is blank',
      counterExample: 'Google opens the page where one sets up an account',
      unless: ['origin', 'development-mode', 'app-domain'],
    },
    {
      when: ['social-login', 'settings-missing'],
      points: 6.2,
      unless: ['origin', 'development-mode', 'app-domain'],
      example: 'The settings page for Google login does not open',
      counterExample: 'The settings page for taxes does not open',
    },
    {
      when: ['sign-in-integrations', 'settings-missing'],
      points: 6.4,
      example: 'The menu entry Sign-In Integrations is missing',
      counterExample: 'The menu entry Reports is missing',
    },
    {
      when: ['sign-in-integrations', 'trouble'],
      points: 3.6,
      example: 'Error at Sign-In Integrations',
      counterExample: 'Error at the car wash',
    },
    {
      when: ['social-login', 'access-denied', 'saving-settings'],
      points: 5,
      unless: ['login-as-client'],
      example: 'I am not permitted to change the Google login settings',
      counterExample: 'I am not permitted to pay',
    },
  ],
  counterExample: 'Which sign-in integrations are there?',
  question: 'Is it the settings page Sign-In Integrations in the admin area that does not open?',
  steps: [
    {
      text: 'Tick “Configure Sign-In Integration” for the administrator’s role at Configuration > System Settings > Administrator Roles.',
      risk: 'low',
    },
    {
      text: 'If the page is missing or blank: set Friendly URLs to Basic URLs at General Settings > General and try again; if it opens, the rewrite rules of the web server are the cause.',
      risk: 'low',
    },
  ],
};
