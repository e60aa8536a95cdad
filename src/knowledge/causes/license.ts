/** Causes of the area license: this server and PHP reach the WHMCS license servers, or do not. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { outboundProblems } from '../outbound-problems.js';
import { always, change, look, reloadPhp } from '../steps.js';

const noConnection: readonly ProblemId[] = ['no-connection-errors'];

const both = 'for host in a.licensing.whmcs.com b.licensing.whmcs.com';
const resolve = look('See what the names of the license servers resolve to.', `${both}; do getent ahosts $host; done`);
const request = look(
  'Repeat the connection by hand; HTTP status 200 is right.',
  `${both}; do curl -sS -o /dev/null -w '%{http_code} %{remote_ip}\\n' https://$host/1.0/test; done`,
);
const force = change(
  'When the connection works, open the Admin Area, then Help (?) > License Information, and click Force License Update.',
);
const outboundRule = change(
  'Allow outgoing TCP connections to port 443 in the firewall: of this server (ufw allow out 443/tcp; with CSF add 443 to TCP_OUT and TCP6_OUT in /etc/csf/csf.conf and run csf -r; with firewalld look at its policies), and of the provider or cloud (security group). Allow the names, not single addresses: they change.',
);
const licenseDocs = [docs.license, docs.licensing, docs.index];

export const licenseCauses = [
  defineCause({
    id: 'outbound-blocked',
    title: 'This server cannot open connections to the internet.',
    problems: outboundProblems,
    explanation:
      'Not only the license servers but unrelated control addresses fail too: a firewall, a missing route or a proxy that must be used stands between this server and the internet.',
    remedies: [
      always(
        request,
        look(
          'See the routes and the rules for outgoing packets (older systems: iptables -S OUTPUT).',
          'ip route show default; nft list ruleset',
        ),
        outboundRule,
        change(
          'Where only a proxy may reach the internet, give PHP the proxy as environment: env[https_proxy] = http://<proxy>:<port> in the pool file, then let PHP read it.',
        ),
        reloadPhp,
        force,
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-name-unresolvable',
    title: 'The names of the license servers do not resolve on this server.',
    problems: noConnection,
    explanation:
      'WHMCS must ask its license server every seven days. Without an address for the name it cannot, and after three more days the Admin Area stops with "No Connection".',
    remedies: [
      always(
        resolve,
        look('See which resolvers this server asks.', 'cat /etc/resolv.conf'),
        change(
          'Name resolvers that work, where your system keeps them: /etc/systemd/resolved.conf (DNS=), the network configuration, or /etc/resolv.conf itself (nameserver <address>). Allow UDP and TCP port 53 to them in the firewall.',
        ),
        request,
        force,
      ),
    ],
    docs: licenseDocs,
    follows: ['outbound-blocked'],
  }),
  defineCause({
    id: 'license-hosts-file-override',
    title: 'The hosts file sends the license servers’ names to fixed addresses.',
    problems: noConnection,
    explanation:
      'A line in /etc/hosts wins over DNS. Addresses of license servers change, and WHMCS treats an unexpected one as tampering.',
    remedies: [
      always(
        look('See the lines.', "grep -nE '^[^#]*licensing[0-9]*\\.whmcs\\.com' /etc/hosts"),
        change(
          'Take the names out of their lines; the previous file stays as /etc/hosts.before-whmcs-doctor.',
          "cp -p /etc/hosts /etc/hosts.before-whmcs-doctor && sed -E '/^[^#]*licensing[0-9]*\\.whmcs\\.com/{s/[[:space:]]+[^[:space:]#]*licensing[0-9]*\\.whmcs\\.com//g;/^[[:space:]]*[^[:space:]#]+[[:space:]]*(#.*)?$/d}' /etc/hosts.before-whmcs-doctor > /etc/hosts",
        ),
        resolve,
        force,
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-connection-refused',
    title: 'The connection to the license servers is refused.',
    problems: noConnection,
    explanation: 'Something answers the connection to port 443 with a reset: a firewall that rejects, or a wrong address for the name.',
    remedies: [always(resolve, request, outboundRule, force)],
    docs: licenseDocs,
    follows: ['outbound-blocked', 'license-hosts-file-override'],
  }),
  defineCause({
    id: 'license-connection-timeout',
    title: 'The connection to the license servers gets no answer.',
    problems: noConnection,
    explanation:
      'Packets to port 443 of the license servers are dropped silently, mostly by a firewall on this server, at its provider, or by an address that no longer exists.',
    remedies: [always(resolve, request, outboundRule, force)],
    docs: licenseDocs,
    follows: ['outbound-blocked', 'license-hosts-file-override'],
  }),
  defineCause({
    id: 'license-tls-failing',
    title: 'No secure connection to the license servers comes about.',
    problems: noConnection,
    explanation:
      'The connection opens, but TLS fails: an old OpenSSL, a clock that is far off, missing root certificates, or something between that breaks the handshake.',
    remedies: [
      always(
        look(
          'See at which step the handshake fails.',
          'openssl s_client -connect a.licensing.whmcs.com:443 -servername a.licensing.whmcs.com -verify_return_error </dev/null',
        ),
        look('See whether the clock is right.', 'whmcs-doctor check --only clock'),
        change(
          'Renew the system’s root certificates and TLS libraries (RHEL and its family: dnf upgrade ca-certificates openssl).',
          'apt-get update && apt-get install --only-upgrade ca-certificates openssl',
        ),
        outboundRule,
        request,
        force,
      ),
    ],
    docs: [...licenseDocs, docs.curlErrors],
    follows: ['clock-behind', 'clock-ahead', 'outbound-blocked', 'license-hosts-file-override', 'license-intercepted'],
  }),
  defineCause({
    id: 'license-intercepted',
    title: 'Somebody between this server and the license servers answers in their place.',
    problems: noConnection,
    explanation:
      'The certificate belongs to another name or to an issuer that is not public, or the name leads to an address of a private network: a filtering proxy or resolver, a captive portal or a wrong address in DNS. WHMCS does not accept it.',
    remedies: [
      always(
        resolve,
        look(
          'See who issued the certificate that arrives here.',
          'openssl s_client -connect a.licensing.whmcs.com:443 -servername a.licensing.whmcs.com </dev/null | openssl x509 -noout -subject -issuer',
        ),
        change(
          'Exempt a.licensing.whmcs.com and b.licensing.whmcs.com from TLS inspection in the proxy or firewall, or correct the resolver or the hosts file that gives the wrong address.',
        ),
        request,
        force,
      ),
    ],
    docs: licenseDocs,
    follows: ['license-hosts-file-override'],
  }),
  defineCause({
    id: 'license-http-refused',
    title: 'The license servers’ address answers with an error.',
    problems: noConnection,
    explanation:
      'The connection works, but the answer is an HTTP error: a proxy that asks for a password (407), a filter (403, 451), or a fault of the license server itself (5xx).',
    remedies: [
      always(
        look('See who answers, and with what.', 'curl -sSi https://a.licensing.whmcs.com/1.0/test'),
        change(
          'With 403, 407 or 451: let the proxy or filter pass requests to a.licensing.whmcs.com and b.licensing.whmcs.com, without a password.',
        ),
        look('With 5xx at both servers: wait and try again; the local license key is good for some days.'),
        force,
      ),
    ],
    docs: licenseDocs,
    follows: ['license-intercepted', 'license-hosts-file-override'],
  }),
  defineCause({
    id: 'license-ipv6-broken',
    title: 'The license servers can be reached over IPv4 but not over IPv6.',
    problems: noConnection,
    explanation:
      'This server has an IPv6 address, but its way out over IPv6 is broken. Programs that try IPv6 first wait until they give up, and license checks become slow or fail.',
    remedies: [
      always(
        look(
          'Compare the two.',
          'curl -4sS -o /dev/null -w "%{http_code}\\n" https://a.licensing.whmcs.com/1.0/test; curl -6sS -o /dev/null -w "%{http_code}\\n" https://a.licensing.whmcs.com/1.0/test',
        ),
        look('See the addresses and the route.', 'ip -6 addr show scope global; ip -6 route show default'),
        change('Repair the IPv6 route or open port 443 for IPv6 in the firewall (CSF: TCP6_OUT).'),
        change(
          'Until then let this server prefer IPv4.',
          "grep -q '^precedence ::ffff:0:0/96' /etc/gai.conf || echo 'precedence ::ffff:0:0/96  100' >> /etc/gai.conf",
        ),
      ),
    ],
    docs: licenseDocs,
  }),
  defineCause({
    id: 'license-unreachable-from-php',
    title: 'The license servers can be reached from this server but not from the PHP that serves WHMCS.',
    problems: noConnection,
    explanation:
      'A shell on the server connects and PHP does not: SELinux, a firewall rule for PHP’s user, a chroot without resolv.conf, or a proxy that only the shell knows.',
    remedies: [
      always(
        look('SELinux (RHEL and its family): see whether it forbids PHP to connect.', 'getsebool httpd_can_network_connect'),
        change('If it says off:', 'setsebool -P httpd_can_network_connect on'),
        look(
          'See whether a rule concerns PHP’s user (look for "owner", "skuid").',
          "nft list ruleset | grep -n -i 'skuid'; iptables-save | grep -n -i 'owner'",
        ),
        change(
          'Remove that rule, or add PHP’s user to those it lets through (CSF: SMTP_BLOCK concerns mail only; look at UID_INTERVAL and csfpre.sh).',
        ),
        look('A pool with chroot = … needs etc/resolv.conf, etc/hosts, etc/ssl/certs and the resolver’s libraries inside that folder.'),
        reloadPhp,
        force,
      ),
    ],
    docs: licenseDocs,
    follows: [
      'outbound-blocked',
      'license-name-unresolvable',
      'license-hosts-file-override',
      'license-connection-refused',
      'license-connection-timeout',
      'license-tls-failing',
      'license-intercepted',
      'license-http-refused',
      'php-ca-bundle-broken',
      'license-proxy-variables',
      'php-tls-outdated',
      'curl-extension-missing',
      'curl-functions-disabled',
      'selinux-denies-network',
    ],
  }),
  defineCause({
    id: 'php-ca-bundle-broken',
    title: 'PHP has no usable list of trusted certificate authorities.',
    problems: outboundProblems,
    explanation:
      'curl.cainfo or openssl.cafile names a file that is missing, unreadable or outdated, so every https connection of PHP fails although the server’s own tools connect.',
    remedies: [
      always(
        look(
          'See what is set, and whether the file is there. <version> is PHP’s version, as in 8.2 (RHEL: /etc/php.ini /etc/php.d /etc/php-fpm.d).',
          "grep -rnE 'curl.cainfo|openssl.ca(file|path)' /etc/php/<version>/",
        ),
        change(
          'Remove the setting, or let it name the system’s list: /etc/ssl/certs/ca-certificates.crt (RHEL: /etc/pki/tls/certs/ca-bundle.crt). It must be readable for PHP’s user.',
        ),
        change(
          'Renew the list (RHEL: dnf reinstall ca-certificates && update-ca-trust).',
          'apt-get install --reinstall ca-certificates && update-ca-certificates',
        ),
        reloadPhp,
        force,
      ),
    ],
    docs: [docs.phpCurlIni, ...licenseDocs],
  }),
  defineCause({
    id: 'curl-extension-missing',
    title: 'PHP has no curl extension.',
    problems: outboundProblems,
    explanation:
      'WHMCS asks its license server, and providers of sign-in, through PHP’s curl extension. Without it no connection is made at all.',
    remedies: [
      always(
        change(
          'Install it for the PHP version that serves the site (RHEL and its family: dnf install php-curl or php-common; cPanel: EasyApache 4 > PHP Extensions > ea-php<version>-php-curl). It needs <version> as in 8.2.',
          'apt-get install php<version>-curl && phpenmod -v <version> curl',
        ),
        reloadPhp,
        force,
      ),
    ],
    docs: [docs.phpCurl, ...licenseDocs],
  }),
  defineCause({
    id: 'curl-functions-disabled',
    title: 'Functions of curl are switched off in PHP.',
    problems: outboundProblems,
    explanation:
      'disable_functions lists functions such as curl_exec or curl_multi_exec. WHMCS cannot ask its license server without them.',
    remedies: [
      always(
        look(
          'Find the line. <version> is PHP’s version, as in 8.2 (RHEL: /etc/php.ini /etc/php.d /etc/php-fpm.d; cPanel: MultiPHP INI Editor).',
          "grep -rn 'disable_functions' /etc/php/<version>/",
        ),
        change(
          'Take the names that begin with curl_ out of disable_functions. In a pool file php_admin_value[disable_functions] only adds names: take them out of both places.',
        ),
        reloadPhp,
        force,
      ),
    ],
    docs: [docs.phpDisable, ...licenseDocs],
  }),
] as const;
