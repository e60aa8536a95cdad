/** A due license check ran where there is no web server. */
import type { Tale } from '../../model.js';

export const invalidLicenseApiErrors: Tale = {
  problem: 'invalid-license-api-errors',
  phrases: [{ text: 'Your license key is invalid', points: 5.5, apart: 6.5 }],
  signs: [
    {
      when: ['license-bad', 'command-line'],
      points: 7.6,
      example: 'The cron answers: license key is invalid',
      counterExample: 'The cron answers: nothing to do',
    },
    {
      when: ['license-bad', 'api'],
      points: 7.6,
      example: 'localAPI returns that the license key is invalid',
      counterExample: 'localAPI returns that the invoice is paid',
    },
    {
      when: ['license', 'command-line'],
      points: 4.6,
      example: 'Do not check the license during the cron, it has no URL',
      counterExample: 'The license ends in May',
      unless: ['license-server'],
    },
    {
      when: ['moved'],
      anywhere: true,
      unless: ['command-line', 'api'],
      points: -2,
      example: 'Moved to a new server: Your license key is invalid',
      counterExample: 'From the terminal: Your license key is invalid',
    },
    {
      when: ['other-license'],
      anywhere: true,
      points: -9,
      example: 'The API of Softaculous says: license key is invalid',
      counterExample: 'The API says: Your license key is invalid',
    },
  ],
  counterExample: 'Your license plate is readable',
  question: 'Does it come from a command line, a cron, a hook or the API, while the admin area opens?',
  steps: [
    { text: 'Open the admin area in a browser: the due license check then runs where it can.', risk: 'none' },
    { text: 'If it opens: Help > License Information > Force License Update, then run the command again.', risk: 'low' },
    {
      text: 'If the admin area shows a license error too, it is the install’s license: whmcs-doctor explain invalid-license-errors.',
      risk: 'none',
    },
  ],
};
