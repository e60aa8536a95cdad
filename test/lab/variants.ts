/**
 * Healthy installs as data: the dimensions in which they differ, and a list of variants in which any two values of two dimensions meet at
 * least once, where they go together. Each is silent.
 */
import { covering, type Never } from '../support/covering.js';
import { runDoctor, type DoctorRun } from './doctor.js';
import { Covers } from './layouts/covers.js';
import { Lab, type LabOptions } from './lab.js';
import { shells, zones } from './variants/places.js';
import { looks } from './variants/looks.js';
import { phpSettings } from './variants/php.js';
import { proxies } from './variants/proxies.js';
import { sessionStores } from './variants/sessions.js';
import type { Value } from './variants/value.js';
import { handlers, webServers } from './variants/web.js';
import { languages, layouts, signIns, themes, versions } from './variants/whmcs.js';

/** In the order in which a variant is made: what comes later finds what came before. */
export const dimensions = {
  'web server': webServers,
  'PHP handler': handlers,
  'session store': sessionStores,
  'PHP settings': phpSettings,
  'WHMCS version': versions,
  'WHMCS layout': layouts,
  language: languages,
  theme: themes,
  'sign-in': signIns,
  'time zone': zones,
  proxy: proxies,
  "operator's locale": shells,
  'looked at': looks,
} as const satisfies Readonly<Record<string, readonly Value[]>>;
export type Dimension = keyof typeof dimensions;
export const dimensionNames = Object.keys(dimensions) as readonly Dimension[];

const clockChanges = zones.flatMap(({ name }) => (name.startsWith('clocks') ? [name] : []));

/** What cannot be had at once, or would be no healthy install; in the order: why. */
const apart: readonly { readonly why: string; readonly never: readonly Never[] }[] = [
  { why: 'mod_php is a part of Apache', never: [['web server', 'nginx', 'PHP handler', 'mod_php']] },
  { why: 'the lab puts nginx before an Apache with FPM', never: [['web server', 'nginx before Apache', 'PHP handler', 'mod_php']] },
  {
    why: 'only nginx takes several pools in turn without a module of its own',
    never: ['Apache', 'nginx before Apache'].map((web): Never => ['web server', web, 'PHP handler', 'two pools in turn']),
  },
  {
    why: "Debian's cleaner reads lifetimes of php.ini, not of pools: sessions would end early",
    never: [['session store', "files in Debian's folder", 'PHP settings', 'sessions of ten hours']],
  },
  { why: 'sessions in the database came with 8', never: [['session store', 'the database', 'WHMCS version', '7.10']] },
  {
    why: 'Duo Security needs 8.9 or later',
    never: ['7.10', '8.0', '8.3', '8.6'].map((version): Never => ['sign-in', 'Duo Security', 'WHMCS version', version]),
  },
  { why: 'twenty-one came with 8.1', never: ['7.10', '8.0'].map((version): Never => ['theme', 'twenty-one', 'WHMCS version', version]) },
  {
    why: 'twenty-one came with 8.1, and so its children',
    never: ['7.10', '8.0'].map((version): Never => ['theme', 'a child of twenty-one', 'WHMCS version', version]),
  },
  {
    why: 'Redis does not start under libfaketime, which makes the machine live then',
    never: clockChanges.flatMap((zone) =>
      sessionStores.filter(({ name }) => name.startsWith('Redis')).map(({ name }): Never => ['time zone', zone, 'session store', name]),
    ),
  },
  {
    why: 'libfaketime keeps its clock where another account may not read it',
    never: clockChanges.map((zone): Never => ['time zone', zone, 'looked at', "as the files' owner"]),
  },
  {
    why: 'nexus came with 9.0',
    never: versions.filter(({ name }) => name !== '9.0').map(({ name }): Never => ['theme', 'nexus', 'WHMCS version', name]),
  },
];

export const seed = 7;

const names = Object.fromEntries(dimensionNames.map((name) => [name, dimensions[name].map((value) => value.name)]));
const covered = covering(
  names,
  apart.flatMap(({ never }) => never),
  seed,
);
export const { pairs, uncovered } = covered;

export type Row = Readonly<Record<Dimension, string>>;
export interface Variant {
  readonly name: string;
  readonly row: Row;
}

export const variants: readonly Variant[] = covered.rows.map((row) => ({
  name: dimensionNames.map((name) => `${name}: ${row[name]}`).join(' | '),
  row: row as Row,
}));

/** A lab that is so, looked at as the variant says. */
export async function lookAtVariant({ row }: Variant): Promise<DoctorRun> {
  const values = dimensionNames.map((name): Value => {
    const found = dimensions[name].find((value) => value.name === row[name]);
    if (found === undefined) throw new Error(`${name} has no ${row[name]}`);
    return found;
  });
  const covers = new Covers();
  let lab: Lab | null = null;
  try {
    for (const { prepare } of values) await prepare?.(covers);
    lab = await Lab.start(optionsOf(values), null, (started) => change(started, values));
    const wish = { env: Object.assign({}, ...values.map(({ env }) => env ?? {})) as Record<string, string> };
    const look = values.find((value) => value.look !== undefined)?.look ?? runDoctor;
    return await look(lab, wish);
  } finally {
    await lab?.stop();
    for (const { undo } of values) await undo?.();
    await covers.remove();
  }
}

function optionsOf(values: readonly Value[]): Partial<LabOptions> {
  return Object.assign({}, ...values.map(({ options }) => options ?? {})) as Partial<LabOptions>;
}

async function change(lab: Lab, values: readonly Value[]): Promise<void> {
  await lab.configuration(values.flatMap(({ configuration }) => configuration?.(lab) ?? []));
  for (const { php, settings } of values) {
    for (const [name, value] of Object.entries(php?.(lab) ?? {})) lab.web.state.php.set(name, value);
    for (const [name, value] of Object.entries(settings ?? {})) await lab.setting(name, value);
  }
  for (const { make } of values) await make?.(lab);
}
