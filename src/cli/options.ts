/** From the command line and the configuration file to RunOptions, Policy and View. The command line wins. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { defaultOptions } from '../policy/defaults.js';
import type { ConfigFile } from '../policy/config.js';
import { pathWithoutToken, routeWithoutToken } from '../logic/reset-token.js';
import { shownUrl } from '../logic/url-identity.js';
import { parseDuration } from '../policy/units.js';
import type { FailOn, RunOptions, TriageResult } from '../model.js';
import { isSomebodys, peopleIn } from '../redact/people.js';
import type { Policy } from '../run/run.js';
import { orUnusable, unusable, usage } from './exit.js';

/** What commander hands over: names as in cli/main.ts. */
export interface Given {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly require?: readonly string[];
  readonly usedUrl?: string;
  readonly visitorIp?: string;
  readonly admin?: string;
  readonly user?: string;
  readonly permission?: readonly string[];
  readonly url?: string;
  readonly adminUrl?: string;
  readonly origin?: string;
  readonly resolve?: readonly string[];
  readonly cacert?: string;
  readonly php?: string;
  readonly fpm?: string;
  readonly webProbe?: boolean;
  readonly offline?: boolean;
  readonly exact?: boolean;
  readonly timeout?: string;
  readonly deadline?: string;
  readonly jobs?: string;
  readonly config?: string;
  readonly audit?: string;
  readonly format?: readonly string[] | string;
  readonly show?: 'problems' | 'all';
  readonly redact?: boolean;
  readonly color?: boolean;
  readonly ascii?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly failOn?: FailOn;
  readonly output?: string;
  /** Do not ask. */
  readonly yes?: boolean;
  /** A file with one target on each line. */
  readonly targets?: string;
  /** The words of whoever cannot log in, a file with them, or -. */
  readonly for?: string;
  /** Findings of before that do not count. */
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly waivers?: string;
  /** Repeat until healthy, for so long. */
  readonly wait?: string;
  /** Modules or executables with checks, causes and probes of the operator's own. */
  readonly plugin?: readonly string[];
}

export interface Settings {
  readonly options: RunOptions;
  readonly policy: Policy;
  readonly file: ConfigFile;
  /** Files of plug-ins, absolute. */
  readonly plugins: readonly string[];
  /** Where the file is; null: there is none. */
  readonly configPath: string | null;
}

/** Everything resolved for one target; `described`: what --for tells of. Throws Quit with 64 or 78. */
export async function settingsFor(target: string, given: Given, described: TriageResult | null = null): Promise<Settings> {
  const { file, path: configPath } = await configFor(target, given);
  const merge = await import('../policy/merge.js');
  const options: RunOptions = {
    ...defaultOptions,
    target,
    url: plainAddress(given.url ?? file.url, '--url'),
    origin: ip(given.origin ?? file.origin, '--origin'),
    resolve: [
      ...resolveEntries(given.resolve ?? []),
      ...Object.entries(file.resolve ?? {}).map(([host, to]) => ({ host, port: null, address: to })),
    ],
    cacert: given.cacert ?? file.cacert ?? null,
    php: absolute(given.php ?? file.php, '--php'),
    fpm: given.fpm ?? file.fpm ?? null,
    webProbe: given.webProbe ?? file.webProbe ?? false,
    offline: given.offline ?? file.offline ?? false,
    exact: given.exact ?? file.exact ?? false,
    timeoutMs: waiting(duration(given.timeout, '--timeout') ?? file.timeout ?? defaultOptions.timeoutMs),
    deadlineMs: waiting(duration(given.deadline, '--deadline') ?? file.deadline ?? defaultOptions.deadlineMs),
    jobs: jobs(given.jobs) ?? file.jobs ?? defaultOptions.jobs,
    adminUrl: adminUrl(given.adminUrl ?? file.adminUrl),
    usedUrl: usedUrl(given.usedUrl ?? file.usedUrl),
    visitorIp: ip(given.visitorIp ?? file.visitorIp, '--visitor-ip'),
    admin: given.admin ?? file.admin ?? null,
    user: given.user ?? file.user ?? null,
    permissions: split(given.permission) ?? file.permission ?? [],
    endpoints: merge.mergeEndpoints(defaultOptions.endpoints, file.endpoints),
    thresholds: merge.mergeThresholds(defaultOptions.thresholds, file.thresholds),
  };
  const selection = {
    only: ids(given.only, '--only') ?? file.only ?? [],
    skip: ids(given.skip, '--skip') ?? file.skip ?? [],
    require: ids(given.require, '--require') ?? file.require ?? [],
  };
  const asked = [...selection.only, ...(described?.matches.map(({ problem }) => problem) ?? [])];
  const licenseSelected = asked.some((id) => /licen[sc]e|^no-connection/.test(id));
  const policy: Policy = {
    selection,
    severity: file.severity ?? {},
    failOn: given.failOn ?? file.failOn ?? 'warn',
    ...(described ? { described } : {}),
    ...((given.redact ?? file.redact ?? false) ? { namesSomebody: somebodyIn() } : {}),
  };
  return { options: { ...options, licenseSelected }, policy, file, configPath, plugins: pluginFiles(given, file) };
}

/** Those of the command line beside those of the configuration file: a check that is left out unseen would look healthy. */
function pluginFiles(given: Given, file: ConfigFile): readonly string[] {
  return [...new Set([...(given.plugin ?? []), ...(file.plugins ?? [])].map((path) => resolve(path)))];
}

