/** whmcs-doctor plan: what a check would read, run, ask and contact, as patterns. Reads nothing but configuration.php, contacts nobody. */
import type { Endpoints, FactId, Probe, RunOptions, Touch } from '../model.js';
import { candidateNames, describedOf } from '../report/described.js';
import { toJson } from '../report/json.js';
import { plain } from '../report/plain-text.js';
import { wrap } from '../report/wrap.js';
import { chosenChecks, factsFor, type Program } from '../run/run.js';
import { gather } from '../run/scheduler.js';
import { describedBy, everythingInstead, sealedWords } from './describe.js';
import { refuseWithoutInstall, selecting } from './examine.js';
import { openHost } from './open-host.js';
import { settingsFor, type Given, type Settings } from './options.js';
import { print, say } from './output.js';
import { loadProgram } from './program.js';
import { simpleFormat } from './render.js';
import { sealWith, seal } from './seal.js';
import { targetOf, type LiveTarget } from './targets.js';

const headings: Readonly<Record<Touch['kind'], string>> = {
  read: 'Files and folders read',
  run: 'Programs run',
  query: 'Database statements',
  contact: 'Addresses contacted',
  write: 'Written for a moment, and removed on every way out',
};

export async function plan(text: string | undefined, given: Given): Promise<void> {
  const result = given.for === undefined ? null : await describedBy(given.for, '--for');
  const target = await targetOf(text ?? '.');
  const settings = await settingsFor(target.text, given, result);
  const program = await loadProgram(target.kind);
  const checks = selecting(() => chosenChecks(program, settings.policy));
  if (target.kind !== 'bundle') await refuseWithoutTarget(program, target, settings);
  const wanted = factsFor(checks, program.probes);
  const items = target.kind === 'bundle' ? [fileItself(target.text, wanted)] : touchesOf(probesOf(wanted, program), settings.options);
  const described = result && describedOf(result, program);
  if (simpleFormat(given) === 'json')
    return print(toJson({ schema: 'whmcs-doctor/plan/1', ...(described ? { triage: sealedWords(described) } : {}), items }));
  if (result?.matches.length === 0) say(everythingInstead(result, 'would be looked at'));
  if (described && described.best !== 'none')
    await print(`${wrap(`For what was described: ${candidateNames(described)}`, 80, '', '  ').join('\n')}\n\n`);
  await print(`${(Object.keys(headings) as Touch['kind'][]).flatMap((kind) => section(kind, items)).join('\n')}\n`);
}

/** What is in a bundle was seen before: nothing else is looked at. */
function fileItself(path: string, wanted: readonly FactId[]): Item {
  return { kind: 'read', what: `${path}, the bundle itself: nothing else is read, run, asked or contacted`, for: wanted };
}

/** Only configuration.php is read, and only of this machine: no plan contacts anybody. */
async function refuseWithoutTarget(program: Program, target: LiveTarget, settings: Settings): Promise<void> {
  if (target.kind !== 'install') return;
  const { SecretVault } = await import('../host/vault.js');
  const vault = new SecretVault();
  sealWith(() => vault.values());
  const host = await openHost(target, settings.options, vault, () => {});
  const { signal } = new AbortController();
  try {
    await gather(['install.configuration'], program.probes, host, settings.options, signal);
    await refuseWithoutInstall(program, host, settings.options, target, signal, 'plan');
  } finally {
    await host.close();
  }
}

type Item = Touch & { readonly for: readonly string[] };

function probesOf(wanted: readonly FactId[], { probes }: Program): readonly Probe[] {
  return wanted.map((id) => probes.get(id)).filter((probe) => probe !== undefined);
}

/** Every pattern once, with the facts it is for. */
function touchesOf(probes: readonly Probe[], { offline, endpoints }: RunOptions): readonly Item[] {
  const all = new Map<string, Touch & { for: string[] }>();
  for (const probe of probes) {
    for (const touch of probe.touches) {
      if (offline && touch.kind === 'contact' && probe.vantage !== 'database') continue;
      const key = `${touch.kind} ${touch.what}`;
      const known = all.get(key);
      if (known) known.for.push(probe.fact);
      else all.set(key, { ...touch, for: [probe.fact] });
    }
  }
  return [...all.values()].map((touch) => ({ ...touch, what: seal(withEndpoints(touch.what, endpoints)) }));
}

/** What `endpoints.time` and its kin stand for in this run. */
function withEndpoints(what: string, endpoints: Endpoints): string {
  return what.replace(/endpoints\.(\w+)/g, (name, key: string) => {
    const value: unknown = Object.hasOwn(endpoints, key) ? Reflect.get(endpoints, key) : null;
    const all = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
    return `${name} = ${all.length === 0 ? 'none' : all.join(' ')}`;
  });
}

function section(kind: Touch['kind'], items: readonly Item[]): readonly string[] {
  const own = items.filter((item) => item.kind === kind);
  if (own.length === 0) return [];
  return [headings[kind], ...own.flatMap((item) => wrap(plain(item.what), 80, '  ', '    ')), ''];
}
