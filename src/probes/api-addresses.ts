/** The addresses that WHMCS recorded, through its API: administrators who are online, and the newest entries of the activity log. */
import { defineProbe } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { shownAddress, visitorClassifier } from '../logic/visitor-class.js';
import { staffOnline } from '../parse/api-records.js';
import { LookFailed } from '../logic/failure.js';
import type { RecordedAddress } from '../model.js';
import { readActivity } from './api-activity.js';
import { apiTouch, askApi } from './api-ask.js';

const newest = 200;

export default defineProbe({
  fact: 'database.addresses',
  vantage: 'api',
  title: 'the addresses of the last log-ins',
  needs: ['api.session'],
  budgetMs: 15_000,
  from: 'outside',
  touches: [apiTouch('GetStaffOnline', 'GetActivityLog')],
  async observe({ host, have, options, signal }) {
    const look = { host, options, signal };
    const session = have['api.session'];
    const classify = visitorClassifier(cloudflareRanges);
    const accounts = new Map<string, number>();
    const record = (value: string, column: string, at: string | null, who: readonly (readonly [string, string])[]): RecordedAddress => ({
      address: { personal: 'address', value: shownAddress(value), class: classify(value) },
      column,
      at,
      account: numberOf(who, accounts),
    });
    const [staff, activity] = await Promise.allSettled([
      askApi(look, session, 'GetStaffOnline', {}, true).then(({ fields }) => {
        const list = staffOnline(fields);
        if (list === null) throw new LookFailed('malformed', "the API's answer to GetStaffOnline holds no list of administrators");
        return list;
      }),
      readActivity(look, session, 1),
    ]);
    if (staff.status === 'rejected' && !(staff.reason instanceof LookFailed)) throw staff.reason;
    const online =
      staff.status === 'rejected'
        ? []
        : staff.value
            .filter(({ address }) => address !== '')
            .map(({ name, loginAt, address }) => record(address, 'GetStaffOnline, ipaddress', loginAt, [['staff', name]]));
    // A proxy's address among the administrators' is seen without the log, too; that nothing is wrong is not.
    const telling = online.some(({ address }) => address.class === 'cloudflare' || address.class === 'loopback');
    if (activity.status === 'rejected' && !telling) throw activity.reason;
    const entries = activity.status === 'rejected' ? [] : activity.value.entries;
    return {
      value: {
        adminLogins: online,
        activity: entries
          .slice(0, newest)
          .filter(({ address }) => address !== '')
          .map(({ address, at, accounts: who }) => record(address, 'GetActivityLog, ipaddress', at, who)),
        users: [],
      },
      source: 'GetStaffOnline, GetActivityLog',
    };
  },
});

/** Equal numbers are equal accounts; the names stay here. */
function numberOf(who: readonly (readonly [string, string])[], accounts: Map<string, number>): number | null {
  const [first] = who;
  if (first === undefined || first[1] === '') return null;
  const key = first.join(':');
  const known = accounts.get(key) ?? accounts.size + 1;
  accounts.set(key, known);
  return known;
}
