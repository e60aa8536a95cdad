/** The server cannot reach the license server. */
import type { Tale } from '../../model.js';

export const noConnectionErrors: Tale = {
  problem: 'no-connection-errors',
  phrases: [
    { text: 'No Connection', points: 2.2, apart: 4 },
    { text: 'Testing Connection to https a licensing whmcs com', points: 5 },
  ],
  signs: [
    {
      when: ['license-server', 'unreachable'],
      points: 7.4,
      unless: ['mail-transport'],
      example: 'The server cannot reach licensing.whmcs.com',
      counterExample: 'The visitor cannot reach the shop',
    },
    {
      when: ['license', 'unreachable'],
      points: 5.6,
      unless: ['other-license'],
      example: 'The license check times out',
      counterExample: 'The driving licence office is offline',
    },
    {
      when: ['license-server', 'network-cause'],
      points: 5.4,
      example: 'The firewall blocks the licensing server',
      counterExample: 'The firewall of the shop is new',
    },
    {
      when: ['license', 'network-cause', 'trouble'],
      points: 5,
      unless: ['other-license'],
      example: 'License error, I think DNS on the server is broken',
      counterExample: 'DNS is broken for my domain',
    },
    {
      when: ['no-connection', 'license'],
      points: 7.4,
      unless: ['other-license'],
      example: 'No connection, the license could not be checked',
      counterExample: 'No connection to the database',
    },
    {
      when: ['no-connection', 'admin-area'],
      points: 5.6,
      unless: ['module', 'database'],
      example: 'The admin area only shows No Connection',
      counterExample: 'The admin area opens in a second',
    },
    {
      when: ['no-connection', 'cannot-log-in'],
      points: 5.6,
      unless: ['module', 'database'],
      example: 'Cannot log in: No Connection',
      counterExample: 'Cannot log the printer: No Connection',
    },
    {
      when: ['no-connection', 'whmcs'],
      points: 4.2,
      unless: ['module', 'database', 'other-panel'],
      example: 'WHMCS shows No Connection',
      counterExample: 'WHMCS opens in a second',
    },
    {
      when: ['no-connection', 'network-cause'],
      points: 4.4,
      unless: ['module', 'database'],
      example: 'No Connection, and curl does not resolve',
      counterExample: 'The firewall is new',
    },
  ],
  counterExample: 'There is no connection between these two events',
  question: 'Does the admin area show No Connection, or does a license check time out?',
  steps: [
    {
      text: 'On the server, see whether the license servers answer over HTTPS.',
      command: 'curl -sv https://a.licensing.whmcs.com/1.0/test https://b.licensing.whmcs.com/1.0/test',
      risk: 'none',
    },
    {
      text: 'Open <admin folder>/login.php?conntest=1: it makes the same test with the site’s own PHP.',
      risk: 'none',
    },
    {
      text: 'Allow outgoing TCP 443, and repair DNS, the CA bundle or the hosts file; then Help > License Information > Force License Update.',
      risk: 'low',
    },
  ],
};
