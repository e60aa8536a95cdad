/** Causes of the area url: the System URL, the hosts and schemes that lead to WHMCS, redirects. Certificates are in certificates.ts. */
import { defineCause } from '../../index.js';
import type { ProblemId, Remedy } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look, signInAgain } from '../steps.js';

/** Everything that WHMCS builds from the System URL: log-in, reset links, the origins and callbacks of sign-in providers. */
const mismatch: readonly ProblemId[] = [
  'login-details-errors',
  'invalid-reset-link-errors',
  'login-redirect-loops',
  'google-sign-in-unavailable-errors',
  'google-verification-failures',
  'facebook-url-errors',
  'invalid-details-errors',
  'twitter-connection-errors',
];
const unusable: readonly ProblemId[] = mismatch.filter((problem) => problem !== 'login-redirect-loops');

function setSystemUrl(what: string): readonly Remedy[] {
  return inSettings('General Settings > General', (menu) => [
    change(
      `In ${menu}, set WHMCS System URL to ${what} (with https:// and a slash at the end, as https://www.example.com/members/), and click Save Changes.`,
    ),
  ]);
}

const afterwards = always(
  signInAgain,
  look(
    'Reset links that were sent before lead to the old address: ask for a new one. Register the new origin with Google, Facebook and X where you use their sign-in.',
  ),
);

const redirectOthers = always(
  change(
    'Let every other host name and http:// redirect to that address, with path and query kept. nginx: a server block of its own for the other names with: return 301 https://<host of the System URL>$request_uri; Apache: a virtual host with: Redirect permanent / https://<host of the System URL>/. Behind a proxy that ends TLS redirect there and not here.',
  ),
);

const differing: readonly Remedy[] = [
  ...setSystemUrl('exactly the address at which visitors end up in the browser'),
  redirectOthers,
  afterwards,
];
const generalDocs = [docs.generalSettings, docs.index];

