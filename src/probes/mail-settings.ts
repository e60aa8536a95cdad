/** How WHMCS is set to send mail, as far as that can be read. */
import { defineProbe, LookFailed } from '../index.js';
import { mailDisablingNames, mailSenderName } from '../knowledge/setting-names.js';
import { unprintable } from '../logic/unprintable.js';
import { parseMailAddress } from '../parse/mail-address.js';
import type { Host, MailEncryption, MailSenderSetting, MailSettings, SmtpSettings } from '../model.js';
import { givenSmtp, mailUser } from './smtp-given.js';

const rows = {
  type: 'MailType',
  config: 'MailConfig',
  host: 'SMTPHost',
  port: 'SMTPPort',
  ssl: 'SMTPSSL',
  user: 'SMTPUsername',
  sender: mailSenderName,
} as const;
const longest = 500;

export default defineProbe({
  fact: 'mail.settings',
  vantage: 'database',
  title: "WHMCS's mail settings",
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of ${[...Object.values(rows), ...mailDisablingNames].join(', ')} from tblconfiguration (of MailConfig only whether it is empty; never the password)`,
      covers: ['SELECT setting, ** FROM tblconfiguration **'],
    },
  ],
  async observe({ host, have, signal }) {
    const columns = have['database.schema'].tables['tblconfiguration'];
    if (!columns?.includes('setting') || !columns.includes('value')) {
      throw new LookFailed('absent', 'the database has no table tblconfiguration with the columns setting and value');
    }
    const read = await settings(host, signal);
    const { value: type } = read.get(rows.type) ?? { value: null };
    const config = read.get(rows.config);
    const sender = senderIn(read);
    const sendingDisabled = mailDisablingNames.flatMap((name) => {
      const row = read.get(name);
      return row ? [{ key: row.key, on: isOn(row.value) }] : [];
    });
    const given = givenSmtp(host)?.settings ?? null;
    // Rows of the older kind may be left over from before an upgrade: where the newer one is there, WHMCS reads that.
    if (config && config.value !== '') return done({ provider: 'encrypted', providerKey: config.key, smtp: given, incomplete: null });
    if (type === null && sender === null && !read.has(rows.host) && sendingDisabled.length === 0) {
      throw new LookFailed('absent', 'tblconfiguration has none of the known rows about mail', {
        settle: 'See whether $db_name in configuration.php names the database of WHMCS.',
      });
    }
    const providerKey = read.get(rows.type)?.key ?? null;
    const kind = (type ?? '').trim().toLowerCase();
    if (kind === 'mail') return done({ provider: 'php-mail', providerKey, smtp: given, incomplete: null });
    if (kind !== 'smtp') return done({ provider: 'unknown', providerKey, smtp: given, incomplete: null });
    const smtp = smtpIn(read);
    return done({
      provider: 'smtp',
      providerKey,
      smtp: given ?? (typeof smtp === 'string' ? null : smtp),
      incomplete: typeof smtp === 'string' ? smtp : null,
    });

    function done(part: Pick<MailSettings, 'provider' | 'providerKey' | 'smtp' | 'incomplete'>) {
      return { value: { ...part, sendingDisabled, sender }, source: 'tblconfiguration' };
    }
  },
});

export interface StoredRow {
  readonly key: string;
  readonly value: string;
}
type Rows = ReadonlyMap<string, StoredRow>;

/** Rows by their usual names, whatever their case. */
async function settings(host: Host, signal: AbortSignal): Promise<Rows> {
  const names = [...Object.values(rows), ...mailDisablingNames];
  const found = await host.database.select(
    'whmcs',
    `SELECT setting, CASE WHEN LOWER(CONVERT(setting USING utf8)) = '${rows.config.toLowerCase()}'
       THEN IF(value = '', '', 'set') ELSE LEFT(value, ${longest}) END AS value
     FROM tblconfiguration WHERE LOWER(CONVERT(setting USING utf8)) IN (${names.map(() => '?').join(', ')}) LIMIT 100`,
    names.map((name) => name.toLowerCase()),
    signal,
  );
  const read = new Map<string, StoredRow>();
  for (const row of found) {
    const key = String(row['setting'] ?? '').trim();
    const name = names.find((one) => one.toLowerCase() === key.toLowerCase());
    if (name !== undefined && (!read.has(name) || key === name)) read.set(name, { key, value: String(row['value'] ?? '') });
  }
  return read;
}

function senderIn(read: Rows): MailSenderSetting | null {
  const row = read.get(rows.sender);
  return row ? senderOf(row) : null;
}

/** The general sender as its row says it. */
export function senderOf(row: StoredRow): MailSenderSetting {
  const text = row.value.replace(unprintable, '').trim();
  const parsed = parseMailAddress(text);
  return {
    key: row.key,
    address: text === '' ? null : { personal: 'email', value: parsed?.address ?? text, class: parsed?.domain ?? '' },
    domain: parsed?.domain ?? null,
  };
}

/** The server, or what is wrong with its rows. */
function smtpIn(read: Rows): SmtpSettings | string {
  const value = (name: string): string => (read.get(name)?.value ?? '').replace(unprintable, '').trim();
  // PHPMailer takes "tls://host:587" and several hosts with ";": the first counts here.
  const [first = ''] = value(rows.host).split(';');
  const found = /^(?:(ssl|tls):\/\/)?([^/:\s]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/i.exec(first.trim());
  if (!found) return first.trim() === '' ? `${rows.host} is empty` : `${rows.host} is not a host name`;
  const port = Number(found[3] ?? (/^\d{1,5}$/.test(value(rows.port)) ? value(rows.port) : '0'));
  if (port < 1 || port > 65_535) return value(rows.port) === '' ? `${rows.port} is empty` : `${rows.port} is not a port number`;
  const encryption = encryptionOf((found[1] ?? value(rows.ssl)).toLowerCase());
  const name = (found[2] ?? '').replace(/^\[|\]$/g, '');
  return { host: name, port, encryption, username: mailUser(value(rows.user)), from: 'database' };
}

function encryptionOf(value: string): MailEncryption {
  if (value === 'ssl' || value === 'tls') return value;
  return value === '' || value === 'none' ? 'none' : 'unknown';
}

export function isOn(value: string): boolean {
  return /^(?:on|1|true|yes)$/i.test(value.trim());
}
