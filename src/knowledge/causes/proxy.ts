/** Causes of the area proxy: who stands in front of WHMCS, and whose address WHMCS takes for the visitor's. */
import { defineCause } from '../../index.js';
import type { Remedy } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, danger, inSettings, look } from '../steps.js';

const security = 'General Settings > Security';

const publishedList = look(
  'Print the address ranges that Cloudflare publishes: 15 of IPv4 and 7 of IPv6. Of another proxy take the ranges that its own documentation lists.',
  'for family in v4 v6; do curl -fsS https://www.cloudflare.com/ips-$family; echo; done',
);

const systemHealth: readonly Remedy[] = [
  {
    versions: { from: '8.11' },
    steps: [
      change(
        'Behind Cloudflare: open Configuration > System Health and, in CloudFlare Proxy Check, click "Click here to automatically reconfigure your CloudFlare proxy settings".',
      ),
    ],
  },
  {
    versions: { from: '8.0', below: '8.11' },
    steps: [
      change(
        'Behind Cloudflare: open Configuration > System Health and, if CloudFlare Proxy Check is listed there, click "Apply settings now". Older releases do not have this check.',
      ),
    ],
  },
];

/** The documented alternative to WHMCS's own list: https://docs.whmcs.com/system/trusted-proxies. */
const restoreInWebServer = always(
  change(
    'Or restore the address before PHP, so that WHMCS need not trust anyone. With nginx (Debian and RHEL families read this folder). If nginx -t finds a second real_ip_header, the new file is put aside as cloudflare-real-ip.off: then complete the lines that are there.',
    "ranges=$(curl -fsS https://www.cloudflare.com/ips-v4 && echo && curl -fsS https://www.cloudflare.com/ips-v6) && { printf 'set_real_ip_from %s;\\n' $ranges; echo 'real_ip_header CF-Connecting-IP;'; } > /etc/nginx/conf.d/cloudflare-real-ip.conf && { nginx -t || { mv /etc/nginx/conf.d/cloudflare-real-ip.conf /etc/nginx/conf.d/cloudflare-real-ip.off; false; }; } && systemctl reload nginx",
  ),
  change(
    'With Apache on Debian (on RHEL put both lines into a file in /etc/httpd/conf.d; mod_remoteip is loaded there; on cPanel use the EasyApache package ea-apache24-mod_remoteip):',
    'ranges=$(curl -fsS https://www.cloudflare.com/ips-v4 && echo && curl -fsS https://www.cloudflare.com/ips-v6) && echo "$ranges" > /etc/apache2/cloudflare-ips.lst && printf \'RemoteIPHeader CF-Connecting-IP\\nRemoteIPTrustedProxyList /etc/apache2/cloudflare-ips.lst\\n\' > /etc/apache2/conf-available/cloudflare-real-ip.conf && a2enmod -q remoteip && a2enconf -q cloudflare-real-ip && systemctl reload apache2',
  ),
);

const enterRanges: readonly Remedy[] = inSettings(security, (menu) => [
  change(
    `Or by hand: in ${menu}, add every range to Trusted Proxies, set Proxy IP Header to the header that carries the visitor's address (CF_CONNECTING_IP for Cloudflare; blank means X_FORWARDED_FOR) and click Save Changes.`,
  ),
]);

const proxyDocs = [docs.trustedProxies, docs.cloudflareRanges, docs.cloudflareRestore];

