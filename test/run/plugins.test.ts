/** Plug-ins that are broken in every way we could think of: named, contained, and nothing else is touched by them. */
import { AsyncResource } from 'node:async_hooks';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { plainData } from '../../src/logic/plain-data.js';
import type { Fact, FactId, Judgement } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { judgeCheck } from '../../src/run/judge.js';
import { assertFitting, withPlugins } from '../../src/run/plugins/catalogue.js';
import type { Extension } from '../../src/run/plugins/extension.js';
import { frontFor } from '../../src/run/plugins/front.js';
import { inLook, inPlugin, strayOfPlugin } from '../../src/run/plugins/inside.js';
import { loadModule } from '../../src/run/plugins/module.js';
import { pluginSchemas } from '../../src/run/plugins/protocol.js';
import { loadProgramPlugin } from '../../src/run/plugins/program.js';
import { builtinProbes } from '../../src/run/probes.js';
import { recordedFacts } from '../../src/run/recorded.js';
import { peopleIn } from '../../src/redact/people.js';
import { registryFor } from '../../src/run/registry.js';
import { gather } from '../../src/run/scheduler.js';
import { selectChecks } from '../../src/run/select.js';
import { loadExpertise } from '../../src/cli/program.js';
import { ownTexts } from '../../src/cli/own-texts.js';
import { fakeFiles, fakeHost } from '../support/fake-host.js';
import { readmeFile } from '../tools/readme-files.js';

let folder: string;
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-plugins-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Node imports a file once: each has a name of its own. */
function written(text: string, extension = '.mjs', mode = 0o700): string {
  const file = join(folder, `plugin-${(serial += 1)}${extension}`);
  writeFileSync(file, text, { mode });
  return file;
}

const cause = `{ id: 'acme-vpn-down', title: 'The VPN is down', problems: ['no-connection-errors'], explanation: 'Nothing goes out.',
  remedies: [{ steps: [{ text: 'Start it', risk: 'low' }] }], docs: [] }`;
const check = (judge: string, more = ''): string =>
  `{ id: 'acme-vpn-down', area: 'license', title: { pass: 'p', fail: 'f' }, causes: ['acme-vpn-down'], needs: ['clock.now'], judge(facts, see) { ${judge} }, ${more} }`;
const probe = (observe: string, more = ''): string =>
  `{ fact: 'acme.vpn', vantage: 'files', title: 'the VPN', budgetMs: 150, touches: [], needs: [], wants: [], ${more} async observe(look, keep) { ${observe} } }`;
const plugin = (parts: Readonly<Record<string, string>>): string =>
  `export default { ${Object.entries({ causes: cause, ...parts })
    .map(([name, text]) => `${name}: [${text}]`)
    .join(', ')} }`;

async function loaded(text: string, extension?: string): Promise<Extension> {
  const file = written(text, extension);
  const extension_ = await loadModule(file, { ...(await import('../../src/index.js')) }, 300);
  await fitting([extension_]);
  return extension_;
}

async function fitting(extensions: readonly Extension[]): Promise<void> {
  assertFitting(extensions, await loadExpertise(), new Set(builtinProbes.map(({ fact }) => fact)));
}

