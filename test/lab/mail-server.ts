/** The lab's mail server: a real SMTP server at an address of its own, whose ports each speak as a test wishes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type MailManners, type MailServer, startMailServer } from '../support/smtp-server.js';
import type { Leaf } from './certificates.js';
import { runSql } from './database.js';

export const mailHost = 'mail.billing.test';
export const mailAddress = '198.51.100.60';
export const mailLogin = { user: 'billing@billing.test', password: 'm4il-p4ss-w0rd' } as const;

type PortManners = Omit<MailManners, 'key' | 'cert'> & { readonly leaf?: Leaf };

/** Submission as it is usual: https://www.rfc-editor.org/rfc/rfc8314 */
const healthy: Readonly<Record<number, PortManners>> = { 465: { implicit: true, login: mailLogin }, 587: { login: mailLogin } };

export class LabMail {
  private readonly servers: MailServer[] = [];
  private silence: ChildProcess | null = null;
  private changed = true;

  constructor(private readonly leaf: Leaf) {}

  /** Commands that named a sender, a recipient or a mail. */
  get mails(): readonly string[] {
    return this.servers.flatMap(({ mails }) => mails);
  }

  /** What is spoken at which port; a port that is not named is closed. */
  async speak(ports: Readonly<Record<number, PortManners>>): Promise<void> {
    await this.close();
    this.changed = ports !== healthy;
    for (const [port, { leaf = this.leaf, ...manners }] of Object.entries(ports)) {
      const identity = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) };
      this.servers.push(await startMailServer({ ...identity, ...manners }, Number(port), mailAddress));
    }
  }

  async restore(): Promise<void> {
    if (this.changed) await this.speak(healthy);
  }

  /** Drops every SYN to this port. */
  async beSilent(port: number): Promise<void> {
    this.changed = true;
    const script = fileURLToPath(new URL('silent.js', import.meta.url));
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, script, mailAddress, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.silence = child;
    await once(child.stdout, 'data');
    await delay(50);
    // These fill the queue and are held for as long as the child lives.
    for (let i = 0; i < 6; i += 1)
      connect({ host: mailAddress, port })
        .on('error', () => undefined)
        .unref();
    await delay(50);
  }

  async close(): Promise<void> {
    this.changed = true;
    await Promise.all(this.servers.splice(0).map((server) => server.close()));
    const child = this.silence;
    this.silence = null;
    if (child === null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

/** Settings of the older kind, which can be read. */
export const mailSettings = {
  MailType: 'smtp',
  SMTPHost: mailHost,
  SMTPPort: '587',
  SMTPSSL: 'tls',
  SMTPUsername: mailLogin.user,
  Email: 'billing@billing.test',
} as const;

/** The templates of a fresh install, as far as the program looks at them, and some mails of the last days. */
export async function seedMail(): Promise<void> {
  const body = '<p>Dear {$client_name},</p>{if $link}<p>{$link}</p>{/if}{$signature}';
  const names = ['Client Signup Email', 'Order Confirmation', 'Password Reset Validation', 'Password Reset Confirmation'];
  for (const name of names) {
    await runSql("INSERT INTO tblemailtemplates (type, name, subject, message) VALUES ('general', ?, ?, ?)", [
      name,
      `${name} for {$company_name}`,
      body,
    ]);
  }
  await mailed({ hoursAgo: 30, subject: 'Welcome' });
  await mailed({ hoursAgo: 20, subject: 'Order Confirmation' });
}

/** One row of the mail log, by the clock of the lab's PHP, which is UTC. */
export async function mailed(mail: {
  readonly hoursAgo: number;
  readonly subject?: string;
  readonly failure?: string;
  readonly pending?: boolean;
}): Promise<void> {
  const { hoursAgo, subject = 'Welcome', failure = '', pending = false } = mail;
  await runSql(
    'INSERT INTO tblemails (userid, subject, message, date, `to`, pending, failed, failure_reason) VALUES (1, ?, ?, DATE_SUB(UTC_TIMESTAMP(), INTERVAL ? MINUTE), ?, ?, ?, ?)',
    [subject, 'Dear Ann', Math.round(hoursAgo * 60), 'a@b.test', pending ? 1 : 0, failure === '' ? 0 : 1, failure],
  );
}
