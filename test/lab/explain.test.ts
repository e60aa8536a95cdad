/** What the program asks the database for never reads a table that grows from its beginning to its end: by EXPLAIN, statement by statement. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditLine, auditLine, isAnnounced, type PlanItem } from '../support/announced.js';
import { runDoctor, runProgram } from './doctor.js';
import { Lab } from './lab.js';
import { site } from './names.js';

/** Tables that stay small however long an install is in use. Any other is one that grows, a new one too. */
const small = [
  'tblconfiguration',
  'tbladmins',
  'tbladminroles',
  'tbladminperms',
  'tblemailtemplates',
  'tblauthn_config',
  'tbltask_status',
  'columns', // of information_schema
];

/** Asked for only where there is something that this laboratory has not. */
const elsewhere = ["SHOW SESSION STATUS LIKE 'Ssl_cipher'"];

const auditFile = '/tmp/whmcs-doctor-audit';
const rows = 5_000;
const person = ['--admin', 'boss', '--user', 'client77@example.com', '--visitor-ip', '203.0.113.9', '--used-url', `https://${site.apex}/`];

/** Enough that the optimizer reads by a key where it can. */
const filling = `
  CREATE TABLE tblmodulelog (id INT AUTO_INCREMENT PRIMARY KEY, date DATETIME NOT NULL, response TEXT NOT NULL);
  INSERT INTO tblmodulelog (date, response) SELECT NOW(), 'x' FROM seq_1_to_${rows};
  INSERT INTO tblactivitylog (date, description, user, userid, ipaddr) SELECT NOW() - INTERVAL seq MINUTE, 'Client Login', 'x', seq, '203.0.113.9' FROM seq_1_to_${rows};
  INSERT INTO tbladminlog (adminusername, logintime, ipaddress, sessionid, lastvisit) SELECT 'acme', NOW(), '203.0.113.9', seq, NOW() FROM seq_1_to_${rows};
  INSERT INTO tblbannedips (ip, reason, expires) SELECT CONCAT('198.51.100.', seq % 250), 'x', '2001-01-01' FROM seq_1_to_${rows};
  INSERT INTO tblclients (email, ip, host) SELECT CONCAT('client', seq, '@example.com'), '', '' FROM seq_1_to_${rows};
  INSERT INTO tblusers (email) SELECT CONCAT('client', seq, '@example.com') FROM seq_1_to_${rows};
  INSERT IGNORE INTO tblusers_clients (auth_user_id, client_id, owner) SELECT u.id, c.id, 1 FROM tblusers u JOIN tblclients c ON c.email = u.email;
  INSERT INTO tblcontacts (userid, email) SELECT seq, CONCAT('contact', seq, '@example.com') FROM seq_1_to_${rows};
  INSERT INTO tblauthn_account_links (provider, remote_user_id, user_id) SELECT 'google_signin', seq, seq FROM seq_1_to_${rows};
  INSERT INTO tblsessions (session_id, payload, last_activity) SELECT CONCAT('s', seq), '', UNIX_TIMESTAMP() FROM seq_1_to_${rows};
  INSERT INTO tblemails (userid, subject, message, date) SELECT seq, 'x', '', NOW() FROM seq_1_to_${rows};
  INSERT INTO tblerrorlog (message, created_at) SELECT 'x', NOW() FROM seq_1_to_${rows};
  ANALYZE TABLE tblactivitylog, tbladminlog, tblbannedips, tblclients, tblusers, tblusers_clients, tblcontacts, tblauthn_account_links, tblsessions, tblemails, tblerrorlog, tblmodulelog`;

let lab: Lab;
const plan: PlanItem[] = [];
/** By which fact. */
const sent: AuditLine[] = [];
/** What EXPLAIN says of each, asked while the tables were as they were for it. */
const explained: { readonly sql: string; readonly table: string; readonly type: string }[] = [];

/** The statements of the connections that were made read-only, which are the program's. */
async function statementsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  await lab.sql("SET GLOBAL general_log = OFF; TRUNCATE mysql.general_log; SET GLOBAL log_output = 'TABLE', GLOBAL general_log = ON");
  await act();
  await lab.sql('SET GLOBAL general_log = OFF');
  const found = (await lab.sql(
    `SELECT DISTINCT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE command_type = 'Query' AND thread_id IN
      (SELECT thread_id FROM mysql.general_log WHERE argument = 'SET SESSION TRANSACTION READ ONLY')`,
  )) as readonly { readonly text: string }[];
  return found.map(({ text }) => text);
}

async function look(args: readonly string[]): Promise<void> {
  const planned = await runProgram(['plan', lab.root, '-f', 'json', '--cacert', lab.ca, ...args]);
  plan.push(...(JSON.parse(planned.stdout) as { readonly items: readonly PlanItem[] }).items.filter(({ kind }) => kind === 'query'));
  const statements = await statementsOf(() => runDoctor(lab, { args: ['--only', '*', '--audit', auditFile, ...args] }));
  const audited = readFileSync(auditFile, 'utf8').trimEnd().split('\n').map(auditLine);
  sent.push(...audited.filter(({ kind }) => kind === 'query'));
  for (const sql of statements) {
    if (!sql.startsWith('SELECT')) continue;
    const steps = (await lab.sql(`EXPLAIN ${sql}`)) as readonly { readonly table: string | null; readonly type: string | null }[];
    explained.push(...steps.map(({ table, type }) => ({ sql, table: table ?? '', type: type ?? '' })));
  }
}

beforeAll(async () => {
  lab = await Lab.start({ sessions: 'database' });
  await lab.sql(filling);
  await look(person);
  // before 8.0 clients and contacts signed in
  await lab.sql('DROP TABLE tblusers, tblusers_clients');
  await look(person);
});
afterAll(async () => {
  await lab.stop();
});

test('every statement that the plan announces was sent, and looked at here', () => {
  const announced = plan.flatMap((item) => item.covers.map((pattern) => ({ ...item, covers: [pattern] })));
  const unsent = announced.filter((item) => !sent.some((line) => isAnnounced(line, [item], {})));
  expect([...new Set(unsent.flatMap(({ covers }) => covers))]).toEqual(elsewhere);
});

test('no table that grows is read as a whole', () => {
  expect(explained.length).toBeGreaterThan(30);
  const whole = explained.filter(({ table, type }) => type === 'ALL' && !table.startsWith('<') && !small.includes(table.toLowerCase()));
  expect(whole.map(({ table, sql }) => `${table}: ${sql}`)).toEqual([]);
});

test('what is read along a key has an end', () => {
  const along = explained.filter(({ table, type }) => type === 'index' && !small.includes(table.toLowerCase()));
  expect(along.map(({ table }) => table)).toContain('tblactivitylog');
  const endless = along.filter(({ table, sql }) => !new RegExp(`FROM ${table} ORDER BY id(?: DESC)? LIMIT \\d+`).test(sql));
  expect(endless.map(({ table, sql }) => `${table}: ${sql}`)).toEqual([]);
});
