import { describe, expect, it } from 'vitest';
import check from '../../../checks/url/system-url-unusable.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { settings } from '../proxy/facts.js';

const set = (value: string): Recorded => ({
  'database.settings': settings(null, { systemUrl: { present: true, value, key: 'SystemURL' } }),
});
const absent: Recorded = { 'database.settings': settings(null, { systemUrl: { present: false } }) };
const silent: Recorded = { 'database.settings': gap('timeout') };

describe('system-url-unusable', () => {
  it.each([
    ['billing.test/members/', 'fail'],
    ['ftp://billing.test/', 'fail'],
    ['https://', 'fail'],
    ['https://u:s3cret@billing.test/', 'fail'],
    ['https://billing.test/?a=1', 'fail'],
    ['https://billing.test/#a', 'fail'],
    ['https://billing.test/index.php', 'fail'],
    [' https://billing.test/', 'warn'],
    ['https:\\\\billing.test\\', 'warn'],
    ['https:/billing.test/', 'warn'],
    ['https://billing.test./', 'warn'],
    ['https://192.0.2.10/', 'warn'],
    ['https://billing.test//members/', 'warn'],
    ['https://billing.test:8443/members/', 'pass'],
    ['https://billing.test', 'pass'],
    ['', 'skip'],
  ])('%j: %s', (value, is) => {
    const said = judgement(check, set(value));
    expect(said).toMatchObject(is === 'fail' || is === 'warn' ? { is, cause: 'system-url-unusable' } : { is });
    expect(JSON.stringify(said)).not.toContain('s3cret');
  });
  it('does not know a silent database', () => {
    expect(judgement(check, silent)).toMatchObject({ is: 'unknown' });
    expect(judgement(check, absent)).toMatchObject({ is: 'skip' });
  });
});