describe('a module that cannot be used', () => {
  it.each([
    ['throws', `throw new TypeError('no such thing\\nsecond line')`, /TypeError: no such thing, line 1$/],
    ['throws what is no error', `throw { toString: null }`, /it threw something that has no text/],
    ['has a syntax error', `const a = 1;\nexport default {{;`, /syntax/i],
    ['never comes to an end', `await new Promise(() => {});`, /was not loaded within 0\.3 s/],
    ['is a promise that never answers', `export function then() {}`, /was not loaded within/],
    ['ends the program', `process.exit(0)`, /process\.exit\(\), which would end whmcs-doctor/],
    ['imports what is not there', `import 'acme-missing';`, /Cannot find package 'acme-missing'/],
    ['exports nothing', `export const checks = [];`, /no default export: write export default definePlugin/],
    ['exports something else', `export default 7;`, /the whole: .*expected object/],
    ['brings nothing', `export default {};`, /brings nothing/],
    ['has a getter that throws', `export default { get checks() { throw new Error('ha') } };`, /: ha$/],
    ['has a key with a typing error', `export default { check: [] };`, /unknown key check: did you mean checks\?/],
    ['brings problems', `export default { problems: [] };`, /23 documented ones/],
    ['has a check that is none', plugin({ checks: '7' }), /checks\.0: .*expected object/],
    [
      'has an id that is none',
      plugin({ checks: check('').replace('acme-vpn-down', 'Acme VPN') }),
      /checks\.0\.id: an id is two or more words/,
    ],
    ['has the id of an area', plugin({ checks: check('').replace('acme-vpn-down', 'sessions') }), /an id is two or more words/],
    ['has __proto__ as an id', plugin({ checks: check('').replace('acme-vpn-down', '__proto__') }), /an id is two or more words/],
    ['has no such area', plugin({ checks: check('').replace("'license'", "'vpn'") }), /checks\.0\.area: .*expected one of/],
    ['has no judge', plugin({ checks: check('').replace('judge(facts, see)', 'judges(facts, see)') }), /judge/],
    ['has a judge that is no function', plugin({ checks: check('', 'judge: 7') }), /judge must be a function/],
    [
      'has an escape in a title',
      plugin({ checks: check('').replace("'f'", "'\\u001b[2J'") }),
      /title\.fail: must be one line without control/,
    ],
    ['has a cause without steps', plugin({ causes: cause.replace(/steps: \[.*?\]/, 'steps: []') }), /remedies\.0\.steps/],
    [
      'names a file as documentation',
      plugin({ causes: cause.replace('docs: []', "docs: ['javascript:alert(1)']") }),
      /docs\.0: must be an address/,
    ],
    ['has a probe with a long budget', plugin({ probes: probe('').replace('150', '60000') }), /budgetMs/],
    ['has a fact that is none', plugin({ probes: probe('').replace('acme.vpn', 'vpn') }), /the id of a fact/],
  ])('%s', async (_, text, why) => {
    const error = await loaded(text).catch((caught: unknown) => caught as Error);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toMatch(why);
    expect(message).toMatch(/^the plug-in \/.*plugin-\d+\.mjs cannot be used: /);
    expect(message).not.toMatch(/\n|\s+at /);
  });

  it('takes CommonJS, and what a compiler made of a default export', async () => {
    const body = plugin({}).replace('export default', 'module.exports =');
    expect((await loaded(body, '.cjs')).causes).toHaveLength(1);
    const compiled = `Object.defineProperty(exports, '__esModule', { value: true }); ${plugin({}).replace('export default', 'exports.default =')}`;
    expect((await loaded(compiled, '.cjs')).causes).toHaveLength(1);
  });
});

describe('what does not fit together', () => {
  it.each([
    [
      'a check of ours',
      plugin({ checks: check('').replace("id: 'acme-vpn-down'", "id: 'clock-behind'") }),
      /the id clock-behind is taken: whmcs-doctor itself/,
    ],
    ['a cause of ours', plugin({ causes: cause.replace('acme-vpn-down', 'trusted-proxies-missing') }), /is taken: whmcs-doctor itself/],
    [
      'a problem as a check',
      plugin({ checks: check('').replace("id: 'acme-vpn-down'", "id: 'frequent-logouts'") }),
      /is taken: whmcs-doctor itself/,
    ],
    ['a fact of ours', plugin({ probes: probe('').replace('acme.vpn', 'php.web') }), /the id php\.web is taken/],
    ['two checks of one name', plugin({ checks: `${check('')}, ${check('')}` }), /is taken: it has two of that name/],
    [
      'a cause that is not declared',
      plugin({ checks: check('').replace("causes: ['acme-vpn-down']", "causes: ['acme-vpn-dwon']") }),
      /no cause "acme-vpn-dwon": did you mean acme-vpn-down\?/,
    ],
    [
      'a problem that is none',
      plugin({ causes: cause.replace('no-connection-errors', 'no-conection-errors') }),
      /no documented problem "no-conection-errors": did you mean no-connection-errors\?/,
    ],
    [
      'a fact that nobody sees',
      plugin({ checks: check('').replace('clock.now', 'clock.noww') }),
      /no fact "clock\.noww": did you mean clock\.now\?/,
    ],
    [
      'a fact that needs itself',
      plugin({ probes: probe('', '').replace('needs: []', "needs: ['acme.vpn']") }),
      /need one another: acme\.vpn → acme\.vpn/,
    ],
  ])('%s', async (_, text, why) => {
    await expect(loaded(text)).rejects.toThrow(why);
  });

  it('names the other plug-in that has the id', async () => {
    const [one, two] = [await loaded(plugin({ checks: check('') })), await loaded(plugin({ checks: check('') }))];
    await expect(fitting([one, two])).rejects.toThrow(
      `the plug-in ${two.file} cannot be used: the id acme-vpn-down is taken: ${one.file} has`,
    );
  });
});

