/** What a start loads: each file and each of Node's own modules is waited for. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));
const preload = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`loaded ${process.moduleLoadList.join()}\\n`))",
)}`;

interface Loaded {
  readonly output: string;
  readonly node: readonly string[];
  /** Of the program. */
  readonly files: readonly string[];
}

function loadedBy(...args: readonly string[]): Loaded {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', preload, `${top}bin/whmcs-doctor.js`, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG: 'esm' },
  });
  const node = /^loaded (.*)$/m.exec(stderr)?.[1]?.split(',') ?? [];
  return {
    output: stdout,
    node: node.flatMap((name) => /^NativeModule ([\w/]+)$/.exec(name)?.[1] ?? []),
    files: [...new Set(Array.from(stderr.matchAll(/\/dist\/([\w-]+\.js)/g), ([, name]) => name ?? ''))],
  };
}

test.each([
  ['--help', 'Usage:', 6],
  ['list', 'certificate-invalid', 6],
  ['explain session-path-missing', 'session', 6],
  ['triage --text loginpage', '', 8],
  ['demo', 'trusted', 48],
])('%s loads few files', (line, expected, most) => {
  const { output, files } = loadedBy(...line.split(' '));
  expect(output).toContain(expected);
  expect(files).toContain('cli.js');
  expect(files.length).toBeLessThanOrEqual(most);
});

test.each(['--help', 'list', 'explain session-path-missing'])('%s loads nothing of Node that it does not use', (line) => {
  const { node } = loadedBy(...line.split(' '));
  expect(node).toContain('fs');
  for (const heavy of ['crypto', 'child_process', 'http', 'dgram']) expect(node).not.toContain(heavy);
});

/** What is written never arrives, so that nothing is under way any more while the answer is still waited for. */
test('a program that stops in the middle does not say that all is well', () => {
  const mute = 'data:text/javascript,process.stdout.write = () => true;';
  const { status, stderr } = spawnSync(process.execPath, ['--import', mute, `${top}bin/whmcs-doctor.js`, 'list'], { encoding: 'utf8' });
  expect(stderr).toContain('it ended before it had an answer');
  expect(status).toBe(70);
});
