// The plug-ins of README.md, as a reader would use them with the installed package: typed, compiled, run, wrong in some way.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readmeFile } from './readme-files.js';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** `run(status, command, args)` gives standard output and ends the test where the status is another. */
export function tryPlugins(folder, program, run) {
  const expect = (what, is) => {
    if (!is) throw new Error(`plug-ins: ${what}`);
  };
  const install = join(folder, 'install');
  mkdirSync(install);
  for (const [name, text] of [
    ['configuration.php', "<?php\n$license = 'x';\n"],
    ['init.php', '<?php\n'],
  ])
    writeFileSync(join(install, name), text);
  const check = (status, target, args) =>
    JSON.parse(run(status, program, ['check', target, '--offline', '-f', 'json', '--only', 'acme-*', ...args]));

  // typed: against the declarations that were packed, strictly, and a mistake is seen
  const source = readmeFile('acme-vpn.ts');
  const strict = {
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    types: [],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict, files: ['acme-vpn.ts'] }));
  writeFileSync(join(folder, 'acme-vpn.ts'), source.replace("needs: ['acme.vpn']", "needs: ['acme.vpm']"));
  expect('a wrong fact is no error of types', run(2, process.execPath, [tsc, '-p', '.', '--noEmit']).includes('acme.vpn'));
  writeFileSync(join(folder, 'acme-vpn.ts'), source);
  run(0, process.execPath, [tsc, '-p', '.']);

  // beside the package, and where nothing is installed
  const away = join(folder, 'away');
  mkdirSync(away);
  run(0, process.execPath, ['-e', `fs.copyFileSync('acme-vpn.js', ${JSON.stringify(join(away, 'acme-vpn.mjs'))})`]);
  for (const file of ['acme-vpn.js', join(away, 'acme-vpn.mjs')]) {
    const { findings, problems } = check(2, install, ['--plugin', file]);
    const [finding] = findings;
    expect(
      'one finding',
      findings.length === 1 && finding.cause === 'acme-vpn-down' && finding.status === 'fail' && finding.confidence === 'proved',
    );
    expect('its evidence', finding.evidence[0].saw === 'missing' && finding.evidence[0].source === '/sys/class/net/tun0');
    expect('its next steps', finding.nextSteps[0].command === 'systemctl start openvpn@acme');
    expect(
      'its problem',
      problems.some(
        ({ id, status, causes }) => id === 'no-connection-errors' && status === 'explained' && causes.includes('acme-vpn-down'),
      ),
    );
    expect('how to verify it', finding.verify.endsWith(`--only acme-vpn-down --plugin ${finding.plugin}`));
  }
  const required = join(away, 'required.cjs');
  const pass =
    "{ id: 'acme-required', area: 'url', title: { pass: 'p', fail: 'f' }, causes: ['clock-behind'], needs: [], judge: () => pass() }";
  writeFileSync(
    required,
    `const { definePlugin, pass } = require('whmcs-doctor');\nmodule.exports = definePlugin({ checks: [${pass}] });\n`,
  );
  expect('CommonJS, where nothing is installed', check(0, install, ['--plugin', required]).findings[0].status === 'pass');
  if (process.features.typescript) check(2, install, ['--plugin', 'acme-vpn.ts']);

  // the program, with and without its fault
  const maintenance = join(folder, 'acme-maintenance');
  writeFileSync(maintenance, readmeFile('acme-maintenance'));
  run(78, program, ['check', install, '--plugin', maintenance]);
  chmodSync(maintenance, 0o755);
  const args = ['--plugin', maintenance];
  expect('the program passes', check(0, install, args).findings[0].status === 'pass');
  writeFileSync(join(install, '.maintenance'), '');
  const both = check(2, install, [...args, '--plugin', 'acme-vpn.js']);
  expect(
    'both are heard',
    both.findings
      .map(({ cause }) => cause)
      .sort()
      .join() === 'acme-maintenance-left-on,acme-vpn-down',
  );
  expect('from elsewhere it skips', check(0, 'https://billing.invalid/', args).findings[0].status === 'skip');
  expect('explained', run(0, program, ['explain', 'acme-maintenance-left-on', ...args]).includes('rm .maintenance'));
  expect('listed', run(0, program, ['list', 'checks', ...args]).includes('acme-maintenance-left-on'));
  expect('announced', run(0, program, ['plan', install, '-v', ...args]).includes(`${maintenance} check`));

  // by a bundle: judged again with it, left alone without it, skipped where it was not there
  const collect = (file, more) =>
    run(0, program, ['collect', install, '--offline', '-o', file, '--yes', '--quiet', '--only', 'acme-*,clock-behind', ...more]);
  collect('with.tgz', args);
  expect('replayed', check(2, 'with.tgz', args).findings[0].cause === 'acme-maintenance-left-on');
  run(64, program, ['check', 'with.tgz', '--only', 'acme-*']);
  run(0, program, ['collect', install, '--offline', '-o', 'without.tgz', '--yes', '--quiet']);
  expect('skipped', check(0, 'without.tgz', args).findings[0].status === 'skip');

  // a configuration file that was given, and one that was found
  writeFileSync(join(away, 'whmcs-doctor.yaml'), 'plugins: ["../acme-maintenance"]\nseverity: {acme-maintenance-left-on: warn}\n');
  expect('by --config', check(1, install, ['--config', join(away, 'whmcs-doctor.yaml')]).findings[0].status === 'warn');
  run(78, program, ['check', install], away);

  // what is wrong stays where it is, and the report is the report
  const module = (text) => {
    const file = join(folder, `wrong-${Math.random()}.mjs`);
    writeFileSync(file, text);
    return ['--plugin', file];
  };
  run(78, program, ['check', install, ...module('export default {{;')]);
  run(78, program, ['check', install, ...module('process.exit(0)')]);
  run(78, program, ['check', install, ...module('await new Promise(() => {})')]);
  const strays = `console.log('not a report'); process.stdout.write('nor this'); export default { causes: [], checks: [
    { id: 'acme-stray', area: 'url', title: { pass: 'p', fail: 'f' }, causes: ['clock-behind'], needs: ['acme.stray'], judge: () => ({ is: 'pass', evidence: [] }) }],
    probes: [{ fact: 'acme.stray', vantage: 'files', title: 'nothing', needs: [], wants: [], budgetMs: 5000, touches: [], async observe() {
      setTimeout(() => { throw new Error('later') }, 10); Promise.reject('unheard'); await new Promise((go) => setTimeout(go, 100)); return { value: 1, source: 's' } } }] }`;
  const [stray] = check(3, install, module(strays)).findings;
  expect(
    'a stray error is named',
    stray.status === 'unknown' && /left an error that nothing caught \((?:it threw unheard|Error: later|later)\)/.test(stray.reason),
  );
  rmSync(install, { recursive: true });
}
