/** What the world's DNS says about the domain of the sender: who may send for it, what receivers shall do, whether it takes mail itself. */
import { defineProbe, LookFailed } from '../index.js';
import { isFreemail } from '../logic/freemail.js';
import { parseDmarc } from '../parse/dmarc.js';
import type { DmarcSeen, RecordsResult, RecordType } from '../model.js';
import { followSpf, type AskRecords } from './mail-spf.js';

/** What panels and large providers call their keys. */
const selectors = ['default', 'mail', 'google', 'selector1'] as const;
/** Labels of the name that are walked up for DMARC, as its successor does: https://datatracker.ietf.org/doc/draft-ietf-dmarc-dmarcbis/ */
const mostSteps = 4;

export default defineProbe({
  fact: 'mail.sender',
  vantage: 'provider',
  title: "the DNS records of the sender's domain",
  needs: ['mail.settings'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: "endpoints.resolvers: TXT (SPF, DMARC, DKIM), MX, A and AAAA over HTTPS, about the sender's domain and what its SPF record names",
      covers: ['GET <endpoints.resolvers>'],
    },
  ],
  async observe({ host, have, signal }) {
    const domain = have['mail.settings'].sender?.domain ?? null;
    if (domain === null) throw new LookFailed('absent', 'the domain of the sender is not known', { beyond: true });
    const asked = new Map<string, Promise<RecordsResult>>();
    const ask: AskRecords = (name, type: RecordType) => {
      const key = `${type} ${name.toLowerCase()}`;
      const known = asked.get(key) ?? host.net.records(name, type, signal);
      asked.set(key, known);
      return known;
    };
    const [texts, mx, v4, v6, dmarc, keys] = await Promise.all([
      ask(domain, 'TXT'),
      ask(domain, 'MX'),
      ask(domain, 'A'),
      ask(domain, 'AAAA'),
      dmarcOf(domain, ask),
      Promise.all(selectors.map(async (one) => ((await hasKey(`${one}._domainkey.${domain}`, ask)) ? one : null))),
    ]);
    if (!texts.ok || !mx.ok) {
      const failure = texts.ok ? mx : texts;
      const code = failure.ok ? '' : failure.code;
      throw new LookFailed(/TIME/.test(code) ? 'timeout' : 'io', `no public resolver answered about ${domain} (${code})`, {
        settle: 'Look again, or name another resolver in endpoints.resolvers.',
        // A firewall that lets nothing out but mail is no fault of mail.
        beyond: true,
      });
    }
    const value = {
      domain,
      freemail: isFreemail(domain),
      exists: [texts, mx, v4, v6].some((answer) => !answer.ok || answer.exists),
      mx: exchangers(mx.data),
      spf: await followSpf(domain, texts.data, ask),
      dmarc,
      dkim: keys.filter((one) => one !== null),
      resolver: texts.resolver,
    };
    return { value, source: domain };
  },
});

/** null: the only record is "0 .", https://www.rfc-editor.org/rfc/rfc7505 */
function exchangers(data: readonly string[]): readonly string[] | null {
  const read = data.flatMap((text) => {
    const found = /^\s*(\d{1,5})\s+(\S*)\s*$/.exec(text);
    return found ? [{ preference: Number(found[1]), name: (found[2] ?? '').replace(/\.$/, '').toLowerCase() }] : [];
  });
  if (read.length === 1 && read[0]?.name === '') return null;
  return read.sort((a, b) => a.preference - b.preference).map(({ name }) => name);
}

async function hasKey(name: string, ask: AskRecords): Promise<boolean> {
  const answer = await ask(name, 'TXT');
  return answer.ok && answer.data.some((text) => /(?:^|;)\s*p\s*=\s*[a-z0-9+/]/i.test(text));
}

/** The record of the domain or of the nearest domain above it, whose "sp" then counts. */
async function dmarcOf(domain: string, ask: AskRecords): Promise<DmarcSeen | null> {
  const labels = domain.split('.');
  for (let up = 0; up <= labels.length - 2 && up < mostSteps; up += 1) {
    const at = labels.slice(up).join('.');
    const answer = await ask(`_dmarc.${at}`, 'TXT');
    if (!answer.ok) return null;
    const record = parseDmarc(answer.data);
    if (record !== null) return { at, policy: up === 0 ? record.policy : (record.below ?? record.policy) };
  }
  return null;
}
