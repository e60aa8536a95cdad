/** The one executable on a machine without Node does what the package does, which is run beside it there with a Node of its own. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model.js';
import { formatNames } from '../../src/report/formats.js';
import { executable } from '../tools/binary.js';
import { readmeFile } from '../tools/readme-files.js';
import { debianTree } from '../tools/debian-tree.js';
import { BareDebian, type Ended, type Wish } from './bare-debian.js';
import { asRoot, Lab } from './lab.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
const webRoot = process.env['LAB_WEB'] ?? '';

let lab: Lab;
let debian: BareDebian;
/** Shared with the bare machine. */
let folder: string;
const own = '/usr/local/bin/whmcs-doctor';

beforeAll(async () => {
  expect(existsSync(executable), 'npm run build:binary has not been run').toBe(true);
  lab = await Lab.start();
  await lab.setting('SystemURL', 'http://billing.example.net/');
  debian = await BareDebian.start(debianTree().folder, webRoot);
  await debian.bring(executable, own);
  folder = mkdtempSync(join(tmpdir(), 'binary-'));
  chmodSync(folder, 0o777);
});
afterAll(async () => {
  await debian.stop();
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const byBinary = (args: readonly string[], wish?: Wish): Promise<Ended> => debian.run([own, ...args], wish);

/** Node and the package, there for as long as it runs. */
async function byPackage(args: readonly string[], wish?: Wish): Promise<Ended> {
  const guest = '/opt/package';
  if (!existsSync(join(debian.root, guest, 'bin'))) {
    await debian.bring(process.execPath, `${guest}/node`);
    for (const part of ['bin', 'dist']) await debian.bring(join(top, part), `${guest}/${part}`);
    await debian.bring(join(top, 'package.json'), `${guest}/package.json`);
  }
  return debian.run([`${guest}/node`, `${guest}/bin/whmcs-doctor.js`, ...args], wish);
}

/** What differs from one run to the next: times, ages, and the order in which looks began. */
function settled(text: string): string {
  return plainJson(text)
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})/g, '<time>')
    .replace(/\b\d+(?:\.\d+)? (?:ms|s|min|h|seconds?|minutes?|hours?|days?)\b/g, '<duration>')
    .replace(/ time="[\d.]+"/g, '')
    .replace(/(?<=\.)[0-9a-f]{12}(?=')/g, '<random>');
}

/** The pictures show what was measured, which is never twice the same. */
const times = /^(?:durationMs|startedMs|ageSeconds|lastAgeSeconds|pictures)$/;
const timeless = (key: string, value: unknown): unknown => (times.test(key) ? 0 : value);

function plainJson(text: string): string {
  if (!text.startsWith('{"') && !text.startsWith('{\n')) return text;
  try {
    const document = JSON.parse(text, timeless) as Partial<Report>;
    const probes = [...(document.probes ?? [])].sort((a, b) => a.fact.localeCompare(b.fact));
    return JSON.stringify({ ...document, ...(document.probes ? { probes } : {}) }, null, 1);
  } catch {
    const lines = text.trimEnd().split('\n');
    return lines.map((line) => JSON.stringify(JSON.parse(line, timeless))).join('\n');
  }
}

async function expectSame(args: readonly string[], status: number, wish?: Wish): Promise<Ended> {
  const binary = await byBinary(args, wish);
  const byNode = await byPackage(args, wish);
  expect(settled(binary.stderr)).toBe(settled(byNode.stderr));
  expect(settled(binary.stdout)).toBe(settled(byNode.stdout));
  expect(binary.status, binary.stderr).toBe(byNode.status);
  expect(binary.status, binary.stderr).toBe(status);
  return binary;
}

it('has nothing of Node but itself', async () => {
  const found = await debian.run(['sh', '-c', 'command -v node nodejs npm php; ls -d /usr/lib/node_modules /opt/package']);
  expect(found.stdout).toBe('');
});

it('leaves nothing behind: no file, no process', async () => {
  const before = debian.written();
  for (const args of [['check', lab.root, '--cacert', lab.ca], ['demo'], ['triage', '--text', 'Login Details Incorrect']])
    expect((await byBinary(args)).stdout).not.toBe('');
  expect(debian.written()).toEqual(before);
  expect((await debian.run(['sh', '-c', `ls -l /proc/[0-9]*/exe 2>/dev/null | grep -c ${own}`])).stdout).toBe('0\n');
});

it('looks with the rights of the owner, also from a folder that he cannot enter', async () => {
  const hidden = '/root/only/whmcs-doctor';
  debian.copy(executable, hidden);
  chmodSync(join(debian.root, dirname(hidden)), 0o700);
  const args = ['check', lab.root, '--cacert', lab.ca, '-f', 'json', '--show', 'all'];
  const [open, closed] = [await byBinary(args), await debian.run([hidden, ...args])];
  expect(settled(closed.stdout)).toBe(settled(open.stdout));
  expect((JSON.parse(closed.stdout) as Report).counts.pass).toBeGreaterThan(30);
  if (!asRoot) return;
  // what only root may read is not read, for the child that looks is not root any more
  const shown = await debian.run([
    'sh',
    '-c',
    `${own} check ${lab.root} --cacert ${lab.ca} -f json >/dev/null & main=$!
    for i in $(seq 200); do for p in $(cat /proc/$main/task/$main/children 2>/dev/null); do sed -n 's/^Uid:\\t//p' /proc/$p/status; done; sleep 0.01; done | sort -u; wait`,
  ]);
  expect(shown.stdout).toMatch(/^2001\t2001\t2001\t2001$/m);
});

it('has a sum beside it that fits', () => {
  const sums = readFileSync(join(dirname(executable), 'SHA256SUMS'), 'utf8');
  for (const [, sum, name] of sums.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm))
    expect(
      createHash('sha256')
        .update(readFileSync(join(dirname(executable), name ?? '')))
        .digest('hex'),
      name,
    ).toBe(sum);
  expect(sums).toContain(basename(executable));
});