const clock: Fact<unknown> = {
  ok: true,
  value: { epochMs: 1, list: [1] },
  origin: { vantage: 'operator', source: 'x', at: '2026-01-01T00:00:00.000Z', durationMs: 0 },
};

async function judged(body: string, facts: Readonly<Record<string, Fact<unknown>>> = {}): Promise<readonly Judgement[]> {
  const { checks } = await loaded(plugin({ checks: check(body) }));
  return judgeCheck(checks[0] as (typeof checks)[0], new Map(Object.entries({ 'clock.now': clock, ...facts })) as never);
}

const failing = `{ is: 'fail', cause: 'acme-vpn-down', subject: 'tun0', confidence: 'proved', evidence: [see('clock.now', 'l', 's')] }`;

describe('a check of a module', () => {
  it('is heard', async () => {
    expect(await judged(`return ${failing}`)).toMatchObject([
      { is: 'fail', subject: 'tun0', evidence: [{ label: 'l', saw: 's', source: 'x' }] },
    ]);
    expect(await judged(`return [{ is: 'pass', evidence: [] }, { is: 'skip', reason: 'r' }]`)).toHaveLength(2);
  });

  it.each([
    ['throws', `throw new Error('\\u001b[31mboom')`, /failed at this check \(.*boom\)/],
    ['throws null', `throw null`, /it threw null/],
    ['calls what is not there', `return facts.nothing.at`, /TypeError/],
    ['ends the program', `process.exit(0)`, /process\.exit\(\)/],
    ['is asynchronous', `return Promise.reject(new Error('later'))`, /answered with a promise/],
    ['says nothing', ``, /undefined/],
    ['says an empty list', `return []`, /must hold a judgement/],
    ['says rubbish', `return { is: 'maybe' }`, /no judgement: is: /],
    ['says a function', `return { is: 'pass', evidence: [], note: () => 1 }`, /note is a function/],
    ['says what holds itself', `const a = { is: 'pass' }; a.evidence = [a]; return a`, /holds itself/],
    ['says a big number', `return { is: 'pass', evidence: [{ label: 'l', saw: 1n, source: 's', vantage: 'files' }] }`, /saw is a bigint/],
    ['says a text without end', `return { is: 'skip', reason: 'x'.repeat(1 << 28) }`, /more than \d+ characters/],
    [
      'names a cause of somebody else',
      `return { ...${failing}, cause: 'clock-behind' }`,
      /cause "clock-behind", which the check does not declare/,
    ],
    ['is surer than sure', `return { ...${failing}, confidence: 'certain' }`, /confidence/],
  ])('%s: unknown, with its name and what to do', async (_, body, why) => {
    const [one, ...rest] = await judged(body);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      is: 'unknown',
      reason: expect.stringMatching(why) as string,
      settle: expect.stringMatching(/^Mend \/.*\.mjs/) as string,
    });
    expect(one).toMatchObject({ reason: expect.stringMatching(/^the plug-in plugin-\d+\.mjs /) as string });
  });

  it('changes nothing for others by changing what it was given', async () => {
    await judged(`facts['clock.now'].epochMs = 2; facts['clock.now'].list.push(2); return ${failing}`);
    expect(clock).toMatchObject({ value: { epochMs: 1, list: [1] } });
  });

  it('is selected by its id, its cause and its problem, and is nobody’s own text', async () => {
    const extension = await loaded(plugin({ checks: check('') }));
    const builtin = await loadExpertise();
    const program = withPlugins(builtin, [extension]);
    for (const only of ['acme-vpn-down', 'acme-*', 'no-connection-errors', 'license'])
      expect(selectChecks(program, { only: [only], skip: [], require: [] }).map(({ id }) => id)).toContain('acme-vpn-down');
    expect(selectChecks(program, { only: ['license'], skip: ['acme-*'], require: [] }).map(({ id }) => id)).not.toContain('acme-vpn-down');
    expect(ownTexts(program).sentences.has('The VPN is down')).toBe(false);
    expect(ownTexts(program)).toEqual(ownTexts(builtin));
    expect(program.causes.at(-1)).toMatchObject({ beyondTable: true });
  });

  it('skips over a bundle that was recorded without its fact', async () => {
    const { checks } = await loaded(plugin({ checks: check('').replace('clock.now', 'acme.vpn'), probes: probe('') }));
    const facts = recordedFacts(new Map(), '0.1.0');
    expect(judgeCheck(checks[0] as (typeof checks)[0], facts, true)).toMatchObject([
      { is: 'skip', reason: expect.stringMatching(/acme\.vpn.*--plugin/) as string },
    ]);
  });
});