export const urlCauses = [
  defineCause({
    id: 'system-url-scheme-differs',
    title: 'The System URL says http and the site answers at https, or the other way round.',
    problems: mismatch,
    explanation:
      'WHMCS builds its forms, redirects and links from the System URL. With the other scheme a cookie that is marked Secure is not sent, a form’s data is lost in the redirect, and sign-in providers see an origin that is not registered.',
    remedies: differing,
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-host-differs',
    title: 'The System URL names another host than the one at which the site answers.',
    problems: mismatch,
    explanation:
      'A session cookie belongs to one host: what www.example.com sets is not sent to example.com. Whoever logs in at another host than the System URL’s is logged out by the first link that WHMCS builds.',
    remedies: differing,
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-port-differs',
    title: 'The System URL names another port than the one at which the site answers.',
    problems: mismatch,
    explanation:
      'An address with another port is another origin. Debian’s nginx update of 2026 passes HTTP_HOST without the port to PHP, which makes WHMCS redirect for ever on a port other than 80 and 443.',
    remedies: [
      ...differing,
      always(
        change(
          'If the address with the port is right and nginx runs PHP: in the location that has fastcgi_pass, after include fastcgi_params; add the line fastcgi_param HTTP_HOST $http_host; and reload.',
          'nginx -t && systemctl reload nginx',
        ),
      ),
    ],
    docs: generalDocs,
    follows: ['host-header-loses-port'],
  }),
  defineCause({
    id: 'system-url-path-differs',
    title: 'The System URL names another folder than the one in which the site answers.',
    problems: mismatch,
    explanation:
      'Links, forms and reset links lead into a folder where WHMCS is not, or where another copy of it stands with sessions of its own.',
    remedies: differing,
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-slash-missing',
    title: 'The System URL does not end with a slash.',
    problems: ['login-details-errors', 'invalid-reset-link-errors'],
    explanation:
      'Themes join the System URL and a file name without a separator: without the closing slash their links lead to addresses that do not exist.',
    remedies: setSystemUrl('the same address with a slash at the end'),
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-empty',
    title: 'The System URL is not set.',
    problems: unusable,
    explanation:
      'WHMCS builds its links, its reset links and the origins of the sign-in providers from this setting. Without it they have no host.',
    remedies: [...setSystemUrl('the address at which visitors open WHMCS'), afterwards],
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-unusable',
    title: 'The System URL is not an address that a browser can open.',
    problems: unusable,
    explanation:
      'The value has no scheme, holds spaces, credentials, a query or a file name, or cannot be read as an address at all. Links built from it do not work.',
    remedies: [...setSystemUrl('a plain address of a folder, without spaces, user name, file name, ? or #'), afterwards],
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-unresolvable',
    title: 'The host name of the System URL does not resolve.',
    problems: ['login-details-errors', 'invalid-reset-link-errors', 'google-verification-failures', 'facebook-url-errors'],
    explanation: 'No address is known for the name in the System URL, so links and reset links that WHMCS sends lead nowhere.',
    remedies: [
      always(
        look('See what the name resolves to from here; <host> is the host of the System URL.', 'getent ahosts <host>'),
        change('Add the missing A and AAAA records at the DNS provider of the domain, or renew a domain that has expired.'),
      ),
      ...setSystemUrl('the name at which visitors really open the site, if the name is wrong'),
    ],
    docs: generalDocs,
  }),
  defineCause({
    id: 'system-url-unreachable',
    title: 'Nothing answers at the System URL.',
    problems: ['login-details-errors', 'invalid-reset-link-errors', 'google-verification-failures', 'facebook-url-errors'],
    explanation:
      'The name resolves, but the connection fails or the server does not answer: the web server is down, a firewall stands between, or the address belongs to an old server.',
    remedies: [
      always(
        look('See which web server listens here.', "ss -ltnp '( sport = :80 or sport = :443 )'"),
        change(
          'Start the web server if it is down; <web-server> is nginx, apache2 or, on RHEL and its family, httpd.',
          'systemctl start <web-server>',
        ),
        change(
          'Open TCP ports 80 and 443 in the firewall for visitors, or for the proxy’s ranges where a proxy stands in front. Correct the DNS records if they lead to an old server.',
        ),
      ),
      ...setSystemUrl('the address at which the site really answers, if it is another one'),
    ],
    docs: generalDocs,
    follows: ['system-url-unresolvable', 'response-header-too-big'],
  }),
  defineCause({
    id: 'duplicate-host-not-redirected',
    title: 'WHMCS answers at a second address without redirecting to the System URL.',
    problems: [
      'login-details-errors',
      'invalid-reset-link-errors',
      'login-redirect-loops',
      'google-sign-in-unavailable-errors',
      'facebook-url-errors',
    ],
    explanation:
      'People who open the site with the other host or scheme get a session there and forms that lead to the System URL, where this session’s cookie is not sent: they come back to the login page.',
    remedies: [redirectOthers, afterwards],
    docs: generalDocs,
    follows: ['system-url-host-differs', 'system-url-scheme-differs', 'system-url-port-differs'],
  }),
  defineCause({
    id: 'redirect-loop',
    title: 'The site redirects in a circle.',
    problems: ['login-redirect-loops', 'login-details-errors'],
    explanation:
      'Two parties disagree about the right address: the web server or the proxy sends visitors to one, and WHMCS, by its System URL, back to the other. The browser gives up.',
    remedies: [
      always(look('See who redirects to where, hop by hop.', 'curl -sIL --max-redirs 10 {subject}')),
      ...setSystemUrl('the address to which the web server and the proxy redirect'),
      always(
        change(
          'Or remove the redirect of the web server, of .htaccess or of the proxy that leads away from the System URL. Behind a proxy that speaks http with this server, redirect to https at the proxy alone.',
        ),
        change(
          'If the loop shows only at a port other than 80 and 443 and nginx runs PHP: in the location that has fastcgi_pass, after include fastcgi_params; add the line fastcgi_param HTTP_HOST $http_host; and reload.',
          'nginx -t && systemctl reload nginx',
        ),
        signInAgain,
      ),
    ],
    docs: [docs.generalSettings, docs.cloudflareLoops],
    follows: [
      'flexible-ssl',
      'system-url-scheme-differs',
      'system-url-host-differs',
      'system-url-port-differs',
      'system-url-path-differs',
      'host-header-loses-port',
    ],
  }),
  defineCause({
    id: 'flexible-ssl',
    title: 'The proxy speaks https with visitors and http with this server, which redirects to https.',
    problems: ['login-redirect-loops', 'login-details-errors'],
    explanation:
      'With Cloudflare’s SSL mode Flexible every request reaches the server over http. A redirect to https here, from the web server or from WHMCS by its System URL, sends the visitor to the address he already has, for ever.',
    remedies: [
      always(
        look(
          'Before the change this server must answer https itself: a certificate of Cloudflare’s Origin CA or any public one will do. <server address> is its own address, <host> the host of the System URL.',
          'openssl s_client -connect <server address>:443 -servername <host> </dev/null',
        ),
        change(
          'In the Cloudflare dashboard open SSL/TLS > Overview and set the encryption mode to Full (strict), or to Full where this server has a self-signed certificate.',
        ),
        change(
          'If this server cannot answer https: tell PHP that the visitor came over https. nginx: set $visitor_https ""; if ($http_x_forwarded_proto = https) { set $visitor_https on; } and fastcgi_param HTTPS $visitor_https; Apache: SetEnvIf X-Forwarded-Proto "^https$" HTTPS=on. Then remove this server’s own redirect to https.',
        ),
        signInAgain,
      ),
    ],
    docs: [docs.cloudflareLoops],
  }),
  defineCause({
    id: 'redirect-to-private-address',
    title: 'The site redirects visitors to an address that only this server’s own network can reach.',
    problems: ['login-details-errors', 'invalid-reset-link-errors'],
    explanation:
      'A redirect names localhost or a private address, mostly left over from a test installation or from a proxy that rewrites the host name. Visitors cannot follow it.',
    remedies: [
      always(
        look(
          'See which answer carries the private address; <System URL> is the value of that setting.',
          'curl -sIL --max-redirs 10 <System URL>',
        ),
      ),
      ...setSystemUrl('the public address of the site'),
      always(
        change(
          'In a proxy in front of WHMCS pass the visitor’s host name on (nginx: proxy_set_header Host $host;), and remove a redirect that names the internal address.',
        ),
      ),
    ],
    docs: generalDocs,
  }),
  defineCause({
    id: 'used-url-differs',
    title: 'The address that the person used is not the System URL’s.',
    problems: ['login-details-errors', 'invalid-reset-link-errors', 'login-redirect-loops'],
    explanation:
      'The session and the reset link belong to the System URL. At another scheme, host, port or folder WHMCS does not recognise them.',
    remedies: [
      always(look('Ask the person to open the System URL, or to ask for a new reset link and open it unchanged.')),
      redirectOthers,
    ],
    verify: 'whmcs-doctor check{target} --only used-url-differs --used-url <address>',
    docs: [docs.index],
    follows: [
      'system-url-scheme-differs',
      'system-url-host-differs',
      'system-url-port-differs',
      'system-url-path-differs',
      'duplicate-host-not-redirected',
    ],
  }),
] as const;
