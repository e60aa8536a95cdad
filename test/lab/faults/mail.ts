/** Faults of mail: settings, server, sender, log and templates. */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { makeAuthority } from '../certificates.js';
import type { Lab } from '../lab.js';
import { mailed, mailHost, mailLogin } from '../mail-server.js';
import { site } from '../names.js';
import { phpIni } from '../web-server.js';
import { type Fault, settingFault } from './fault.js';

const problems = ['unsent-general-emails'] as const;
type Ports = Parameters<Lab['mail']['speak']>[0];

/** The mail server speaks otherwise than it should. */
function serverFault(cause: string, ports: Ports, more: Partial<Fault> = {}): Fault {
  return { cause, problems, ...more, inject: (lab) => lab.mail.speak(ports), heal: (lab) => lab.mail.restore() };
}

/** WHMCS is set otherwise than its mail server speaks. */
function setFault(cause: string, how: string, wrong: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): Fault {
  const set = async (lab: Lab, rows: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(rows)) await lab.setting(name, value);
  };
  return { cause, how, problems, inject: (lab) => set(lab, wrong), heal: (lab) => set(lab, right) };
}

const rightServer = { SMTPHost: mailHost, SMTPPort: '587', SMTPSSL: 'tls' };

/** DNS records of the sender's domain. */
function recordFault(cause: string, how: string, wrong: (lab: Lab) => void): Fault {
  const done = (act: () => void) => (act(), Promise.resolve());
  return {
    cause,
    how,
    problems,
    status: 1,
    inject: (lab) => done(() => wrong(lab)),
    heal: (lab) => done(() => lab.internet.mailRecords()),
  };
}

/** WHMCS logged a failure; once it is mended, a mail of that kind is sent. */
function loggedFault(cause: string, failure: string): Fault {
  return {
    cause,
    how: 'as WHMCS logged it',
    problems,
    status: 1,
    inject: () => mailed({ hoursAgo: 2, failure }),
    heal: () => mailed({ hoursAgo: 0 }),
  };
}

function templateFault(cause: string, how: string, wrong: string, right: string, more: Partial<Fault> = {}): Fault {
  const row = "WHERE name = 'Password Reset Validation'";
  const run = async (lab: Lab, statement: string) => void (await lab.sql(statement.includes('WHERE') ? statement : `${statement} ${row}`));
  return { cause, how, problems, ...more, inject: (lab) => run(lab, wrong), heal: (lab) => run(lab, right) };
}

/** A stand-in for a local mailer, and PHP mail() instead of SMTP. */
const mailer = '/run/lab-mailer/sendmail';
const mailerIni = '99-lab-mailer.ini';
async function throughPhp(lab: Lab, path = `${mailer} -t -i`): Promise<void> {
  await mkdir('/run/lab-mailer', { recursive: true });
  await writeFile(mailer, '#!/bin/sh\ncat > /dev/null\n');
  await chmod(mailer, 0o755);
  await lab.setting('MailType', 'mail');
  await lab.php({ sendmail_path: path });
}

function mailerFault(cause: string, how: string, wrong: (lab: Lab) => Promise<void>): Fault {
  return {
    cause,
    how,
    problems,
    inject: async (lab) => {
      await throughPhp(lab);
      await wrong(lab);
    },
    heal: async (lab) => {
      await lab.php({ disable_functions: null });
      await throughPhp(lab);
    },
  };
}

const login = { login: mailLogin };

