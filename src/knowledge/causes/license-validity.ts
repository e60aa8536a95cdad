/** Causes of what a license is bound to, of the key itself, and of where it is checked from. */
import { defineCause } from '../../index.js';
import type { Cause, ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { closeFile, writeKey } from '../license-key-file.js';
import { outboundProblems } from '../outbound-problems.js';
import { always, change, look, reloadPhp } from '../steps.js';

const invalid: readonly ProblemId[] = ['invalid-license-errors', 'invalid-license-api-errors'];
const licenseDocs = [docs.license, docs.licensing, docs.index];

const compareKey = look(
  'Compare $license in configuration.php with the key under Members Area > Services > My Licenses (or with what your provider sent).',
);
const forceUpdate = change('Open the Admin Area in a browser, then Help (?) > License Information, and click Force License Update.');
const reissue = change(
  'Bought from WHMCS: in the Members Area open Services > My Licenses, choose the key and click Reissue under Management Actions, then open the admin login page at its usual address: it takes the new domain, address and directory. From a reseller or host: ask them to reissue it.',
);
const openLogin = look('Open the admin login page in a browser: it must show the log-in form instead of "License Invalid".');

/** Whatever keeps the license servers out of reach. */
const unreachable = [
  'outbound-blocked',
  'license-name-unresolvable',
  'license-hosts-file-override',
  'license-connection-refused',
  'license-connection-timeout',
  'license-tls-failing',
  'license-intercepted',
  'license-http-refused',
  'license-unreachable-from-php',
  'license-proxy-variables',
  'php-tls-outdated',
  'php-ca-bundle-broken',
  'curl-extension-missing',
  'curl-functions-disabled',
];

export const licenseValidityCauses: readonly Cause[] = [
  defineCause({
    id: 'license-key-missing',
    title: 'No license key is in configuration.php.',
    problems: invalid,
    explanation:
      'WHMCS reads its license key from $license in configuration.php. Without one its license check fails, at the latest when the stored result of the last check runs out.',
    remedies: [
      always(
        compareKey,
        ...writeKey,
        change("Write the key: $license = '<your key>';, on a line of its own."),
        ...closeFile,
        openLogin,
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-key-malformed',
    title: 'What configuration.php holds as license key cannot be one.',
    problems: invalid,
    explanation:
      'A key is one word. White space, a line break, quotation marks or HTML in it come from copying it out of an e-mail or a web page, and WHMCS sends them along when it checks the license.',
    remedies: [
      always(
        compareKey,
        ...writeKey,
        change(
          "Write the key again, without white space, between two straight quotation marks: $license = '<your key>'; on a line of its own.",
        ),
        ...closeFile,
        openLogin,
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-refused',
    title: 'WHMCS says that its license is invalid.',
    problems: invalid,
    explanation:
      'The license belongs to one domain, one address and one directory, taken when it was first used. It is refused where the key is wrong, or where WHMCS was moved and the license was not reissued. Only the Admin Area stops; the Client Area goes on.',
    remedies: [
      always(
        compareKey,
        look(
          'See under the license in the Members Area which domain, address and directory it is valid for, and compare them with the evidence of this finding.',
        ),
        reissue,
        ...writeKey,
        change(
          'Where the key itself is another one: follow "Click here to enter a new license key" on the error page, or write it into configuration.php.',
        ),
        ...closeFile,
        openLogin,
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
    follows: [
      'license-key-missing',
      'license-key-malformed',
      'license-server-name-unusable',
      'license-server-address-changes',
      'license-directory-moved',
    ],
  }),
  defineCause({
    id: 'license-suspended',
    title: 'WHMCS says that its license is suspended or has expired.',
    problems: ['invalid-license-errors'],
    beyondTable: true,
    explanation:
      'The license server knows the key and does not accept it for now: an invoice is overdue, the license was cancelled, or it was suspended because WHMCS reported no real domain or address.',
    remedies: [
      always(
        look(
          'Look under Members Area > Services > My Licenses, or ask the provider of the license, for its status and for unpaid invoices.',
        ),
        change('Pay what is due, or let the provider lift the suspension.'),
        openLogin,
        forceUpdate,
      ),
    ],
    docs: [docs.licenseSuspended, ...licenseDocs],
    follows: ['license-server-name-unusable', 'license-server-address-changes'],
  }),
  defineCause({
    id: 'license-server-name-unusable',
    title: 'The web server gives PHP no usable domain for the license check.',
    problems: invalid,
    explanation:
      'WHMCS takes the domain for its license check from $_SERVER["SERVER_NAME"]. Where that is empty, a placeholder, an address or another name than the one the license was issued for, the check fails, and the license may even be suspended.',
    remedies: [
      always(
        look(
          'See what the web server gives to PHP; the evidence names file and line.',
          "grep -rn 'SERVER_NAME\\|server_name\\|UseCanonicalName' /etc/nginx /etc/apache2 /etc/httpd 2>/dev/null",
        ),
        change(
          'nginx: let the first name after server_name be the host of the System URL, or write fastcgi_param SERVER_NAME <host of the System URL>; after every include of fastcgi_params, for of two lines the later one holds. Apache: correct ServerName, or set UseCanonicalName Off.',
        ),
        change('Let the web server read its configuration again (Apache: systemctl reload apache2, or httpd).', 'systemctl reload nginx'),
        openLogin,
        change(
          'Where the page still refuses it, the license was issued for another domain: reissue it in the Members Area, or ask its provider.',
        ),
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-server-address-changes',
    title: 'The address for the license check is not the one it was issued for, or changes.',
    problems: invalid,
    explanation:
      'WHMCS takes the address for its license check from $_SERVER["SERVER_ADDR"]. It need not be public, but it must stay the same: a container has another one after each start, and an include that follows a line of your own replaces its value.',
    remedies: [
      always(
        look('See what the web server gives to PHP; the evidence names file and line.', "grep -rn 'SERVER_ADDR' /etc/nginx 2>/dev/null"),
        change(
          'nginx: write fastcgi_param SERVER_ADDR <an address that stays the same>; after every include of fastcgi_params or fastcgi.conf. In a container give it a fixed address (docker: networks > ipv4_address), or set the variable in the web server as above.',
        ),
        change('Let the web server read its configuration again.', 'systemctl reload nginx'),
        reissue,
        openLogin,
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-directory-moved',
    title: 'WHMCS lies in another directory than the one its license may know.',
    problems: invalid,
    explanation:
      'WHMCS takes the directory for its license check from the real path of its files: links are followed. Where the install is reached through a link, or was moved, each new place is another directory, and the license must be reissued.',
    remedies: [
      always(
        look('Compare the real path in the evidence with "Valid Directory" of the license in the Members Area.'),
        reissue,
        change(
          'Where each release lies in a folder of its own behind a link: keep WHMCS in one folder that stays the same. Where crons/config.php names another folder, correct $whmcspath there.',
        ),
        openLogin,
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
    follows: ['cron-path-wrong'],
  }),
  defineCause({
    id: 'license-key-not-savable',
    title: 'PHP may not write configuration.php, so WHMCS cannot save another license key.',
    problems: ['invalid-license-errors'],
    explanation:
      'WHMCS writes a new key into configuration.php. Mode 400 is right and recommended, but while the key is changed PHP must be able to write the file: the new key is lost otherwise.',
    remedies: [
      always(
        ...writeKey,
        change('Enter the key on the license error page, or under Help (?) > License Information > Change License Key.'),
        ...closeFile,
        openLogin,
      ),
    ],
    docs: [docs.secureFile, ...licenseDocs],
    follows: ['license-key-missing', 'license-key-malformed', 'license-refused', 'license-suspended'],
  }),
  defineCause({
    id: 'no-connection-shown',
    title: 'WHMCS shows "No Connection" instead of its admin login page.',
    problems: ['no-connection-errors'],
    explanation:
      'WHMCS asks its license servers every seven days, and for three more days goes on without an answer; then the Admin Area stops until they answer. Where they can be reached now, only a new check is missing.',
    remedies: [
      always(
        look(
          'Run the connection test that WHMCS has itself; it must say "Connection Successful!" for both servers.',
          'whmcs-doctor check --only license-unreachable-from-php',
        ),
        change('Remove what stands in the way: the other findings of this report name it.'),
        change(
          'Open the admin login page again: WHMCS tries anew. If it stays, wait some minutes: the fault may be the license servers’ own.',
        ),
        forceUpdate,
      ),
    ],
    docs: licenseDocs,
    follows: unreachable,
  }),
  defineCause({
    id: 'license-check-outside-web',
    title: 'A script uses WHMCS from the command line, where a due license check fails.',
    problems: ['invalid-license-api-errors'],
    explanation:
      'A due license check needs the domain and the address of the site, which only a request from the web has. When the check falls due in a script that a crontab, a worker or a person runs, its calls are answered with "Your license key is invalid" until somebody opens the Admin Area.',
    remedies: [
      always(
        change('Open the Admin Area in a browser, so that the check is made from the web, then repeat what failed.'),
        forceUpdate,
        change(
          'Let the script call the remote API (<System URL>includes/api.php with an identifier and a secret) instead of localAPI() or init.php, and take its old line out of the crontab.',
        ),
        look('See whether the PHP of the command line has curl and the same ionCube Loader as the web’s.', 'php -v; php -m | grep -i curl'),
      ),
    ],
    docs: [...licenseDocs, docs.api],
    follows: ['license-refused'],
  }),
  defineCause({
    id: 'license-proxy-variables',
    title: 'PHP is told to use a proxy that does not lead to the license servers.',
    problems: outboundProblems,
    explanation:
      'curl obeys https_proxy and its kin from the environment of PHP-FPM or the web server. A proxy that is gone, or that asks for a password, then keeps PHP from every server outside, although a shell without these variables connects.',
    remedies: [
      always(
        look(
          'See where the variables are set: in the pool file, in the service, or for the whole system.',
          "grep -rniE 'https?_proxy|all_proxy' /etc/php*/*/fpm/pool.d /etc/php-fpm.d /etc/systemd/system /etc/environment /etc/default /etc/apache2/envvars 2>/dev/null",
        ),
        change(
          'Remove them where no proxy is needed (env[https_proxy] in the pool file, Environment= in the service), correct the address of the proxy, or let it pass a.licensing.whmcs.com and b.licensing.whmcs.com. Variables of a service take effect when it is restarted.',
        ),
        reloadPhp,
        forceUpdate,
      ),
    ],
    docs: [docs.curlProxy, ...licenseDocs],
    follows: ['selinux-denies-network'],
  }),
  defineCause({
    id: 'php-tls-outdated',
    title: 'PHP and the license servers have no version of TLS in common.',
    problems: outboundProblems,
    explanation:
      'Servers of today accept TLS 1.2 and later. A PHP whose curl was built with an old library (OpenSSL before 1.0.1), or whose OpenSSL configuration switches the newer versions off, is turned away in the handshake.',
    remedies: [
      always(
        look('See with which library PHP’s curl was built.', `php -r 'print_r(curl_version());'`),
        look(
          'See whether the configuration of OpenSSL limits it: Protocol or MaxProtocol, in the file that OPENSSL_CONF names for PHP or in the system’s own.',
          "grep -nEi 'protocol|ciphersuites' /etc/ssl/openssl.cnf /etc/pki/tls/openssl.cnf 2>/dev/null; grep -rn OPENSSL_CONF /etc/systemd/system /etc/default 2>/dev/null",
        ),
        change('Update OpenSSL, curl and PHP to packages that your system still supports, or take the limit out.'),
        change(
          'Restart PHP, so that it loads the new library. <version> is PHP’s version, as in 8.2.',
          'systemctl restart php<version>-fpm',
        ),
        forceUpdate,
      ),
    ],
    docs: [docs.curlErrors, ...licenseDocs],
  }),
];
