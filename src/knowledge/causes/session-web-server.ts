/** Causes of lost log-ins between the web server and PHP: the host that is handed over, and headers that do not fit. */
import { defineCause } from '../../index.js';
import { docs } from '../docs.js';
import { lastChanged } from '../last-changed.js';
import { always, change, look, signInAgain } from '../steps.js';

export const sessionWebServerCauses = [
  defineCause({
    id: 'host-header-loses-port',
    title: 'The web server hands the host to PHP without its port.',
    problems: ['login-redirect-loops', 'login-details-errors'],
    explanation:
      'fastcgi_param HTTP_HOST $host; leaves the port of the address out, as the fastcgi_params of Debian’s nginx packages of 2026 do. WHMCS then takes every request for one to another address than its System URL, and redirects to where the visitor already is.',
    remedies: [
      always(
        look('See the line.', 'grep -rn "HTTP_HOST" /etc/nginx'),
        change(
          'In the location that has fastcgi_pass, after include fastcgi_params; add the line fastcgi_param HTTP_HOST $http_host; (or include fastcgi.conf instead, which lacks the line), and reload.',
          'nginx -t && systemctl reload nginx',
        ),
        change('Or serve the site on port 443, and let the System URL name no port.'),
        signInAgain,
      ),
    ],
    docs: [docs.nginxHost, docs.generalSettings],
  }),
  defineCause({
    id: 'response-header-too-big',
    title: 'PHP’s headers are larger than the web server takes.',
    problems: ['login-redirect-loops', 'frequent-logouts'],
    beyondTable: true,
    explanation:
      'nginx reads the headers of an answer into one buffer of 4 or 8 kB. Many or long cookies, or a long Content-Security-Policy, do not fit, and the visitor gets "502 Bad Gateway" in the place of the page, often only once he has signed in.',
    remedies: [
      always(
        look('See which pages it hits.', 'grep -rh "upstream sent too big header" /var/log/nginx/ | tail -n 20'),
        change(
          'Where the location has fastcgi_pass: fastcgi_buffer_size 32k; fastcgi_buffers 8 32k; where it has proxy_pass: proxy_buffer_size 32k; proxy_buffers 8 32k; then reload.',
          'nginx -t && systemctl reload nginx',
        ),
        lastChanged,
      ),
    ],
    docs: [docs.nginxFastcgi],
  }),
  defineCause({
    id: 'request-header-too-big',
    title: 'A browser sends more cookies than the web server takes.',
    problems: ['login-redirect-loops'],
    beyondTable: true,
    explanation:
      'nginx takes headers of 8 kB each (large_client_header_buffers), Apache 8190 bytes (LimitRequestFieldSize). A browser whose cookies of this domain have grown beyond that, often by other programs on the same domain, is answered with "400 Bad Request", "Request Header Or Cookie Too Large", on every page; other visitors notice nothing.',
    remedies: [
      always(
        change('In the browser concerned: delete the cookies of the site and of the domain above it, and sign in again.'),
        look('See in the browser (F12, Application or Storage, Cookies) which cookies grow, and what sets them.'),
        change(
          'nginx: large_client_header_buffers 4 32k; in http or in the default server of this address, then reload. Apache: LimitRequestFieldSize 32768 in the first virtual host of this address, then systemctl reload apache2 (or httpd).',
          'nginx -t && systemctl reload nginx',
        ),
        lastChanged,
      ),
    ],
    docs: [docs.nginxHeaders, docs.apacheHeaders],
  }),
] as const;
