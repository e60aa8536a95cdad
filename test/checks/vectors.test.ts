/** One input against all checks that judge it: what a whole list, setting or interval leads to, and what it leaves silent. */
import { describe, expect, it } from 'vitest';
import ahead from '../../checks/clock/clock-ahead.js';
import behind from '../../checks/clock/clock-behind.js';
import missing from '../../checks/proxy/trusted-proxies-missing.js';
import overbroad from '../../checks/proxy/trusted-proxies-overbroad.js';
import partial from '../../checks/proxy/trusted-proxies-partial.js';
import superseded from '../../checks/proxy/trusted-proxies-superseded.js';
import invalid from '../../checks/proxy/trusted-proxy-entry-invalid.js';
import google from '../../checks/sign-in/google-origin-unregistered.js';
import empty from '../../checks/url/system-url-empty.js';
import mismatch from '../../checks/url/system-url-mismatch.js';
import slash from '../../checks/url/system-url-slash-missing.js';
import unusable from '../../checks/url/system-url-unusable.js';
import { cloudflareRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { defaultThresholds } from '../../src/policy/defaults.js';
import { judgements, type Recorded } from '../support/judge.js';
import { logins, settings, unrestored, visitor } from './proxy/facts.js';
import { login, site, walk } from './url/facts.js';

/** "fail cause" of every finding of these checks. */
function findings(checks: readonly unknown[], recorded: Recorded): readonly string[] {
  return checks.flatMap((check) => judgements(check, recorded)).flatMap((said) => ('cause' in said ? [`${said.is} ${said.cause}`] : []));
}

const { ipv4, ipv6 } = cloudflareRanges;
const whole = [...ipv4, ...ipv6];
const instead = (gone: readonly string[], ...put: readonly string[]) => [...whole.filter((range) => !gone.includes(range)), ...put];

describe('a list of trusted proxies, behind Cloudflare, where nothing else restores the address', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['all 22 ranges', whole, []],
    ['IPv4 only, and nothing listens on IPv6', ipv4, []],
    ['the old /12', instead(['104.16.0.0/13', '104.24.0.0/14'], '104.16.0.0/12'), ['warn trusted-proxies-superseded']],
    ['one range less', instead(['104.24.0.0/14']), ['fail trusted-proxies-partial']],
    ['everybody', ['0.0.0.0/0', ...ipv6], ['fail trusted-proxies-overbroad']],
    ['everybody, written as mapped', ['::ffff:0:0/96', ...ipv6], ['fail trusted-proxies-overbroad']],
    ['a range in two halves', instead(['162.158.0.0/15'], '162.158.0.0/16', '162.159.0.0/16'), []],
    ['three quarters of a range', instead(['162.158.0.0/15'], '162.158.0.0/16', '162.159.0.0/17'), ['fail trusted-proxies-partial']],
    ['a low-high range', instead(['131.0.72.0/22'], '131.0.72.0-131.0.75.255'), ['warn trusted-proxy-entry-invalid']],
    ['a netmask', instead(['131.0.72.0/22'], '131.0.72.0/255.255.252.0'), ['warn trusted-proxy-entry-invalid']],
    ['host bits', instead(['131.0.72.0/22'], '131.0.73.9/22'), ['warn trusted-proxy-entry-invalid']],
    ['one address', ['104.16.0.1'], ['fail trusted-proxies-partial']],
    ['no address', [...whole, '1.2.3.4/33'], ['warn trusted-proxy-entry-invalid']],
    ['a leading zero', [...whole, '01.2.3.4'], ['warn trusted-proxy-entry-invalid']],
    ['own private hops and the machine', [...whole, '127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8'], []],
    ['a load balancer of one’s own', [...whole, '203.0.113.16/30'], []],
    ['strangers', [...whole, '8.8.8.0/24'], ['warn trusted-proxies-overbroad']],
  ])('%s', (_, entries, expected) => {
    const recorded = { ...unrestored, 'database.settings': settings(entries), 'database.addresses': logins(visitor) };
    expect(findings([missing, partial, overbroad, superseded, invalid], recorded)).toEqual(expected);
  });
});

