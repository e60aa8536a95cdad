import { describe, expect, it } from 'vitest';
import { SecretVault } from '../../src/host/vault.js';
import { loginAddress, loginRemotely, sessionIpThroughApi } from '../../src/run/login-remote.js';
import type { HttpResult, SecretRequest } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { fakeHost, seen, unseen } from '../support/fake-host.js';
import { answered } from '../support/http-answer.js';

const url = new URL('https://billing.test/includes/api.php');
const token = '5f3cde1b0a2c4e6f8091a2b3c4d5e6f708192a3b';

function failed(stage: 'tcp' | 'tls' | 'http', code: string): HttpResult {
  return { ok: false, stage, code, message: '', address: null, durationMs: 1 };
}

function trying(answer: HttpResult) {
  const vault = new SecretVault();
  const sent: SecretRequest[] = [];
  const password = vault.keep('WHMCS_LOGIN_PASSWORD', 'hunter22');
  const host = fakeHost({
    vault: vault.front(),
    credentials: {
      secret: async (name: string) => (/IDENTIFIER|SECRET/.test(name) ? vault.keep(name, `value of ${name}`) : null),
      send: async (request: SecretRequest) => {
        sent.push(request);
        return answer;
      },
    },
  });
  const seal = (text: string): string => vault.values().reduce((all, value) => all.replaceAll(value, '[secret]'), text);
  const how = { host, options: { ...defaultOptions, target: 'https://billing.test/' }, signal: new AbortController().signal, seal };
  return { vault, sent, password, how };
}

async function outcome(answer: HttpResult) {
  const { how, password } = trying(answer);
  return loginRemotely({ ...how, email: 'ann@b.test', password }, url);
}

describe('the call', () => {
  it('carries the password as a reference, and its token goes into the vault', async () => {
    const { vault, sent, password, how } = trying(
      answered(200, JSON.stringify({ result: 'success', userid: '1', passwordhash: token, twoFactorEnabled: 'false' })),
    );
    const found = await loginRemotely({ ...how, email: 'ann@b.test', password }, url);
    expect(found).toEqual({ verdict: 'valid', userId: 1, contactId: null, twoFactorEnabled: false, sessionTokenReturned: true });
    expect(vault.values()).toContain(token);
    expect(sent).toEqual([
      expect.objectContaining({
        url: url.href,
        parameters: expect.objectContaining({ action: 'ValidateLogin', email: 'ann@b.test', password2: password }) as object,
      }),
    ]);
    expect(JSON.stringify(sent)).not.toContain('hunter22');
  });

  it.each([
    [failed('tls', 'CERT_HAS_EXPIRED'), 'certificate'],
    [failed('http', 'ETIMEDOUT'), 'silent'],
    [failed('tcp', 'ECONNREFUSED'), 'unreachable'],
    [answered(301, ''), 'redirected'],
    [answered(404, '<h1>Not Found</h1>'), 'not-found'],
    [answered(502, '<h1>Bad Gateway</h1>'), 'server-error'],
    [answered(200, '{"result":"success"}'), 'shape-unknown'],
    [answered(403, '{"result":"error","message":"Access Denied"}'), 'access-denied'],
    [answered(200, '{"result":"error","message":"Invalid Access Key"}'), 'access-key-refused'],
    [answered(200, '{"result":"error","message":"Command Not Found"}'), 'action-unknown'],
    [answered(200, '{"result":"error","message":"Something else"}'), 'other-error'],
    [answered(200, '{"result":"error","message":"Your account is locked"}'), 'account-refused'],
    [answered(200, '{"result":"error","message":"Too many failed login attempts"}'), 'account-refused'],
    [answered(200, '{"result":"error","message":"Administrator Account Disabled"}'), 'credential-refused'],
  ] as const)('%j: %s', async (answer, trouble) => {
    expect(await outcome(answer)).toMatchObject({ verdict: 'undetermined', trouble });
  });

  it('a secret that WHMCS repeats in an error is sealed before the text is cut', async () => {
    const found = await outcome(answered(200, JSON.stringify({ result: 'error', message: `${'x'.repeat(192)} hunter22` })));
    expect(JSON.stringify(found)).not.toContain('hunt');
  });
});

describe('PHP printed into the answer', () => {
  const notice = '<br />\n<b>Warning</b>:  Undefined variable $hunter22 in <b>/srv/includes/hooks/x.php</b> on line <b>7</b><br />\n';
  const right = JSON.stringify({ result: 'success', userid: '1', login_auth_tk: 'abcdef0123456789', passwordhash: token });

  it('the answer is read, and what stood around it is kept', async () => {
    const { vault, password, how } = trying(answered(200, `${notice}${right}`));
    const found = await loginRemotely({ ...how, email: 'ann@b.test', password }, url);
    expect(found).toMatchObject({ verdict: 'valid', userId: 1, sessionTokenReturned: true });
    expect(found.printed).toMatch(/^Warning ?: Undefined variable .* on line 7/);
    expect(JSON.stringify(found)).not.toContain('hunter22');
    expect(vault.values()).toEqual(expect.arrayContaining([token, 'abcdef0123456789']));
  });

  it('so is the setting that is asked for afterwards', async () => {
    const { how } = trying(answered(200, `${notice}{"result":"success","value":"on"}`));
    expect(await sessionIpThroughApi(how, url)).toMatchObject({ on: false });
  });

  it('a page that quotes an answer is a page', async () => {
    expect(await outcome(answered(200, `<html><p>${right}</p></html>`))).toMatchObject({ trouble: 'page' });
  });
});

it('where there is no https address nothing is sent', () => {
  expect(loginAddress(seen({ url: 'https://billing.test/whmcs/', from: 'database' }))).toEqual({
    url: new URL('https://billing.test/whmcs/includes/api.php'),
  });
  expect(loginAddress(seen({ url: 'http://billing.test/', from: 'database' }))).toMatchObject({ outcome: { trouble: 'not-https' } });
  expect(loginAddress(unseen('absent'))).toMatchObject({ outcome: { trouble: 'site-unknown' } });
});

it('session IP validation: from the setting, or unknown with the reason', async () => {
  const asked = (answer: HttpResult) => sessionIpThroughApi(trying(answer).how, url);
  expect(await asked(answered(200, '{"result":"success","value":"on"}'))).toMatchObject({ on: false });
  expect(await asked(answered(200, '{"result":"success","value":""}'))).toMatchObject({ on: true });
  expect(
    await asked(answered(403, '{"result":"error","message":"Invalid Permissions: API action \\"getconfigurationvalue\\" is not allowed"}')),
  ).toMatchObject({
    on: null,
    source: expect.stringMatching(/not allowed/) as string,
  });
  expect(await asked(failed('tcp', 'ECONNREFUSED'))).toMatchObject({ on: null });
});
