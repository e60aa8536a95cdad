// npm run bench [-- NAME…]: medians and ratios of interleaved runs. BENCH_STRICT=1 fails on a figure 25 % over its bound. BENCH_KEEP=1 keeps the
// figures for the README in bench-kept.json; npm run generate puts them there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benches } from '../bench/index.js';
import { keptWith } from '../bench/kept.js';
import { machine } from '../bench/machine.js';
import { results } from '../bench/rows.js';
import { ensureBuild, ensurePackages, top } from './install.js';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`bench: there is no bench ${unknown.join(', ')}: type ${Object.keys(benches).join(', ')}, or nothing for all of them`);
  process.exit(64);
}

ensurePackages();
ensureBuild();
const about = { date: new Date().toISOString().slice(0, 10), machine: machine() };
console.log(`${about.date}  ${about.machine}`);
for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await bench();
if (process.env.BENCH_KEEP === '1') {
  const file = join(top, 'test/tools/bench-kept.json');
  writeFileSync(file, `${JSON.stringify(keptWith(JSON.parse(readFileSync(file, 'utf8')), results, about), null, 2)}\n`);
  console.log('kept: npm run generate puts it into the README');
}
process.exit(process.env.BENCH_STRICT === '1' && results.some(({ over }) => over) ? 1 : 0);
