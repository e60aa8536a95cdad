/** The theme lacks what a provider’s sign-in needs. */
import type { Tale } from '../../model.js';

export const socialLoginErrors: Tale = {
  problem: 'social-login-errors',
  phrases: [
    { text: 'Social login: Error We could not connect to your account', points: 10 },
    { text: 'We could not connect to your account', points: 8 },
    { text: 'We were unable to connect your account. Please contact your system administrator', points: 6 },
    { text: 'Error We were unable to connect your account. Please contact your system administrator.', points: 6 },
    { text: '我们无法连接您的账户。请联系您的系统管理员', points: 6, language: 'zh' },
  ],
  signs: [
    {
      when: ['cannot-connect-account', 'theme'],
      points: 7.4,
      example: 'Could not connect your account, only with our custom theme',
      counterExample: 'The theme of the account page is dark',
    },
    {
      when: ['social-login', 'theme', 'trouble'],
      points: 6.6,
      example: 'Social login broke with the new template',
      counterExample: 'Social icons in the theme footer are broken links',
    },
    {
      when: ['social-login', 'theme'],
      points: 4.8,
      example: 'With the default theme Google login works',
      counterExample: 'A theme for social media',
    },
    {
      when: ['cannot-connect-account', 'google'],
      points: 5.4,
      example: 'Google: we could not connect your account',
      counterExample: 'Google could not find your account manager',
      unless: ['clock-wrong', 'token-time'],
    },
    {
      when: ['cannot-connect-account', 'facebook'],
      points: 5.4,
      example: 'Facebook: unable to connect your account',
      counterExample: 'Facebook connects people',
    },
    {
      when: ['cannot-connect-account', 'social-login'],
      points: 5,
      example: 'Signing in with a social account: unable to connect your account',
      counterExample: 'Social account manager wanted',
    },
    {
      when: ['cannot-connect-account'],
      points: 3.4,
      example: 'unable to connect to your account',
      counterExample: 'unable to connect the cable',
    },
    {
      when: ['social-login', 'trouble'],
      points: 2.6,
      example: 'Social login error',
      counterExample: 'Social media trouble',
    },
    {
      when: ['social-login', 'page-reloads'],
      points: 4.2,
      example: 'Clicking the social login button does nothing',
      counterExample: 'The social feed reloads',
      unless: ['google'],
    },
    {
      when: ['twitter'],
      anywhere: true,
      points: -1.5,
      example: 'Twitter: unable to connect your account',
      counterExample: 'Google: unable to connect your account',
    },
    {
      when: ['sign-in-script', 'trouble'],
      points: 5.2,
      example: 'registerSdkErrorHandler is not a function',
      counterExample: 'The script has an error',
    },
    {
      when: ['sign-in-script', 'social-login'],
      points: 5.6,
      example: 'The red box of the social login',
      counterExample: 'The red box of the parcel',
    },
  ],
  counterExample: 'We could not connect your call',
  question: 'Does it go away with an unchanged WHMCS theme (systpl=twenty-one added to the address)?',
  steps: [
    { text: 'Try with an unchanged theme: add ?systpl=twenty-one to the login page’s address.', risk: 'none' },
    {
      text: 'If that works, bring the login, register and checkout templates of your theme up to those of its parent: the linked-accounts includes and their script are missing or changed.',
      risk: 'low',
    },
  ],
};
