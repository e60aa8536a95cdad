/** What a server shows whose PHP cannot reach the internet: everything that WHMCS asks of others. */
import type { ProblemId } from '../model.js';

/** Its license servers first; then what it asks of Google, Facebook, X and Duo when somebody signs in, and when settings are saved. */
export const outboundProblems: readonly ProblemId[] = [
  'no-connection-errors',
  'invalid-details-errors',
  'twitter-connection-errors',
  'google-remote-linking-failures',
  'google-verification-failures',
  'duo-security-login-failures',
];
