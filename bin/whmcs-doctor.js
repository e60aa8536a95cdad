#!/usr/bin/env node
// Answers --version before anything is imported: scripts and package managers ask often and wait for it.
import { readFileSync } from 'node:fs';
import module from 'node:module';

const argument = process.argv[2];
if (process.argv.length === 3 && (argument === '--version' || argument === '-V')) {
  process.stdout.write(`${JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version}\n`);
} else {
  module.enableCompileCache?.(); // Node 22 and later
  const { main } = await import('../dist/cli.js');
  await main(process.argv);
}