describe('it prints what the package prints and ends as it does', () => {
  it.each([
    [['--version'], 0],
    [['--help'], 0],
    [['check', '--help'], 0],
    [['demo', '--show', 'all', '--ascii', '-v'], 2],
    [['demo', '--for', 'Kunden werden nach wenigen Minuten automatisch ausgeloggt und müssen sich neu anmelden'], 2],
    [['list', 'problems'], 0],
    [['list', 'probes', '-f', 'json'], 0],
    [['explain', 'session-path-missing'], 0],
    [['explain', 'Login Details Incorrect. Please try again.'], 0],
    [['completion', 'bash'], 0],
    [['completion', 'fish'], 0],
    [['triage', '--text', 'the weather is nice'], 1],
    [['check'], 64],
    [['check', '/nowhere'], 64],
    [['check', '--onyl', 'x'], 64],
    [['demo', '-f', 'json=/proc/no/such'], 73],
    [['check', '/etc/hostname'], 78],
    [['check', '/', '--config', '/etc/hostname'], 78],
  ])('%j', async (args, status) => {
    await expectSame(args, status);
  });

  it.each(formatNames)('-f %s', async (name) => {
    await expectSame(['demo', '-f', name], 2);
  });

  it('a text that is piped in', async () => {
    await expectSame(['triage'], 0, { input: 'Login Details Incorrect. Please try again.' });
    await expectSame(['triage', '--jsonl'], 0, { input: '{"id":1,"text":"Login Details Incorrect"}\n{"text":"hello"}\n' });
  });
});