export const mailFaults: readonly Fault[] = [
  settingFault('mail-sending-disabled', 'DisableEmailSending', 'on', '', { problems }),
  { ...loggedFault('mail-sending-disabled', 'Email sending aborted by configuration') },
  settingFault('mail-server-unset', 'SMTPHost', '', mailHost, { problems }),
  settingFault('mail-server-unresolvable', 'SMTPHost', 'smpt.billing.test', mailHost, { problems }),
  serverFault('mail-server-unreachable', {}),
  serverFault('mail-server-refuses', { 587: { refuse: '554 5.7.1 Service unavailable; client host is blocked' } }),
  serverFault('mail-encryption-mismatch', { 587: { ...login, startTls: false } }, { how: 'no STARTTLS' }),
  setFault('mail-encryption-mismatch', 'STARTTLS at port 465', { SMTPPort: '465', SMTPSSL: 'tls' }, rightServer),
  setFault('mail-encryption-mismatch', 'SSL at port 587', { SMTPSSL: 'ssl' }, rightServer),
  {
    cause: 'mail-port-blocked',
    problems,
    inject: async (lab) => {
      await lab.mail.speak({ 465: { implicit: true, ...login } });
      await lab.mail.beSilent(587);
    },
    heal: (lab) => setFault('', '', {}, { SMTPPort: '465', SMTPSSL: 'ssl' }).heal(lab),
  },
  serverFault('mail-server-tls-failing', { 587: { ...login, oldTls: true } }, { how: 'STARTTLS' }),
  {
    cause: 'mail-server-tls-failing',
    how: 'from the first byte',
    problems,
    inject: async (lab) => {
      await setFault('', '', {}, { SMTPPort: '465', SMTPSSL: 'ssl' }).heal(lab);
      await lab.mail.speak({ 465: { implicit: true, ...login, oldTls: true } });
    },
    heal: (lab) => lab.mail.restore(),
  },
  {
    ...serverFault('mail-certificate-invalid', {}),
    inject: async (lab) => {
      const issuer = await makeAuthority(lab.folder, 'stranger');
      const leaf = await lab.certificate('mail-untrusted', { names: [mailHost], issuer, issuedInDays: 0 });
      await lab.mail.speak({ 587: { ...login, leaf } });
    },
  },
  {
    cause: 'mail-login-refused',
    problems,
    env: { SMTP_PASSWORD: mailLogin.password },
    inject: (lab) => lab.mail.speak({ 587: { login: { user: mailLogin.user, password: 'another' } } }),
    heal: (lab) => lab.mail.restore(),
  },
  mailerFault('sendmail-missing', 'no such program', () => rm(mailer)),
  mailerFault('sendmail-missing', 'not executable', () => chmod(mailer, 0o644)),
  {
    cause: 'sendmail-path-empty',
    how: 'a PHP that was built without a mailer',
    problems,
    inject: async (lab) => {
      await throughPhp(lab);
      await phpIni(mailerIni, 'sendmail_path = " -t -i"\n');
      await lab.php({ sendmail_path: null });
    },
    heal: async (lab) => {
      await phpIni(mailerIni, null);
      await throughPhp(lab);
    },
  },
  mailerFault('mail-function-disabled', 'disable_functions', (lab) => lab.php({ disable_functions: 'mail,exec' })),
  loggedFault('mail-function-refused', 'Could not instantiate mail function.'),
  settingFault('sender-address-missing', 'Email', '', 'billing@billing.test', { problems }),
  { ...settingFault('sender-domain-unknown', 'Email', 'billing@biling.test', 'billing@billing.test', { problems, status: 1 }) },
  recordFault('sender-domain-refuses-mail', 'null MX', (lab) => lab.internet.mx.set(site.apex, ['0 .'])),
  recordFault('sender-spf-broken', 'two records', (lab) => lab.internet.txt.set(site.apex, ['v=spf1 mx -all', 'v=spf1 a -all'])),
  recordFault('sender-spf-broken', 'eleven questions where DMARC demands SPF', (lab) => {
    lab.internet.txt.set(site.apex, ['v=spf1 include:one.billing.test include:two.billing.test -all']);
    for (const name of ['one', 'two']) lab.internet.txt.set(`${name}.billing.test`, [`v=spf1${' mx:billing.test'.repeat(5)} ?all`]);
  }),
  {
    cause: 'sender-dmarc-misaligned',
    problems,
    status: 1,
    inject: async (lab) => {
      lab.internet.txt.set('_dmarc.yahoo.com', ['v=DMARC1; p=reject; pct=100']);
      lab.internet.mx.set('yahoo.com', ['1 mta5.am0.yahoodns.net.']);
      await lab.setting('Email', 'acme@yahoo.com');
    },
    heal: (lab) => lab.setting('Email', 'billing@billing.test'),
  },
  loggedFault('mail-sender-unknown', 'The following From address failed: billing@billing.test : Sender Verify Failed'),
  loggedFault('mail-refused-by-server', 'SMTP Error: data not accepted.'),
  loggedFault('mail-provider-refuses', 'Unauthorized (401): invalid_grant, the provided authorization grant is invalid'),
  loggedFault('mail-aborted-by-hook', 'Email Send Aborted By Hook'),
  loggedFault('mail-template-broken', 'Message Body Empty'),
  templateFault(
    'mail-template-broken',
    'a block that is not closed',
    "UPDATE tblemailtemplates SET message = '{if $link}<p>{$link}</p>'",
    "UPDATE tblemailtemplates SET message = '{if $link}<p>{$link}</p>{/if}'",
  ),
  templateFault(
    'mail-template-missing',
    'deleted',
    'DELETE FROM tblemailtemplates',
    "INSERT INTO tblemailtemplates (type, name, subject, message) SELECT 'general', 'Password Reset Validation', 'Reset', message FROM tblemailtemplates WHERE name = 'Order Confirmation'",
  ),
  templateFault(
    'mail-template-disabled',
    'by the switch',
    'UPDATE tblemailtemplates SET disabled = 1',
    'UPDATE tblemailtemplates SET disabled = 0',
  ),
  {
    cause: 'mail-queue-stalled',
    problems,
    status: 1,
    inject: () => mailed({ hoursAgo: 5, pending: true }),
    heal: async (lab) => void (await lab.sql('UPDATE tblemails SET pending = 0')),
  },
  {
    cause: 'mail-opted-out',
    problems,
    status: 1,
    args: ['--user', 'a@b.test'],
    inject: () => mailed({ hoursAgo: 2, failure: 'No recipients provided for message' }),
    // The client gets such mails again; the old entry leaves with the log's own clean-up.
    heal: async (lab) => void (await lab.sql('DELETE FROM tblemails WHERE failed = 1')),
  },
];
