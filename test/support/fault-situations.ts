/** What a healthy install shows, and further healthy set-ups in which a probe looks at other things: the rows of the fault matrix. */
import { readFileSync } from 'node:fs';
import { unpackBundle } from '../../src/host/bundle.js';
import type { Fact, FactId, Facts, PhpView } from '../../src/model.js';
import { parseJson } from '../../src/parse/json.js';
import { linted } from './theme.js';

type Table = { readonly [K in FactId]?: Fact<Facts[K]> };

/** The recorded install: nginx and PHP-FPM behind Cloudflare, sessions in a folder. */
export const healthy: Table = unpackBundle(readFileSync(new URL('../fixtures/healthy-install.json', import.meta.url)), parseJson).facts;

/** The recorded value with some of its fields replaced. */
function but<K extends FactId>(id: K, differs: Partial<Facts[K]>): Pick<Table, K> {
  const fact = healthy[id];
  if (!fact?.ok) throw new Error(`the healthy install does not show ${id}`);
  return { [id]: { ...fact, value: { ...fact.value, ...differs } } } as unknown as Pick<Table, K>;
}

function php(ini: Readonly<Record<string, string>>, differs: Partial<PhpView> = {}): Pick<Table, 'php.web'> {
  const fact = healthy['php.web'];
  return but('php.web', { ini: { ...(fact?.ok ? fact.value.ini : {}), ...ini }, ...differs });
}

const unseen: Fact<never> = {
  ok: false,
  gap: 'denied',
  why: 'this user may not look at it',
  beyond: true,
  origin: { vantage: 'files', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 },
};
/** Nobody saw as a visitor that sessions hold, so that the store has to speak for itself. */
const noVisitor = { 'http.sessions': unseen } as const;
const staticPhp = { way: 'static', trial: null, user: null, clock: null } as const;
const google = { clientId: '1234567890-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com', library: 'gis' } as const;

/** The API takes calls: facts that it tells in place of the server. */
const api = { 'api.session': seen({ url: 'https://www.billing.test/includes/api.php', version: null }) } as const;
const throughApi = { 'through the API': api } as const;
const refused = { is: 'refused', status: 403, message: 'Invalid Permissions: API action "getadmindetails" is not allowed' } as const;

function seen<T>(value: T): Fact<T> {
  return { ok: true, value, origin: { vantage: 'api', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } };
}

/** Fact → the set-up that its probe meets: what differs from the recorded one. */
export const situations: { readonly [K in FactId]?: Readonly<Record<string, Table>> } = {
  'sessions.store': {
    'sessions in files, PHP not asked': { ...php({}, staticPhp), ...noVisitor },
    'sessions in subfolders': { ...php({ 'session.save_path': '2;/var/lib/php/billing' }, { trial: null }), ...noVisitor },
    'sessions in Redis': {
      ...noVisitor,
      ...php({ 'session.save_handler': 'redis', 'session.save_path': 'tcp://127.0.0.1:6379' }, { trial: null }),
    },
    'sessions in Memcached': {
      ...noVisitor,
      ...php({ 'session.save_handler': 'memcached', 'session.save_path': '127.0.0.1:11211' }, { trial: null }),
    },
    'sessions in the database': {
      ...but('install.configuration', {
        sessionHandling: {
          state: 'set',
          value: { serviceProvider: null, lifetimeMinutes: null, connectionAlias: null, database: null },
          line: 9,
        },
      }),
      ...noVisitor,
    },
  },
  'sessions.cleaner': {
    'PHP leaves the cleaning to the system': { ...php({ 'session.gc_probability': '0' }), 'sessions.files': unseen },
  },
  'http.routes': {
    'Full Friendly Rewrite is selected': but('http.login', {
      form: { action: 'https://www.billing.test/login', hasToken: true },
      routeMode: 'rewrite',
    }),
  },
  'proxy.front': {
    'visitors are led elsewhere': but('proxy.dns', { visitors: ['104.16.0.9'] }),
  },
  'api.session': {
    'GetAdminDetails is not allowed': { 'api.admin': seen({ ...refused, kind: 'permission', address: null }) },
  },
  'api.caller': {
    'the address is refused': { 'api.admin': seen({ ...refused, kind: 'ip', address: null }) },
  },
  'api.health': throughApi,
  'api.clock': throughApi,
  'database.settings': throughApi,
  'database.addresses': throughApi,
  'logs.whmcs': throughApi,
  'cron.state': throughApi,
  'mail.settings': throughApi,
  'mail.templates': throughApi,
  'mail.outbox': {
    'a user is named, and the API is asked': {
      ...api,
      ...but('operator.report', { user: { personal: 'email', value: 'a@b.test', class: '' } }),
    },
  },
  'access.admin': {
    ...throughApi,
    'an administrator is named': but('operator.report', { admin: { personal: 'name', value: 'boss', class: '' } }),
  },
  'access.user': {
    'a user is named, and the API is asked': {
      ...api,
      ...but('operator.report', { user: { personal: 'email', value: 'a@b.test', class: '' } }),
    },
    'a user is named': but('operator.report', { user: { personal: 'email', value: 'a@b.test', class: '' } }),
  },
  'theme.page': {
    'Google sign-in is on': but('http.login', { google, providers: ['google'], lint: linted() }),
  },
  'social.google': {
    'Google sign-in is on': but('http.login', { google, providers: ['google'] }),
  },
  'social.google-secret': {
    'Google sign-in is on': but('http.login', { google, providers: ['google'] }),
  },
  'providers.from-php': {
    'all providers are on': but('http.login', { google, providers: ['google', 'facebook', 'twitter'] }),
  },
  'social.links': {
    'a user was named, and X is on': {
      ...but('operator.report', { user: { personal: 'email', value: 'a@b.test', class: '' } }),
      ...but('http.login', { providers: ['twitter'] }),
    },
  },
};
