/**
 * The healthy install that was recorded under PHP 8.2, as other releases of PHP and other ways of looking at it would have left it: what
 * php.net's migration pages (https://www.php.net/manual/en/appendices.php) and Debian's packages of each release say is different.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const recorded = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/healthy-install.json', import.meta.url)), 'utf8'),
) as RecordedInstall;

/** As far as it is changed here. */
interface RecordedInstall {
  readonly facts: Readonly<Record<string, { readonly value?: Readonly<Record<string, unknown>> }>>;
}

interface PhpRelease {
  readonly full: string;
  /** Directives with another value where nobody set them. */
  readonly ini?: Readonly<Record<string, string>>;
  readonly withoutIni?: readonly string[];
  readonly withoutExtensions?: readonly string[];
  readonly withExtensions?: readonly string[];
  /** What PHP says of a session that works, where .user.ini sets what the release is done with. */
  readonly says?: readonly string[];
}

/** https://www.php.net/manual/en/migration84.deprecated.php: still heeded, and told about whenever it is set. */
const deprecatedIn84 = ['session.sid_length', 'session.sid_bits_per_character', 'session.use_only_cookies', 'session.use_trans_sid'];

/** `random` came with 8.2; xmlrpc went with 8.0. https://www.php.net/manual/en/random.installation.php */
export const phpReleases: Readonly<Record<string, PhpRelease>> = {
  '7.4': {
    full: '7.4.33',
    // https://www.php.net/manual/en/migration80.incompatible.php: log files of 7.4 name no default for these
    ini: { 'session.cookie_secure': '', 'session.cookie_httponly': '', 'session.lazy_write': '1', 'date.timezone': '' },
    withoutExtensions: ['random', 'ffi'],
    withExtensions: ['xmlrpc'],
  },
  '8.0': { full: '8.0.30', ini: { 'session.cookie_secure': '', 'date.timezone': '' }, withoutExtensions: ['random'] },
  '8.1': { full: '8.1.34', ini: { 'date.timezone': '' }, withoutExtensions: ['random'] },
  '8.2': { full: '8.2.36' },
  '8.3': { full: '8.3.30', withExtensions: ['zip'] },
  '8.4': {
    full: '8.4.17',
    // php.ini of 8.4 sets the length of session ids no more, and PHP's own is 32 of 4 bits
    ini: { 'session.sid_length': '32', 'session.sid_bits_per_character': '4' },
    says: deprecatedIn84.map((name) => `ini_set(): ${name} INI setting is deprecated`),
  },
};

/** How PHP's own values were had, and from which PHP. */
export const phpWays = ['PHP-FPM over FastCGI', 'mod_php over a web probe', 'LiteSpeed over a web probe', 'files alone'] as const;
export type PhpWayThere = (typeof phpWays)[number];

export const whmcsReleases: readonly string[] = ['7.10.3', ...Array.from({ length: 14 }, (_, minor) => `8.${minor}.1`), '9.0.1'];

type Value = Record<string, unknown>;

/** The bundle's text. */
export function healthyInstall(php: string, way: PhpWayThere, whmcs: string): string {
  const release = phpReleases[php];
  if (release === undefined) throw new Error(`no release of PHP ${php}`);
  const text = JSON.stringify(recorded)
    .replaceAll('8.2.36', release.full)
    .replaceAll('/php/8.2/', `/php/${php}/`)
    .replaceAll('php8.2', `php${php}`)
    .replaceAll('8.11.2', whmcs);
  const bundle = JSON.parse(text) as { facts: Record<string, { value: Value }> };
  for (const id of ['php.web', 'php.cli']) asReleased(valueOf(bundle, id), release);
  seenThrough(bundle, way, php, release.says ?? []);
  return JSON.stringify(bundle);
}

function valueOf(bundle: { readonly facts: Record<string, { value: Value }> }, id: string): Value {
  const fact = bundle.facts[id];
  if (fact?.value === undefined) throw new Error(`the recorded install has no ${id}`);
  return fact.value;
}

function asReleased(view: Value, { ini = {}, withoutIni = [], withoutExtensions = [], withExtensions = [] }: PhpRelease): void {
  const values = Object.entries({ ...(view['ini'] as Record<string, string>), ...ini }).filter(([name]) => !withoutIni.includes(name));
  view['ini'] = Object.fromEntries(values);
  const extensions = (view['extensions'] as readonly string[]).filter((name) => !withoutExtensions.includes(name));
  view['extensions'] = [...extensions, ...withExtensions];
}

function seenThrough(bundle: { facts: Record<string, { value: Value }> }, way: PhpWayThere, php: string, says: readonly string[]): void {
  const [web, pool, store] = ['php.web', 'php.pool', 'sessions.store'].map((id) => valueOf(bundle, id));
  if (web === undefined || pool === undefined || store === undefined) return;
  for (const holder of [web, store]) {
    const trial = holder['trial'] as Value | null;
    if (trial !== null) trial['errors'] = says;
  }
  if (way === 'PHP-FPM over FastCGI') return;
  Object.assign(pool, { listen: null, pool: null, file: null, masterPid: null, values: [] });
  if (way === 'mod_php over a web probe') {
    Object.assign(pool, { kind: 'mod_php', iniFile: `/etc/php/${php}/apache2/php.ini`, iniFolder: `/etc/php/${php}/apache2/conf.d` });
    Object.assign(web, { way: 'web-probe', sapi: 'apache2handler', samples: 0 });
  } else if (way === 'LiteSpeed over a web probe') {
    const ini = `/usr/local/lsws/lsphp${php.replace('.', '')}/etc/php/${php}`;
    Object.assign(pool, { kind: 'lsapi', iniFile: `${ini}/litespeed/php.ini`, iniFolder: `${ini}/mods-available` });
    Object.assign(web, { way: 'web-probe', sapi: 'litespeed', samples: 0 });
  } else {
    const unseen = {
      extensions: null,
      user: null,
      clock: null,
      curl: null,
      tempDir: null,
      trial: null,
      timeZone: null,
      utcOffsetSeconds: null,
    };
    Object.assign(web, { way: 'static', sapi: null, samples: 0, ...unseen });
    for (const name of ['utcOffsetsAhead', 'ionCube', 'sendmailExecutable', 'timeZoneWritten']) delete web[name];
    Object.assign(store, { trial: null });
  }
}
