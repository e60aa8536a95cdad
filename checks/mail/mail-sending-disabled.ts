/** WHMCS is told to send nothing. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { recentHit, reported } from '../../src/logic/mail-evidence.js';

const message = 'mail-aborted-by-configuration';

export default defineCheck({
  id: 'mail-sending-disabled',
  area: 'mail',
  title: { pass: 'Sending mail is not switched off', fail: 'Sending mail is switched off in WHMCS' },
  causes: ['mail-sending-disabled'],
  needs: ['mail.settings'],
  wants: ['mail.outbox', 'logs.whmcs'],
  judge({ 'mail.settings': { sendingDisabled }, 'mail.outbox': outbox, 'logs.whmcs': logs }, see) {
    const box = outbox.ok ? outbox.value : null;
    const said = { cause: 'mail-sending-disabled', subject: 'Disable Email Sending' } as const;
    const rows = sendingDisabled.map(({ key, on }) => see('mail.settings', key, on ? 'on' : 'off', { want: 'off' }));
    if (sendingDisabled.some(({ on }) => on)) return fail({ ...said, confidence: 'likely', evidence: rows });
    const off = sendingDisabled.length > 0;
    const failure = off ? null : reported(box, message);
    if (failure !== null) {
      const evidence = [
        see('mail.outbox', 'Mails aborted by configuration', failure.count, { want: 0 }),
        see('mail.outbox', 'Reason', failure.sample),
      ];
      return warn({ ...said, confidence: 'likely', evidence });
    }
    const hit = off ? null : recentHit(logs, message, box);
    if (hit !== null)
      return warn({ ...said, confidence: 'likely', evidence: [see('logs.whmcs', 'Log', hit.sample, { source: hit.source })] });
    if (off) return pass(rows);
    if (box !== null && box.sent > 0) return pass([see('mail.outbox', `Mails sent in ${box.days} days`, box.sent)]);
    return skip(
      'the name of its setting is not known, and no mail was sent lately: see Disable Email Sending at Configuration > System Settings > General Settings > Mail',
    );
  },
});
