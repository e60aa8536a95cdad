/** WHMCS stands behind Cloudflare, trusts none of its addresses, and nothing before PHP restores the visitor's. */
import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';
import { arrivalBehind } from '../../src/knowledge/arrival.js';
import { insideAddresses } from '../../src/logic/address-class.js';
import { addressSet, overlaps } from '../../src/logic/address-set.js';
import { serverRestores } from '../../src/logic/visitor-address.js';

const settle = 'Log in to the admin area once through the site’s address and check again, or use --web-probe.';

export default defineCheck({
  id: 'trusted-proxies-missing',
  area: 'proxy',
  title: {
    pass: 'WHMCS is not left without trusted proxies that it needs',
    fail: 'WHMCS is behind Cloudflare and trusts none of its addresses',
  },
  causes: ['trusted-proxies-missing'],
  needs: ['proxy.front', 'proxy.ranges', 'database.settings'],
  wants: ['web.server', 'php.request', 'database.addresses'],
  judge(facts, see) {
    const front = facts['proxy.front'];
    const { trustedProxies: trusted } = facts['database.settings'];
    if (front.state === 'direct') return pass([], { note: 'no proxy in front' });
    if (front.state === 'undetermined') return unknown('whether a proxy stands in front of the site could not be told');
    if (front.product !== 'cloudflare') return skip('the proxy in front is not Cloudflare');
    if (trusted === null) return skip('WHMCS has no setting TrustedProxyIps: see Security > Trusted Proxies in General Settings');
    if (trusted.shape === 'undecodable') return skip('the list of trusted proxies cannot be decoded: see trusted-proxy-entry-invalid');
    const arrival = arrivalBehind(facts);
    const list = see('database.settings', 'Trusted proxies', `${trusted.entries.length} entries, none of Cloudflare’s`, {
      source: 'tblconfiguration.TrustedProxyIps',
    });
    if (arrival.listed?.none === false) return pass([], { note: 'the list holds addresses of Cloudflare' });
    if (serverRestores(arrival)) return pass([], { note: 'the web server restores the visitor’s address before PHP' });
    // Cloudflare's requests come through a machine of the inside, as from a tunnel: then that one is to be trusted.
    if (arrival.hop !== null) return skip('the proxy on this machine or network is the one to trust: see visitor-address-not-restored');
    if (arrival.server.is === 'incomplete' || arrival.server.is === 'wrong-header')
      return skip('the web server’s own restoration is the one to repair');
    const evidence = [see('proxy.front', 'In front of the site', 'Cloudflare'), list];
    const said = { cause: 'trusted-proxies-missing', subject: 'Trusted Proxies', evidence };
    if (arrival.php === 'proxy')
      return fail({ ...said, confidence: 'proved', evidence: [...evidence, see('php.request', 'Address that PHP sees', 'Cloudflare’s')] });
    const { verdict, newest } = arrival.recorded;
    if (verdict === 'proxy' || verdict === 'mixed') {
      const seen = newest.map((record) =>
        see('database.addresses', 'Recorded address', `${record.address.value} (${record.address.class})`, {
          want: 'the visitor’s',
          source: record.column,
        }),
      );
      return fail({ ...said, confidence: verdict === 'proxy' ? 'proved' : 'likely', evidence: [...evidence, ...seen] });
    }
    if (verdict === 'visitors') return pass([], { note: 'the newest recorded addresses are visitors’ own' });
    const inside = trusted.entries.some((entry) => overlaps(addressSet([entry]), insideAddresses));
    if (arrival.server.is === 'absent' && !inside) {
      const config = see('web.server', 'Restoration by the web server', 'none configured');
      return fail({ ...said, confidence: 'likely', evidence: [...evidence, config] });
    }
    const restorer = arrival.server.is === 'unseen' ? arrival.server.by : undefined;
    return inside
      ? unknown('the list holds a machine of the inside, and whether Cloudflare’s requests come through it could not be seen', { settle })
      : unknown(
          `the list holds no address of Cloudflare, and whether ${restorer ?? 'something before PHP'} restores the visitor’s address could not be seen`,
          { settle },
        );
  },
});
