/** The operator's SMTP_URL: smtps://user@host (TLS from the first byte) or smtp://user@host:587. */

export interface SmtpUrl {
  readonly host: string;
  readonly port: number;
  readonly encryption: 'ssl' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
}

/** null: not such an address. Without a port: 465 for smtps, 587 for smtp. Port 587 is for submission, which demands STARTTLS: RFC 8314. */
export function parseSmtpUrl(text: string): SmtpUrl | null {
  const found = /^(smtps?):\/\/(?:([^/@]*)@)?([^/@:?#\s[\]]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?\/?$/i.exec(text.trim());
  const host = found?.[3]?.replace(/^\[|\]$/g, '');
  if (!found || host === undefined) return null;
  const implicit = found[1]?.toLowerCase() === 'smtps';
  const port = found[4] === undefined ? (implicit ? 465 : 587) : Number(found[4]);
  if (port < 1 || port > 65_535) return null;
  const [user = '', ...rest] = (found[2] ?? '').split(':');
  return {
    host,
    port,
    encryption: implicit ? 'ssl' : port === 587 ? 'tls' : 'none',
    user: decoded(user) || null,
    password: decoded(rest.join(':')) || null,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
