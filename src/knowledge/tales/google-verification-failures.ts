/** The settings for Google do not pass WHMCS’s own test. */
import type { Tale } from '../../model.js';

export const googleVerificationFailures: Tale = {
  problem: 'google-verification-failures',
  phrases: [
    { text: 'Verification for current settings failed validation', points: 10 },
    { text: 'Verification for current settings failed validation Response: {valid:false}', points: 10 },
    { text: 'Verification for current settings failed validationResponse valid false', points: 10 },
    { text: 'Response: {valid:false}', points: 7, apart: 8 },
    { text: 'Error 400: redirect_uri_mismatch', points: 6 },
    { text: 'redirect_uri_mismatch', points: 5 },
  ],
  signs: [
    {
      when: ['google', 'verification-failed'],
      points: 7.2,
      example: 'Google settings: verification failed',
      counterExample: 'Google verification of our company took long',
      unless: ['captcha'],
    },
    {
      when: ['sign-in-integrations', 'verification-failed'],
      points: 6.2,
      example: 'Sign-in settings do not pass validation',
      counterExample: 'Domain validation failed',
    },
    {
      when: ['social-login', 'verification-failed'],
      points: 5.2,
      example: 'Validation failed for the social login settings',
      counterExample: 'Validation of the tax number failed',
    },
    {
      when: ['google', 'callback'],
      points: 5,
      example: 'Google: redirect URI mismatch',
      counterExample: 'Google calls back',
      unless: ['facebook', 'twitter'],
    },
    {
      when: ['verification-failed', 'origin'],
      points: 6,
      unless: ['facebook', 'twitter', 'captcha'],
      example: 'The origin does not verify',
      counterExample: 'Verification of origin of goods',
    },
  ],
  counterExample: 'Verification of your account was successful, response: ok',
  question: 'Does WHMCS itself say that the verification of the Google settings failed?',
  steps: [
    {
      text: 'Make Authorized JavaScript origins and Authorized redirect URIs at Google exactly https://<host of the System URL>.',
      risk: 'low',
    },
    {
      text: 'The WHMCS System URL must begin with https://: change it at Configuration > System Settings > General Settings.',
      risk: 'low',
    },
  ],
};
