import { describe, expect, it } from 'vitest';
import check from '../../../checks/url/system-url-slash-missing.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { settings } from '../proxy/facts.js';
import { login } from './facts.js';

const set = (value: string): Recorded => ({
  'database.settings': settings(null, { systemUrl: { present: true, value, key: 'SystemURL' } }),
});
const absent: Recorded = { 'database.settings': settings(null, { systemUrl: { present: false } }) };
const silent: Recorded = { 'database.settings': gap('timeout') };

describe('system-url-slash-missing', () => {
  it.each(['https://billing.test', 'https://billing.test/members'])('warns of %s', (value) => {
    expect(judgement(check, set(value))).toMatchObject({ is: 'warn', cause: 'system-url-slash-missing', confidence: 'likely' });
  });
  it('is proved by the page', () => {
    const page = { 'http.login': login({ printedSystemUrl: 'https://billing.test' }) };
    expect(judgement(check, { ...set('https://billing.test'), ...page })).toMatchObject({ is: 'warn', confidence: 'proved' });
  });
  it.each([
    ['https://billing.test/', 'pass'],
    ['https://billing.test/members/ ', 'pass'],
    ['https://billing.test/index.php', 'pass'],
    ['', 'skip'],
    ['billing.test', 'skip'],
  ])('%j: %s', (value, is) => {
    expect(judgement(check, set(value))).toMatchObject({ is });
  });
  it('does not know a silent database', () => {
    expect(judgement(check, silent)).toMatchObject({ is: 'unknown' });
    expect(judgement(check, absent)).toMatchObject({ is: 'skip' });
  });
});
