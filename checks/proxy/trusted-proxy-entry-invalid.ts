/** An entry of the trusted proxies that is no address: WHMCS cannot match anybody with it. */
import { defineCheck, pass, skip, warn, type Judgement } from '../../src/index.js';
import { parseEntry } from '../../src/logic/address-set.js';

const source = 'tblconfiguration.TrustedProxyIps';

export default defineCheck({
  id: 'trusted-proxy-entry-invalid',
  area: 'proxy',
  title: { pass: 'Every trusted proxy is an address or a range', fail: 'An entry of the trusted proxies is not an address' },
  causes: ['trusted-proxy-entry-invalid'],
  needs: ['database.settings'],
  judge({ 'database.settings': settings }, see) {
    const { trustedProxies: trusted } = settings;
    if (trusted === null) return skip('WHMCS has no setting TrustedProxyIps: see Security > Trusted Proxies in General Settings');
    const cause = 'trusted-proxy-entry-invalid';
    if (trusted.shape === 'undecodable') {
      const evidence = [see('database.settings', 'Trusted proxies', 'the stored value is in no known form', { source })];
      return warn({
        cause,
        subject: 'Trusted Proxies',
        confidence: 'possible',
        title: 'The stored list of trusted proxies cannot be decoded',
        evidence,
      });
    }
    const found = trusted.entries.flatMap((text): readonly Judgement[] => {
      const entry = parseEntry(text);
      const subject = entry.text === '' ? 'an empty entry' : entry.text;
      if (!entry.ok)
        return [
          warn({
            cause,
            subject,
            confidence: 'likely',
            evidence: [
              see('database.settings', `Entry ${subject}`, entry.why, { want: 'a single address or a range as 192.0.2.0/24', source }),
            ],
          }),
        ];
      // Documented are single addresses and CIDR ranges: https://docs.whmcs.com/ Security tab, Trusted Proxies.
      const odd = entry.notes.includes('span')
        ? 'low-high'
        : entry.notes.includes('netmask')
          ? 'a netmask'
          : entry.notes.includes('host-bits')
            ? 'host bits'
            : null;
      if (odd === null) return [];
      const title = `An entry of the trusted proxies is written with ${odd}`;
      const evidence = [see('database.settings', 'Entry', subject, { want: 'a single address or a range as 192.0.2.0/24', source })];
      return [warn({ cause, subject, confidence: 'possible', title, evidence })];
    });
    return found.length > 0 ? found : pass([see('database.settings', 'Trusted proxies', trusted.entries.length, { source })]);
  },
});
