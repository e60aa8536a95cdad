/** Causes of mail: the SMTP server, and PHP's own mailer. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, danger, inSettings, look, reloadPhp, setDirective } from '../steps.js';

const problems: readonly ProblemId[] = ['unsent-general-emails'];
const mailDocs = [docs.mailSending, docs.mailProblems];

/** The place where server, port, encryption and log-in are typed in. */
const settings = inSettings('General Settings', (menu) => [
  change(
    `Open ${menu} > Mail (in WHMCS 8: Configure Mail Provider), correct host, port, SSL type, user name and password, press Test Configuration where there is such a button, and save.`,
  ),
]);
const connect = look(
  'Repeat the connection by hand; a line that begins with 220 is right, and some servers wait up to a minute before it. {subject} is host:port. Port 465 encrypts from the first byte: there use openssl s_client -connect {subject} -quiet instead.',
  'curl -v --max-time 60 telnet://{subject} </dev/null',
);
const handshake = look(
  'See the certificate and its verification (for port 465 leave -starttls smtp out).',
  'openssl s_client -connect {subject} -starttls smtp -brief </dev/null',
);
const resend = look('Send a mail again: Admin Area, a test client, Send Email; it must stand in the Email Message Log without a failure.');
const outboundMail = change(
  'Let PHP’s user send: with CSF set SMTP_BLOCK = "0" or add the user to SMTP_ALLOWUSER in /etc/csf/csf.conf and run csf -r; on cPanel switch off WHM > SMTP Restrictions; with ufw allow out the port; at a cloud provider (AWS, Azure, GCP, DigitalOcean, Oracle) ask for port 25 to be opened.',
);

