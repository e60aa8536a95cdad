/** The web server believes everybody's header: whoever reaches it directly chooses the address that WHMCS sees. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { parseEntry } from '../../src/logic/address-set.js';
import { headerName } from '../../src/logic/visitor-address.js';

export default defineCheck({
  id: 'visitor-address-spoofable',
  area: 'proxy',
  title: { pass: 'The web server believes no stranger’s header', fail: 'The web server believes a visitor’s own word about his address' },
  causes: ['visitor-address-spoofable'],
  needs: ['web.server'],
  judge({ 'web.server': web }, see) {
    const { restoration } = web;
    if (restoration === null && web.otherRestoration !== undefined)
      return skip(`from whom ${web.otherRestoration} takes the visitor’s address cannot be seen from here`);
    if (restoration === null) return pass([], { note: 'the web server does not restore addresses' });
    if (web.listens.length > 0 && web.listens.every(isOwn)) return pass([], { note: 'only this machine itself can reach the web server' });
    const said = { cause: 'visitor-address-spoofable', subject: restoration.where, confidence: 'likely' } as const;
    const header = restoration.header ?? 'X-Real-IP';
    if (restoration.server === 'apache' && restoration.header !== null && restoration.from.length === 0) {
      // mod_remoteip without a list takes every peer for a proxy: https://httpd.apache.org/docs/2.4/mod/mod_remoteip.html
      const evidence = [
        see('web.server', 'RemoteIPHeader', `${header}, and no list of proxies`, { want: 'RemoteIPTrustedProxy with the proxy’s ranges' }),
      ];
      return warn({ ...said, evidence });
    }
    const wide = restoration.from.filter(isEverybody);
    if (wide.length === 0) return pass([see('web.server', 'Trusted by the web server', restoration.from.length)]);
    // Without the walk to the left nginx takes the last element, which the nearest proxy wrote, but a direct peer writes it all himself.
    const walks = restoration.server === 'apache' || (restoration.recursive && headerName(header) === 'X_FORWARDED_FOR');
    const how = walks ? `${header}, read to its first element` : header;
    const evidence = [
      see('web.server', 'Trusted by the web server', wide.join(', '), { want: 'the proxy’s ranges alone' }),
      see('web.server', 'Header that it reads', how),
    ];
    return warn({ ...said, evidence });
  },
});

/** A listener that only programs of this machine reach: a loopback address or a socket. */
function isOwn(listen: string): boolean {
  return /^(?:unix:|127\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::|$|\s)|\[::1\]|localhost(?::|$|\s))/.test(listen);
}

function isEverybody(text: string): boolean {
  const entry = parseEntry(text);
  if (!entry.ok || entry.length === null) return false;
  return entry.length < (entry.family === 4 ? 8 : 19);
}
