/** Where a check rightly passes although a look failed: each with the reason. The fault matrix reports what is not needed any more. */
import type { FactId } from '../../src/model.js';

/** Facts that no look is made for. */
export const lookless: ReadonlySet<FactId> = new Set<FactId>([
  'operator.report',
  'operator.thresholds',
  'operator.place',
  'clock.now',
  'site.url',
  'install.version',
]);

export interface Exception {
  readonly fact: FactId;
  /** Default: all of them. */
  readonly situation?: string;
  readonly faults: 'any' | readonly string[];
  readonly checks: readonly string[];
  readonly why: string;
}

/** Something is there and answers; only what it says is spoilt. */
const spoilt = ['malformed', 'huge', 'not UTF-8', 'empty'] as const;
/** A first look had its answer. */
const lateHang = ['hanging after the first answer', 'hanging after some answers'] as const;

export const exceptions: readonly Exception[] = [
  {
    fact: 'clock.kernel',
    faults: spoilt,
    checks: ['clock-unsynchronised'],
    why: 'the mark of systemd-timesyncd says it by being there, whatever it holds',
  },
  {
    fact: 'host.selinux',
    faults: ['absent'],
    checks: ['selinux-denies-network', 'selinux-denies-sessions'],
    why: 'a kernel without /sys/fs/selinux has no SELinux',
  },
  {
    fact: 'requests.locks',
    faults: ['empty', ...lateHang],
    checks: ['session-lock-held'],
    why: 'an empty /proc/locks is one without locks',
  },
  {
    fact: 'http.site',
    faults: [...spoilt, ...lateHang],
    checks: ['redirect-loop', 'system-url-unreachable'],
    why: 'the System URL did answer, and without a redirect, whatever is on its page; a twin that hangs redirects nobody',
  },
  {
    fact: 'http.site',
    faults: [...spoilt, ...lateHang],
    checks: ['system-url-mismatch'],
    why: 'the log-in form was found there by http.login',
  },
  {
    fact: 'http.routes',
    situation: 'as recorded',
    faults: 'any',
    checks: ['friendly-urls-broken'],
    why: 'with Basic URLs no route is asked for: each is a file with a query, as the log-in page was found by http.login',
  },
  {
    fact: 'install.admin-folder',
    faults: spoilt,
    checks: ['admin-folder-mismatch'],
    why: 'the folder and its two pages tell it by being there: their code is encoded and is not read',
  },
  {
    fact: 'license.servers',
    faults: 'any',
    checks: ['license-server-unreachable'],
    why: 'the web PHP, which is what WHMCS uses, reaches them: license.from-php',
  },
  {
    fact: 'license.servers',
    faults: spoilt,
    checks: ['license-ipv6-broken'],
    why: 'any answer shows that the way is open: what it says is not read',
  },
  {
    fact: 'proxy.front',
    faults: 'any',
    checks: [
      'dns-partly-proxied',
      'proxy-header-wrong',
      'trusted-proxies-missing',
      'trusted-proxies-partial',
      'visitor-address-not-restored',
    ],
    why: "the addresses in proxy.dns are Cloudflare's own: the page and the trace only confirm it",
  },
  {
    fact: 'proxy.ranges',
    faults: 'any',
    checks: [
      'dns-partly-proxied',
      'proxy-header-wrong',
      'trusted-proxies-missing',
      'trusted-proxies-overbroad',
      'trusted-proxies-partial',
      'visitor-address-not-restored',
    ],
    why: 'a dated copy of the published list, which has not changed for years, stands in',
  },
  {
    fact: 'sessions.cleaner',
    situation: 'as recorded',
    faults: 'any',
    checks: ['sessions-not-cleaned'],
    why: 'PHP cleans by its own dice, which php.web shows',
  },
  {
    fact: 'sessions.sharing',
    faults: ['malformed', 'not UTF-8', 'empty'],
    checks: ['session-path-shared'],
    why: 'PHP reads nothing in such files either, and goes on with its built-in folder',
  },
  {
    fact: 'sessions.store',
    faults: 'any',
    checks: ['session-lifetime-short', 'session-path-shared', 'sessions-not-cleaned'],
    why: 'of the store they use only handler, path and lifetime, which php.web shows',
  },
  {
    fact: 'sessions.store',
    situation: 'as recorded',
    faults: 'any',
    checks: ['session-path-unwritable'],
    why: "PHP's own session was written there and read back: php.web",
  },
  {
    fact: 'sessions.store',
    faults: 'any',
    checks: ['selinux-denies-sessions', 'session-path-private-tmp'],
    why: 'without SELinux it denies nothing, and of the store the second uses only the path, which php.web shows',
  },
  {
    fact: 'php.pool',
    faults: 'any',
    checks: ['session-path-private-tmp'],
    why: 'sessions outside /tmp are in nobody’s private one, whatever the service',
  },
  {
    fact: 'zone.system',
    faults: ['absent', 'malformed', 'not UTF-8', 'empty'],
    checks: ['time-zone-overridden'],
    why: 'a file that is not there, or in which no call stands, sets no zone',
  },
];
