/** WHMCS's log of mails through its API, which lists those of one client at a time: so only with --user. No text leaves this file. */
import { defineProbe, LookFailed } from '../index.js';
import { emailsListed, usersFound } from '../parse/api-records.js';
import type { MailOutbox } from '../model.js';
import { apiTouch, askApi } from './api-ask.js';
import { searchFor } from './api-user.js';
import { countMails, days, longestSeconds, mailOf } from './mail-outbox.js';

const mostClients = 3;
const most = 100;

export default defineProbe({
  fact: 'mail.outbox',
  vantage: 'api',
  title: "WHMCS's log of sent mails",
  needs: ['operator.report', 'api.session'],
  wants: ['api.clock'],
  budgetMs: 20_000,
  from: 'outside',
  touches: [{ ...apiTouch('GetUsers', 'GetEmails'), what: `${apiTouch('GetUsers', 'GetEmails').what}, only with --user` }],
  async observe({ host, have, want, options, signal }) {
    const look = { host, options, signal };
    const session = have['api.session'];
    const who = have['operator.report'].user;
    if (who === null) throw new LookFailed('disabled', 'the API lists the mails of one client at a time: give --user EMAIL');
    const found = usersFound((await askApi(look, session, 'GetUsers', searchFor(who), true)).fields);
    const email = who.value.trim().toLowerCase();
    const user = found?.users.find((one) => one.email.toLowerCase() === email);
    const [first, ...others] = user?.clients.slice(0, mostClients) ?? [];
    if (user === undefined || first === undefined) {
      throw new LookFailed('absent', 'the API shows no client of the user whose mails could be listed', { beyond: true });
    }
    const lists = await Promise.all(
      [first, ...others].map(async (client) => {
        const { fields } = await askApi(look, session, 'GetEmails', { clientid: String(client), limitnum: String(most) }, true);
        const list = emailsListed(fields);
        if (list === null) throw new LookFailed('malformed', "the API's answer to GetEmails holds no list of mails");
        return list;
      }),
    );
    const clock = want['api.clock'];
    const offset = clock.ok ? clock.value.utcOffsetSeconds : null;
    const rows = lists.flat();
    const mails = rows.map((row) => mailOf(row, offset, host.now())).filter(({ age }) => age === null || age <= longestSeconds);
    const value: MailOutbox = {
      days,
      clock: offset === null ? 'unknown' : 'php',
      hasStates: rows.length > 0 && rows.every((row) => 'pending' in row && 'failed' in row),
      ...countMails(mails),
      optedOut: null,
      truncated: lists.some((list) => list.length >= most),
      of: who,
    };
    return { value, source: 'GetEmails' };
  },
});
