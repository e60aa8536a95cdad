import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { program } from '../../src/cli/main.js';
import { askedBy, asksForMonitor, configuredForMonitor } from '../../src/cli/monitor-asked.js';
import { ended } from '../../src/cli/monitor.js';

const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = (line: string) => askedBy(program(), ['node', 'whmcs-doctor', ...line.split(' ')]);

describe('what the command line asks for, be it right or wrong', () => {
  it.each([
    'check -f nagios',
    'check /srv/a -fnagios',
    'check --format nagios --bogus',
    'check --format=nagios',
    'check -qf nagios',
    'check --fail-on nonsense -qvf nagios',
    'check -f json=x --url -f -f nagios',
    'check -f json -f nagios',
    'demo -f nagios',
    'render -f nagios',
    'chekc -f nagios',
  ])('%s: an answer for a monitor', (line) => {
    expect(asksForMonitor(asked(line))).toBe(true);
  });

  it.each([
    'check -f nagios=file',
    'check nagios',
    'check -f json',
    'check --for -f nagios',
    'check -- -f nagios',
    'triage -f nagios',
    'check --audit nagios',
    'explain nagios',
  ])('%s: none', (line) => {
    expect(asksForMonitor(asked(line))).toBe(false);
  });

  it('looks into the configuration file, also where something in it is wrong', async () => {
    const file = join(folder, 'c.yaml');
    for (const [text, is] of [
      ['format: nagios', true],
      ['format: [json=x, nagios]\ntreshholds: {}', true],
      ['format: nagios=x', false],
      ['format: {nagios: 1}', false],
      ['- nagios', false],
      ['{', false],
    ] as const) {
      writeFileSync(file, text, { mode: 0o600 });
      expect(await configuredForMonitor(asked(`check /srv/a --config ${file}`)), text).toBe(is);
    }
    writeFileSync(file, 'format: nagios', { mode: 0o600 });
    expect(await configuredForMonitor(asked(`check --config ${file} -f json`))).toBe(false);
    expect(await configuredForMonitor(asked(`demo --config ${file}`))).toBe(false);
  });
});

describe('the answer at the end', () => {
  const answer = { text: "WHMCS CRITICAL - it is broken | 'failed'=1;;;0\nwhy | x\n", code: 2 };

  it.each([
    [2, answer, null, answer],
    [64, { ...answer, code: 2 }, null, answer],
    [0, null, null, null],
    [64, null, 'what, where, why', { text: 'WHMCS UNKNOWN - what, where, why\n', code: 3 }],
    [70, null, 'this is | a\nbug', { text: 'WHMCS UNKNOWN - this is ¦ a bug\n', code: 3 }],
    [143, null, null, { text: 'WHMCS UNKNOWN - stopped by SIGTERM\n', code: 3 }],
    [130, answer, null, { text: 'WHMCS UNKNOWN - stopped by SIGINT\n[CRITICAL] it is broken\nwhy | x\n', code: 3 }],
    [73, answer, 'cannot write x', { text: 'WHMCS UNKNOWN - cannot write x\n[CRITICAL] it is broken\nwhy | x\n', code: 3 }],
    [1, null, null, { text: 'WHMCS UNKNOWN - the program ended with status 1 and did not say why\n', code: 3 }],
  ] as const)('status %i', (code, given, message, end) => {
    expect(ended(code, given, message)).toEqual(end);
  });
});
