// 10,000 findings in each format, each in a process of its own, and the page of them in a browser.
import { spawnSync } from 'node:child_process';
import { bundled } from './bundled.js';
import { labRows } from './lab-rows.js';
import { median, row } from './rows.js';

const findings = 10_000;
const rounds = 5;

export async function formats() {
  const file = await bundled('test/bench/formats-run.ts');
  const names = said(file, []).split(' ');
  const times = new Map(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const ms = Number(said(file, [name, String(findings)]));
      if (round > 0) times.get(name).push(ms);
    }
  }
  for (const name of names) row('formats', `${name} of ${findings.toLocaleString('en')} findings`, median(times.get(name)), 500, 'ms');
  await labRows('formats', 'test/bench/html-page.ts');
}

function said(file, args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-300)}`);
  return stdout.trim();
}
