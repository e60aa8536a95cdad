import { describe, expect, it } from 'vitest';
import check from '../../../checks/proxy/trusted-proxies-overbroad.js';
import { gap, judgements, type Recorded } from '../../support/judge.js';
import { everyRange, front, settings, unrestored } from './facts.js';

const judge = (entries: readonly string[] | null, change: Recorded = {}) =>
  judgements(check, { ...unrestored, 'database.settings': settings(entries), ...change });

describe('trusted-proxies-overbroad', () => {
  it.each(['0.0.0.0/0', '::/0', '::ffff:0:0/96', '104.0.0.0/7', '2400::/12', '1.0.0.0-200.0.0.0'])('%s fails', (entry) => {
    expect(judge([...everyRange, entry])).toMatchObject([{ is: 'fail', cause: 'trusted-proxies-overbroad', subject: entry }]);
  });
  it.each([
    ['8.0.0.0/8', 'warn'],
    ['8.0.0.0/7', 'fail'],
    ['2000::/19', 'warn'],
    ['2000::/18', 'fail'],
    ['8.8.8.0/28', 'pass'],
    ['8.8.8.0/27', 'warn'],
    ['2001:db0::/64', 'pass'],
    ['2001:db0::/63', 'warn'],
  ])('at the limits: %s, %s', (entry, is) => expect(judge([entry])).toMatchObject([{ is }]));
  it('warns of public space that is no proxy’s', () => {
    expect(judge([...everyRange, '8.8.0.0/16'])).toMatchObject([{ is: 'warn', subject: '8.8.0.0/16', confidence: 'likely' }]);
  });
  it.each<[string, readonly string[]]>([
    ['Cloudflare’s ranges', everyRange],
    ['one’s own network', ['10.0.0.0/8', '127.0.0.1', 'fd00::/8', '192.168.0.0/16']],
    ['one’s own load balancers', ['198.51.100.7', '8.8.8.0/28', '2a01:4f8::/64']],
    ['another known proxy', ['45.60.0.0/16', '66.248.200.0/22']],
    ['a superseded range, which has a check of its own', ['104.16.0.0/12']],
    ['what is no address', ['abc']],
    ['nothing', []],
  ])('is silent about %s', (_, entries) => {
    expect(judge(entries)).toMatchObject([{ is: 'pass' }]);
  });
  it('does not judge ranges of a provider that publishes none', () => {
    expect(judge(['13.32.0.0/15'], { 'proxy.front': { ...front, product: 'cloudfront' } })).toMatchObject([{ is: 'pass' }]);
    expect(judge(['13.32.0.0/15'], { 'proxy.front': gap('timeout') })).toMatchObject([{ is: 'warn' }]);
  });
  it('skips an absent row and does not know a silent database', () => {
    expect(judge(null)).toMatchObject([{ is: 'skip' }]);
    expect(judge([], { 'database.settings': gap('timeout') })).toMatchObject([{ is: 'unknown' }]);
  });
});