export const proxyCauses = [
  defineCause({
    id: 'trusted-proxies-missing',
    title: 'WHMCS stands behind a proxy and trusts none of its addresses.',
    problems: ['cloudflare-proxy-check-errors', 'frequent-logouts', 'login-redirect-loops'],
    explanation:
      'Every visitor reaches the server from an address of the proxy. Unless the web server restores the visitor’s address or WHMCS trusts the proxy’s ranges, WHMCS takes the proxy’s changing addresses for the visitor’s, and its session IP check ends the session.',
    remedies: [...systemHealth, always(publishedList), ...enterRanges, restoreInWebServer],
    docs: proxyDocs,
  }),
  defineCause({
    id: 'trusted-proxies-partial',
    title: 'WHMCS trusts only some of the proxy’s address ranges.',
    problems: ['cloudflare-proxy-check-errors', 'frequent-logouts', 'login-redirect-loops'],
    explanation:
      'A visitor whose request comes through a range that is missing in the list appears with the proxy’s address, the next request through a trusted range with his own. The address changes within one session, and the session IP check ends it: some people are logged out, others never.',
    remedies: [...systemHealth, always(publishedList), ...enterRanges, restoreInWebServer],
    docs: proxyDocs,
  }),
  defineCause({
    id: 'trusted-proxies-overbroad',
    title: 'WHMCS trusts addresses that are no proxy of it.',
    problems: ['cloudflare-proxy-check-errors'],
    explanation:
      'From a trusted address WHMCS believes the forwarding header. Where the list holds the whole internet, or public ranges beyond the proxy’s, anybody there can claim any address: bans, the login log and the session IP check lose their meaning.',
    remedies: [
      always(publishedList),
      ...inSettings(security, (menu) => [
        change(
          `In ${menu}, remove every entry of Trusted Proxies that is neither a published range of the proxy nor a hop of your own, and click Save Changes.`,
        ),
      ]),
    ],
    docs: proxyDocs,
  }),
  defineCause({
    id: 'trusted-proxies-superseded',
    title: 'The list of trusted proxies holds a range that the proxy has given up.',
    problems: ['cloudflare-proxy-check-errors'],
    explanation:
      'In 2021 Cloudflare replaced 104.16.0.0/12 by 104.16.0.0/13 and 104.24.0.0/14. The old entry still covers 104.28.0.0 to 104.31.255.255, from where real visitors come today: WHMCS takes them for a proxy and believes the headers they send.',
    remedies: [
      ...systemHealth,
      always(publishedList),
      ...inSettings(security, (menu) => [
        change(`By hand: in ${menu}, replace the old range in Trusted Proxies by the published ones, and click Save Changes.`),
      ]),
    ],
    docs: proxyDocs,
  }),
  defineCause({
    id: 'trusted-proxy-entry-invalid',
    title: 'An entry of the list of trusted proxies is not an address or range.',
    problems: ['cloudflare-proxy-check-errors', 'frequent-logouts'],
    explanation: 'An entry that cannot be read as an address or a range trusts nobody, although it looks as if the proxy were in the list.',
    remedies: inSettings(security, (menu) => [
      change(
        `In ${menu}, remove the entry {subject} from Trusted Proxies, add the right address or range (as 192.0.2.7 or 192.0.2.0/24), and click Save Changes.`,
      ),
    ]),
    docs: [docs.trustedProxies],
  }),
  defineCause({
    id: 'visitor-address-not-restored',
    title: 'WHMCS records the proxy’s address in place of the visitor’s.',
    problems: ['frequent-logouts', 'cloudflare-proxy-check-errors', 'login-redirect-loops'],
    explanation:
      'Neither the web server nor WHMCS puts the visitor’s address in the place of the proxy’s. All visitors share a few addresses that change from request to request: the session IP check logs them out, and a ban hits everybody.',
    remedies: [...systemHealth, always(publishedList), ...enterRanges, restoreInWebServer],
    docs: [docs.frequentLogouts, ...proxyDocs],
    follows: [
      'trusted-proxies-missing',
      'trusted-proxies-partial',
      'trusted-proxy-entry-invalid',
      'proxy-header-wrong',
      'proxy-header-removed',
      'local-proxy-untrusted',
    ],
  }),
  defineCause({
    id: 'local-proxy-untrusted',
    title: 'A proxy on this machine or in its private network hides the visitor’s address.',
    problems: ['frequent-logouts', 'cloudflare-proxy-check-errors', 'login-redirect-loops'],
    explanation:
      'Requests reach PHP from a loopback or private address: nginx in front of Apache, a tunnel, a load balancer. Trusting Cloudflare’s ranges alone does not help, because the last hop is not one of them.',
    remedies: [
      ...inSettings(security, (menu) => [
        change(
          `In ${menu}, add the address of that hop ({subject}) to Trusted Proxies, beside the ranges of the proxy before it, and click Save Changes.`,
        ),
      ]),
      always(
        change(
          'Or restore the address in the web server that runs PHP. Apache behind nginx (as RemoteIPInternalProxy, which also accepts private visitors): add the two lines RemoteIPHeader X-Forwarded-For and RemoteIPInternalProxy 127.0.0.1 to /etc/apache2/conf-available/local-proxy.conf, with your hop’s address, and switch them on.',
          'a2enmod -q remoteip && a2enconf -q local-proxy && systemctl reload apache2',
        ),
        look(
          'The front server must send the header: nginx needs proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; in the location that passes requests on.',
        ),
      ),
    ],
    docs: [docs.trustedProxies, docs.nginxRealIp, docs.apacheRemoteIp],
  }),
  defineCause({
    id: 'proxy-header-wrong',
    title: 'WHMCS reads the visitor’s address from a header that the proxy does not send.',
    problems: ['cloudflare-proxy-check-errors', 'frequent-logouts', 'login-redirect-loops'],
    explanation:
      'WHMCS looks for the visitor’s address in the header that Proxy IP Header names. With a wrong name it finds nothing, or something that the visitor chose, and falls back to the proxy’s address.',
    remedies: inSettings(security, (menu) => [
      change(
        `In ${menu}, set Proxy IP Header to the header that your proxy sends, with underscores and without HTTP_: CF_CONNECTING_IP for Cloudflare, X_FORWARDED_FOR (or blank) for most others. Click Save Changes.`,
      ),
    ]),
    docs: [docs.trustedProxies, docs.cloudflareHeaders],
  }),
  defineCause({
    id: 'proxy-header-removed',
    title: 'The proxy does not pass the visitor’s address on.',
    problems: ['cloudflare-proxy-check-errors', 'frequent-logouts', 'login-redirect-loops'],
    explanation:
      'Requests come through Cloudflare without CF-Connecting-IP: a managed transform removes it, or the traffic takes Spectrum, which sends no header at all. No setting of WHMCS can restore an address that never arrives.',
    remedies: [
      always(
        change(
          'In the Cloudflare dashboard open the zone, then Rules > Settings > Managed Transforms, and switch off "Remove visitor IP headers".',
        ),
        change(
          'In the same place look through the request header rules (Rules > Overview, Transform Rules) and delete or narrow a rule that removes CF-Connecting-IP or X-Forwarded-For.',
        ),
        look(
          'If an own proxy stands between Cloudflare and PHP, look whether it drops the header: nginx passes it on unless proxy_set_header CF-Connecting-IP ""; is set.',
        ),
      ),
    ],
    docs: [docs.cloudflareHeaders, docs.trustedProxies],
  }),
  defineCause({
    id: 'visitor-address-spoofable',
    title: 'Anyone can choose the address under which WHMCS sees him.',
    problems: ['cloudflare-proxy-check-errors'],
    explanation:
      'The web server or WHMCS takes the visitor’s address from a header without asking who sent it. Apache’s RemoteIPHeader without a list of trusted proxies believes everybody; so does a list with 0.0.0.0/0. Bans and the session IP check can be stepped around.',
    remedies: [
      always(
        change(
          'Apache: give mod_remoteip the list of the proxy’s ranges beside RemoteIPHeader, then reload.',
          'ranges=$(curl -fsS https://www.cloudflare.com/ips-v4 && echo && curl -fsS https://www.cloudflare.com/ips-v6) && echo "$ranges" > /etc/apache2/cloudflare-ips.lst && printf \'RemoteIPHeader CF-Connecting-IP\\nRemoteIPTrustedProxyList /etc/apache2/cloudflare-ips.lst\\n\' > /etc/apache2/conf-available/cloudflare-real-ip.conf && a2enconf -q cloudflare-real-ip && systemctl reload apache2',
        ),
        change(
          'nginx: in the file that the evidence names, keep only the proxy’s ranges as set_real_ip_from, prefer CF-Connecting-IP to X-Forwarded-For as real_ip_header, then reload.',
          'nginx -t && systemctl reload nginx',
        ),
        change('Remove any line of configuration.php or of a hook that assigns a header to $_SERVER["REMOTE_ADDR"].'),
        danger(
          'Better still, let the firewall accept ports 80 and 443 from the proxy’s ranges only. Keep your own way in (SSH) open, and test from a second session before you close the first.',
        ),
      ),
    ],
    docs: [docs.apacheRemoteIp, docs.nginxRealIp, docs.cloudflareRestore],
    follows: ['trusted-proxies-overbroad'],
  }),
  defineCause({
    id: 'dns-partly-proxied',
    title: 'Some addresses of the site lead through the proxy and some past it.',
    problems: ['frequent-logouts', 'cloudflare-proxy-check-errors'],
    explanation:
      'The name has DNS records that are proxied and others that are not. A browser may change between them, and with it the address under which WHMCS sees the visitor.',
    remedies: [
      always(
        look('List the addresses that visitors get for the name.', 'getent ahosts {subject}'),
        change(
          'In the Cloudflare dashboard under DNS > Records give all A and AAAA records of this name the same proxy status, and delete records that belong to an old server.',
        ),
      ),
    ],
    docs: [docs.cloudflareAddresses],
  }),
  defineCause({
    id: 'proxy-changes-pages',
    title: 'The proxy in front answers otherwise than the site itself.',
    problems: ['login-redirect-loops', 'frequent-logouts'],
    beyondTable: true,
    explanation:
      'The same page was asked for twice: at the addresses of the site’s name, as visitors do, and at the server itself. A rule of the proxy redirects elsewhere, removes the session cookie or replaces the page, and WHMCS never learns of it.',
    remedies: [
      always(
        look(
          'Compare both answers yourself; <log-in page> is the address of yours, <host> its host and <server address> the address of the server.',
          'curl -sI <log-in page>; curl -skI --resolve <host>:443:<server address> <log-in page>',
        ),
        change(
          'Find the rule at the proxy and exclude the host of WHMCS from it. Cloudflare: Rules > Overview lists redirects, transforms, Page Rules and Workers; Caching > Cache Rules can remove cookies.',
        ),
      ),
    ],
    verify: 'whmcs-doctor check{target} --only edge-answers-differently --origin <server address>',
    docs: [docs.cloudflareCache, docs.index],
    follows: ['login-page-cached', 'flexible-ssl'],
  }),
  defineCause({
    id: 'login-page-cached',
    title: 'The login page comes from a cache.',
    problems: ['login-redirect-loops', 'frequent-logouts'],
    explanation:
      'A cached login page carries another visitor’s CSRF token and no session cookie: WHMCS refuses the form with "Invalid csrf protection token" or shows the login page again.',
    remedies: [
      always(
        change(
          'In Cloudflare under Caching > Cache Rules (or Page Rules) remove "Cache Everything" or an edge TTL for the host of WHMCS, or add a rule that bypasses the cache for it.',
        ),
        danger(
          'Then purge what is cached: Caching > Configuration > Purge Everything. The site is slower until the cache has filled again.',
        ),
        change(
          'A cache of your own (nginx proxy_cache or fastcgi_cache, Varnish, LiteSpeed Cache): exclude requests to index.php, clientarea.php, login, cart and the admin folder, and everything with a WHMCS cookie; then empty it.',
        ),
        look(
          'A page that PHP made is not to be cached; <login page> is the address of yours: its headers say Cache-Control: no-store and cf-cache-status: DYNAMIC.',
          'curl -sI <login page>',
        ),
      ),
    ],
    docs: [docs.cloudflareCache],
  }),
] as const;
