/** A check of the lab whose logs have grown for years, against one with short logs, in turn: one JSON line per figure. Run by test/bench/logs.js. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model.js';
import { Lab } from '../lab/lab.js';

const launcher = join(process.env['WHMCS_DOCTOR_TOP'] ?? '.', 'bin/whmcs-doctor.js');
const megabytes = Number(process.env['BENCH_MEGABYTES'] ?? 1000);
const entries = Number(process.env['BENCH_ROWS'] ?? 10_000_000);
const rounds = 7;
const person = ['--admin', 'boss', '--user', 'a@b.test', '--visitor-ip', '203.0.113.9'];
const line = '[22-Nov-2026 07:59:12 UTC] PHP Notice:  Undefined index: cart in /var/www/whmcs/modules/addons/thing/hooks.php on line 9\n';

function figure(name: string, value: number, bound: number | null, unit = '×'): void {
  console.log(JSON.stringify({ figure: name, value, bound, unit }));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function check(lab: Lab): Promise<Report> {
  const args = [launcher, 'check', lab.root, '-f', 'json', '--cacert', lab.ca, ...person];
  const child = spawn(process.execPath, args, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(child, 'close');
  return JSON.parse(text) as Report;
}

/** Where the other one of the two is kept. */
const aside = (path: string): string => `${path}.aside`;

/** Puts the long ones in the place of the short ones, or back. */
async function exchange(lab: Lab, log: string): Promise<void> {
  renameSync(log, `${log}.moved`);
  renameSync(aside(log), log);
  renameSync(`${log}.moved`, aside(log));
  await lab.sql('RENAME TABLE tblactivitylog TO moved, aside TO tblactivitylog, moved TO aside');
}

function write(log: string, bytes: number): void {
  const part = line.repeat(Math.ceil(Math.min(bytes, 1e6) / line.length));
  const file = openSync(log, 'w');
  for (let written = 0; written < bytes; written += part.length) writeSync(file, part);
  closeSync(file);
}

async function insert(lab: Lab, table: string, count: number): Promise<void> {
  const most = 1_000_000;
  for (let at = 0; at < count; at += most)
    await lab.sql(`INSERT INTO ${table} (date, description, user, userid, ipaddr)
      SELECT NOW() - INTERVAL 60 DAY + INTERVAL seq SECOND, 'Client Login', 'client', 0, '203.0.113.9' FROM seq_1_to_${Math.min(count, most)}`);
}

/** What the server itself counts: rows that it went through. */
async function rowsRead(lab: Lab): Promise<number> {
  const rows = (await lab.sql("SHOW GLOBAL STATUS LIKE 'Handler_read%'")) as readonly { readonly Value: string }[];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

const lab = await Lab.start({ web: 'nginx' });
try {
  const log = `${lab.root}/error_log`;
  await lab.php({ error_log: log, log_errors: '1' });
  // as much as is read of a long one
  write(log, 2.1e6);
  write(aside(log), megabytes * 1e6);
  await insert(lab, 'tblactivitylog', 10_000);
  await lab.sql('CREATE TABLE aside LIKE tblactivitylog');
  await insert(lab, 'aside', entries);

  const ofLook = (report: Report, fact: string): number => report.probes.find((probe) => probe.fact === fact)?.durationMs ?? NaN;
  const facts = ['logs.php', 'logs.whmcs', 'cron.state', 'mail.outbox'];
  const runs: { readonly short: Report; readonly long: Report }[] = [];
  const withLong = async (): Promise<Report> => {
    await exchange(lab, log);
    const report = await check(lab);
    await exchange(lab, log);
    return report;
  };
  // who comes first takes turns, too; the first pair only warms up
  for (let round = 0; round <= rounds; round += 1) {
    const early = round % 2 === 0 ? null : await withLong();
    const short = await check(lab);
    const long = early ?? (await withLong());
    if (round > 0) runs.push({ short, long });
  }
  const grown = `${megabytes} MB of PHP's errors, ${entries} entries of activity`;
  figure(`${grown}: check : with short ones`, median(runs.map(({ short, long }) => long.durationMs / short.durationMs)), 1.1);
  for (const fact of facts)
    figure(`${fact} : with short ones`, median(runs.map(({ short, long }) => ofLook(long, fact) / ofLook(short, fact))), 2);
  await exchange(lab, log);
  const before = await rowsRead(lab);
  await check(lab);
  figure('rows that the database goes through in a check', (await rowsRead(lab)) - before, 50_000, '');
} finally {
  await lab.stop();
}
