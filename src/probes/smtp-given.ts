/** The SMTP server that the operator names in SMTP_URL, for installs whose own settings are encrypted. */
import { LookFailed } from '../logic/failure.js';
import { parseSmtpUrl } from '../parse/smtp-url.js';
import type { Host, SecretRef, SmtpSettings } from '../model.js';

export interface GivenSmtp {
  readonly settings: SmtpSettings;
  /** SMTP_PASSWORD goes before it. */
  readonly password: SecretRef | null;
}

/** null: not given. LookFailed `malformed` where it is no such address; what it holds is not repeated, for it may hold a password. */
export function givenSmtp(host: Pick<Host, 'credentials' | 'vault'>): GivenSmtp | null {
  const text = host.credentials.text('SMTP_URL');
  if (text === null) return null;
  const url = parseSmtpUrl(text);
  if (url === null) {
    host.vault.keep('SMTP_URL', text);
    throw new LookFailed(
      'malformed',
      'SMTP_URL is not an address such as smtp://user@mail.example.com:587 or smtps://user@mail.example.com',
      {
        settle: 'Write @ and : inside the user name as %40 and %3A.',
      },
    );
  }
  const { host: name, port, encryption, user, password } = url;
  return {
    settings: { host: name, port, encryption, username: mailUser(user), from: 'operator' },
    password: password === null ? null : host.vault.keep('password in SMTP_URL', password),
  };
}

export function mailUser(user: string | null): SmtpSettings['username'] {
  if (user === null || user === '') return null;
  return { personal: user.includes('@') ? 'email' : 'name', value: user, class: '' };
}
