/** whmcs-doctor plan: what a check would read, run, ask and contact, as patterns. Reads nothing but configuration.php, contacts nobody. */
import { operatorEnvironment } from '../host/environment-secrets.js';
import { addressOf, httpUrl, identityOf, wwwTwin } from '../logic/url-identity.js';
import type { Announced, Endpoints, Fact, FactId, Facts, Probe, Touch } from '../model.js';
import { candidateNames, describedOf } from '../report/recognised.js';
import { toJson } from '../report/json.js';
import { plain } from '../report/plain-text.js';
import { wrap } from '../report/wrap.js';
import { expanded, knownEndpoints, merged, type Known } from '../run/announce.js';
import { chosenChecks, factsFor, type Program } from '../run/run.js';
import { gather } from '../run/scheduler.js';
import { describedBy, everythingInstead, sealedWords } from './describe.js';
import { refuseWithoutInstall, selecting } from './examine.js';
import { openHost } from './open-host.js';
import { settingsFor, type Given, type Settings } from './options.js';
import { print, say } from './output.js';
import { keepForPlugins, loadPlugins } from './plugins.js';
import { loadProgram } from './program.js';
import { simpleFormat } from './shown-as.js';
import { sealWith, seal } from './seal.js';
import { targetOf, type LiveTarget } from './targets.js';

type Item = Announced & { readonly for: readonly string[] };

const headings: Readonly<Record<Touch['kind'], string>> = {
  read: 'Files and folders read',
  run: 'Programs run',
  query: 'Database statements',
  contact: 'Addresses contacted',
  write: 'Written for a moment, and removed on every way out',
};

/** What WHMCS does with any visitor. */
const sessionsOpened = 'Anonymous sessions that the site opens for these visits';
const whereMore = '; more where it redirects within itself and takes no cookie back';

export async function plan(text: string | undefined, given: Given): Promise<void> {
  const result = given.for === undefined ? null : await describedBy(given.for, '--for');
  const target = await targetOf(text ?? '.');
  const settings = await settingsFor(target.text, given, result);
  const plugins = await loadPlugins(settings);
  const program = await loadProgram(target.kind, plugins);
  const wanted = factsFor(
    selecting(() => chosenChecks(program, settings.policy)),
    program.probes,
  );
  const loading = plugins.flatMap(({ touches }) => touches).map((touch): Item => ({ ...touch, for: [] }));
  const looking = target.kind === 'bundle' ? [fileItself(target.text, wanted)] : await itemsOf(program, target, settings, wanted);
  const items = [...loading, ...looking];
  const described = result && describedOf(result, program);
  if (simpleFormat(given) === 'json')
    return print(toJson({ schema: 'whmcs-doctor/plan/1', ...(described ? { triage: sealedWords(described) } : {}), items }));
  if (result?.matches.length === 0) say(everythingInstead(result, 'would be looked at'));
  if (described && described.best !== 'none')
    await print(`${wrap(`For what was described: ${candidateNames(described)}`, 80, '', '  ').join('\n')}\n\n`);
  const sessions = items.reduce((sum, item) => sum + (item.sessions ?? 0), 0);
  if (sessions > 0) await print(`${wrap(`${sessionsOpened}: about ${sessions}${whereMore}`, 80, '', '  ').join('\n')}\n\n`);
  await print(`${(Object.keys(headings) as Touch['kind'][]).flatMap((kind) => section(kind, items, given.verbose === true)).join('\n')}\n`);
}

/** What is in a bundle was seen before: nothing else is looked at. */
function fileItself(path: string, wanted: readonly FactId[]): Item {
  const what = `${path}, the bundle itself: nothing else is read, run, asked or contacted`;
  return { kind: 'read', what, covers: [path], for: wanted };
}

