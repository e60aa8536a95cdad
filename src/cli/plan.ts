/** whmcs-doctor plan: what a check would read, run, ask and contact, as patterns. Reads nothing but configuration.php, contacts nobody. */
import type { Endpoints, FactId, Probe, Touch } from '../model.js';
import { candidateNames, describedOf } from '../report/described.js';
import { toJson } from '../report/json.js';
import { plain } from '../report/plain-text.js';
import { wrap } from '../report/wrap.js';
import { chosenChecks, factsFor } from '../run/run.js';
import { gather } from '../run/scheduler.js';
import { describedBy, everythingInstead, sealedWords } from './describe.js';
import { selecting } from './examine.js';
import { usage } from './exit.js';
import { settingsFor, type Given } from './options.js';
import { print, say } from './output.js';
import { loadProgram } from './program.js';
import { simpleFormat } from './render.js';
import { sealWith, seal } from './seal.js';

const headings: Readonly<Record<Touch['kind'], string>> = {
  read: 'Files and folders read',
  run: 'Programs run',
  query: 'Database statements',
  contact: 'Addresses contacted',
  write: 'Written for a moment, and removed on every way out',
};

export async function plan(target: string | undefined, given: Given): Promise<void> {
  const result = given.for === undefined ? null : await describedBy(given.for, '--for');
  const settings = await settingsFor(target ?? '.', given, result);
  const program = await loadProgram();
  const checks = selecting(() => chosenChecks(program, settings.policy));
  const [{ createLocalHost }, { SecretVault }] = await Promise.all([import('../host/local.js'), import('../host/vault.js')]);
  const vault = new SecretVault();
  sealWith(() => vault.values());
  const host = await createLocalHost({ ...settings.options, vault });
  try {
    const { facts } = await gather(
      ['install.root', 'install.configuration'],
      program.probes,
      host,
      settings.options,
      new AbortController().signal,
    );
    const root = facts.get('install.root');
    if (root && !root.ok && root.gap === 'absent')
      throw usage(`${root.why}. Type the folder of the install: whmcs-doctor plan /var/www/whmcs`);
  } finally {
    await host.close();
  }
  const probes = factsFor(checks, program.probes)
    .map((id: FactId) => program.probes.get(id))
    .filter((probe): probe is Probe => probe !== undefined);
  const items = touchesOf(probes, settings.options.offline).map((touch) => ({
    ...touch,
    what: seal(withEndpoints(touch.what, settings.options.endpoints)),
  }));
  const described = result && describedOf(result, program);
  if (simpleFormat(given) === 'json')
    return print(toJson({ schema: 'whmcs-doctor/plan/1', ...(described ? { triage: sealedWords(described) } : {}), items }));
  if (result?.matches.length === 0) say(everythingInstead(result, 'would be looked at'));
  if (described && described.best !== 'none')
    await print(`${wrap(`For what was described: ${candidateNames(described)}`, 80, '', '  ').join('\n')}\n\n`);
  await print(`${(Object.keys(headings) as Touch['kind'][]).flatMap((kind) => section(kind, items)).join('\n')}\n`);
}

/** Every pattern once, with the facts it is for. */
function touchesOf(probes: readonly Probe[], offline: boolean): readonly (Touch & { readonly for: readonly string[] })[] {
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
  return [...all.values()];
}

/** What `endpoints.time` and its kin stand for in this run. */
function withEndpoints(what: string, endpoints: Endpoints): string {
  return what.replace(/endpoints\.(\w+)/g, (name, key: string) => {
    const value: unknown = Object.hasOwn(endpoints, key) ? Reflect.get(endpoints, key) : null;
    const all = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
    return `${name} = ${all.length === 0 ? 'none' : all.join(' ')}`;
  });
}

function section(kind: Touch['kind'], items: readonly (Touch & { readonly for: readonly string[] })[]): readonly string[] {
  const own = items.filter((item) => item.kind === kind);
  if (own.length === 0) return [];
  return [headings[kind], ...own.flatMap((item) => wrap(plain(item.what), 80, '  ', '    ')), ''];
}
