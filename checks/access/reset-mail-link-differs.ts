/** The newest password reset mail carries a link to another address than the System URL: a template has one of its own, or the setting changed. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { latest } from '../../src/logic/cron-runs.js';
import { recordOffsets } from '../../src/logic/php-offsets.js';
import { addressOf, differences, httpUrl, identityOf, readUrl } from '../../src/logic/url-identity.js';

/** Older mails are history. */
const freshSeconds = 7 * 86_400;

export default defineCheck({
  id: 'reset-mail-link-differs',
  area: 'access',
  title: { pass: 'Password reset mails link to the System URL', fail: 'Password reset mails link to another address than the System URL' },
  causes: ['reset-mail-link-differs'],
  needs: ['clock.now', 'reset.mails', 'database.settings'],
  wants: ['php.web', 'zone.system'],
  judge(facts, see) {
    const { links, systemUrlChangedAt } = facts['reset.mails'];
    const [newest] = links;
    if (newest === undefined) return skip('the newest mails of the mail log hold no link of a password reset');
    const row = facts['database.settings'].systemUrl;
    const configured = row.present ? readUrl(row.value).identity : null;
    const linked = httpUrl(newest.address);
    if (configured === null || linked === null) return skip('the System URL is empty, or no address that can be visited');
    const wanted = addressOf(configured);
    const evidence = [
      see('reset.mails', `Link of the mail of ${newest.at ?? 'unknown date'}`, newest.address, { want: wanted }),
      ...links.slice(1).map(({ at, address }) => see('reset.mails', `Link of the mail of ${at ?? 'unknown date'}`, address)),
    ];
    const apart = differences(configured, identityOf(linked));
    // An older WHMCS writes https into links that were made on a page of https, whatever the setting says.
    if (apart.every((part) => part === 'scheme') && (apart.length === 0 || linked.protocol === 'https:')) return pass(evidence);
    const { epochMs } = facts['clock.now'];
    const mail = newest.at === null ? null : latest([{ what: 'any', at: newest.at, source: '' }], recordOffsets(facts, epochMs), epochMs);
    if (mail === null || mail.seconds > freshSeconds) return pass(evidence, { note: 'that mail is history: no newer one is in the log' });
    if (systemUrlChangedAt !== null && newest.at !== null && systemUrlChangedAt > newest.at)
      return pass(evidence, { note: 'the System URL was changed after that mail: ask for a new link' });
    return warn({ cause: 'reset-mail-link-differs', subject: newest.address, confidence: 'likely', evidence });
  },
});
