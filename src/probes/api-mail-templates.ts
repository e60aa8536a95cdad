/** Which templates of general mails there are, through WHMCS's API: their names and subjects, and neither their texts nor whether they are enabled. */
import { defineProbe, LookFailed } from '../index.js';
import { emailTemplates } from '../parse/api-records.js';
import type { MailTemplate } from '../model.js';
import { apiTouch, askApi } from './api-ask.js';
import { knownTemplates } from './mail-templates.js';

export default defineProbe({
  fact: 'mail.templates',
  vantage: 'api',
  title: 'the templates of general mails',
  needs: ['api.session'],
  budgetMs: 15_000,
  from: 'outside',
  touches: [apiTouch('GetEmailTemplates')],
  async observe({ host, have, options, signal }) {
    const { fields } = await askApi({ host, options, signal }, have['api.session'], 'GetEmailTemplates', {}, true);
    const all = emailTemplates(fields);
    if (all === null) throw new LookFailed('malformed', "the API's answer to GetEmailTemplates holds no list of templates");
    // Custom templates are the operator's own, whatever they are called.
    const found = knownTemplates.map(({ name }) => all.find((one) => !one.custom && one.name.toLowerCase() === name.toLowerCase()) ?? null);
    const present = found.filter((one) => one !== null).length;
    if (present === 0) throw new LookFailed('absent', 'the API lists none of the known templates', { beyond: true });
    const templates = knownTemplates.flatMap(({ name, always, reset }, index): readonly MailTemplate[] => {
      const one = found[index] ?? null;
      if (one !== null) return [{ name, reset, state: one.subject === '' ? 'subject-empty' : 'unseen', why: null }];
      // One of few that has another name in this version is not missing; others may be disabled on purpose and so not listed.
      return always && reset && present >= 2 ? [{ name, reset, state: 'missing', why: null }] : [];
    });
    return { value: { templates }, source: 'GetEmailTemplates' };
  },
});