async function looked(observe: string, kind: 'install' | 'url' = 'install', host = fakeHost()): Promise<Fact<unknown>> {
  const extension = await loaded(plugin({ probes: probe(observe) }));
  const registry = registryFor(kind, [...builtinProbes, ...extension.probes(() => {})]);
  const { facts } = await gather(['acme.vpn' as FactId], registry, host, { ...defaultOptions, target: '/x' }, new AbortController().signal);
  return facts.get('acme.vpn' as FactId) as Fact<unknown>;
}

const configuration = fakeFiles({ '/srv/whmcs/configuration.php': '$license = "x";', '/srv/link': '$license = "x";' });
const withConfiguration = fakeHost({
  files: { ...configuration, realpath: async (path) => (path === '/srv/link' ? '/srv/whmcs/configuration.php' : path) },
});

describe('a probe of a module', () => {
  it('is heard, with its source, or with what it kept', async () => {
    expect(await looked(`return { value: { up: true }, source: '/sys/tun0' }`)).toMatchObject({
      ok: true,
      value: { up: true },
      origin: { source: '/sys/tun0' },
    });
    expect(await looked(`keep({ half: 1 }); await new Promise(() => {})`)).toMatchObject({
      ok: true,
      value: { half: 1 },
      partial: expect.stringMatching(/budget/) as string,
    });
  });

  it('is beyond an address', async () => {
    expect(await looked(`return { value: 1, source: 's' }`, 'url')).toMatchObject({ ok: false, gap: 'unsupported', beyond: true });
  });

  it.each([
    ['hangs', `await new Promise(() => {})`, 'timeout', /the VPN \(plug-in plugin-\d+\.mjs\) was not done within its budget/],
    ['rejects', `throw new RangeError('far')`, 'bug', /plugin-\d+\.mjs\) failed \(RangeError: far\)/],
    ['rejects with nothing', `return Promise.reject()`, 'bug', /it threw undefined/],
    ['answers nothing', ``, 'bug', /must answer \{ value, source \}/],
    ['ends the program', `process.exit(0)`, 'bug', /process\.exit/],
    ['answers a function', `return { value: { f() {} }, source: 's' }`, 'bug', /the value\.f is a function/],
    ['answers what holds itself', `const a = {}; a.a = a; return { value: a, source: 's' }`, 'bug', /holds itself/],
    ['answers a big number', `return { value: 1n, source: 's' }`, 'bug', /bigint/],
    ['answers a class', `return { value: new Map(), source: 's' }`, 'bug', /is a Map/],
    ['answers 256 MiB', `return { value: 'x'.repeat(1 << 28), source: 's' }`, 'bug', /more than/],
    ['takes the vault', `look.host.vault.keep('a', 'b')`, 'denied', /plug-ins do not get secrets/],
    ['takes a credential', `await look.host.credentials.secret('WHMCS_API_SECRET')`, 'denied', /plug-ins do not get secrets/],
    ['opens the database', `await look.host.database.open({})`, 'denied', /plug-ins do not get the database/],
    [
      'reads the configuration of the install',
      `await look.host.files.read('/srv/whmcs/configuration.php', { maxBytes: 99 })`,
      'denied',
      /plug-ins do not get configuration\.php: declare the fact install\.configuration instead/,
    ],
    [
      'reads it by another name',
      `await look.host.files.read('/srv/link', { maxBytes: 99 })`,
      'denied',
      /plug-ins do not get configuration\.php/,
    ],
    ['runs a script', `await look.host.scripts.overFastCgi({}, '', {})`, 'denied', /plug-ins do not get temporary PHP scripts/],
    [
      'sends a reference',
      `await look.host.net.exchange({ host: 'h', port: 1 }, [{ send: [{ secret: 0 }], until: 'x' }])`,
      'denied',
      /plug-ins do not get secrets/,
    ],
    [
      'logs in by a reference',
      `await look.host.net.smtp({ host: 'h', port: 1, encryption: 'never', login: { user: 'u', password: { secret: 0 } } })`,
      'denied',
      /takes no login/,
    ],
    [
      'says why itself',
      `const e = new Error('x'); e.name = 'LookFailed'; e.gap = 'absent'; e.why = 'there is no tun0'; throw e`,
      'absent',
      /^there is no tun0$/,
    ],
  ])('%s', async (_, observe, gap, why) => {
    const fact = await looked(observe, 'install', withConfiguration);
    expect(fact).toMatchObject({ ok: false, gap, why: expect.stringMatching(why) as string });
  });

  it('has the look-only host, and no way from it to the whole one', () => {
    const host = fakeHost();
    const front = frontFor(host);
    expect(Object.keys(front).sort()).toEqual(Object.keys({ ...host, ...front }).sort());
    const reached = Object.values(front).flatMap((part: unknown) =>
      typeof part === 'object' && part !== null ? [part, ...(Object.values(part) as unknown[])] : [part],
    );
    for (const secret of [host.vault, host.credentials, host.database, host.scripts, host.net]) expect(reached).not.toContain(secret);
    expect(() => front.vault.keep('a', 'b')).toThrow(LookFailed);
  });
});

