/** A provider’s credentials are not accepted when they are saved. */
import type { Tale } from '../../model.js';

export const invalidDetailsErrors: Tale = {
  problem: 'invalid-details-errors',
  phrases: [
    { text: 'Invalid details not saved. Please verify your details and try again.', points: 10 },
    { text: 'Invalid details not saved', points: 8, apart: 9 },
    { text: '无效的详细信息未保存。请验证您的详细信息并重试', points: 10, language: 'zh' },
    { text: '详细信息无效无法保存。请验证您的详细信息，然后重试', points: 10, language: 'zh' },
    { text: 'Error validating client secret', points: 8 },
    { text: 'Error validating application. Cannot get application info due to a system error', points: 8 },
    { text: 'The provided client secret is invalid', points: 7 },
    { text: 'The OAuth client was not found', points: 6 },
    { text: 'Error 401: invalid_client', points: 5 },
    { text: 'Error 401: deleted_client', points: 6 },
    { text: 'Invalid App ID', points: 4, apart: 5 },
  ],
  signs: [
    {
      when: ['sign-in-integrations', 'not-accepted'],
      points: 6.2,
      example: 'The sign-in integrations are not saved',
      counterExample: 'The shop integrations are popular',
    },
    {
      when: ['social-login', 'saving-settings', 'not-accepted'],
      points: 5.4,
      example: 'When I save the Google login it says invalid',
      counterExample: 'When I save the invoice it says paid',
    },
    {
      when: ['google', 'credentials', 'not-accepted'],
      points: 6,
      example: 'Google: the client secret is not accepted by WHMCS',
      counterExample: 'Google Maps: the API key is new',
    },
    {
      when: ['facebook', 'credentials', 'not-accepted'],
      points: 6,
      example: 'Facebook app secret is rejected when saving',
      counterExample: 'Facebook app is nice',
    },
    {
      when: ['twitter', 'credentials', 'not-accepted'],
      points: 5.4,
      example: 'Twitter API key refused in the settings',
      counterExample: 'Twitter has a key feature',
    },
    {
      when: ['social-login', 'credentials', 'not-accepted'],
      points: 5,
      example: 'The app secret for the social login is wrong they say',
      counterExample: 'The login with the app is wrong for us',
    },
    {
      when: ['social-login', 'not-accepted'],
      points: 4.4,
      unless: ['reset-link', 'client-area'],
      example: 'None of the social logins is accepted by the settings',
      counterExample: 'Social workers are accepted',
    },
    {
      when: ['credentials', 'not-accepted', 'whmcs'],
      points: 4.2,
      unless: ['api', 'duo', 'mail-transport'],
      example: 'WHMCS does not accept the OAuth credentials',
      counterExample: 'WHMCS does not accept the voucher',
    },
    {
      when: ['google', 'credentials'],
      points: 3.2,
      unless: ['origin', 'callback', 'verification-failed'],
      example: 'Google client secret',
      counterExample: 'Google is a search engine',
    },
  ],
  counterExample: 'Details of the order were saved',
  question: 'Does it come in the admin area, when the keys of Google, Facebook or X are saved?',
  steps: [
    { text: 'Copy the credentials anew, without blanks; of X take the API Key and its secret, not the OAuth 2.0 client.', risk: 'low' },
    {
      text: 'Make the authorized origins and callback addresses at the provider exactly the scheme and host of the WHMCS System URL.',
      risk: 'low',
    },
    { text: 'Save again at Configuration > System Settings > Sign-In Integrations.', risk: 'low' },
  ],
};
