// A log of any size, and what grep takes to look for the same texts in it.
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../tools/install.js';
import { bin, timed } from './program.js';
import { median } from './rows.js';

/** Its path. A message that is known stands in it now and then. */
export function largeLog(folder, megabytes) {
  const log = join(folder, 'large.log');
  const megabyte = logLines(1e6);
  const file = openSync(log, 'w');
  for (let at = 0; at < megabytes; at += 1) {
    writeSync(file, megabyte);
    if (at % 30 === 5)
      writeSync(file, 'PHP Warning:  session_start(): open(/s/sess_abc, O_RDWR) failed: Permission denied (13) in /x.php on line 3\n');
  }
  closeSync(file);
  return log;
}

/** The median of triage by grep with as many texts, of interleaved runs; the first pair only warms up. */
export function againstGrep(log, rounds) {
  const patterns = `${log}.patterns`;
  const { messages, sentences } = JSON.parse(readFileSync(join(top, 'dist/triage.json'), 'utf8'));
  writeFileSync(patterns, [...messages, ...sentences].flatMap(({ literals }) => literals).join('\n'));
  const ratios = [];
  for (let round = 0; round <= rounds; round += 1) {
    const grep = timed('grep', ['-c', '-i', '-F', '-f', patterns, log], { LC_ALL: 'C' }).ms;
    const ratio = timed(process.execPath, [bin, 'triage', '-q', log]).ms / grep;
    if (round > 0) ratios.push(ratio);
  }
  return median(ratios);
}

/** Lines as web servers and PHP write them, the same each time. */
function logLines(bytes) {
  const kinds = [
    (n) =>
      `203.0.113.${n % 250} - - [22/Nov/2026:07:59:${n % 60} +0000] "GET /clientarea.php?action=details&id=${n} HTTP/1.1" 200 ${n * 7} "https://billing.example.com/" "Mozilla/5.0 (X11; Linux x86_64)"`,
    (n) =>
      `[22-Nov-2026 07:59:${n % 60} UTC] PHP Notice:  Undefined index: cart_${n} in /var/www/whmcs/modules/addons/thing/hooks.php on line ${n % 900}`,
    (n) =>
      `2026/11/22 07:59:${n % 60} [error] ${n}#0: *${n} open() "/var/www/whmcs/wp-login.php" failed (2: No such file or directory), client: 198.51.100.${n % 250}, server: billing.example.com`,
    (n) =>
      `#${n % 20} /var/www/whmcs/vendor/illuminate/support/Collection.php(${n % 900}): Illuminate\\Support\\Collection->each(Object(Closure))`,
  ];
  let text = '';
  for (let n = 0; text.length < bytes; n += 1) text += `${kinds[n % kinds.length](n)}\n`;
  return text;
}
