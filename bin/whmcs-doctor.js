#!/usr/bin/env node
// Answers --version before anything is imported: scripts and package managers ask often and wait for it.
import { readFileSync } from 'node:fs';
import module from 'node:module';

const argument = process.argv[2];
if (process.argv.length === 3 && (argument === '--version' || argument === '-V')) {
  process.stdout.write(`${JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version}\n`);
} else {
  // Node 22 and later. A cache is code, and anyone may make the folder that Node would take in /tmp: only root has one at a known place.
  if (process.geteuid?.() === 0) module.enableCompileCache?.('/root/.cache/whmcs-doctor');
  const { main } = await import('../dist/cli.js');
  await main(process.argv);
}