const described = {
  schema: 'whmcs-doctor/plugin/1',
  name: 'acme-vpn',
  causes: [
    { id: 'acme-vpn-down', title: 'The VPN is down', explanation: 'e', problems: ['no-connection-errors'], steps: [{ text: 'Start it' }] },
  ],
  checks: [{ id: 'acme-vpn-down', area: 'license', title: { pass: 'p', fail: 'f' }, causes: ['acme-vpn-down'] }],
};
const script = (check: string, description: unknown = described): string =>
  `#!/bin/sh\ncase "$1" in describe) cat <<'X'\n${typeof description === 'string' ? description : JSON.stringify(description)}\nX\n;; check) ${check} ;; esac\n`;
const result = (said: unknown): string =>
  `cat >/dev/null; cat <<'Y'\n${JSON.stringify({ schema: 'whmcs-doctor/plugin-result/1', judgements: { 'acme-vpn-down': said } })}\nY\n`;

async function program(text: string): Promise<Extension> {
  const extension = await loadProgramPlugin(written(text, '.sh'), { version: '0' }, 1000);
  await fitting([extension]);
  return extension;
}

describe('a module and the process as a whole', () => {
  const judgedIn = async (extension: Extension): Promise<Judgement | undefined> =>
    judgeCheck(extension.checks[0] as (typeof extension.checks)[0], new Map([['clock.now' as FactId, clock]]))[0];

  it.each([
    ['process.chdir', `process.chdir('/')`],
    ['chdir of node:process', `(await import('node:process')).chdir('/')`],
  ])('cannot be taken to another folder by %s', async (_, text) => {
    const before = process.cwd();
    await expect(loaded(text)).rejects.toThrow(/process\.chdir\(\), which would move the files/);
    expect(process.cwd()).toBe(before);
  });

  it('cannot be ended by a name that was imported', async () => {
    await expect(loaded(`import { exit } from 'node:process'; exit(0)`)).rejects.toThrow(/process\.exit\(\)/);
  });

  it('cannot be ended by what process.exit() calls', async () => {
    await expect(loaded(`process.reallyExit(0)`)).rejects.toThrow(/process\.reallyExit\(\)/);
  });

  it('a listener of its own is its own code, and can be removed again', async () => {
    await loaded(`const l = () => process.exit(0); process.on('acme', l); process.on('acme2', l); process.off('acme2', l); ${plugin({})}`);
    expect(() => process.emit('acme' as never)).toThrow(/process\.exit\(\)/);
    expect(process.listenerCount('acme2')).toBe(0);
    process.removeAllListeners('acme');
  });

  it('an error that nothing caught spoils the look in which it arose and no other', async () => {
    const extension = await loaded(plugin({ checks: check(`globalThis.acmeLater?.(); return ${failing}`) }));
    const spoiled: (string | undefined)[] = [];
    const inOne = inLook(async () => {
      inPlugin(extension.file, () => expect(strayOfPlugin(new Error('late'))).toMatch(/left an error that nothing caught \(late\)/));
      inPlugin(extension.file, () => expect(strayOfPlugin(new Error('again'))).toBe(''));
      await new Promise((resolve) => setTimeout(resolve, 5));
      spoiled.push((await judgedIn(extension))?.is);
    });
    const inOther = inLook(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      spoiled.push((await judgedIn(extension))?.is);
    });
    await Promise.all([inOne, inOther]);
    await inLook(async () => spoiled.push((await judgedIn(extension))?.is));
    expect(spoiled).toEqual(['fail', 'unknown', 'fail']);
  });

  it('an error of what loading left behind spoils the looks that are under way, or the next one', async () => {
    const extension = await loaded(plugin({ checks: check(`return ${failing}`) }));
    const late = inPlugin(extension.file, () => AsyncResource.bind(() => strayOfPlugin(new Error('late'))));
    late();
    const said: (string | undefined)[] = [];
    await inLook(async () => said.push((await judgedIn(extension))?.is));
    await inLook(async () => said.push((await judgedIn(extension))?.is));
    await inLook(async () => {
      late();
      said.push((await judgedIn(extension))?.is);
    });
    await inLook(async () => said.push((await judgedIn(extension))?.is));
    expect(said).toEqual(['unknown', 'fail', 'unknown', 'fail']);
  });

  it('CommonJS requires the program that runs it, wherever it lies', async () => {
    const body = `const { definePlugin, LookFailed } = require('whmcs-doctor'); globalThis.acmeLookFailed = LookFailed; module.exports = definePlugin(${plugin({}).replace('export default', '')});`;
    expect((await loaded(body, '.cjs')).causes).toHaveLength(1);
    expect(Reflect.get(globalThis, 'acmeLookFailed')).toBe(LookFailed);
  });
});

