import { expect, test } from 'vitest';
import probe from '../../src/probes/http-admin.js';
import type { InstallConfiguration } from '../../src/model.js';
import { look, seen, unseen } from '../support/fake-host.js';
import { redirect, refused, web, type Serve } from './site.js';

const form = '<form action="dologin.php"><input name="username"><input type="password" name="password"></form>';

async function observe(serve: Serve, customAdminPath?: unknown, url = 'https://billing.test/') {
  const { host, asked } = web(serve);
  const configuration = customAdminPath === undefined ? unseen() : seen({ customAdminPath } as unknown as InstallConfiguration);
  const found = await probe.observe(
    look(host, { 'site.url': { url, from: 'database' } }, { 'install.configuration': configuration }),
    () => {},
  );
  return { value: found.value, asked: asked.map((request) => request.url) };
}

test('the form in the folder that WHMCS ships, asked without a query', async () => {
  const { value, asked } = await observe(() => ({ body: form, headers: [['server', 'nginx']] }));
  expect(asked).toEqual(['https://billing.test/admin/login.php']);
  expect(value).toEqual({
    url: 'https://billing.test/admin/login.php',
    folder: 'admin',
    folderFrom: 'default',
    status: 200,
    form: true,
    notice: null,
    text: null,
    challenge: false,
    headers: { server: 'nginx' },
  });
});

test.each([
  [{ state: 'set', value: 'staff', line: 3 }, 'https://x.test/whmcs', 'https://x.test/whmcs/staff/login.php', 'configuration.php'],
  [{ state: 'set', value: '../../etc', line: 3 }, 'https://x.test/', 'https://x.test/etc/login.php', 'configuration.php'],
  [
    { state: 'set', value: 'a\ud800b?c#d', line: 3 },
    'https://x.test/',
    'https://x.test/a%EF%BF%BDb%3Fc%23d/login.php',
    'configuration.php',
  ],
  [{ state: 'set', value: '', line: 3 }, 'https://x.test/', 'https://x.test/admin/login.php', 'default'],
  [{ state: 'absent' }, 'https://x.test/', 'https://x.test/admin/login.php', 'default'],
])('the folder %j', async (setting, site, address, from) => {
  const { value, asked } = await observe(() => ({ body: form }), setting, site);
  expect(asked).toEqual([address]);
  expect(value.folderFrom).toBe(from);
});

test('redirects inside the site are followed, others are not', async () => {
  const inside = await observe((_, at) =>
    at.pathname.endsWith('login.php') ? redirect('licenseerror.php?licenseerror=invalid') : { body: '<h1>License Invalid</h1>' },
  );
  expect(inside.value).toMatchObject({ notice: 'license-invalid', url: 'https://billing.test/admin/licenseerror.php?licenseerror=…' });
  const outside = await observe((_, at) =>
    at.host === 'billing.test' ? redirect('https://sso.example/') : { body: '<h1>License Invalid</h1>' },
  );
  expect(outside.asked).toEqual(['https://billing.test/admin/login.php']);
  expect(outside.value).toMatchObject({ status: 302, form: false, notice: null });
  const loop = await observe(() => redirect('login.php'));
  expect(loop.asked).toHaveLength(6);
});

test('what is closed or challenged is a value', async () => {
  expect((await observe(() => ({ status: 403, body: 'Forbidden' }))).value).toMatchObject({ status: 403, form: false, challenge: false });
  expect((await observe(() => ({ status: 403, headers: [['cf-mitigated', 'challenge']] }))).value.challenge).toBe(true);
});

test('what could not be looked at is a gap', async () => {
  await expect(observe(() => refused())).rejects.toMatchObject({ gap: 'io' });
  await expect(observe(() => refused('ETIMEDOUT'))).rejects.toMatchObject({ gap: 'timeout' });
  await expect(observe(() => null, { state: 'dynamic', why: 'a function call', line: 3 })).rejects.toMatchObject({
    gap: 'unsupported',
    more: { beyond: true },
  });
});

test('nobody guesses the admin area of a site that is only visited: its address is asked for', async () => {
  const { host, asked } = web(() => ({ body: form }), { 'billing.test': ['192.0.2.10'] });
  const visit = (adminUrl: string | null) =>
    probe.observe(
      look(
        { ...host, kind: 'outside' },
        { 'site.url': { url: 'https://billing.test/', from: 'target' } },
        { 'install.configuration': unseen() },
        { adminUrl, target: 'https://billing.test/' },
      ),
      () => {},
    );
  await expect(visit(null)).rejects.toMatchObject({ gap: 'disabled', why: expect.stringContaining('--admin-url') });
  expect(asked).toEqual([]);
  const { value } = await visit('https://billing.test/staff%/');
  expect(value).toMatchObject({ url: 'https://billing.test/staff%/login.php', folder: 'staff%', folderFrom: 'option', form: true });
  const apart = await visit('https://office.test/');
  expect(apart.value.url).toBe('https://office.test/login.php');
});