/** Whether a text names somebody of whom the facts tell. */
function somebodyIn(): NonNullable<Policy['namesSomebody']> {
  const found = new WeakMap<object, readonly string[]>();
  return (subject, facts) => {
    const people =
      found.get(facts) ??
      peopleIn([...facts.values()])
        .filter(isSomebodys)
        .map(({ value }) => value);
    found.set(facts, people);
    return people.some((value) => value.length > 3 && subject.includes(value));
  };
}

/** The configuration file that applies, and where it is. Throws Quit 78. */
export async function configFor(target: string, given: Given): Promise<{ readonly file: ConfigFile; readonly path: string | null }> {
  const { findConfig } = await import('../policy/find-config.js');
  const path = findConfig(given.config ?? null, process.cwd(), target);
  if (path === null) return { file: {}, path };
  const { readConfig } = await import('../policy/config.js');
  const file = await orUnusable(() => readConfig(path, process.getuid?.() ?? 0));
  if (file.plugins !== undefined && given.config === undefined)
    throw unusable(`${path}: plugins are code, and only taken from a file that was given: type --config ${path}, or --plugin FILE`);
  return { file, path };
}

/** How long `check` is repeated until it is healthy; null: it is not. */
export function waitOf(given: Given, file: ConfigFile): number | null {
  const ms = duration(given.wait, '--wait') ?? file.wait;
  return ms === undefined ? null : waiting(ms);
}

/** An empty text, as of a variable that is not set, would choose otherwise than it looks. */
function ids(lists: readonly string[] | undefined, option: string): readonly string[] | undefined {
  const all = split(lists);
  if (all?.length === 0) throw usage(`${option} names nothing: give it ids, or leave it out`);
  return all;
}

function split(lists: readonly string[] | undefined): readonly string[] | undefined {
  return lists
    ?.flatMap((list) => list.split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function duration(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === null || ms <= 0) throw usage(`${option} ${text} is not a duration such as 5s, 500ms or 2m`);
  return ms;
}

/** Timers of more than 24 days fire at once; nobody waits for more than one. */
function waiting(ms: number): number {
  return Math.min(ms, 86_400_000);
}

function jobs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1) throw usage(`--jobs ${text} is not a number from 1 to 999`);
  return Number(text);
}

function ip(text: string | undefined, option: string): string | null {
  if (text === undefined) return null;
  if (isIP(text) === 0) throw usage(`${option} ${text} is not an IP address`);
  return text;
}

function absolute(path: string | undefined, option: string): string | null {
  if (path === undefined) return null;
  if (!path.startsWith('/')) throw usage(`${option} ${path} must be an absolute path`);
  return path;
}

function address(text: string | undefined, option: string): string | null {
  if (text === undefined) return null;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw usage(`${option} ${withoutSecrets(text)} is not an address that begins with https:// or http://`);
  return text;
}

/** Without name and password: they are nobody's business in a report. */
function plainAddress(text: string | undefined, option: string): string | null {
  const given = address(text, option);
  if (given === null) return null;
  const url = new URL(given);
  if (url.username === '' && url.password === '') return given;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Folder of the admin area: the page that was copied along, its query and its fragment say nothing. */
function adminUrl(text: string | undefined): string | null {
  const given = plainAddress(text, '--admin-url');
  if (given === null) return null;
  const url = new URL(given);
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/[^/]*\.php(?:\/.*)?$/i, '');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

/** The token of a reset link is a secret of the person: everything after the path is dropped before anything else sees it. */
function usedUrl(text: string | undefined): string | null {
  const given = address(text, '--used-url');
  if (given === null) return null;
  const url = new URL(given);
  url.username = '';
  url.password = '';
  url.hash = '';
  const route = url.searchParams.get('rp');
  url.search = route === null ? '' : `?rp=${routeWithoutToken(route)}`;
  url.pathname = pathWithoutToken(url.pathname);
  return url.href;
}

const namedHost =
  /^\s*[a-z][a-z0-9+.-]{0,19}:\/\/(?:(?:[\p{L}\p{N}-]{1,63}\.){1,20}[\p{L}\p{N}-]{1,63}|localhost|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?(?=[/\\]|$)/iu;

/** What was typed in the place of an address, for a message: without name, password, query, fragment and tokens. */
export function withoutSecrets(text: string): string {
  // no address, as with a slash in its password: what a person means ends at the last @
  const isAddress = URL.canParse(text);
  const shown = shownUrl(isAddress ? text : text.replace(/^(\s*[a-z][a-z0-9+.-]{0,19}:[/\\]{0,3}).*@/is, '$1'));
  // the name of a host with a digit in it is no token, however long; a word without a dot in its place may be one
  const [host = ''] = namedHost.exec(shown) ?? [];
  const path = shown.slice(host.length);
  return `${host}${isAddress && host !== '' ? pathWithoutToken(path) : routeWithoutToken(path)}`;
}

function resolveEntries(entries: readonly string[]): RunOptions['resolve'] {
  return entries.map((entry) => {
    const match = /^([^:[\]]+):(?:(\d{1,5}):)?\[?([0-9a-fA-F:.]+)\]?$/.exec(entry);
    const [, host, port, to] = match ?? [];
    if (host === undefined || to === undefined || isIP(to) === 0)
      throw usage(`--resolve ${entry} is not HOST:ADDRESS or HOST:PORT:ADDRESS`);
    return { host: host.toLowerCase(), port: port === undefined ? null : Number(port), address: to };
  });
}
