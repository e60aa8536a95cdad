import { describe, expect, it } from 'vitest';
import check from '../../../checks/url/system-url-empty.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { settings } from '../proxy/facts.js';

const set = (value: string): Recorded => ({
  'database.settings': settings(null, { systemUrl: { present: true, value, key: 'SystemURL' } }),
});
const absent: Recorded = { 'database.settings': settings(null, { systemUrl: { present: false } }) };
const silent: Recorded = { 'database.settings': gap('timeout') };

describe('system-url-empty', () => {
  it('fails for an empty value, with less certainty for an absent row', () => {
    expect(judgement(check, set(''))).toMatchObject({ is: 'fail', cause: 'system-url-empty', confidence: 'proved' });
    expect(judgement(check, set('  '))).toMatchObject({ is: 'fail' });
    expect(judgement(check, absent)).toMatchObject({ is: 'fail', confidence: 'likely' });
  });
  it('is silent where something is set, and does not know a silent database', () => {
    expect(judgement(check, set('nonsense'))).toMatchObject({ is: 'pass' });
    expect(judgement(check, silent)).toMatchObject({ is: 'unknown' });
  });
});
