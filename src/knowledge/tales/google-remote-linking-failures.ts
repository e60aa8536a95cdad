/** The clock and Google’s disagree. */
import type { Tale } from '../../model.js';

export const googleRemoteLinkingFailures: Tale = {
  problem: 'google-remote-linking-failures',
  phrases: [
    { text: 'Remote account linking via Google has failed', points: 10 },
    { text: 'Please make sure that the system clock is set properly', points: 8 },
    { text: 'Token used too early', points: 7 },
    { text: 'Token used too late', points: 6 },
    { text: 'Cannot handle token prior to', points: 7 },
    { text: 'The token is not yet valid', points: 5 },
  ],
  signs: [
    {
      when: ['google', 'clock-wrong'],
      points: 7.4,
      example: 'Google login fails, our server clock is two minutes ahead',
      counterExample: 'Google Calendar is nice',
    },
    {
      when: ['google', 'token-time'],
      points: 7.6,
      example: 'Google token used too early',
      counterExample: 'Google gave us a token of thanks',
    },
    {
      when: ['token-time', 'social-login'],
      points: 6.4,
      example: 'Social login: token not yet valid',
      counterExample: 'Social login: token saved',
    },
    {
      when: ['social-login', 'clock-wrong'],
      points: 6.4,
      example: 'Sign-in with Google works again after an NTP sync, the clock drifted',
      counterExample: 'Sign in around the clock',
    },
    {
      when: ['link-account', 'clock-wrong'],
      points: 6.4,
      example: 'Linking the account fails, the clock is off',
      counterExample: 'Linking the accounts took a minute',
    },
    {
      when: ['google', 'link-account', 'trouble'],
      points: 4.6,
      example: 'Linking my Google account fails',
      counterExample: 'Google Maps fails',
      unless: ['theme', 'origin', 'callback'],
    },
    {
      when: ['token-time'],
      points: 3.8,
      example: 'Invalid token: issued at a time in the future',
      counterExample: 'The token was bought in time',
    },
    {
      when: ['google', 'social-login', 'time-differs'],
      points: 5,
      example: 'Google sign-in fails and the server time is behind',
      counterExample: 'Google Ads start an hour later',
    },
    {
      when: ['duo'],
      points: -4,
      anywhere: true,
      example: 'Duo: token used too early',
      counterExample: 'Google: token used too early',
    },
  ],
  counterExample: 'Remote desktop via VPN has failed',
  question: 'Does linking or signing in with Google fail while the server’s clock is off by seconds or minutes?',
  steps: [
    {
      text: 'Compare the server’s clock with the true time; the time zone does not matter, the seconds do.',
      command: 'timedatectl; date -u',
      risk: 'none',
    },
    {
      text: 'Switch time synchronisation on (chrony or systemd-timesyncd), and try again.',
      command: 'timedatectl set-ntp true',
      risk: 'low',
    },
  ],
};
