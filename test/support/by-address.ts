/**
 * Which causes can be seen where a site's address is all there is. `itself`: the report names the cause. Another cause: only its visible
 * consequence is seen, and the report names that one. A cause that stands in neither is beyond an address: its checks skip, with the reason.
 */
import type { CauseId } from '../../src/model.js';

/** Seen by any visitor. */
const byVisitors = [
  // the System URL as the page prints it, and where its addresses lead
  ...['system-url-host-differs', 'system-url-port-differs', 'system-url-path-differs', 'system-url-slash-missing'],
  ...['system-url-unresolvable', 'system-url-unreachable', 'redirect-to-private-address', 'duplicate-host-not-redirected'],
  ...['redirect-loop', 'flexible-ssl', 'redirect-drops-path'],
  ...['certificate-expired', 'certificate-not-yet-valid', 'certificate-name-mismatch', 'certificate-chain-incomplete'],
  ...['certificate-untrusted', 'certificate-expiring'],
  // the pages
  ...['login-page-failing', 'reset-page-failing', 'firewall-blocks-login', 'errors-printed'],
  ...['captcha-image-broken', 'captcha-key-missing', 'captcha-script-blocked'],
  ...['friendly-urls-not-served', 'sign-in-route-not-served'],
  ...['ioncube-missing', 'ioncube-too-old', 'php-too-old', 'php-too-new', 'whmcs-upgrade-unfinished'],
  // the session
  ...['session-not-persisting', 'session-id-changing', 'session-cookie-duplicated', 'cookie-secure-over-http', 'cookie-domain-foreign'],
  ...['cookie-path-foreign', 'cookie-samesite-none-insecure', 'cookie-lifetime-short', 'cookie-samesite-strict'],
  // what stands in front, and the clock
  ...['login-page-cached', 'dns-partly-proxied', 'clock-behind', 'clock-ahead'],
  // sign-in with providers
  ...['google-origin-unregistered', 'google-client-invalid', 'google-library-retired', 'social-sign-in-insecure-url'],
  ...['content-security-policy-blocks-provider', 'opener-policy-blocks-provider', 'referrer-policy-hides-origin'],
  ...['theme-include-missing', 'theme-feedback-missing', 'theme-scripts-outdated', 'theme-jquery-incompatible', 'page-scripts-broken'],
] as const;

/** Seen where the operator gives more than the address: the option or the variables. */
export const byWhatIsGiven: Readonly<Record<CauseId, string>> = {
  'used-url-differs': '--used-url',
  'proxy-changes-pages': '--origin',
  'license-refused': '--admin-url',
  'license-suspended': '--admin-url',
  'no-connection-shown': '--admin-url',
  'license-unreachable-from-php': '--admin-url',
  'admin-routes-not-served': '--admin-url',
  'twitter-callback-unregistered': 'TWITTER_API_KEY',
  'twitter-credentials-invalid': 'TWITTER_API_KEY',
  'twitter-access-level': 'TWITTER_API_KEY',
  'facebook-credentials-invalid': 'FACEBOOK_APP_ID',
  'facebook-domain-missing': 'FACEBOOK_APP_ID',
  'facebook-app-not-live': 'FACEBOOK_APP_ID',
  'google-secret-invalid': 'GOOGLE_CLIENT_SECRET',
  'duo-application-type-wrong': 'DUO_CLIENT_ID',
  'duo-credentials-invalid': 'DUO_CLIENT_ID',
  'duo-key-malformed': 'DUO_CLIENT_ID',
  'trusted-proxies-missing': 'WHMCS_API_IDENTIFIER',
  'trusted-proxy-entry-invalid': 'WHMCS_API_IDENTIFIER',
  'session-ip-check-changing-addresses': 'WHMCS_API_IDENTIFIER',
  'cron-not-running': 'WHMCS_API_IDENTIFIER',
  'mail-template-missing': 'WHMCS_API_IDENTIFIER',
  'admin-disabled': 'WHMCS_API_IDENTIFIER',
  'user-unknown': 'WHMCS_API_IDENTIFIER',
  'api-address-refused': 'WHMCS_API_IDENTIFIER',
  'api-credentials-refused': 'WHMCS_API_IDENTIFIER',
  'api-permission-missing': 'WHMCS_API_IDENTIFIER',
  'role-lacks-permission': 'WHMCS_API_IDENTIFIER',
  'role-without-landing-page': 'WHMCS_API_IDENTIFIER',
  'sign-in-integration-permission-missing': 'WHMCS_API_IDENTIFIER',
};

/** Only what they lead to is seen. */
const byConsequence = {
  'session-path-missing': 'session-not-persisting',
  'session-path-denied': 'session-not-persisting',
  'session-path-malformed': 'session-not-persisting',
  'session-path-read-only': 'session-not-persisting',
  'disk-full': 'session-not-persisting',
  'inodes-exhausted': 'session-not-persisting',
  'quota-exceeded': 'session-not-persisting',
  'cookies-disabled': 'session-not-persisting',
  'output-before-headers': 'session-not-persisting',
  'php-worker-polluted': 'session-not-persisting',
  'selinux-denies-sessions': 'session-not-persisting',
  'captcha-gd-missing': 'captcha-image-broken',
  'host-header-loses-port': 'redirect-loop',
  'nginx-rewrite-missing': 'friendly-urls-not-served',
  'route-shadowed': 'friendly-urls-not-served',
  'path-info-refused': 'friendly-urls-not-served',
  'rewrite-module-missing': 'friendly-urls-not-served',
  'allow-override-none': 'friendly-urls-not-served',
  'htaccess-missing': 'friendly-urls-not-served',
  'htaccess-rules-missing': 'friendly-urls-not-served',
  'theme-parent-missing': 'login-page-failing',
  'php-extension-missing': 'login-page-failing',
} as const;

/** Cause → the one that the report names. */
export const seenByAddress: ReadonlyMap<CauseId, CauseId> = new Map<CauseId, CauseId>([
  ...[...byVisitors, ...Object.keys(byWhatIsGiven)].map((cause): [CauseId, CauseId] => [cause, cause]),
  ...Object.entries(byConsequence),
]);

/** Seen itself, and not by a consequence. */
export const namedByAddress: ReadonlySet<CauseId> = new Set(
  [...seenByAddress].filter(([cause, named]) => cause === named).map(([cause]) => cause),
);
