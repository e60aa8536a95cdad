/** The rows of a working install: its settings, one user, one administrator. */
import { cronRan } from './automation.js';
import { fillDatabase, runSql } from './database.js';
import { mailSettings } from './mail-server.js';
import { site } from './names.js';
import { seedAccess } from './seed-access.js';

export const accounts = {
  user: { username: 'a@b.test', password: 'secret' },
  admin: { username: 'boss', password: 'secret' },
} as const;

/** password_hash('secret', PASSWORD_BCRYPT, ['cost' => 4]) */
const secretHash = '$2y$04$8lSrzbuuXIPNtio7TWDkSO3fRqPZCHWlwn7PXPU03U2D4UtQdz04e';
export const databasePassword = 'k3y]with$igns';

export async function seed(trustedProxies: readonly string[]): Promise<void> {
  await fillDatabase(databasePassword, {
    SystemURL: site.url,
    TrustedProxyIps: trustedProxyRow(trustedProxies),
    proxyHeader: '',
    APIAllowedIPs: 'a:1:{i:0;a:2:{s:2:"ip";s:12:"203.0.113.77";s:4:"note";s:3:"lab";}}',
    DisableSessionIPCheck: '',
    Version: '8.11.2-release.1',
    Template: 'twenty-one',
    OrderFormTemplate: 'standard_cart',
    RouteUriPathMode: 'basic',
    CompanyName: 'Acme Hosting',
    // The last license check of the lab's own application was now.
    LabLocalKey: String(Math.floor(Date.now() / 1000)),
    ...mailSettings,
  });
  await runSql('INSERT INTO tblusers (id, first_name, last_name, email, password) VALUES (1, ?, ?, ?, ?)', [
    'Ann',
    'Bee',
    accounts.user.username,
    secretHash,
  ]);
  await runSql(`INSERT INTO tblusers_clients (auth_user_id, client_id, owner) VALUES (1, 1, 1);
    INSERT INTO tblclients (id, email, status) VALUES (1, 'a@b.test', 'Active');
    INSERT INTO tbladminroles (id, name) VALUES (1, 'Full Administrator');
    INSERT INTO tbladmins (id, username, email, passwordhash) VALUES (1, 'boss', 'boss@b.test', '${secretHash}');
    INSERT INTO tbldeviceauth (identifier, secret) VALUES ('labidentifier', '${secretHash}')`);
  await seedAccess(secretHash);
  await cronRan(5, 0.05);
}

/** The value of TrustedProxyIps. */
export function trustedProxyRow(ranges: readonly string[]): string {
  return JSON.stringify(ranges.map((ip) => ({ ip, note: 'Cloudflare' })));
}
