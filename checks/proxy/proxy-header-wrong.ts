/** The header that WHMCS or the web server reads for the visitor's address is none that the proxy in front sends. */
import { defineCheck, fail, pass, skip, unknown, type Judgement } from '../../src/index.js';
import { arrivalBehind } from '../../src/knowledge/arrival.js';
import { headerName, serverRestores } from '../../src/logic/visitor-address.js';

/** Headers of Cloudflare that stay when its "Remove visitor IP headers" transform takes the address away. */
const marks = ['CF_RAY', 'CF_VISITOR', 'CF_IPCOUNTRY', 'CDN_LOOP'];

export default defineCheck({
  id: 'proxy-header-wrong',
  area: 'proxy',
  title: {
    pass: 'The visitor’s address is read from no header that the proxy does not send',
    fail: 'The header that is read for the visitor’s address is not sent',
  },
  causes: ['proxy-header-wrong', 'proxy-header-removed'],
  needs: ['proxy.front', 'proxy.ranges', 'database.settings'],
  wants: ['web.server', 'php.request', 'database.addresses'],
  judge(facts, see) {
    const front = facts['proxy.front'];
    if (front.state === 'direct') return pass([], { note: 'no proxy in front' });
    if (front.state === 'undetermined') return unknown('whether a proxy stands in front of the site could not be told');
    const { product, arriving, ...at } = arrivalBehind(facts);
    if (serverRestores(at)) return pass([], { note: 'the web server restores the visitor’s address before PHP' });
    const carriers = product?.sends ?? [];
    // mod_remoteip takes the header away when it has used it.
    const consumed = facts['web.server'].ok && facts['web.server'].value.restoration?.server === 'apache';
    const marked = arriving.some((name) => marks.includes(name)) && !arriving.some((name) => carriers.includes(name));
    if (at.php === 'proxy' && marked && !consumed) {
      const title = 'The proxy’s headers arrive without the visitor’s address';
      const evidence = [see('php.request', 'Headers that arrive', arriving.join(', '), { want: carriers.join(' or ') })];
      return fail({ cause: 'proxy-header-removed', subject: 'visitor IP headers', confidence: 'proved', title, evidence });
    }
    // A request that did not come through Cloudflare shows only what a nearer proxy sends.
    const proved = arriving.some((name) => product?.id !== 'cloudflare' || marks.includes(name) || name.startsWith('CF_'));
    if (!proved && (product === null || product.id === 'generic')) return skip('which headers the proxy in front sends is not known');
    const sent = proved ? arriving : carriers;
    const want = sent.join(' or ');
    const said = { cause: 'proxy-header-wrong', confidence: proved ? 'proved' : 'likely' } as const;
    const { proxyHeader: row } = facts['database.settings'];
    // Blank means X_FORWARDED_FOR; so does, as far as is known, a row that is not there.
    const read = row.present && row.value.trim() !== '' ? headerName(row.value) : 'X_FORWARDED_FOR';
    const trusts = at.listed?.none === false;
    const found: Judgement[] = [];
    if (trusts && !sent.includes(read)) {
      const evidence = [see('database.settings', 'Proxy IP Header', read, { want, source: 'tblconfiguration.proxyHeader' })];
      found.push(fail({ ...said, subject: read, evidence }));
    }
    if (at.server.is === 'wrong-header' && (!trusts || found.length > 0)) {
      const { header } = at.server;
      found.push(fail({ ...said, subject: header, evidence: [see('web.server', 'Header that the web server reads', header, { want })] }));
    }
    if (found.length > 0) return found;
    return trusts
      ? pass([see('database.settings', 'Proxy IP Header', read)])
      : pass([], { note: 'WHMCS trusts no address of the proxy, so it reads no header' });
  },
});