describe('plug-ins', () => {
  /** Shared with the bare machine, and nobody but root can change it. */
  const plugins = '/run/binary-plugins';
  beforeAll(() => mkdirSync(plugins, { mode: 0o755 }));
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  const written = (name: string, text: string): string => {
    const file = join(plugins, name);
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  };
  const body = `definePlugin({
    causes: [defineCause({ id: 'acme-trouble', title: 'Trouble', problems: [], explanation: 'e', remedies: [{ steps: [{ text: 'Mend it', risk: 'low' }] }], docs: [] })],
    probes: [defineProbe({ fact: 'acme.seen', vantage: 'files', title: 'something', budgetMs: 2000, touches: [],
      async observe({ host, signal }) {
        const found = await host.files.stat('/etc/debian_version', { signal });
        if (found === null) throw new LookFailed('absent', 'this is no Debian');
        return { value: found.kind, source: '/etc/debian_version' };
      } })],
    checks: [defineCheck({ id: 'acme-trouble', area: 'url', title: { pass: 'p', fail: 'Trouble' }, causes: ['acme-trouble'], needs: ['acme.seen'],
      judge: ({ 'acme.seen': kind }, see) => fail({ cause: 'acme-trouble', subject: 's', confidence: 'proved', evidence: [see('acme.seen', 'Kind', kind)] }) })],
  })`;
  const names = '{ defineCause, defineCheck, defineProbe, definePlugin, fail, LookFailed }';

  it.each([
    ['acme.mjs', `import ${names} from 'whmcs-doctor';\nexport default ${body};\n`],
    ['acme.cjs', `const ${names} = require('whmcs-doctor');\nmodule.exports = ${body};\n`],
  ])('a module: %s', async (name, text) => {
    const args = ['--plugin', written(name, text), '--only', 'acme-*', '-f', 'json'];
    const { stdout } = await expectSame(['check', lab.root, '--offline', ...args], 2);
    expect((JSON.parse(stdout) as Report).findings).toMatchObject([{ check: 'acme-trouble', status: 'fail', evidence: [{ saw: 'file' }] }]);
  });

  it('a module that is none', async () => {
    await expectSame(['check', lab.root, '--plugin', written('none.mjs', 'export default 7;\n')], 78);
  });

  it('a program', async () => {
    const file = written('acme-maintenance', readmeFile('acme-maintenance'));
    const { stdout } = await expectSame(['check', lab.root, '--offline', '--plugin', file, '--only', 'acme-*', '-f', 'json'], 0);
    expect((JSON.parse(stdout) as Report).findings).toMatchObject([{ check: 'acme-maintenance-left-on', status: 'pass' }]);
  });
});

describe.each(asRoot ? (['root', 'nobody'] as const) : (['root'] as const))('as %s, too', (as) => {
  const same = (args: readonly string[], status: number, wish: Wish = {}): Promise<Ended> => expectSame(args, status, { as, ...wish });

  it('what needs no install', async () => {
    await same(['demo'], 2);
    await same(['triage', '--text', 'Kunden werden nach wenigen Minuten automatisch ausgeloggt und müssen sich neu anmelden'], 0);
  });

  it('a live install', { timeout: 120_000 }, async () => {
    const { stdout } = await same(['check', lab.root, '--cacert', lab.ca, '-f', 'json', '--show', 'all'], as === 'root' ? 2 : 3);
    expect(stdout).toContain('"system-url');
    await same(['plan', lab.root], 0);
  });

  it('a bundle, whoever recorded it', { timeout: 120_000 }, async () => {
    const [byOne, byOther] = [join(folder, `${as}-one.json`), join(folder, `${as}-other.json`)];
    const collect = ['collect', lab.root, '--cacert', lab.ca, '--yes', '-q', '-o'];
    expect(await byBinary([...collect, byOne], { as })).toMatchObject({ status: 0 });
    expect(await byPackage([...collect, byOther], { as })).toMatchObject({ status: 0 });
    const kinds = (file: string): unknown => Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { facts: object }).facts).sort();
    expect(kinds(byOne)).toEqual(kinds(byOther));
    await same(['check', byOther, '-f', 'json'], as === 'root' ? 2 : 3);
    const report = join(folder, `${as}-report.json`);
    expect(await byBinary(['check', byOne, '-f', `json=${report}`], { as })).toMatchObject({ status: as === 'root' ? 2 : 3 });
    await same(['render', report], 0);
  });
});
