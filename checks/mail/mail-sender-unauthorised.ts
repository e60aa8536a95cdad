/** Receivers refuse mail from the sender's address. Domains without SPF and DMARC deliver, so their absence is only noted. */
import { defineCheck, fail, pass, skip, warn, type Judgement, type MailSender } from '../../src/index.js';
import { isOwnServer } from '../../src/logic/freemail.js';
import { gapJudgement } from '../../src/logic/gap.js';

/** Names that only a network of one's own knows. */
const inside = /(?:^|\.)(?:local|localdomain|localhost|internal|intranet|lan|corp|home|home\.arpa)$/;

export default defineCheck({
  id: 'mail-sender-unauthorised',
  area: 'mail',
  title: { pass: 'Receivers have no reason to refuse the sender', fail: 'Receivers have a reason to refuse the sender' },
  causes: ['sender-address-missing', 'sender-domain-unknown', 'sender-domain-refuses-mail', 'sender-spf-broken', 'sender-dmarc-misaligned'],
  needs: ['mail.settings'],
  wants: ['mail.sender'],
  judge({ 'mail.settings': { provider, smtp, sender: setting }, 'mail.sender': sender }, see) {
    if (setting === null)
      return skip('WHMCS has no setting Email: see Email Address at Configuration > System Settings > General Settings');
    if (setting.address === null || setting.domain === null) {
      const saw = setting.address === null ? 'empty' : 'no e-mail address';
      const evidence = [see('mail.settings', setting.key, saw, { want: 'an e-mail address' })];
      const said = { cause: 'sender-address-missing', subject: setting.key, confidence: 'likely', evidence } as const;
      return setting.address === null ? fail(said) : warn(said);
    }
    if (!sender.ok) return gapJudgement(sender);
    const { domain, exists, mx, spf, dmarc, freemail, dkim } = sender.value;
    const seen = (label: string, saw: string, want?: string) => see('mail.sender', label, saw, want === undefined ? {} : { want });
    const said = { subject: domain, confidence: 'possible' } as const;
    if (!exists) {
      if (inside.test(domain) || !domain.includes('.')) return skip(`${domain} is a name of the inside, which public DNS does not know`);
      return warn({
        ...said,
        cause: 'sender-domain-unknown',
        confidence: 'likely',
        evidence: [seen('Domain of the sender', 'does not exist', 'exists')],
      });
    }
    // Each of them is a reason by itself, and mending one leaves the others.
    const reasons: Judgement[] = [];
    if (mx === null)
      reasons.push(warn({ ...said, cause: 'sender-domain-refuses-mail', evidence: [seen('MX', '0 . (takes no mail)', 'a mail server')] }));
    if (spf !== null && spf.permanentError !== null && spfMatters(sender.value)) {
      const record = [seen('SPF', spf.permanentError, 'one valid record'), seen('Record', spf.text ?? '')];
      reasons.push(warn({ ...said, cause: 'sender-spf-broken', evidence: record }));
    }
    const foreign = provider === 'php-mail' || (smtp !== null && !isOwnServer(domain, smtp.host));
    if (freemail && foreign && dmarc?.policy === 'reject') {
      const through = smtp === null ? 'PHP mail()' : smtp.host;
      const evidence = [
        seen('DMARC', `p=reject at ${dmarc.at}`),
        see('mail.settings', 'Sent through', through, { want: `a server of ${domain}` }),
      ];
      reasons.push(warn({ ...said, cause: 'sender-dmarc-misaligned', evidence }));
    }
    if (reasons.length > 0) return reasons;
    const evidence = [
      seen('SPF', spf?.text ?? 'none'),
      seen('DMARC', dmarc === null ? 'none' : `p=${dmarc.policy ?? 'unknown'} at ${dmarc.at}`),
      seen('MX', mx?.slice(0, 3).join(', ') || 'none'),
      ...(dkim.length === 0 ? [] : [seen('DKIM keys', dkim.join(', '))]),
    ];
    const note = noteOf(sender.value);
    return pass(evidence, note === null ? {} : { note });
  },
});

/** Receivers count questions differently and few are strict; DKIM carries a mail through DMARC where SPF does not: https://www.rfc-editor.org/rfc/rfc7489#section-4.2 */
function spfMatters({ spf, dmarc, dkim }: MailSender): boolean {
  const kind = spf?.errorKind ?? ((spf?.records ?? 0) > 1 ? 'records' : 'limit');
  const strict = dmarc?.policy === 'quarantine' || dmarc?.policy === 'reject';
  return kind === 'records' || kind === 'syntax' || (strict && dkim.length === 0);
}

function noteOf({ spf, dmarc }: MailSender): string | null {
  if (spf?.permanentError != null) return `strict receivers cannot use the SPF record: ${spf.permanentError}`;
  if (spf?.open === true) return 'the SPF record ends in +all: everybody may send in the name of the domain';
  if (spf === null && dmarc === null) return 'the domain has neither SPF nor DMARC: large receivers may treat its mails as spam';
  if (spf === null) return 'the domain has no SPF record: large receivers may treat its mails as spam';
  return null;
}
