/** Causes that hide others while they are there: nobody could see the other one before the first is mended. */
export interface Mask {
  readonly hides: readonly string[];
  readonly why: string;
}

const of = (hiding: readonly string[], hides: readonly string[], why: string): readonly (readonly [string, Mask])[] =>
  hiding.map((cause) => [cause, { hides, why }]);

const captcha = ['captcha-image-broken', 'captcha-gd-missing', 'captcha-key-missing', 'captcha-script-blocked'];

const all: readonly (readonly [string, Mask])[] = [
  ...of(
    [
      'login-page-failing',
      'firewall-blocks-login',
      'redirect-loop',
      'response-header-too-big',
      'ioncube-missing',
      'ioncube-too-old',
      'php-too-new',
      'php-too-old',
      'whmcs-upgrade-unfinished',
    ],
    [...captcha, 'session-id-changing'],
    'the log-in form, on which the captcha stands, is not shown, and no session begun',
  ),
  ...of(
    ['session-not-persisting', 'cookie-secure-over-http', 'cookie-domain-foreign', 'cookie-path-foreign', 'cookie-samesite-none-insecure'],
    ['session-id-changing', 'session-lock-held'],
    'no session is kept that could change its id, or be locked',
  ),
  ...of(['session-path-private-tmp'], ['session-lock-held'], 'the locked session is of the folder that PHP no longer uses'),
  ...of(
    ['system-url-empty', 'system-url-unusable'],
    ['session-referer-check', 'reset-mail-link-differs'],
    'without a System URL nothing says which host and which link would be right',
  ),
  ...of(
    ['system-url-empty', 'system-url-unusable', 'system-url-unresolvable'],
    ['request-header-too-big'],
    'a line of the log is the site’s by its host, and the System URL names none of its hosts',
  ),
  ...of(
    ['admin-unknown'],
    ['role-lacks-permission', 'sign-in-integration-permission-missing'],
    'the named administrator, whose role it would be, does not exist',
  ),
  ...of(
    ['license-name-unresolvable'],
    ['license-unreachable-from-php'],
    'nobody on this machine finds the name: that PHP has no way out shows only once others have one',
  ),
  ...of(['curl-extension-missing'], ['curl-functions-disabled'], 'functions that are not there cannot be switched off'),
  ...of(['mail-server-unset'], ['sender-dmarc-misaligned'], 'which server the mails would leave through is not known'),
  ...of(['session-database-unreachable'], ['session-table-missing'], 'the tables of a database that cannot be reached cannot be listed'),
  ...of(['htaccess-missing'], ['htaccess-rules-missing'], 'a file that is not there has no rules'),
  ...of(
    ['dns-partly-proxied'],
    ['flexible-ssl', 'login-page-cached', 'proxy-changes-pages'],
    'the look takes one of the addresses, which may be the one past the proxy: what the proxy does shows once all lead to it',
  ),
  ...of(['flexible-ssl'], ['proxy-changes-pages'], 'the proxy shows no page, only redirects without end'),
  ...of(
    ['time-zone-overridden'],
    ['time-zone-invalid', 'web-cron-time-zone-differs', 'web-cron-time-zone-rules-differ'],
    'the zone that code sets counts, and not the one of PHP’s configuration',
  ),
  ...of(
    ['web-cron-time-zone-differs'],
    ['web-cron-time-zone-rules-differ', 'database-time-zone-differs', 'reset-link-expired'],
    'what is compared with the site’s own time is compared with the wrong one',
  ),
];

const merged = new Map<string, Mask[]>();
for (const [cause, mask] of all) merged.set(cause, [...(merged.get(cause) ?? []), mask]);

export const masks: ReadonlyMap<string, readonly Mask[]> = merged;
