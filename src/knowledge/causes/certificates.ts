/** Causes of the area url that concern the certificate of the System URL. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, look } from '../steps.js';

const problems: readonly ProblemId[] = [
  'google-verification-failures',
  'google-sign-in-unavailable-errors',
  'facebook-url-errors',
  'invalid-reset-link-errors',
];

const show = look(
  'See the certificate that visitors get. <host> is the host of the System URL, <web-server> further down nginx, apache2 or, on RHEL and its family, httpd; behind a proxy it is the proxy’s certificate, which is renewed there.',
  'openssl s_client -connect <host>:443 -servername <host> </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName',
);
const renew = change(
  'Renew it. With certbot as below; with another client or a panel (cPanel: SSL/TLS Status > Run AutoSSL) there. Then reload the web server.',
  'certbot renew && systemctl reload <web-server>',
);

export const certificateCauses = [
  defineCause({
    id: 'certificate-expired',
    title: 'The certificate of the System URL has expired.',
    problems,
    explanation:
      'Browsers stop before the login page, and sign-in providers do not accept the origin. Programs that call WHMCS fail altogether.',
    remedies: [always(show, renew, look('See whether the renewal is repeated by itself.', "systemctl list-timers 'certbot*' 'acme*'"))],
    docs: [docs.generalSettings],
    follows: ['clock-ahead'],
  }),
  defineCause({
    id: 'certificate-not-yet-valid',
    title: 'The certificate of the System URL is not valid yet.',
    problems,
    explanation:
      'The first day of validity lies in the future: either a new certificate was installed too early, or the clock of the machine that looks is behind.',
    remedies: [
      always(
        show,
        look('Compare this machine’s time with the true time first.', 'whmcs-doctor check --only clock'),
        change('Install a certificate that is valid now, and reload the web server.', 'systemctl reload <web-server>'),
      ),
    ],
    docs: [docs.generalSettings],
    follows: ['clock-behind'],
  }),
  defineCause({
    id: 'certificate-name-mismatch',
    title: 'The certificate is not made out for the host of the System URL.',
    problems,
    explanation:
      'The names in the certificate do not include the host: often www is missing, or the server answers with another site’s certificate.',
    remedies: [
      always(
        show,
        change(
          'Get a certificate for all names at which the site is opened. <host> is the host of the System URL, <other host> its twin with or without www; with Apache say --apache.',
          'certbot --nginx -d <host> -d <other host>',
        ),
        change(
          'If the certificate is right and another one is sent: name the host in server_name (nginx) or ServerName and ServerAlias (Apache) of the site that has it, and reload.',
          'systemctl reload <web-server>',
        ),
      ),
    ],
    docs: [docs.generalSettings],
  }),
  defineCause({
    id: 'certificate-chain-incomplete',
    title: 'The server does not send the intermediate certificate.',
    problems,
    explanation:
      'Browsers often help themselves with a copy they know, so the site seems to work. PHP, gateways and sign-in providers do not, and refuse the connection.',
    remedies: [
      always(
        show,
        change(
          'nginx: let ssl_certificate name the file with the whole chain (certbot calls it fullchain.pem). Apache 2.4.8 and later: the same for SSLCertificateFile. Or append the intermediate certificate of your CA to the certificate’s file. Then reload.',
          'systemctl reload <web-server>',
        ),
      ),
    ],
    docs: [docs.generalSettings],
  }),
  defineCause({
    id: 'certificate-untrusted',
    title: 'The certificate of the System URL is not issued by a trusted authority.',
    problems,
    explanation:
      'It is self-signed, or signed by an authority that browsers do not know. Visitors see a warning, and sign-in providers refuse the origin.',
    remedies: [
      always(
        show,
        change(
          'Get a public certificate. <host> is the host of the System URL; with Apache say --apache; on cPanel run AutoSSL.',
          'certbot --nginx -d <host>',
        ),
        look('If only your own proxy opens this address, its Origin CA certificate is enough: look at the public address instead.'),
      ),
    ],
    docs: [docs.generalSettings],
    follows: ['certificate-chain-incomplete'],
  }),
  defineCause({
    id: 'certificate-expiring',
    title: 'The certificate of the System URL expires soon.',
    problems,
    explanation: 'Certificates are renewed about a month before their end. One that has only days left was not renewed by itself.',
    remedies: [always(show, renew, look('See why the renewal did not run.', "systemctl list-timers 'certbot*' 'acme*'"))],
    docs: [docs.generalSettings],
  }),
] as const;
