/** The settings of WHMCS that the checks read. Names differ in case between sources, and an absent row is not an empty value. */
import { defineProbe, LookFailed } from '../index.js';
import { settingNames as names } from '../knowledge/setting-names.js';
import { parseTrustedProxies } from '../parse/trusted-proxies.js';
import type { ConfigRow, DatabaseSchema, Host, WhmcsSettings } from '../model.js';

/** A list of proxies may be long; more than this is no setting. */
const maxValue = 200_000;

export default defineProbe({
  fact: 'database.settings',
  vantage: 'database',
  title: "WHMCS's settings",
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of ${Object.values(names).join(', ')} from tblconfiguration`,
      covers: ['SELECT setting, ** FROM tblconfiguration **'],
    },
    {
      kind: 'query',
      what: 'SELECT of the providers (no values) from tblauthn_config',
      covers: ['SELECT provider, COUNT(*) ** FROM tblauthn_config **'],
    },
  ],
  async observe({ host, have, signal }) {
    const { tables } = have['database.schema'];
    const columns = tables['tblconfiguration'];
    if (!columns?.includes('setting') || !columns.includes('value')) {
      throw new LookFailed('absent', 'the database has no table tblconfiguration with the columns setting and value', {
        settle: 'See whether $db_name in configuration.php names the database of WHMCS.',
      });
    }
    const found = await readSettings(host, signal);
    const row = (name: string): ConfigRow => find(found, name);
    if (!Object.values(names).some((name) => row(name).present)) {
      throw new LookFailed('absent', `tblconfiguration has none of the rows ${Object.values(names).join(', ')}`, {
        settle: 'See whether $db_name in configuration.php names the database of WHMCS.',
      });
    }
    const proxies = row(names.trustedProxies);
    keepPassword(host, row(names.systemUrl));
    const value: WhmcsSettings = {
      systemUrl: row(names.systemUrl),
      version: row(names.version),
      template: row(names.template),
      orderForm: row(names.orderForm),
      routeUriPathMode: row(names.routeUriPathMode),
      trustedProxies: proxies.present ? await parseTrustedProxies(proxies.value) : null,
      proxyHeader: row(names.proxyHeader),
      disableSessionIpCheck: row(names.disableSessionIpCheck),
      signInProviders: await readProviders(host, tables, signal),
    };
    return { value, source: 'tblconfiguration' };
  },
});

/** A System URL with user and password in it is a finding; the password is nobody's business. */
export function keepPassword(host: Host, url: ConfigRow): void {
  const password = url.present ? /^\s*[a-z][a-z0-9+.-]{0,19}:[/\\]{0,3}[^@/\\?#:]*:(.*)@/is.exec(url.value)?.[1] : undefined;
  if (password !== undefined && password !== '') host.vault.keep('password in the System URL', password);
}

interface Setting {
  readonly key: string;
  readonly value: string;
}

async function readSettings(host: Host, signal: AbortSignal): Promise<readonly Setting[]> {
  const wanted = Object.values(names).map((name) => name.toLowerCase());
  const rows = await host.database.select(
    'whmcs',
    `SELECT setting, LEFT(value, ${maxValue}) AS value FROM tblconfiguration
     WHERE LOWER(CONVERT(setting USING utf8)) IN (${wanted.map(() => '?').join(', ')}) LIMIT 100`,
    wanted,
    signal,
  );
  return rows.map((row) => ({ key: String(row['setting'] ?? '').trim(), value: String(row['value'] ?? '') }));
}

/** Where older databases have several rows of one name, the one in the usual spelling counts. */
function find(rows: readonly Setting[], name: string): ConfigRow {
  const same = rows.filter(({ key }) => key.toLowerCase() === name.toLowerCase());
  const row = same.find(({ key }) => key === name) ?? same[0];
  return row ? { present: true, value: row.value, key: row.key } : { present: false };
}

async function readProviders(host: Host, tables: DatabaseSchema['tables'], signal: AbortSignal): Promise<WhmcsSettings['signInProviders']> {
  if (!tables['tblauthn_config']?.includes('provider')) return null;
  const rows = await host.database.select(
    'whmcs',
    'SELECT provider, COUNT(*) AS settings FROM tblauthn_config GROUP BY provider LIMIT 100',
    [],
    signal,
  );
  return Object.fromEntries(rows.map((row) => [String(row['provider'] ?? ''), Number(row['settings'] ?? 0)]));
}
