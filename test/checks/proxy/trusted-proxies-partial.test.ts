import { describe, expect, it } from 'vitest';
import check from '../../../checks/proxy/trusted-proxies-partial.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { direct, edge, everyRange, logins, restoration, settings, unrestored, visitor, web } from './facts.js';

const judge = (change: Recorded) => judgement(check, { ...unrestored, ...change });
const without = (...gone: readonly string[]) => settings(everyRange.filter((range) => !gone.includes(range)));
const v4 = settings(everyRange.filter((range) => !range.includes(':')));

describe('trusted-proxies-partial', () => {
  it('names the missing ranges', () => {
    const said = judge({ 'database.settings': without('104.24.0.0/14', '172.64.0.0/13'), 'database.addresses': logins(visitor) });
    expect(said).toMatchObject({ is: 'fail', cause: 'trusted-proxies-partial', confidence: 'likely' });
    expect(said).toHaveProperty('evidence.0.saw', '104.24.0.0/14, 172.64.0.0/13');
  });

  it('is proved by a log-in from a missing range', () => {
    expect(judge({ 'database.settings': without('162.158.0.0/15'), 'database.addresses': logins(visitor, edge) })).toMatchObject({
      is: 'fail',
      confidence: 'proved',
    });
    expect(judge({ 'database.settings': without('104.24.0.0/14'), 'database.addresses': logins(edge) })).toMatchObject({
      is: 'fail',
      confidence: 'likely',
    });
  });

  it('warns of IPv6 only where the server listens on it', () => {
    expect(judge({ 'database.settings': v4 })).toMatchObject({ is: 'pass' });
    expect(judge({ 'database.settings': v4, 'web.server': gap('denied') })).toMatchObject({ is: 'pass' });
    expect(judge({ 'database.settings': v4, 'web.server': web(null, { listens: ['443 ssl', '[::]:443 ssl'] }) })).toMatchObject({
      is: 'warn',
    });
  });

  it('does not know where something else may restore, unless a log-in tells', () => {
    const server = { 'web.server': web(null, { otherRestoration: 'mod_rpaf (/etc/apache2/a.conf:3)' }) };
    const some = { ...server, 'database.settings': without('104.24.0.0/14') };
    const reason = expect.stringContaining('mod_rpaf (/etc/apache2/a.conf:3)') as unknown;
    expect(judge({ ...some, 'database.addresses': logins() })).toMatchObject({ is: 'unknown', reason });
    expect(judge({ ...some, 'database.addresses': logins(visitor) })).toMatchObject({ is: 'pass' });
    expect(judge({ ...some, 'database.addresses': logins(edge) })).toMatchObject({ is: 'fail', confidence: 'likely' });
  });

  it.each<[string, Recorded, string]>([
    [
      'all are there, split or merged',
      { 'database.settings': settings(['104.16.0.0/12', ...everyRange.slice(0, 11), ...everyRange.slice(13)]) },
      'pass',
    ],
    ['the web server restores', { 'database.settings': without('104.24.0.0/14'), 'web.server': web(restoration()) }, 'pass'],
    ['no proxy is in front', { 'proxy.front': direct, 'database.settings': without('104.24.0.0/14') }, 'pass'],
    ['none is there', {}, 'skip'],
    ['the row is absent', { 'database.settings': settings(null) }, 'skip'],
    ['the database is silent', { 'database.settings': gap('timeout') }, 'unknown'],
  ])('where %s: %s', (_, change, is) => {
    expect(judge(change)).toMatchObject({ is });
  });
});
