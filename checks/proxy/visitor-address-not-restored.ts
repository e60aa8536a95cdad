/** Neither the web server nor WHMCS gets from the proxy's address to the visitor's, for another reason than the list for Cloudflare. */
import { defineCheck, fail, pass, skip, unknown, type See } from '../../src/index.js';
import { arrivalBehind, type Behind } from '../../src/knowledge/arrival.js';
import { serverRestores } from '../../src/logic/visitor-address.js';

export default defineCheck({
  id: 'visitor-address-not-restored',
  area: 'proxy',
  title: { pass: 'WHMCS gets the visitor’s address', fail: 'WHMCS gets the proxy’s address instead of the visitor’s' },
  causes: ['visitor-address-not-restored', 'local-proxy-untrusted'],
  needs: ['proxy.front', 'proxy.ranges', 'database.settings'],
  wants: ['web.server', 'php.request', 'database.addresses'],
  judge(facts, see) {
    const front = facts['proxy.front'];
    const at = arrivalBehind(facts);
    const { verdict } = at.recorded;
    if (at.hop !== null) {
      const title = 'WHMCS gets the address of a proxy on this machine or network instead of the visitor’s';
      // A private address alone may be a person's in this network.
      const confidence = at.hop.recorded && (at.hop.own || at.hop.php) ? 'proved' : 'likely';
      return fail({ cause: 'local-proxy-untrusted', subject: at.hop.address, confidence, title, evidence: ofHop(at, see) });
    }
    if (front.state === 'direct') return pass([], { note: 'no proxy in front' });
    if (front.state === 'undetermined') return unknown('whether a proxy stands in front of the site could not be told');
    if (at.ranges.length === 0) return skip('the proxy in front publishes no list of its addresses: compare the Admin Log’s with your own');
    if (serverRestores(at)) return pass([], { note: 'the web server restores the visitor’s address before PHP' });
    if (at.listed?.missingV4.length === 0) return pass([], { note: 'WHMCS trusts the proxy’s addresses' });
    if (at.server.is === 'wrong-header') return skip('the web server reads a header that the proxy does not send: see proxy-header-wrong');
    const relayed = at.server.is === 'incomplete' && at.server.relayed === true;
    const missing = at.server.is === 'incomplete' && !relayed ? at.server.missing : [];
    if (at.listed !== null && front.product === 'cloudflare' && missing.length === 0 && !relayed) {
      return skip('WHMCS’s own list is the one to repair: see trusted-proxies-missing and trusted-proxies-partial');
    }
    const proved = at.php === 'proxy' || verdict === 'proxy';
    if (!proved && missing.length === 0 && verdict === 'visitors')
      return pass([], { note: 'the newest recorded addresses are visitors’ own' });
    if (!proved && missing.length === 0 && verdict !== 'mixed') return unknown(unproved(at, facts['database.addresses'].ok));
    const evidence = [
      see('proxy.front', 'In front of the site', front.product),
      ...(missing.length > 0
        ? [see('web.server', 'Not trusted by the web server', missing.join(', '), { want: 'all of the proxy’s ranges' })]
        : []),
      ...(verdict === 'proxy' || verdict === 'mixed' ? recordedBy(at, see) : []),
    ];
    const subject = front.product ?? 'proxy';
    return fail({ cause: 'visitor-address-not-restored', subject, confidence: proved ? 'proved' : 'likely', evidence });
  },
});

/** Why nothing shows whose address WHMCS gets. */
function unproved({ recorded, server }: Behind, read: boolean): string {
  const restorer = server.is === 'unseen' && server.by !== undefined ? `whether ${server.by} restores it could not be seen, and ` : '';
  if (!read) return `${restorer}the recorded log-ins, which would show whose address WHMCS gets, could not be read`;
  return recorded.verdict === 'inside'
    ? `${restorer}the newest log-ins come from this machine or its network, which does not show whose address WHMCS gets of others`
    : `${restorer}no log-in is recorded that would show whose address WHMCS gets`;
}

function ofHop(at: Behind, see: See<'web.server' | 'php.request' | 'database.addresses'>) {
  return [
    ...(at.hop?.behind ? [see('web.server', 'Web server', 'stands behind another one on this machine')] : []),
    ...(at.hop?.php ? [see('php.request', 'Address that PHP sees', 'of the machine or its network', { want: 'the visitor’s' })] : []),
    ...(at.hop?.recorded ? recordedBy(at, see) : []),
  ];
}

function recordedBy({ recorded }: Behind, see: See<'database.addresses'>) {
  const shown = recorded.newest.map(({ address, column }) => ({ saw: `${address.value} (${address.class})`, source: column }));
  return shown.map(({ saw, source }) => see('database.addresses', 'Recorded address', saw, { want: 'the visitor’s', source }));
}
