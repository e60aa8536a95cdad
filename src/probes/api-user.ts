/** The user whom the operator named, through WHMCS's API: from 8.1, and without password, second factor and reset. */
import { defineProbe, LookFailed } from '../index.js';
import type { Personal } from '../model.js';
import { usersFound } from '../parse/api-records.js';
import { apiTouch, askApi } from './api-ask.js';

const most = 100;

export default defineProbe({
  fact: 'access.user',
  vantage: 'api',
  title: 'the account of the named user',
  needs: ['operator.report', 'api.session'],
  budgetMs: 15_000,
  from: 'outside',
  touches: [{ ...apiTouch('GetUsers'), what: `${apiTouch('GetUsers').what}, only with --user` }],
  async observe({ host, have, options, signal }) {
    const who = have['operator.report'].user;
    if (who === null) throw new LookFailed('disabled', 'which user it is about was not given: --user EMAIL');
    const email = who.value.trim();
    const { fields } = await askApi({ host, options, signal }, have['api.session'], 'GetUsers', searchFor(who), true);
    const read = usersFound(fields);
    if (read === null) throw new LookFailed('malformed', "the API's answer to GetUsers holds no list of users");
    const found = read.users.find((user) => user.email.toLowerCase() === email.toLowerCase());
    // The search also finds parts of names and addresses.
    if (found === undefined && (read.total ?? 0) > read.users.length)
      throw new LookFailed('oversize', `the API listed ${read.users.length} of ${read.total} users that match, and not the named one`);
    return {
      value: {
        who,
        found:
          found === undefined
            ? null
            : {
                table: 'tblusers',
                id: found.id,
                password: null,
                owns: found.owns,
                secondFactor: null,
                module: null,
                resetPending: null,
                resetExpires: null,
                emailVerified: null,
              },
        searched: ['tblusers'],
      },
      source: 'GetUsers',
    };
  },
});

/** One question, whoever asks it. */
export function searchFor(who: Personal): Readonly<Record<string, string>> {
  return { search: who.value.trim(), limitnum: String(most) };
}
