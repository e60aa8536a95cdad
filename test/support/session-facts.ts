/** Facts of a healthy session store, for checks of the area sessions; each test says what differs. */
import type {
  LoginPage,
  PhpView,
  RecordedAddress,
  SessionCleaner,
  SessionFiles,
  SessionFolder,
  SessionPersistence,
  SessionServer,
  SessionStore,
  SessionTrial,
  Space,
  WhmcsSettings,
} from '../../src/model.js';

export const space: Space = {
  bytesFree: 50_000_000_000,
  bytesTotal: 100_000_000_000,
  inodesFree: 900_000,
  inodesTotal: 1_000_000,
  mountPoint: '/',
  fileSystem: 'ext4',
  readOnly: false,
};

export function folder(differs: Partial<SessionFolder> = {}): SessionFolder {
  return {
    path: '/var/lib/php/sessions',
    depth: 0,
    malformed: false,
    seenAt: '/var/lib/php/sessions',
    exists: true,
    isDirectory: true,
    missingLevel: null,
    mode: 0o1733,
    ownerUid: 0,
    groupGid: 0,
    sticky: true,
    writable: { verdict: 'yes', why: 'others may write (mode 1733)' },
    listable: false,
    space,
    quota: null,
    ...differs,
  };
}

export const workingTrial: SessionTrial = { started: true, persisted: true, errors: [], durationMs: 1 };

export function failedTrial(...errors: readonly string[]): SessionTrial {
  return { started: false, persisted: false, errors, durationMs: 1 };
}

export function store(differs: Partial<SessionStore> = {}): SessionStore {
  return {
    handler: 'files',
    decidedBy: 'session.save_handler',
    way: 'static',
    savePath: '/var/lib/php/sessions',
    files: folder(),
    remote: null,
    database: null,
    trial: null,
    lifetimeSeconds: 1440,
    ...differs,
  };
}

export function server(differs: Partial<SessionServer> = {}): SessionServer {
  return {
    kind: 'redis',
    address: '127.0.0.1:6379',
    reachable: true,
    error: null,
    authenticated: true,
    role: 'master',
    usedBytes: 1_000_000,
    maxBytes: 0,
    evictionPolicy: 'noeviction',
    evicted: 0,
    malformed: null,
    ...differs,
  };
}

export function php(differs: Partial<PhpView> = {}): PhpView {
  return {
    way: 'fastcgi',
    version: '8.2.36',
    sapi: 'fpm-fcgi',
    ini: { 'session.auto_start': '0', 'session.use_cookies': '1', 'session.name': 'PHPSESSID' },
    iniFrom: {},
    extensions: ['core', 'session', 'curl'],
    disabledFunctions: [],
    user: { uid: 33, gid: 33, groups: [33], name: 'www-data' },
    clock: null,
    timeZone: 'UTC',
    utcOffsetSeconds: 0,
    curl: null,
    tempDir: '/tmp',
    trial: null,
    alternating: [],
    samples: 1,
    ...differs,
  };
}

type Cookie = LoginPage['cookies'][number];

export function cookie(differs: Partial<Cookie> = {}): Cookie {
  return {
    name: 'WHMCSq7RkT2bXw9Lm',
    value: 'a',
    domain: null,
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: null,
    lifetimeSeconds: null,
    refused: null,
    ...differs,
  };
}

export function login(differs: Partial<LoginPage> = {}): LoginPage {
  return {
    url: 'https://www.billing.test/index.php?rp=/login',
    status: 200,
    foundBy: 'route',
    form: { action: 'https://www.billing.test/index.php?rp=/login', hasToken: true },
    printedSystemUrl: null,
    routeMode: 'basic',
    theme: 'twenty-one',
    cookies: [cookie()],
    sessionCookie: 'WHMCSq7RkT2bXw9Lm',
    headers: {},
    challenge: false,
    sessionHeaders: true,
    google: null,
    providers: [],
    notice: null,
    ...differs,
  };
}

/** Rounds from letters: ids 'aaaa', tokens 'aaaa'. The first request has no cookie to send. */
export function rounds(ids: string, tokens: string, differs: Partial<SessionPersistence> = {}): SessionPersistence {
  const letter = (text: string, index: number): string | null => (text[index] === undefined || text[index] === '-' ? null : text[index]);
  return {
    url: 'https://www.billing.test/index.php?rp=/login',
    cookieName: 'WHMCSq7RkT2bXw9Lm',
    rounds: [...ids].map((_, index) => ({
      status: 200,
      sent: index > 0,
      id: letter(ids, index),
      token: letter(tokens, index),
      cached: false,
    })),
    sameTokenForStrangers: false,
    ...differs,
  };
}

export function sessionFiles(counted: number, stale: number, oldestSeconds: number): SessionFiles {
  return {
    path: '/var/lib/php/sessions',
    staleAfterSeconds: 1440,
    counted,
    complete: true,
    sampled: counted,
    stale: { low: stale, estimate: stale, high: stale },
    ages: [],
    oldestSeconds,
    newestSeconds: 1,
    zeroLength: 0,
    bytes: counted * 200,
    owners: {},
  };
}

export function cleaner(php: Partial<SessionCleaner['php']> = {}, ...system: SessionCleaner['system']): SessionCleaner {
  return { php: { probability: 1, divisor: 100, blocked: null, ...php }, system };
}

export function debianCleaner(differs: Partial<SessionCleaner['system'][number]> = {}): SessionCleaner['system'][number] {
  return {
    kind: 'debian-timer',
    where: '/lib/systemd/system/phpsessionclean.timer',
    active: true,
    misses: null,
    afterSeconds: 1440,
    ...differs,
  };
}

export function settings(disableSessionIpCheck: WhmcsSettings['disableSessionIpCheck']): WhmcsSettings {
  const absent = { present: false } as const;
  return {
    systemUrl: absent,
    version: absent,
    template: absent,
    orderForm: absent,
    routeUriPathMode: absent,
    trustedProxies: null,
    proxyHeader: absent,
    disableSessionIpCheck,
    signInProviders: null,
  };
}

/** Log-ins of one account, newest first, a minute apart; "cloudflare=162.158.1.1" carries a class. */
export function logins(account: number, ...addresses: readonly string[]): readonly RecordedAddress[] {
  return addresses.map((text, index) => {
    const [kind, value] = text.includes('=') ? text.split('=') : ['public', text];
    return {
      address: { personal: 'address' as const, value: value ?? '', class: kind ?? '' },
      column: 'tblactivitylog.ipaddr',
      at: `2026-11-22 10:${String(59 - index).padStart(2, '0')}:00`,
      account,
    };
  });
}
