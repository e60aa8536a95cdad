import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { login } from '../../src/cli/login.js';
import type { LoginGiven } from '../../src/cli/login-wish.js';
import { givenPassword } from '../../src/cli/login-password.js';
import { SecretVault } from '../../src/host/vault.js';

const email = 'ann@b.test';

/** Mistakes of the command line end it before anything is asked or looked at. */
describe('refused at once, in one line', () => {
  it.each<[string, string | undefined, LoginGiven, RegExp]>([
    ['no e-mail address', 'https://billing.test/', {}, /Give --email ADDRESS/],
    ['none that could be one', 'https://billing.test/', { email: 'ann' }, /--email ann is not/],
    ['a password as an argument', 'https://billing.test/', { email, password: 'hunter22' }, /never taken from the command line/],
    ['another name for it', 'https://billing.test/', { email, passwd: true }, /never taken from the command line/],
    ['an address without encryption', 'http://billing.test/', { email }, /https only/],
    ['the same by --url', 'https://billing.test/', { email, url: 'http://billing.test/' }, /https only/],
    ['localAPI of an address', 'https://billing.test/', { email, via: 'local' }, /on the server/],
    [
      'localAPI over ssh',
      'ssh://ann@host.test:2222/srv/billing',
      { email, via: 'local' },
      /ssh -t -p 2222 ann@host\.test whmcs-doctor login \/srv\/billing --via local --email ann@b\.test/,
    ],
    ['--run-as over the API', 'https://billing.test/', { email, runAs: 'acme' }, /--run-as is for --via local/],
    ['--as-admin over the API', '/var/www', { email, via: 'api', asAdmin: 'boss' }, /--as-admin is for --via local/],
    ['a format that does not exist', 'https://billing.test/', { email, format: 'xml' }, /-f xml/],
    ['a bundle', import.meta.filename, { email }, /is a file/],
  ])('%s', async (_, target, given, words) => {
    const ended = await login(target, given).then(
      () => null,
      (error: unknown) => error,
    );
    expect(ended).toMatchObject({ code: 64, message: expect.stringMatching(words) as string });
    expect(String(ended)).not.toMatch(/hunter22|\n/);
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

it('where the password has no sign that could be repeated, the reason is shown', async () => {
  for (const [name, value] of Object.entries({ IDENTIFIER: 'labidentifier', SECRET: 'lab-s3cret' })) vi.stubEnv(`WHMCS_API_${name}`, value);
  vi.stubEnv('WHMCS_LOGIN_PASSWORD', '  ');
  let shown = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text, done) => {
    shown += String(text);
    (done as unknown as () => void)();
    return true;
  });
  await login('https://127.0.0.1:1/', { email, yes: true, format: 'json' });
  expect(JSON.parse(shown)).toMatchObject({ verdict: 'undetermined', trouble: 'unreachable' });
  expect(shown).not.toContain('[hidden');
}, 30_000);

describe('the password', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-password-'));
  const file = (text: string): string => {
    writeFileSync(join(folder, 'password'), text);
    return join(folder, 'password');
  };

  it('of the variable, of its twin without the line end, of neither', () => {
    const vault = new SecretVault();
    for (const environment of [{ WHMCS_LOGIN_PASSWORD: ' p w ' }, { WHMCS_LOGIN_PASSWORD_FILE: file(' p w \n') }]) {
      const ref = givenPassword(vault, environment);
      expect(ref === null ? null : vault.reveal(ref)).toBe(' p w ');
    }
    expect(givenPassword(vault, {})).toBeNull();
  });

  it.each([
    [{ WHMCS_LOGIN_PASSWORD: '' }, 64, /is empty/],
    [{ WHMCS_LOGIN_PASSWORD_FILE: file('\n') }, 64, /is empty/],
    [{ WHMCS_LOGIN_PASSWORD_FILE: '/nonexistent/file' }, 78, /\/nonexistent\/file does not exist/],
    [{ WHMCS_LOGIN_PASSWORD_FILE: '/etc' }, 78, /not a regular file/],
  ])('%j is refused', (environment, code, words) => {
    writeFileSync(join(folder, 'password'), '\n');
    let ended: unknown = null;
    try {
      givenPassword(new SecretVault(), environment);
    } catch (error) {
      ended = error;
    }
    expect(ended).toMatchObject({ code, message: expect.stringMatching(words) as string });
  });
});