describe('a program that cannot be used', () => {
  it.each([
    ['has no first line', 'echo hello', /first line must name an interpreter|printed what is not JSON/],
    ['has an interpreter that is not there', '#!/no/such/interpreter\n', /the interpreter in its first line \(#!\) is not there/],
    ['prints nothing', '#!/bin/sh\n', /describe printed nothing/],
    ['prints rubbish', "#!/bin/sh\nprintf 'hello \\033[2J world'", /describe printed what is not JSON \("hello/],
    [
      'crashes',
      '#!/bin/sh\necho first >&2; echo "no such module: acme" >&2; exit 3',
      /describe ended with status 3: no such module: acme$/,
    ],
    ['is killed', '#!/bin/sh\nkill -9 $$', /describe was ended by a signal$/],
    ['hangs', '#!/bin/sh\nsleep 60', /did not answer within 1000 ms/],
    ['prints without end', '#!/bin/sh\nyes', /printed more than 1048576 bytes/],
    ['has another schema', script('', { ...described, schema: 'x' }), /schema: /],
    ['has a key with a typing error', script('', { ...described, cheks: [] }), /unknown key cheks: did you mean checks\?/],
    ['has no checks', script('', { ...described, checks: [] }), /checks: a program without checks is never run/],
    ['has a name that is none', script('', { ...described, name: '../x' }), /name: a name is words/],
    ['has a wrong id', script('', { ...described, checks: [{ ...described.checks[0], id: 'X' }] }), /checks\.0\.id: an id is/],
    ['asks for a fact that nobody sees', script('', { ...described, facts: ['php.wep'] }), /no fact "php\.wep": did you mean php\.web\?/],
    [
      'has an escape in a title',
      script('', JSON.stringify(described).replace('The VPN', '\\u001b[2JThe VPN')),
      /causes\.0\.title: must be one line/,
    ],
  ])('%s', async (_, text, why) => {
    const error = await program(text).catch((caught: unknown) => caught as Error);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(why);
    expect((error as Error).message).toMatch(/^the plug-in \/.*plugin-\d+\.sh cannot be used: [^\n\u001b]+$/);
  });
});

interface Said {
  readonly fact: Fact<unknown>;
  readonly judgement: Judgement | undefined;
  readonly touched: readonly string[];
}

async function said(check: string, description: unknown = described): Promise<Said> {
  const extension = await program(script(check, description));
  const touched: string[] = [];
  const registry = new Map(extension.probes(({ kind, what }) => touched.push(`${kind} ${what}`)).map((one) => [one.fact, one]));
  const host = fakeHost();
  const { facts } = await gather(
    [...registry.keys()],
    registry,
    host,
    { ...defaultOptions, target: '/srv/acme' },
    new AbortController().signal,
  );
  const [judgement] = judgeCheck(extension.checks[0] as (typeof extension.checks)[0], facts);
  return { fact: facts.get('plugin.acme-vpn' as FactId) as Fact<unknown>, judgement, touched };
}

const found = {
  is: 'fail',
  cause: 'acme-vpn-down',
  subject: 'tun0',
  confidence: 'proved',
  evidence: [{ label: 'l', saw: 's', want: 'w', source: '/sys' }],
};

describe('a program at work', () => {
  it('is heard, and told what it may know and no more', async () => {
    process.env['WHMCS_API_SECRET'] = 'planted-secret-1';
    process.env['ACME_TOKEN'] = 'planted-secret-2';
    const { judgement, touched, fact } = await said(result(found));
    expect(judgement).toMatchObject({ is: 'fail', evidence: [{ label: 'l', saw: 's', want: 'w', vantage: 'shell', source: '/sys' }] });
    expect(fact).toMatchObject({ ok: true, value: { judgements: { 'acme-vpn-down': found } } });
    expect(touched).toEqual([expect.stringMatching(/^run \/.*plugin-\d+\.sh check$/)]);
    const told = await said('echo "$(env | sort | cut -d= -f1 | tr "\\n" " ")" "$(cat)" "$WHMCS_DOCTOR_TARGET" >&2; exit 1');
    const { why } = told.fact as { readonly why: string };
    expect(why).toContain('WHMCS_DOCTOR_TARGET');
    const everything = await said('(env; cat) > "${0}.told"; exit 1');
    expect(everything.fact.ok).toBe(false);
    delete process.env['WHMCS_API_SECRET'];
    delete process.env['ACME_TOKEN'];
    const heard = readFileSync(join(folder, `plugin-${serial}.sh.told`), 'utf8');
    expect(heard).toContain('"schema":"whmcs-doctor/plugin-input/1"');
    expect(heard).not.toContain('planted-secret');
  });

  it('says whose names stand in its judgements', async () => {
    const answer = {
      schema: 'whmcs-doctor/plugin-result/1',
      people: [{ personal: 'name', value: 'Jane' }],
      judgements: { 'acme-vpn-down': found },
    };
    const { fact, judgement } = await said(`cat >/dev/null; echo '${JSON.stringify(answer)}'`);
    expect(judgement).toMatchObject({ is: 'fail' });
    expect(peopleIn(fact)).toEqual([{ personal: 'name', value: 'Jane', class: '' }]);
  });

  it.each([
    ['crashes', 'echo boom >&2; exit 1', /the plug-in plugin-\d+\.sh ended with status 1: boom$/],
    ['is killed', 'kill -9 $$', /was ended by a signal/],
    ['prints nothing', ':', /printed nothing/],
    ['prints rubbish', 'echo "{"', /printed what is not JSON/],
    ['prints too much', 'yes', /printed more than/],
    ['prints another document', `echo '{"schema":"x","judgements":{}}'`, /what is no result: schema: /],
    [
      'judges what is none of its checks',
      `echo '{"schema":"whmcs-doctor/plugin-result/1","judgements":{"acme-vpn-dwon":{"is":"pass"}}}'`,
      /judged "acme-vpn-dwon".*did it mean acme-vpn-down\?/,
    ],
    ['forgets a check', `echo '{"schema":"whmcs-doctor/plugin-result/1","judgements":{}}'`, /said nothing about this check/],
    ['says what is no judgement', result({ ...found, is: 'failed' }), /no judgement: .*is/],
    ['leaves the subject out', result({ ...found, subject: undefined }), /no judgement: subject: /],
    ['is wrong in the second', result([found, { ...found, confidence: 'sure' }]), /no judgement: 1\.confidence: /],
    [
      'names a cause of somebody else',
      result({ ...found, cause: 'clock-behind' }),
      /cause "clock-behind", which the check does not declare/,
    ],
    ['hangs', 'sleep 60', /what the plug-in plugin-\d+\.sh sees was not done within its budget of 0\.3 s/],
  ])('%s: unknown, with its name', async (_, check, why) => {
    const { judgement } = await said(check, { ...described, budgetSeconds: 0.3 });
    expect(judgement).toMatchObject({ is: 'unknown', reason: expect.stringMatching(why) as string });
    expect((judgement as { readonly reason: string }).reason).toMatch(/plug-in plugin-\d+\.sh/);
  });
});

describe('the published schemas', () => {
  const ajv = new Ajv2020({ strict: false });
  const schemas = pluginSchemas();

  it('describe what the README shows and a program is told', async () => {
    const shown = readmeFile('acme-maintenance');
    const description = JSON.parse(/<<'JSON'\n([^]*?)\nJSON/.exec(shown)?.[1] ?? '') as unknown;
    expect(ajv.validate(schemas['plugin'] as object, description), ajv.errorsText()).toBe(true);
    expect(ajv.validate(schemas['plugin'] as object, { ...described, checks: [] })).toBe(false);
    const answer = { schema: 'whmcs-doctor/plugin-result/1', judgements: { a: found, b: [{ is: 'pass' }, { is: 'skip', reason: 'r' }] } };
    expect(ajv.validate(schemas['plugin-result'] as object, answer), ajv.errorsText()).toBe(true);
    expect(ajv.validate(schemas['plugin-result'] as object, { ...answer, judgements: { a: { is: 'maybe' } } })).toBe(false);
    await said('cat > "$0.input"', { ...described, facts: ['php.web', 'clock.now'] });
    const input = JSON.parse(readFileSync(join(folder, `plugin-${serial}.sh.input`), 'utf8')) as object;
    expect(ajv.validate(schemas['plugin-input'] as object, input), ajv.errorsText()).toBe(true);
    expect(input).toMatchObject({
      target: { kind: 'install', label: '/srv/acme' },
      facts: { 'php.web': { ok: false, gap: 'unsupported' } },
    });
  });
});

describe('plain data', () => {
  it('is a copy that shares nothing', () => {
    const given = { a: [1, { b: 'x' }], gone: undefined, n: null, t: true };
    const copy = plainData(given) as typeof given;
    expect(copy).toEqual({ a: [1, { b: 'x' }], n: null, t: true });
    expect(copy.a).not.toBe(given.a);
    expect(Object.getPrototypeOf(plainData(JSON.parse('{"__proto__": {"x": 1}}')))).toBe(Object.prototype);
    expect(plainData(Object.create(null))).toEqual({});
  });

  it.each([
    [() => 1],
    [Symbol('s')],
    [1n],
    [Number.NaN],
    [undefined],
    [new Date(0)],
    [new Uint8Array(2)],
    [Promise.resolve()],
    [[[undefined]]],
  ])('%s is none', (value) => {
    expect(() => plainData(value)).toThrow(TypeError);
  });
});