describe('a System URL, and where visitors arrive', () => {
  it.each<[string, string, readonly string[]]>([
    ['https://billing.test/', 'https://billing.test/', []],
    ['HTTPS://Billing.TEST:443/whmcs/', 'https://billing.test/whmcs/', []],
    ['https://billing.test:8443/', 'https://billing.test:8443/', []],
    ['https://exämple.test/', 'https://xn--exmple-cua.test/', []],
    ['https://billing.test/whmcs/../billing/', 'https://billing.test/billing/', []],
    ['https://billing.test/billing', 'https://billing.test/billing/', ['warn system-url-slash-missing']],
    ['https://billing.test./', 'https://billing.test/', ['warn system-url-unusable']],
    ['https://billing.test//whmcs/', 'https://billing.test//whmcs/', ['warn system-url-unusable']],
    [' https://billing.test/ ', 'https://billing.test/', ['warn system-url-unusable']],
    ['https:\\\\billing.test/', 'https://billing.test/', ['warn system-url-unusable']],
    ['https://192.0.2.10/', 'https://192.0.2.10/', ['warn system-url-unusable']],
    ['https://admin:secret@billing.test/', 'https://billing.test/', ['fail system-url-unusable']],
    ['https://billing.test/?a=b', 'https://billing.test/', ['fail system-url-unusable']],
    ['billing.test/whmcs', 'https://billing.test/whmcs/', ['fail system-url-unusable']],
    ['  ', 'https://billing.test/', ['fail system-url-empty']],
    ['http://www.billing.test/', 'https://billing.test/', ['fail system-url-scheme-differs', 'fail system-url-host-differs']],
    ['https://www.billing.test/', 'https://billing.test/', ['fail system-url-host-differs']],
    ['https://billing.test/', 'https://www.billing.test/', ['fail system-url-host-differs']],
    ['https://billing.test:8443/', 'https://billing.test/', ['fail system-url-port-differs']],
    ['https://billing.test/', 'https://billing.test/client/', ['fail system-url-path-differs']],
    ['https://billing.test/WHMCS/', 'https://billing.test/whmcs/', ['fail system-url-path-differs']],
  ])('%j, %s', (value, end, expected) => {
    const page = `${end}index.php?rp=/login`;
    const recorded = {
      'database.settings': settings([], { systemUrl: { present: true, value, key: 'SystemURL' } }),
      'http.site': site(walk('https://billing.test/', { end })),
      'http.login': login({ url: page, form: { action: page, hasToken: true } }),
    };
    expect(findings([empty, unusable, mismatch, slash], recorded)).toEqual(expected);
  });
});

describe('an offset of the clock, true time minus this clock', () => {
  it.each<[number, number, readonly string[]]>([
    [400, 900, []],
    [900, 1900, []],
    [1000, 1900, []],
    [1001, 1900, ['warn clock-behind']],
    [29_500, 30_600, ['warn clock-behind']],
    [30_000, 31_000, ['warn clock-behind']],
    [30_001, 31_000, ['fail clock-behind']],
    [-29_000, -28_000, []],
    [-31_000, -30_000, []],
    [-31_000, -30_001, ['warn clock-ahead']],
    [-86_400_000, -86_399_000, ['warn clock-ahead']],
    [-5000, 40_000, []],
  ])('%i ms to %i ms', (lowMs, highMs, expected) => {
    const recorded: Recorded = {
      'clock.offset': { sources: [], interval: { lowMs, highMs }, agreeing: 3 },
      'operator.thresholds': defaultThresholds,
    };
    expect(findings([behind, ahead], recorded)).toEqual(expected);
  });
});

describe('a client id of Google', () => {
  const good = '123456789012-abc123.apps.googleusercontent.com';
  it.each<[string, readonly string[]]>([
    [good, []],
    [` ${good}`, ['fail google-client-invalid']],
    [good.toUpperCase(), ['fail google-client-invalid']],
    [good.slice(0, -4), ['fail google-client-invalid']],
    ['GOCSPX-secret', ['fail google-client-invalid']],
  ])('%j', (clientId, expected) => {
    const library = 'gis';
    const recorded: Recorded = {
      'http.login': login({ google: { clientId, library } }),
      'social.google': {
        clientId,
        library,
        origin: 'https://billing.test',
        valid: true,
        control: false,
        clientRefused: false,
        why: null,
        others: [],
        button: null,
      },
    };
    expect(findings([google], recorded)).toEqual(expected);
  });
});
