/** Section "Authenticating with WHMCS" of the documented table. */
import type { Problem } from '../../model.js';
import { docs } from '../docs.js';

const area = 'Authenticating with WHMCS';

export const authentication: readonly Problem[] = [
  {
    id: 'cloudflare-proxy-check-errors',
    title: 'CloudFlare Proxy Check Errors',
    area,
    symptoms: [
      {
        text: 'WHMCS is running behind a CloudFlare proxy, but you have not configured proxy settings. This may cause login sessions to end prematurely. Click here to automatically reconfigure your CloudFlare proxy settings.',
        versions: { from: '8.11' },
      },
      {
        text: 'WHMCS is running behind a CloudFlare proxy, but you have not configured trusted proxy settings. This may cause login sessions to end prematurely. Click here to automatically reconfigure your CloudFlare proxy settings.',
        versions: { from: '8.11' },
        note: 'The wording of the product itself (System Health, CloudFlare® Proxy Check).',
      },
      {
        text: 'WHMCS is running behind a CloudFlare proxy, but the CloudFlare headers do not provide a client IP address.',
        versions: { from: '8.11' },
        note: 'The second failing state of the same System Health check; the documented table does not list it.',
      },
      {
        text: 'WHMCS may be operating behind a proxy or CDN, but you have not configured trusted proxy settings using CloudFlare IP addresses. This may cause login sessions to end prematurely. Apply settings now to correct this issue.',
        versions: { below: '8.11' },
      },
    ],
    documentedCause: 'There is a problem with your CloudFlare® trusted proxies configuration.',
    docs: docs.index,
    proof:
      'The trusted list is compared with Cloudflare’s published ranges entry by entry, and the addresses that WHMCS recorded for the last log-ins with those of the proxy.',
  },
  {
    id: 'frequent-logouts',
    title: 'Frequent Logouts',
    area,
    symptoms: [
      { text: 'Admins or users report that the system frequently logged them out.' },
      {
        text: 'PHP session support is disabled. This will prevent WHMCS from remembering user logins. Please contact your systems administrator to enable the PHP session extension.',
        note: 'System Health, PHP Session Support.',
      },
      {
        text: 'Session autostart is enabled. This will prevent WHMCS from remembering user logins. Please disable the session.auto_start PHP setting.',
        note: 'System Health, PHP Session Support.',
      },
      { text: 'Your session has expired. Please refresh to continue.', note: 'The wording of the product itself.' },
    ],
    documentedCause:
      'You have misconfigured PHP, a proxy, or CDN on the server that hosts WHMCS, there is insufficient disk space, or there is a problem with the visitor’s IP address.',
    docs: docs.frequentLogouts,
    proof:
      'The login page is fetched again and again with one cookie jar; the site’s own PHP opens, writes and destroys a session; lifetimes, cleaners, room on disk and recorded addresses are read.',
  },
  {
    id: 'invalid-license-api-errors',
    title: 'Invalid License API Errors',
    area,
    symptoms: [{ text: 'Your license key is invalid', note: 'As an answer of the API or of a command-line script.' }],
    documentedCause: 'You performed a required license check from a non-web context.',
    docs: docs.index,
    proof: 'The logs say that a license check failed outside of the web, and the command-line scripts that call WHMCS are named.',
  },
  {
    id: 'invalid-license-errors',
    title: 'Invalid License Errors',
    area,
    symptoms: [
      { text: 'License Invalid' },
      { text: 'Licence Invalid', note: 'The spelling of older documentation.' },
      {
        text: 'Your license key <key> is invalid. Possible reasons for this include:',
        note: 'The body of the error page as quoted in 2012.',
      },
    ],
    documentedCause: 'You entered an invalid license key or moved the WHMCS installation without updating the license.',
    docs: docs.index,
    proof: 'The admin login page itself says so. The key’s shape and what the license binds to are looked at as the site’s PHP sees them.',
  },
  {
    id: 'login-details-errors',
    title: 'Login Details Errors',
    area,
    symptoms: [{ text: 'Login Details Incorrect. Please try again.', note: 'A text of the client area; wrong details give the same one.' }],
    documentedCause: 'The URL that you are using to log in does not match the WHMCS System URL setting.',
    docs: docs.index,
    proof:
      'Every address that answers is walked as a browser walks it and compared with the System URL; bans and accounts are read for the person and address named.',
  },
  {
    id: 'login-redirect-loops',
    title: 'Login Redirect Loops',
    area,
    symptoms: [
      { text: 'The system redirects you back to the login page without an error' },
      { text: 'Invalid csrf protection token' },
      { text: 'Invalid CSRF Token', note: 'The wording of the product itself (admin error page).' },
      {
        text: 'The PHP session save path <path> is not writable. Please investigate the session.save_path PHP setting or contact your system administrator',
        note: 'System Health, PHP Session Support.',
      },
    ],
    documentedCause: 'There is a problem with PHP sessions on your server.',
    docs: docs.index,
    proof:
      'With one cookie jar, session id and CSRF token must stay from request to request; the site’s own PHP opens, writes and destroys a session.',
  },
  {
    id: 'no-connection-errors',
    title: 'No Connection Errors',
    area,
    symptoms: [{ text: 'No Connection' }],
    documentedCause: 'There is a problem preventing your server from communicating with the WHMCS licensing server.',
    docs: docs.index,
    proof:
      'Each license server is reached in stages (DNS, TCP, TLS, HTTP), beside controls, from this machine and from the PHP that serves the site.',
  },
  {
    id: 'access-denied-errors',
    title: 'Oops! Access Denied Errors',
    area,
    symptoms: [
      { text: 'Oops! Access Denied - Forbidden' },
      {
        text: 'You do not have the required permission to perform the selected operation!',
        note: 'The wording of the product itself, below the heading.',
      },
      {
        text: 'You are missing the required permission (<permission>) to perform this operation.',
        versions: { from: '8.3' },
        note: 'The wording of the product itself.',
      },
    ],
    documentedCause:
      'There is a problem with your administrator role or, if an admin is logging in as a client, there is a problem with the client’s password.',
    docs: docs.accessDenied,
    proof:
      'The API names the permissions of its own administrator exactly; others’ are read as numbers. Whether the named user has a password is read from the database.',
  },
  {
    id: 'sessions-are-not-removed',
    title: 'Sessions Are Not Removed',
    area,
    symptoms: [{ text: 'The system is not removing sessions from the location in your session configuration.' }],
    documentedCause: 'There is a problem in your PHP configuration.',
    docs: docs.index,
    proof: 'Files and rows that should be gone are counted, and every cleaner that could remove them is found, or found wanting.',
  },
];
