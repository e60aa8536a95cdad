/** Exceptions of the fault matrix's other half, each with the reason. The matrix reports what is not needed any more. */
import type { FactId } from '../../src/model.js';

export interface ExceptionWithin {
  readonly fact: FactId;
  readonly faults: 'any' | readonly string[];
  /** Checks, or the code of the gap. */
  readonly what: readonly string[];
  readonly why: string;
}

const spoilt = ['NUL bytes', 'not UTF-8 within'] as const;
const irregular = ['FIFO', 'device'] as const;
/** Files and programs alone are struck. */
const filesOnly = ['child process killed', 'EIO', ...irregular] as const;
/** All looks are struck from one on. */
const late = ['refused after 3 looks', 'denied after 3 looks', 'silence after 3 looks'] as const;

/** Another code than the column's is right. */
export const otherCodes: readonly ExceptionWithin[] = [
  {
    fact: 'http.sessions',
    faults: ['denied after 3 looks'],
    what: ['io'],
    why: 'what a firewall denies is no matter of rights: nobody was reached',
  },
  {
    fact: 'php.cli',
    faults: ['child process killed after 3 looks'],
    what: ['malformed'],
    why: 'a PHP that is killed has printed a part of its answer',
  },
  {
    fact: 'proxy.dns',
    faults: ['NUL bytes'],
    what: ['io'],
    why: 'what is no address is no answer of a resolver, and the two resolvers gave no other',
  },
];

/** The check rightly passes although a look failed. */
export const passing: readonly ExceptionWithin[] = [
  {
    fact: 'clock.kernel',
    faults: ['refused after 6 looks', 'EIO', ...irregular],
    what: ['clock-unsynchronised'],
    why: 'timedatectl said it: the files are looked at where no program answers',
  },
  {
    fact: 'clock.offset',
    faults: ['refused after 1 look', ...late, 'hanging after 3 looks', ...spoilt, 'descriptor limit after 3 looks'],
    what: ['clock-ahead', 'clock-behind'],
    why: 'the sources that did answer agree',
  },
  {
    fact: 'cron.state',
    faults: [...filesOnly, 'child process killed after 3 looks'],
    what: ['cron-not-running'],
    why: 'the database says when cron last ran',
  },
  {
    fact: 'database.connection',
    faults: filesOnly,
    what: ['database-clock-differs', 'database-time-zone-differs'],
    why: 'the database answered: whether its socket could be looked at beforehand is of no account then',
  },
  {
    fact: 'disk.space',
    faults: [...late, 'child process killed after 3 looks', 'descriptor limit after 3 looks'],
    what: ['disk-space-low'],
    why: 'it speaks of the places that could be asked, and says of each other one that it could not',
  },
  {
    fact: 'disk.space',
    faults: spoilt,
    what: ['disk-space-low'],
    why: 'numbers tell it, and texts are only the names of places',
  },
  {
    fact: 'duo.setup',
    faults: spoilt,
    what: ['duo-version-too-old'],
    why: 'the version is another fact',
  },
  {
    fact: 'http.site',
    faults: ['refused after 1 look', ...late, 'hanging after 3 looks'],
    what: ['certificate-invalid', 'redirect-loop', 'system-url-mismatch', 'system-url-unreachable', 'used-url-differs'],
    why: 'the System URL had answered; a twin that does not redirects nobody',
  },
  {
    fact: 'http.site',
    faults: ['refused after 1 look', ...late],
    what: ['duplicate-host-not-redirected'],
    why: 'where a twin answers nobody, nobody stays there',
  },
  {
    fact: 'http.site',
    faults: spoilt,
    what: ['duplicate-host-not-redirected', 'redirect-loop', 'system-url-mismatch', 'system-url-unreachable', 'used-url-differs'],
    why: 'the System URL did answer, whatever is on its page; the log-in form was found there by http.login',
  },
  {
    fact: 'install.admin-folder',
    faults: ['refused after 6 looks', ...spoilt],
    what: ['admin-folder-mismatch'],
    why: 'the folder and its two pages tell it by being there',
  },
  {
    fact: 'license.servers',
    faults: ['refused after 1 look', 'refused after 6 looks', ...late, ...spoilt, ...filesOnly],
    what: ['license-server-unreachable'],
    why: 'the web PHP, which is what WHMCS uses, reaches them: license.from-php',
  },
  {
    fact: 'license.servers',
    faults: [...spoilt, ...filesOnly],
    what: ['license-ipv6-broken'],
    why: 'any answer over IPv6 shows that the way is open',
  },
  {
    fact: 'mail.outbox',
    faults: spoilt,
    what: ['mails-failing', 'mails-waiting'],
    why: 'marks and numbers tell it; a reason that is spoilt is only shown',
  },
  {
    fact: 'php.pool',
    faults: [
      'refused after 1 look',
      'refused after 6 looks',
      ...late,
      ...spoilt,
      ...filesOnly,
      'child process killed after 3 looks',
      'descriptor limit',
      'descriptor limit after 3 looks',
    ],
    what: ['session-path-private-tmp'],
    why: 'sessions outside /tmp are in nobody’s private one, whatever the service',
  },
  {
    fact: 'php.web',
    faults: ['refused after 1 look'],
    what: [
      'curl-missing',
      'database-time-zone-differs',
      'php-clock-differs',
      'php-cron-version-differs',
      'session-auto-start',
      'session-extension-missing',
      'session-referer-check',
    ],
    why: 'the first look is the script that PHP ran: it said all of this',
  },
  {
    fact: 'proxy.dns',
    faults: ['refused after 1 look', ...late, 'not UTF-8 within'],
    what: ['dns-partly-proxied'],
    why: 'proxy.front saw that every way leads through the proxy',
  },
  {
    fact: 'proxy.front',
    faults: spoilt,
    what: [
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
    faults: spoilt,
    what: [
      'dns-partly-proxied',
      'proxy-header-wrong',
      'trusted-proxies-missing',
      'trusted-proxies-overbroad',
      'trusted-proxies-partial',
      'visitor-address-not-restored',
    ],
    why: 'a dated copy of the published list stands in',
  },
  {
    fact: 'requests.locks',
    faults: spoilt,
    what: ['session-lock-held'],
    why: 'no kernel writes such lines: those that read as locks are all',
  },
  {
    fact: 'reset.redirects',
    faults: ['refused after 1 look'],
    what: ['redirect-drops-path'],
    why: 'the System URL had answered; a twin that does not redirects nobody',
  },
  {
    fact: 'sessions.cleaner',
    faults: 'any',
    what: ['sessions-not-cleaned'],
    why: 'PHP cleans by its own dice, which php.web shows',
  },
  {
    fact: 'sessions.store',
    faults: ['refused after 6 looks', 'denied after 3 looks', ...spoilt, ...irregular],
    what: [
      'selinux-denies-sessions',
      'session-lifetime-short',
      'session-path-private-tmp',
      'session-path-shared',
      'session-path-unwritable',
      'sessions-not-cleaned',
    ],
    why: "PHP's own session was written there and read back, and handler, path and lifetime are PHP's own words: php.web",
  },
  {
    fact: 'social.links',
    faults: spoilt,
    what: ['account-not-linked'],
    why: 'that there is a row tells it; of which provider is only shown',
  },
  {
    fact: 'zone.system',
    faults: spoilt,
    what: ['time-zone-overridden'],
    why: 'PHP could not read such a call either: a file in which none stands sets no zone',
  },
];
