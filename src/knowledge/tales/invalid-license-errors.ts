/** The install is not where its license says. */
import type { Tale } from '../../model.js';

export const invalidLicenseErrors: Tale = {
  problem: 'invalid-license-errors',
  phrases: [
    { text: 'License Invalid', points: 4.5, apart: 7 },
    { text: 'Licence Invalid', points: 4.5, apart: 7 },
    { text: 'Your license key * is invalid. Possible reasons for this include', points: 10 },
    { text: 'Possible reasons for this include', points: 5 },
    { text: 'Click here to enter a new license key', points: 8 },
    { text: 'Got a new license key? Click here to enter it', points: 8 },
    { text: 'Invalid License Key', points: 4, apart: 5 },
    { text: 'License Suspended', points: 3.5, apart: 5 },
    { text: 'Licence Suspended', points: 3.5, apart: 5 },
    { text: 'The system was unable to validate license data. Force a license update', points: 7 },
    { text: 'License check failed', points: 4.5 },
  ],
  signs: [
    {
      when: ['license-bad', 'moved'],
      points: 7.5,
      example: 'Moved WHMCS to a new server and now the license is invalid',
      counterExample: 'Moved the office, my driving license is invalid',
    },
    {
      when: ['license-bad', 'domain-changed'],
      points: 7,
      example: 'Changed the domain, license error in the admin area',
      counterExample: 'Changed the domain, the logo is wrong',
    },
    {
      when: ['license-bad', 'container'],
      points: 6.8,
      example: 'After each docker restart the license is invalid',
      counterExample: 'After each docker restart the port is free',
    },
    {
      when: ['license-bad', 'reissue'],
      points: 7,
      example: 'License invalid although I reissued it',
      counterExample: 'The invoice was reissued',
    },
    {
      when: ['reissue', 'moved'],
      points: 6.4,
      example: 'The internal IP changed and I had to reissue the license',
      counterExample: 'They reissued the ticket for the new train',
    },
    {
      when: ['reissue', 'container'],
      points: 6.4,
      example: 'Every restart of the container wants a reissue of the license',
      counterExample: 'The band reissued its records',
    },
    {
      when: ['reissue', 'license'],
      points: 5,
      example: 'WHMCS wants me to reissue the license again',
      counterExample: 'Reissue the certificate please',
    },
    {
      when: ['license-bad', 'whmcs'],
      points: 5.2,
      example: 'WHMCS license invalid since this morning',
      counterExample: 'WHMCS invoice invalid since this morning',
    },
    {
      when: ['license-bad', 'admin-area'],
      points: 5,
      example: 'The admin panel says the license is not valid',
      counterExample: 'The admin panel says the coupon is not valid',
    },
    {
      when: ['license-bad'],
      points: 3.6,
      example: 'License problem on our billing',
      counterExample: 'License plates of the cars',
    },
    {
      when: ['license', 'moved'],
      points: 4.4,
      example: 'What about the license after I moved to another host?',
      counterExample: 'We moved to another host and are happy',
    },
    {
      when: ['license', 'cannot-log-in'],
      points: 4.6,
      example: 'Cannot log in to the admin, something about the license',
      counterExample: 'Cannot log in, something about the captcha',
    },
    {
      when: ['other-license'],
      anywhere: true,
      points: -9,
      example: 'Softaculous license is invalid',
      counterExample: 'WHMCS license is invalid',
    },
    {
      when: ['license-bad', 'command-line'],
      points: -4,
      example: 'The cron says that the license is invalid',
      counterExample: 'The admin page says that the license is invalid',
    },
    {
      when: ['license-bad', 'api'],
      points: -4,
      example: 'The API says that the license is invalid',
      counterExample: 'The admin page says that the license is invalid',
    },
  ],
  counterExample: 'Your licence to drive is valid',
  question: 'Does the admin area show a page that says License Invalid, after a move or with a new key?',
  steps: [
    {
      text: 'Bought from WHMCS: Members Area > Services > My Licenses > the key > Reissue, then open the admin area at its new place. Bought from a host: ask the host for a reissue or a new key.',
      risk: 'low',
    },
    {
      text: 'Compare Help > License Information (valid domain, IP, directory) with where the install is now; in containers give it an address that stays.',
      risk: 'none',
    },
    { text: 'Then Help > License Information > Force License Update.', risk: 'low' },
  ],
};
