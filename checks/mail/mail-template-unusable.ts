/** A template without which sign-up, orders or password resets send nothing. */
import { defineCheck, fail, pass, skip, warn, type Judgement, type MailTemplate } from '../../src/index.js';
import { recentHit } from '../../src/logic/mail-evidence.js';

const logged = { 'mail-template-missing': 'Email Template not found', 'mail-template-disabled': 'Email Template is disabled' } as const;

export default defineCheck({
  id: 'mail-template-unusable',
  area: 'mail',
  title: { pass: 'The templates of general mails can be used', fail: 'The template of a general mail cannot be used' },
  causes: ['mail-template-missing', 'mail-template-disabled', 'mail-template-broken'],
  needs: ['mail.templates'],
  wants: ['logs.whmcs', 'mail.outbox'],
  judge({ 'mail.templates': { templates }, 'logs.whmcs': logs, 'mail.outbox': outbox }, see) {
    const findings = templates.flatMap((template): readonly Judgement[] => {
      const found = blame(template);
      if (found === null) return [];
      const evidence = [
        see('mail.templates', template.name, template.why ?? words[template.state], { want: 'enabled, with subject and text' }),
      ];
      const said = { cause: found.cause, subject: template.name, confidence: 'likely', title: found.title, evidence } as const;
      return [template.reset ? fail(said) : warn(said)];
    });
    for (const [message, text] of Object.entries(logged)) {
      const hit = recentHit(logs, message, outbox.ok ? outbox.value : null);
      if (hit === null || findings.some((one) => 'cause' in one && one.cause === message)) continue;
      const evidence = [see('logs.whmcs', 'Log', hit.sample, { source: hit.source })];
      findings.push(
        warn({ cause: message, subject: 'mail templates', confidence: 'likely', title: `WHMCS’s log says "${text}"`, evidence }),
      );
    }
    if (findings.length > 0) return findings;
    if (templates.some(({ state }) => state === 'unseen')) {
      const names = templates.map(({ name }) => name).join(', ');
      return skip(
        `the API lists the templates (${names}), and shows neither their texts nor whether they are enabled: see Email Templates`,
      );
    }
    const off = templates.filter(({ state }) => state === 'disabled').map(({ name }) => name);
    const usable = templates.filter(({ state }) => state === 'usable').map(({ name }) => name);
    // Somebody cleared it on purpose: that is how such mails are switched off.
    return pass(
      [see('mail.templates', 'Templates', usable.join(', '))],
      off.length === 0 ? {} : { note: `disabled, and so not sent: ${off.join(', ')}` },
    );
  },
});

const words: Readonly<Record<MailTemplate['state'], string>> = {
  usable: 'usable',
  disabled: 'disabled',
  missing: 'not in the table',
  'subject-empty': 'without a subject',
  'body-empty': 'without a text',
  'body-broken': 'broken',
  unseen: 'there',
};

/** null: usable, or a state that is chosen on purpose. */
function blame({ name, state, reset }: MailTemplate): { readonly cause: string; readonly title: string } | null {
  switch (state) {
    case 'usable':
    case 'unseen':
      return null;
    case 'missing':
      return { cause: 'mail-template-missing', title: `The mail template "${name}" is missing` };
    case 'disabled':
      return reset
        ? { cause: 'mail-template-disabled', title: `The mail template "${name}" is disabled, so nobody can reset a password` }
        : null;
    case 'subject-empty':
    case 'body-empty':
      return { cause: 'mail-template-broken', title: `The mail template "${name}" is ${words[state]}` };
    case 'body-broken':
      return { cause: 'mail-template-broken', title: `The mail template "${name}" has a block that is not closed` };
  }
}
