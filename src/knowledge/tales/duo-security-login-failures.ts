/** Duo’s second factor fails. */
import type { Tale } from '../../model.js';

export const duoSecurityLoginFailures: Tale = {
  problem: 'duo-security-login-failures',
  phrases: [
    { text: 'Duo Security Login Failed', points: 9 },
    { text: 'Integration type does not support frameless access', points: 10 },
    { text: 'invalid_client: Failed to verify signature', points: 8 },
    { text: 'Failed to verify signature', points: 3, apart: 6 },
    { text: 'The provided client_assertion was invalid', points: 6 },
    { text: 'This application is not configured for the Universal Prompt', points: 7 },
  ],
  signs: [
    {
      when: ['duo', 'frameless'],
      points: 7.2,
      example: 'The Duo prompt does not load, frameless something',
      counterExample: 'A duo of singers',
    },
    {
      when: ['duo', 'cannot-log-in'],
      points: 6.4,
      example: 'With Duo nobody can log in',
      counterExample: 'The duo sings',
    },
    {
      when: ['duo', 'second-factor', 'trouble'],
      points: 6.4,
      example: 'Two-factor with Duo gives an error',
      counterExample: 'Two-factor with Duo is great',
    },
    {
      when: ['duo', 'trouble'],
      points: 5.4,
      example: 'Duo is broken since the update',
      counterExample: 'The duo plays tonight',
    },
    {
      when: ['duo', 'redirect-loop'],
      points: 5,
      example: 'Duo loops for ever',
      counterExample: 'The duo plays a melody',
    },
    {
      when: ['duo', 'clock-wrong'],
      points: 5,
      example: 'Duo: invalid_client, our clock is off',
      counterExample: 'The duo sings at night',
    },
    {
      when: ['duo', 'token-time'],
      points: 7.6,
      example: 'Duo: cannot handle token prior to',
      counterExample: 'Duo tokens are sold out',
    },
  ],
  counterExample: 'The duo could not perform',
  question: 'Does it fail at the second factor of Duo Security, after the password?',
  steps: [
    {
      text: 'WHMCS 8.9 and later needs an application of the type Web SDK at Duo: Applications > Protect an Application > Web SDK, and copy its three values into WHMCS’s two-factor settings.',
      risk: 'low',
    },
    { text: 'WHMCS 8.8 and earlier: update WHMCS first, Duo’s former prompt inside the page has ended.', risk: 'high' },
    { text: 'A person who is locked out can use the backup code on the page of the second factor.', risk: 'none' },
  ],
};