async function itemsOf(program: Program, target: LiveTarget, settings: Settings, wanted: readonly FactId[]): Promise<readonly Item[]> {
  const { endpoints, offline } = settings.options;
  const known: Known = { ...knownEndpoints(endpoints), ...(await placeOf(program, target, settings)) };
  const probes = wanted.map((id) => program.probes.get(id)).filter((probe) => probe !== undefined);
  return [...touchesOf(probes, offline), ...secretFiles(wanted)].map((touch) => ({
    ...touch,
    what: seal(withEndpoints(touch.what, endpoints)),
    covers: expanded(touch.covers, known).map(seal),
  }));
}

/** Secrets that are given as the name of a file. */
function secretFiles(wanted: readonly FactId[]): readonly Item[] {
  const given = Object.entries(operatorEnvironment()).filter(([name]) =>
    /^(?:WHMCS_(?:API|DB)|SMTP|DUO|FACEBOOK|TWITTER|GOOGLE)_\w+_FILE$/.test(name),
  );
  return given.flatMap(([name, path]) =>
    path === undefined || path === '' ? [] : [{ kind: 'read' as const, what: `the file that ${name} names`, covers: [path], for: wanted }],
  );
}

/** What is known of the target beforehand. Only configuration.php is read, and only of this machine: no plan contacts anybody. */
async function placeOf(program: Program, target: LiveTarget, settings: Settings): Promise<Known> {
  const url = httpUrl(settings.options.url ?? target.text);
  const { usedUrl, adminUrl } = settings.options;
  const site = {
    ...(url === null ? {} : { site: hostsOf(url) }),
    'used host': hostOfGiven(usedUrl),
    'admin host': hostOfGiven(adminUrl),
  };
  if (target.kind === 'url') return site;
  if (target.kind === 'ssh') return { ...site, install: [target.folder.replace(/(?<=.)\/+$/, '')] };
  const { SecretVault } = await import('../host/vault.js');
  const vault = new SecretVault();
  keepForPlugins(vault);
  sealWith(() => vault.values());
  const host = await openHost(target, settings.options, vault, () => {});
  const { signal } = new AbortController();
  try {
    const { facts } = await gather(['install.root', 'install.configuration'], program.probes, host, settings.options, signal);
    await refuseWithoutInstall(program, host, settings.options, target, signal, 'plan');
    const root = facts.get('install.root') as Fact<Facts['install.root']> | undefined;
    return { ...site, ...(root?.ok ? { install: [root.value.path] } : {}) };
  } finally {
    await host.close();
  }
}

function hostOfGiven(text: string | null): readonly string[] {
  const url = text === null ? null : httpUrl(text);
  return url === null ? [] : [url.host];
}

/** With and without www. */
function hostsOf(url: URL): readonly string[] {
  const identity = identityOf(url);
  const twin = wwwTwin(identity);
  return [identity, ...(twin === null ? [] : [twin])].map((each) => new URL(addressOf(each)).host);
}

/** Every pattern once, with the facts it is for. */
function touchesOf(probes: readonly Probe[], offline: boolean): readonly Item[] {
  return merged(
    probes.flatMap((probe) =>
      probe.touches
        .filter(({ kind }) => !offline || kind !== 'contact' || probe.vantage === 'database')
        .map((touch) => ({ ...touch, fact: probe.fact })),
    ),
  );
}

/** What `endpoints.time` and its kin stand for in this run. */
function withEndpoints(what: string, endpoints: Endpoints): string {
  return what.replace(/endpoints\.(\w+)/g, (name, key: string) => {
    const value: unknown = Object.hasOwn(endpoints, key) ? Reflect.get(endpoints, key) : null;
    const all = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
    return `${name} = ${all.length === 0 ? 'none' : all.join(' ')}`;
  });
}

function section(kind: Touch['kind'], items: readonly Item[], verbose: boolean): readonly string[] {
  const own = items.filter((item) => item.kind === kind);
  if (own.length === 0) return [];
  const lines = own.flatMap((item) => [
    ...wrap(plain(item.what), 80, '  ', '    '),
    ...(verbose ? item.covers.map((pattern) => `      ${plain(pattern)}`) : []),
  ]);
  return [headings[kind], ...lines, ''];
}
