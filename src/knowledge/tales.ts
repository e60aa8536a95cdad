/** How each documented problem is told, one file per problem. */
import type { Tale } from '../model.js';
import { accessDeniedErrors } from './tales/access-denied-errors.js';
import { cloudflareProxyCheckErrors } from './tales/cloudflare-proxy-check-errors.js';
import { duoSecurityLoginFailures } from './tales/duo-security-login-failures.js';
import { facebookAppNotSetupErrors } from './tales/facebook-app-not-setup-errors.js';
import { facebookUrlErrors } from './tales/facebook-url-errors.js';
import { frequentLogouts } from './tales/frequent-logouts.js';
import { googleRemoteLinkingFailures } from './tales/google-remote-linking-failures.js';
import { googleSignInUnavailableErrors } from './tales/google-sign-in-unavailable-errors.js';
import { googleVerificationFailures } from './tales/google-verification-failures.js';
import { invalidDetailsErrors } from './tales/invalid-details-errors.js';
import { invalidLicenseApiErrors } from './tales/invalid-license-api-errors.js';
import { invalidLicenseErrors } from './tales/invalid-license-errors.js';
import { invalidResetLinkErrors } from './tales/invalid-reset-link-errors.js';
import { loginDetailsErrors } from './tales/login-details-errors.js';
import { loginRedirectLoops } from './tales/login-redirect-loops.js';
import { noConnectionErrors } from './tales/no-connection-errors.js';
import { sessionsAreNotRemoved } from './tales/sessions-are-not-removed.js';
import { socialLoginErrors } from './tales/social-login-errors.js';
import { systemTimezoneIssues } from './tales/system-timezone-issues.js';
import { twitterConnectionErrors } from './tales/twitter-connection-errors.js';
import { twitterLinkInitiatedMessages } from './tales/twitter-link-initiated-messages.js';
import { unableToAccessSignInIntegrations } from './tales/unable-to-access-sign-in-integrations.js';
import { unsentGeneralEmails } from './tales/unsent-general-emails.js';

export const tales: readonly Tale[] = [
  cloudflareProxyCheckErrors,
  frequentLogouts,
  invalidLicenseApiErrors,
  invalidLicenseErrors,
  loginDetailsErrors,
  loginRedirectLoops,
  noConnectionErrors,
  accessDeniedErrors,
  sessionsAreNotRemoved,
  facebookAppNotSetupErrors,
  facebookUrlErrors,
  invalidDetailsErrors,
  unableToAccessSignInIntegrations,
  googleRemoteLinkingFailures,
  googleSignInUnavailableErrors,
  googleVerificationFailures,
  socialLoginErrors,
  twitterConnectionErrors,
  twitterLinkInitiatedMessages,
  invalidResetLinkErrors,
  unsentGeneralEmails,
  duoSecurityLoginFailures,
  systemTimezoneIssues,
];
