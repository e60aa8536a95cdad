import { describe, expect, it } from 'vitest';
import { Quit } from '../../src/cli/exit.js';
import type { ProblemId, TriageResult } from '../../src/model.js';
import { settingsFor, withoutSecrets, type Given } from '../../src/cli/options.js';

const target = '/nowhere';
const token = 'a1b2c3d4e5f6a7b8c9d0';

async function refused(given: Given): Promise<string> {
  try {
    await settingsFor(target, given);
  } catch (error) {
    if (error instanceof Quit) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('addresses with secrets on the command line', () => {
  it.each(['/', '?', '#', '\\', '@', ' ', '://'])('with %s in a password, of which nothing is said', (sign) => {
    const said = withoutSecrets(`https://user:Half1${sign}Half2@billing.test:44x/whmcs/`);
    expect(said).toBe('https://billing.test:44x/whmcs/');
    expect(withoutSecrets(`https://user:Half1${sign}Half2@`)).not.toMatch(/Half/);
  });
  it.each([
    'https://billing.test/@shop/',
    'https://billing.test/whmcs-members-v8/',
    'https://billing.test/members2024billing/',
    'https://billing.test/Kundenbereich-2.0-intern/',
  ])('%s is whole: its folder is no token', async (given) => {
    expect(withoutSecrets(given)).toBe(given);
    expect((await settingsFor(target, { usedUrl: given })).options.usedUrl).toBe(given);
  });
  it('a reset link that is not understood is not repeated with its token', async () => {
    for (const usedUrl of [
      `billing.test/password/reset/redeem/${token}`,
      `ftp://u:${token}@billing.test/`,
      `billing.test/?rp=/password/reset/redeem/${token}`,
    ])
      expect(await refused({ usedUrl })).not.toContain(token);
    for (const odd of [`https://${token}/x@billing.test`, `https://${token}`, `https://${token}/`])
      expect(withoutSecrets(odd)).not.toContain(token);
    expect(withoutSecrets(`https://u:${token}@billing.test/password/reset/redeem/${token}?a=${token}#${token}`)).not.toContain(token);
  });

  it('a reset link that is understood loses its token at once', async () => {
    for (const path of [
      `password/reset/redeem/${token}`,
      `index.php?rp=/password/reset/redeem/short`,
      `user/verify/${token}`,
      `a?key=${token}#${token}`,
    ]) {
      const { options } = await settingsFor(target, { usedUrl: `https://u:${token}@billing.test/${path}` });
      expect(options.usedUrl).toMatch(/^https:\/\/billing\.test\//);
      expect(options.usedUrl).not.toMatch(/short|a1b2c3/);
    }
  });

  it('--url loses name and password', async () => {
    expect((await settingsFor(target, { url: `https://u:${token}@billing.test/x` })).options.url).toBe('https://billing.test/x');
    expect((await settingsFor(target, { url: 'https://billing.test' })).options.url).toBe('https://billing.test');
  });
});

it('a duration beyond what a timer can wait is a day', async () => {
  const { options } = await settingsFor(target, { timeout: '99999999999s', deadline: '60d' });
  expect([options.timeoutMs, options.deadlineMs]).toEqual([86_400_000, 86_400_000]);
});

it("WHMCS's own connection test runs where license checks are selected, or their problems described", async () => {
  const described = (problem: ProblemId): TriageResult => ({
    matches: [{ problem, score: 0.9, matched: [], lines: [], messages: [] }],
    ask: null,
    languages: [],
  });
  const selected = async (given: Given, words: TriageResult | null = null) =>
    (await settingsFor(target, given, words)).options.licenseSelected;
  expect(await selected({})).toBe(false);
  expect(await selected({ only: ['license'] })).toBe(true);
  expect(await selected({}, described('no-connection-errors'))).toBe(true);
  expect(await selected({}, described('frequent-logouts'))).toBe(false);
  expect((await settingsFor(target, {}, described('frequent-logouts'))).policy.described?.matches).toHaveLength(1);
});

it('takes any page of the admin area for its folder', async () => {
  for (const [typed, folder] of [
    ['https://billing.test/admin', 'https://billing.test/admin/'],
    ['https://u:p@billing.test/staff/login.php?conntest=1#x', 'https://billing.test/staff/'],
    ['https://billing.test/staff/index.php/setup/auth', 'https://billing.test/staff/'],
    ['https://billing.test/', 'https://billing.test/'],
  ] as const) {
    const { options } = await settingsFor(target, { adminUrl: typed });
    expect(options.adminUrl).toBe(folder);
  }
  await expect(settingsFor(target, { adminUrl: 'staff' })).rejects.toThrow('--admin-url staff is not an address');
});
