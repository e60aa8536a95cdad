#!/usr/bin/env node
// Answers --version before anything is imported: scripts and package managers ask often and wait for it. In CommonJS, for the loader of modules
// takes a tenth of Node's own start.
'use strict';

const argument = process.argv[2];
if (process.argv.length === 3 && (argument === '--version' || argument === '-V')) {
  process.stdout.on('error', ({ code, message }) => {
    if (code === 'EPIPE') process.exit(0); // the reader went away, as head does
    process.stderr.write(`whmcs-doctor: cannot write to standard output: ${message}\n`);
    process.exit(73);
  });
  process.stdout.write(`${require('../package.json').version}\n`);
} else void run();

async function run() {
  // Node 22 and later. A cache is code, and anyone may make the folder that Node would take in /tmp: only root has one at a known place.
  if (process.geteuid?.() === 0 && Number.parseInt(process.versions.node) >= 22)
    require('node:module').enableCompileCache?.('/root/.cache/whmcs-doctor');
  try {
    const { main } = await import('../dist/cli.js');
    await main(process.argv);
  } catch (error) {
    // Too few open files to load the program at all: nothing could be looked at: 3, as src/cli/exit.ts says.
    if (error?.code !== 'EMFILE' && error?.code !== 'ENFILE') throw error;
    process.stderr.write(`whmcs-doctor: too few files may be open at once (${error.code}): raise the limit, as with ulimit -n 1024\n`);
    process.exitCode = 3;
  }
}
