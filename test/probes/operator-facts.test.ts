import { describe, expect, test } from 'vitest';
import now from '../../src/probes/clock-now.js';
import report from '../../src/probes/operator-report.js';
import thresholds from '../../src/probes/operator-thresholds.js';
import type { RunOptions } from '../../src/model.js';
import { defaultThresholds } from '../../src/policy/defaults.js';
import { fakeHost, look } from '../support/fake-host.js';

const observe = async (options: Partial<RunOptions>, kept: string[] = []) => {
  const vault = {
    keep: (_: string, value: string) => {
      kept.push(value);
      return { secret: 0, present: true, shape: '' };
    },
  };
  return (await report.observe(look(fakeHost({ vault }), undefined, undefined, options), () => {})).value;
};

describe('what the operator reports', () => {
  test('nothing', async () => {
    expect(await observe({})).toEqual({ usedUrl: null, visitorIp: null, admin: null, user: null, permissions: [] });
  });

  test('people are marked as such', async () => {
    expect(await observe({ admin: 'jo', user: 'jo@example.com', visitorIp: ' 10.0.0.7 ' })).toEqual({
      usedUrl: null,
      admin: { personal: 'name', value: 'jo', class: '' },
      user: { personal: 'email', value: 'jo@example.com', class: '' },
      permissions: [],
      visitorIp: { personal: 'address', value: '10.0.0.7', class: 'private' },
    });
  });

  test.each([
    ['https://billing.example.com/clientarea.php?id=1#x', 'https://billing.example.com/clientarea.php'],
    ['https://user:password1@billing.example.com/', 'https://billing.example.com/'],
    ['https://x.com/whmcs/password/reset/begin', 'https://x.com/whmcs/password/reset/begin'],
    ['https://x.com/password/reset/use/key/0123456789abcdef0123456789abcdef', 'https://x.com/password/reset/use/key/TOKEN'],
    ['https://x.com/index.php?rp=/password/reset/use/key/0123456789abcdef0123456789abcdef', 'https://x.com/index.php'],
    ['x.com/reset/0123456789abcdef0123456789abcdef?k=1', 'x.com/reset/TOKEN'],
  ])('%s', async (usedUrl, wanted) => {
    const kept: string[] = [];
    expect((await observe({ usedUrl }, kept)).usedUrl).toBe(wanted);
    if (usedUrl.includes('0123456789abcdef')) expect(kept).toContain('0123456789abcdef0123456789abcdef');
  });
});

test('the thresholds and the moment are facts', async () => {
  expect((await thresholds.observe(look(fakeHost()), () => {})).value).toEqual(defaultThresholds);
  expect((await now.observe(look(fakeHost({ now: () => 42 })), () => {})).value).toEqual({ epochMs: 42 });
});
