/** Who uses Duo Security here and what of it is installed. Names of modules and numbers only: settings and devices are nobody's business. */
import path from 'node:path';
import { defineProbe } from '../index.js';
import { orNull } from '../logic/or-null.js';
import { installedVersion } from '../parse/composer-installed.js';
import { parseTwoFactorSettings } from '../parse/two-factor-settings.js';
import type { DatabaseSchema, DuoSetup, Host } from '../model.js';
import { challengePage, type Reading } from './challenge-page.js';

const maxSettings = 200_000;
const maxLibraries = 4_194_304;

export default defineProbe({
  fact: 'duo.setup',
  vantage: 'database',
  title: 'who uses Duo Security',
  needs: ['database.schema'],
  wants: ['install.root', 'database.settings'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: 'SELECT of the number of administrators and users by second factor (no devices, no secrets)',
      covers: ['SELECT COUNT(*) AS accounts FROM tbladmins **', 'SELECT COUNT(*) AS any_factor, ** FROM (**'],
    },
    {
      kind: 'query',
      what: 'SELECT of 2fasettings from tblconfiguration, for the names of its modules',
      covers: ['SELECT LEFT(value, *) AS value FROM tblconfiguration **'],
    },
    {
      kind: 'read',
      what: 'where a second factor is in use: modules/security, vendor/composer/installed.json, theme.yaml and two-factor-challenge.tpl',
      covers: ['<install>/modules/security**', '<install>/vendor/composer/installed.json', '<install>/templates/**'],
    },
  ],
  async observe({ host, have, want, signal }) {
    const { tables } = have['database.schema'];
    const [admins, users, configured] = await Promise.all([
      adminsWithDuo(host, tables, signal),
      usersBySecondFactor(host, tables, signal),
      isConfigured(host, tables, signal),
    ]);
    const root = want['install.root'].ok ? want['install.root'].value : null;
    const as = root !== null && host.me.uid === 0 ? { uid: root.owner.uid, gid: root.owner.gid } : null;
    const reading = root === null ? null : { host, root: root.realPath, as, signal };
    const used = (admins ?? 0) + (users?.duo ?? 0) > 0 || configured === true;
    const template = want['database.settings'].ok ? want['database.settings'].value.template : null;
    const theme = template?.present === true ? template.value.trim() : '';
    const value: DuoSetup = {
      admins,
      users: users?.duo ?? null,
      secondFactors: users?.any ?? null,
      configured,
      module: reading !== null && used ? await moduleFolder(reading) : null,
      library: reading !== null && used ? await library(reading) : null,
      challenge: reading !== null && (users?.any ?? 0) > 0 ? await orNull(challengePage(reading, theme)) : null,
    };
    return { value, source: 'tbladmins.authmodule, tblusers.second_factor' };
  },
});

type Tables = DatabaseSchema['tables'];

/** A disabled administrator logs in with nothing. */
async function adminsWithDuo(host: Host, tables: Tables, signal: AbortSignal): Promise<number | null> {
  const columns = tables['tbladmins'];
  if (columns?.includes('authmodule') !== true) return null;
  const enabled = columns.includes('disabled') ? 'AND disabled = 0' : '';
  const [row] = await host.database.select(
    'whmcs',
    `SELECT COUNT(*) AS accounts FROM tbladmins WHERE LOWER(authmodule) LIKE '%duo%' ${enabled} LIMIT 1`,
    [],
    signal,
  );
  return numberOf(row?.['accounts']);
}

/** Of the newest accounts: no index helps to find those with a second factor. */
const newestUsers = 50_000;

/** Since 8.0 users have second factors; before, clients had, whose column stays behind in newer databases. */
async function usersBySecondFactor(
  host: Host,
  tables: Tables,
  signal: AbortSignal,
): Promise<{ readonly duo: number | null; readonly any: number | null } | null> {
  const place =
    tables['tblusers'] !== undefined
      ? tables['tblusers'].includes('second_factor') && 'tblusers.second_factor'
      : tables['tblclients']?.includes('authmodule') === true && 'tblclients.authmodule';
  if (place === false) return null;
  const [table = '', column = ''] = place.split('.');
  const hasKey = tables[table]?.includes('id') ?? false;
  const [row] = await host.database.select(
    'whmcs',
    `SELECT COUNT(*) AS looked, COALESCE(SUM(factor <> ''), 0) AS any_factor, COALESCE(SUM(LOWER(factor) LIKE '%duo%'), 0) AS duo
     FROM (SELECT LEFT(${column}, 100) AS factor FROM ${table}${hasKey ? ' ORDER BY id DESC' : ''} LIMIT ${newestUsers}) AS newest
     LIMIT 1`,
    [],
    signal,
  );
  // Of more accounts than were looked at nobody can say that none has it.
  const all = (numberOf(row?.['looked']) ?? newestUsers) < newestUsers;
  const told = (count: number | null): number | null => (count === 0 && !all ? null : count);
  return { duo: told(numberOf(row?.['duo'])), any: told(numberOf(row?.['any_factor'])) };
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'number' || (typeof value === 'string' && /^\d{1,15}$/.test(value)) ? Number(value) : NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** Whether this still is where the settings are differs by release, so an absent row says nothing. */
async function isConfigured(host: Host, tables: Tables, signal: AbortSignal): Promise<boolean | null> {
  const columns = tables['tblconfiguration'];
  if (columns?.includes('setting') !== true || !columns.includes('value')) return null;
  const rows = await host.database.select(
    'whmcs',
    `SELECT LEFT(value, ${maxSettings}) AS value FROM tblconfiguration WHERE LOWER(CONVERT(setting USING utf8)) = ? LIMIT 1`,
    ['2fasettings'],
    signal,
  );
  const text = rows[0]?.['value'];
  const parsed = typeof text === 'string' ? await parseTwoFactorSettings(text) : null;
  if (parsed === null) return null;
  for (const secret of parsed.secrets) host.vault.keep('setting of a second factor', secret);
  return parsed.names.some((name) => /duo/i.test(name));
}

async function moduleFolder({ host, root, as, signal }: Reading): Promise<string | null> {
  const folder = path.join(root, 'modules/security');
  const listed = await orNull(host.files.list(folder, { max: 200, signal, ...(as === null ? {} : { as }) }));
  const found = listed?.entries.find(({ name, kind }) => kind === 'directory' && /^duo[a-z_]{0,20}$/i.test(name));
  return found === undefined ? null : path.join(folder, found.name);
}

async function library({ host, root, as, signal }: Reading): Promise<string | null> {
  const file = path.join(root, 'vendor/composer/installed.json');
  const read = await orNull(host.files.read(file, { maxBytes: maxLibraries, within: root, signal, ...(as === null ? {} : { as }) }));
  if (read === null || read.truncated) return null;
  return installedVersion(new TextDecoder().decode(read.bytes), 'duosecurity/duo_universal_php');
}
