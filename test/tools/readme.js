// Puts the program's real output and the tables of the code into README.md. A test says when it is stale.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild, ensurePackages, top } from './install.js';
import { apartReports, realReports, reports } from './reports.js';
import { triageTables } from './triage-measure.js';

/** What the README shows of the program, by its name there. */
export function outputs() {
  return {
    demo: demoExcerpt(),
    for: forExcerpt(),
    explain: explainExcerpt(),
    triage: triageExcerpt(),
    tap: tapExcerpt(),
    ...monitorExcerpts(),
  };
}

function program(...args) {
  return spawnSync(process.execPath, [join(top, 'bin/whmcs-doctor.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8' },
  }).stdout;
}

/** The first block of the demo: header, index and the first cause. */
function demoExcerpt() {
  const stdout = program('demo');
  const end = stdout.indexOf('\n\n', stdout.indexOf('\n  more\n'));
  return stdout.slice(0, end);
}

/** Header, what was described, and the index. */
function forExcerpt() {
  const stdout = program('demo', '--for', 'Customers are sent back to the login page without an error, and the reset mails never arrive');
  return stdout.split('\n\n').slice(0, 3).join('\n\n');
}

/** The first point with its evidence. */
function tapExcerpt() {
  const stdout = program('demo', '-f', 'tap');
  return `${stdout.slice(0, stdout.indexOf('\n    - label: ', stdout.indexOf('    - label: ') + 1))}\n…`;
}

function triageExcerpt() {
  const stdout = program(
    'triage',
    '--text',
    'After we moved to another server the clients get Login Details Incorrect with www, without www it works',
  );
  return stdout.trimEnd();
}

/** What each format for a monitor begins with. */
function monitorExcerpts() {
  const nagios = program('demo', '-f', 'nagios').split('\n');
  const metrics = program('demo', '-f', 'prometheus').split('\n');
  const events = program('demo', '-f', 'ndjson').split('\n');
  const shown = ['run-started', 'look', 'finding', 'run-finished'].map(
    (name) => events.find((line) => line.includes(`"event":"${name}"`)) ?? '',
  );
  return {
    nagios: [...nagios.slice(0, 5), '…'].join('\n'),
    prometheus: ['state', 'check_state', 'cause_found']
      .flatMap((name) => metrics.filter((line) => line.includes(`whmcs_doctor_${name}`)).slice(0, 3))
      .join('\n'),
    events: shown.map((line) => (line.length > 180 ? `${line.slice(0, 180)}…` : line)).join('\n'),
  };
}

/** What was recognised, and the causes that come first. */
function explainExcerpt() {
  const stdout = program(
    'explain',
    'PHP Warning:  session_start(): open(/srv/sessions/sess_0a1b, O_RDWR) failed: Permission denied (13) in /var/www/billing/init.php on line 3',
  );
  const end = stdout.indexOf('\n', stdout.indexOf('named by', stdout.indexOf('named by') + 1));
  const [recognised = ''] = stdout.split('\n\n', 1);
  const causes = stdout.indexOf('causes that can be proved');
  return `${recognised}\n\n…\n\n${stdout.slice(causes, stdout.indexOf('\n', end + 1))}\n…`;
}

/** Every output with its text of today. */
export function withOutputs(readme, texts) {
  return Object.entries(texts).reduce(
    (all, [name, text]) =>
      all.replace(
        new RegExp(`(<!-- output of: ${name} -->\\n\`\`\`text\\n)[^]*?(\`\`\`)`),
        (_, before, after) => `${before}${text}\n${after}`,
      ),
    readme,
  );
}

export function withTable(readme, name, table) {
  if (!readme.includes(`<!-- table: ${name} -->`)) throw new Error(`README.md has no place for the table ${name}`);
  return readme.replace(new RegExp(`(<!-- table: ${name} -->\\n\\n)(?:\\|[^]*?\\n\\n)?`), (_, before) => `${before}${table}\n\n`);
}

/** Every table of README.md that comes from the code, by its name there. */
export function withTables(readme, tables) {
  return Object.entries(tables).reduce((text, [name, table]) => withTable(text, name, table), readme);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  ensurePackages();
  ensureBuild();
  const { build } = await import('esbuild');
  const { loadTriage } = await import('./load-triage.js');
  const [{ text }] = (
    await build({
      entryPoints: [join(top, 'test/tools/tables.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      write: false,
    })
  ).outputFiles;
  const { tables } = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  const file = join(top, 'README.md');
  const halves = await loadTriage();
  const triage = triageTables(halves, [...reports(), ...realReports()], halves.shipped(), apartReports());
  writeFileSync(file, withTables(withOutputs(readFileSync(file, 'utf8'), outputs()), { ...tables(), ...triage }));
}