export const mailServerCauses = [
  defineCause({
    id: 'mail-server-unset',
    title: 'SMTP is chosen, and the mail server’s name or port is missing.',
    problems,
    explanation:
      'WHMCS is set to send through SMTP and has no usable server to connect to, so every mail fails with "Could not connect to SMTP host".',
    remedies: [...settings, always(resend)],
    docs: mailDocs,
  }),
  defineCause({
    id: 'mail-server-unresolvable',
    title: 'The name of the mail server does not resolve.',
    problems,
    explanation:
      'The SMTP host of the mail settings has no address for this server: it is misspelled, was given up, or this server’s resolver does not work.',
    remedies: [
      always(
        look('See what the name resolves to.', 'getent ahosts "$(printf %s {subject} | cut -d: -f1)"'),
        look('See which resolvers this server asks.', 'cat /etc/resolv.conf'),
      ),
      ...settings,
      always(resend),
    ],
    docs: mailDocs,
    follows: ['outbound-blocked', 'license-unreachable-from-php'],
  }),
  defineCause({
    id: 'mail-server-unreachable',
    title: 'The mail server does not answer at the configured port.',
    problems,
    explanation:
      'The connection is refused or stays unanswered: the server is down, does not listen on this port, or a firewall of its own refuses this machine. WHMCS logs "Could not connect to SMTP host".',
    remedies: [
      always(
        connect,
        look('If the server is your own, see whether it listens.', "ss -ltn '( sport = :25 or sport = :465 or sport = :587 )'"),
      ),
      ...settings,
      always(resend),
    ],
    docs: mailDocs,
    follows: ['outbound-blocked', 'mail-server-unresolvable'],
  }),
  defineCause({
    id: 'mail-port-blocked',
    title: 'Connections to the mail port are blocked on the way out.',
    problems,
    explanation:
      'The port stays silent, or is answered by another machine than the configured one, while the same server can be reached otherwise. Hosting and cloud providers block outgoing port 25 and often 465 and 587; CSF and cPanel let only root and the local mail server out.',
    remedies: [
      always(connect, outboundMail),
      ...inSettings('General Settings', (menu) => [
        change(
          `Or use a port that is open at ${menu} > Mail: 587 with TLS or 465 with SSL instead of 25; many mail services also listen on 2525.`,
        ),
      ]),
      always(resend),
    ],
    docs: mailDocs,
    follows: ['outbound-blocked'],
  }),
  defineCause({
    id: 'mail-server-refuses',
    title: 'The mail server turns this machine away.',
    problems,
    explanation:
      'Instead of greeting with 220 the server answers with a refusal: 421 and 454 mean later (too many connections, a fault of its own), 554 means that it does not take mail from this address, for instance because of a block list.',
    remedies: [
      always(
        connect,
        look('Read the answer: it usually says why, and often names the page where an address can be unlisted.'),
        change('Have this server’s address unlisted or allowed there, or send through another mail server or service.'),
        resend,
      ),
    ],
    docs: [docs.smtpAnswers, ...mailDocs],
  }),
  defineCause({
    id: 'mail-encryption-mismatch',
    title: 'Port and SSL type of the mail settings do not fit together.',
    problems,
    explanation:
      'SSL means TLS from the first byte, as on port 465; TLS means an upgrade with STARTTLS, as on port 587. With the wrong one both sides wait for each other, or the upgrade is not offered.',
    remedies: [
      ...inSettings('General Settings', (menu) => [
        change(
          `At ${menu} > Mail set port 465 with SSL, or port 587 with TLS; without encryption only for a server on this machine or in its own network.`,
        ),
      ]),
      always(handshake, resend),
    ],
    docs: [docs.submission, ...mailDocs],
  }),
  defineCause({
    id: 'mail-server-tls-failing',
    title: 'The encrypted connection to the mail server cannot be made.',
    problems,
    explanation:
      'The TLS handshake fails: the server offers only versions or ciphers that are given up, or something between breaks the connection.',
    remedies: [
      always(
        handshake,
        change(
          'Update the mail server’s TLS settings (TLS 1.2 and later), or OpenSSL and PHP on this server, or choose another mail server.',
        ),
        resend,
      ),
    ],
    docs: mailDocs,
  }),
  defineCause({
    id: 'mail-certificate-invalid',
    title: 'PHP does not trust the mail server’s certificate.',
    problems,
    explanation:
      'Since version 5.6 PHP verifies the certificate of the mail server: one that has expired, is made out for another name (often the machine’s own instead of mail.<your domain>) or is self-signed ends the connection, and WHMCS logs "Could not connect to SMTP host".',
    remedies: [
      always(handshake),
      ...inSettings('General Settings', (menu) => [
        change(`Where the certificate is good but for another name: type in that name as SMTP Host at ${menu} > Mail.`),
      ]),
      always(
        change(
          'Else renew or replace the certificate at the mail server and reload it (Postfix: smtpd_tls_cert_file with the whole chain). A company’s own authority, in <authority>.crt: add it to the machine’s store (RHEL and its family: /etc/pki/ca-trust/source/anchors and update-ca-trust).',
          'cp <authority>.crt /usr/local/share/ca-certificates/ && update-ca-certificates',
        ),
        resend,
      ),
    ],
    docs: mailDocs,
    follows: ['clock-behind', 'clock-ahead'],
  }),
  defineCause({
    id: 'mail-login-refused',
    title: 'The mail server refuses the user name or the password.',
    problems,
    explanation:
      'The server answers the log-in with 535, 534 or 530: a wrong or old password, a mailbox that was deleted, or an account with a second factor that needs an app password. After a move with another $cc_encryption_hash WHMCS cannot read its stored password either.',
    remedies: [always(look('Try the same user name and password in a mail program.')), ...settings, always(resend)],
    docs: [docs.smtpLogin, ...mailDocs],
  }),
  defineCause({
    id: 'sendmail-path-empty',
    title: 'PHP’s sendmail_path names no program.',
    problems,
    explanation:
      'PHP mail() hands the mail to the program of sendmail_path. Without one every mail fails with "Could not instantiate mail function".',
    remedies: [
      always(
        look('See which mailer there is.', 'ls -l /usr/sbin/sendmail /usr/lib/sendmail'),
        setDirective('sendmail_path = "/usr/sbin/sendmail -t -i"', 'php_admin_value[sendmail_path] = /usr/sbin/sendmail -t -i'),
        reloadPhp,
        change('Or choose SMTP in the mail settings of WHMCS.'),
        resend,
      ),
    ],
    docs: [docs.phpMail, ...mailDocs],
  }),
  defineCause({
    id: 'sendmail-missing',
    title: 'The program that PHP mail() calls is missing, or PHP may not execute it.',
    problems,
    explanation:
      'sendmail_path names a program that is not there for PHP: no mail server is installed, the path is that of another system, or rights or a jail keep PHP’s user from it.',
    remedies: [
      always(
        look('See what is there.', 'ls -l {subject} /usr/sbin/sendmail /usr/lib/sendmail'),
        change('Name the program that is there.'),
        setDirective('sendmail_path = "/usr/sbin/sendmail -t -i"', 'php_admin_value[sendmail_path] = /usr/sbin/sendmail -t -i'),
        change('Where it is the right one and may not be executed: let everybody execute it again.', 'chmod a+x {subject}'),
        reloadPhp,
        change('Or choose SMTP in the mail settings of WHMCS.'),
        danger(
          'Only where no mail server is installed and this machine is to send by itself: install one (RHEL and its family: dnf install postfix). It removes another mail server, and one that is open to others sends their spam: let it listen on this machine alone. Not on a server with cPanel or Plesk, which bring their own.',
          'apt-get install postfix',
        ),
        resend,
      ),
    ],
    docs: [docs.phpMail, ...mailDocs],
    follows: ['sendmail-path-empty'],
  }),
  defineCause({
    id: 'mail-function-disabled',
    title: 'PHP’s mail() is switched off by disable_functions.',
    problems,
    explanation: 'disable_functions names mail. WHMCS, set to PHP mail(), cannot send anything.',
    remedies: [
      always(
        setDirective('disable_functions without mail', 'php_admin_value[disable_functions] = <the list without mail>'),
        reloadPhp,
        change('Or choose SMTP in the mail settings of WHMCS.'),
        resend,
      ),
    ],
    docs: [docs.phpDisable, ...mailDocs],
  }),
  defineCause({
    id: 'mail-function-refused',
    title: 'The local mailer refuses mails from PHP.',
    problems,
    explanation:
      'PHP started the program of sendmail_path, which ended with an error: the local mail server is stopped or misconfigured, its queue is full, or it limits the account. WHMCS logs "Could not instantiate mail function".',
    remedies: [
      always(
        look(
          'See what the mailer says to <user>, the one that PHP runs as; the test goes to <your address>.',
          'printf "Subject: test\\n\\ntest\\n" | sudo -u <user> /usr/sbin/sendmail -t -i -v <your address>',
        ),
        look(
          'See the mail server’s log.',
          'journalctl -u postfix -u exim4 --since -1h; tail -n 50 /var/log/mail.log /var/log/exim_mainlog',
        ),
        change('Start the mail server.', 'systemctl start postfix'),
        change('Or choose SMTP in the mail settings of WHMCS.'),
        resend,
      ),
    ],
    docs: [docs.phpMail, ...mailDocs],
    follows: ['sendmail-missing', 'mail-function-disabled', 'sendmail-path-empty', 'disk-full'],
  }),
] as const;
