/** The error texts of the documented table, line by line, and the problem each leads to. */
export const documentedTable: readonly (readonly [text: string, problem: string])[] = [
  [
    'WHMCS is running behind a CloudFlare proxy, but you have not configured proxy settings. This may cause login sessions to end prematurely. Click here to automatically reconfigure your CloudFlare proxy settings.',
    'cloudflare-proxy-check-errors',
  ],
  [
    'WHMCS may be operating behind a proxy or CDN, but you have not configured trusted proxy settings using CloudFlare IP addresses. This may cause login sessions to end prematurely. Apply settings now to correct this issue.',
    'cloudflare-proxy-check-errors',
  ],
  ['Admins or users report that the system frequently logged them out.', 'frequent-logouts'],
  ['Your license key is invalid', 'invalid-license-api-errors'],
  ['License Invalid', 'invalid-license-errors'],
  ['Login Details Incorrect. Please try again.', 'login-details-errors'],
  ['The system redirects you back to the login page without an error', 'login-redirect-loops'],
  ['Invalid csrf protection token', 'login-redirect-loops'],
  ['No Connection', 'no-connection-errors'],
  ['Oops! Access Denied - Forbidden', 'access-denied-errors'],
  ['The system is not removing sessions from the location in your session configuration.', 'sessions-are-not-removed'],
  [
    "App Note Setup: This app is still in development mode, and you don't have access to it. Switch to a registered test user or ask an app admin for permissions.",
    'facebook-app-not-setup-errors',
  ],
  ["Can't Load URL: The domain of this URL isn't included in the app's domains.", 'facebook-url-errors'],
  ['Invalid details not saved. Please verify your details and try again.', 'invalid-details-errors'],
  ['You are unable to access the Sign-In Integrations settings in the Admin Area.', 'unable-to-access-sign-in-integrations'],
  [
    'Remote account linking via Google has failed. Please make sure that the system clock is set properly',
    'google-remote-linking-failures',
  ],
  ['Google Sign-In is unavailable at this time. Please try again later.', 'google-sign-in-unavailable-errors'],
  [
    'Google Sign-In is unavailable at this time. Please try again later. Error: Not a valid origin for the client: http://example.com has not been whitelisted for client ID xxxxx',
    'google-sign-in-unavailable-errors',
  ],
  ['Verification for current settings failed validationResponse: {valid:false}', 'google-verification-failures'],
  ['Social login: Error We could not connect to your account', 'social-login-errors'],
  ['We were unable to connect your account. Please contact your system administrator', 'twitter-connection-errors'],
  [
    'Link Initiated! Please complete sign in to associate this service with your existing account. You will only have to do this once',
    'twitter-link-initiated-messages',
  ],
  ['Link Initiated! Please complete the registration form below', 'twitter-link-initiated-messages'],
  ['The reset link you have followed is invalid. Please try again.', 'invalid-reset-link-errors'],
  ['The system is not successfully sending general emails, like client sign-up or order confirmations.', 'unsent-general-emails'],
  [
    'You see errors or experience problems while attempting to use Duo® Security for two-factor authentication.',
    'duo-security-login-failures',
  ],
  ['Client Duo® Security Login Failed: invalid_client: Integration type does not support frameless access.', 'duo-security-login-failures'],
  ['You experience timezone-related issues in WHMCS or while running WHMCS automation.', 'system-timezone-issues'],
];
