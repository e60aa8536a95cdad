import { expect, test } from 'vitest';
import probe from '../../src/probes/license-connection-test.js';
import type { HttpRequest, HttpResult, InstallConfiguration, RunOptions } from '../../src/model.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';

const body =
  "Testing Connection to 'https://a.licensing.whmcs.com/1.0/test'...\nURL resolves to 198.51.100.20 ...\nResponse Code: 200\nConnection Successful!\n";

function observe(customAdminPath: unknown, options: Partial<RunOptions> = { licenseSelected: true }, answer?: Partial<HttpResult>) {
  const asked: HttpRequest[] = [];
  const http = async (request: HttpRequest): Promise<HttpResult> => {
    asked.push(request);
    return {
      ok: true,
      status: 200,
      headers: [],
      body,
      truncated: false,
      address: null,
      certificate: null,
      sentAt: 0,
      headersAt: 0,
      durationMs: 1,
      ...answer,
    } as HttpResult;
  };
  const configuration = customAdminPath === null ? unseen() : seen({ customAdminPath } as unknown as InstallConfiguration);
  const found = probe.observe(
    look(
      fakeHost({ net: { http } }),
      { 'site.url': { url: 'https://x.com/whmcs', from: 'database' } },
      { 'install.configuration': configuration },
      options,
    ),
    () => {},
  );
  return { found, asked };
}

test.each([
  [null, 'https://x.com/whmcs/admin/login.php?conntest=1'],
  [{ state: 'absent' }, 'https://x.com/whmcs/admin/login.php?conntest=1'],
  [{ state: 'set', value: '/staff area/', line: 3 }, 'https://x.com/whmcs/staff%20area/login.php?conntest=1'],
  [{ state: 'set', value: '../../etc', line: 3 }, 'https://x.com/whmcs/etc/login.php?conntest=1'],
])('the admin folder %o', async (setting, url) => {
  const { found, asked } = observe(setting);
  expect((await found).value).toMatchObject({ available: true, hosts: [{ success: true }] });
  expect(asked[0]?.url).toBe(url);
});

test('any other page means that there is no such test', async () => {
  expect((await observe(null, { licenseSelected: true }, { body: '<form>' }).found).value).toMatchObject({ available: false, hosts: [] });
});

test('only when selected, and never guessed', async () => {
  await expect(observe(null, { licenseSelected: false }).found).rejects.toMatchObject({ gap: 'disabled' });
  await expect(observe({ state: 'dynamic', why: 'a function call', line: 3 }).found).rejects.toMatchObject({ gap: 'unsupported' });
  await expect(
    observe(null, { licenseSelected: true }, { ok: false, stage: 'tcp', code: 'ETIMEDOUT' } as never).found,
  ).rejects.toMatchObject({ gap: 'timeout' });
});
