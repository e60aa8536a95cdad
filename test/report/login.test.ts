import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { LoginOutcome, LoginReport, LoginTrouble } from '../../src/model.js';
import { loginTroubles } from '../../src/knowledge/login.js';
import { toJson } from '../../src/report/json.js';
import { loginDocument } from '../../src/report/login-document.js';
import { renderLogin } from '../../src/report/login-pretty.js';
import { jsonSchemas } from '../../src/report/schema.js';
import { hostile } from '../support/sample-report.js';

const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['login'] as object);
const view = { colour: false, unicode: true, width: 80, quiet: false, verbose: true };
const valid: LoginOutcome = { verdict: 'valid', userId: 7, contactId: null, twoFactorEnabled: false, sessionTokenReturned: true };
const every: LoginReport = {
  via: 'api',
  where: 'https://billing.test/includes/api.php',
  email: 'ann@b.test',
  folder: '/var/www/whmcs',
  whmcsVersion: '8.11.2',
  outcome: valid,
  sessionIp: { on: true, source: 'GetConfigurationValue of DisableSessionIPCheck' },
  durationMs: 1200,
};
const seal = (text: string): string => text.replaceAll('hunter22', '[secret]');
const documentOf = (report: Partial<LoginReport>) => loginDocument({ ...every, ...report }, '0.1.0', seal);

/** Every place of an explanation, filled in with what an install could print. */
const fills = Object.fromEntries(
  ['address', 'host', 'status', 'sample', 'product', 'detail', 'error', 'why', 'php', 'user', 'root', 'version', 'limit', 'during'].map(
    (name) => [name, `${hostile} hunter22`],
  ),
);
const undetermined = Object.keys(loginTroubles).map(
  (trouble) =>
    [
      trouble,
      { verdict: 'undetermined', trouble: trouble as LoginTrouble, message: `${hostile} hunter22`, fills } satisfies LoginOutcome,
    ] as const,
);

describe('the document', () => {
  it.each([
    ['valid', valid, 0],
    ['invalid', { verdict: 'invalid', message: 'Email or Password Invalid' } satisfies LoginOutcome, 2],
    ...undetermined.map(([trouble, outcome]) => [trouble, outcome, 3] as const),
  ] as const)('%s: is what its published schema says, fills every place and holds no secret', (_, outcome, exitCode) => {
    const document = documentOf({ outcome, sessionIp: null });
    expect(validate(JSON.parse(toJson(document))), JSON.stringify(validate.errors)).toBe(true);
    expect(document.exitCode).toBe(exitCode);
    const text = `${toJson(document)}${renderLogin(document, view)}${renderLogin(document, { ...view, unicode: false })}`;
    expect(text).not.toContain('hunter22');
    expect(text).not.toMatch(/\{[a-z]+\}/);
    expect(text).not.toMatch(/undefined|\[object/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('says what the contract promises', () => {
    expect(documentOf({})).toMatchObject({
      schema: 'whmcs-doctor/login/1',
      result: 'success',
      userId: 7,
      contactId: null,
      twoFactorEnabled: false,
      sessionTokenReturned: true,
      message: expect.any(String) as string,
      explanation: expect.any(String) as string,
    });
    expect(documentOf({ outcome: { verdict: 'invalid', message: 'Email or Password Invalid' } })).toMatchObject({
      result: 'error',
      userId: null,
      message: 'Email or Password Invalid',
    });
  });

  it('knows what the id is the id of', () => {
    const kind = (whmcsVersion: string | null, contactId: number | null = null) =>
      documentOf({ whmcsVersion, outcome: { ...valid, contactId } }).userIdIs;
    expect([kind('8.0.0'), kind('9.0.6'), kind('10.1.0'), kind('7.10.3'), kind(null), kind(null, 3)]).toEqual([
      'user',
      'user',
      'user',
      'client',
      'either',
      'client',
    ]);
  });

  it('says what session IP validation makes of a token, and nothing where there is none', () => {
    const words = (report: Partial<LoginReport>) => documentOf(report).explanation;
    expect(words({})).toMatch(/useless/);
    expect(words({ sessionIp: { on: false, source: 'x' } })).toMatch(/good from any address/);
    expect(words({ sessionIp: { on: null, source: 'x' } })).toMatch(/Disable Session IP Check/);
    expect(words({ via: 'local', sessionIp: null })).toMatch(/localAPI/);
    expect(words({ outcome: { ...valid, sessionTokenReturned: false, twoFactorEnabled: true }, sessionIp: null })).not.toMatch(
      /[Ss]ession IP/,
    );
  });

  it('tells a second factor, an answer that does not say, and a missing token apart', () => {
    const words = (more: Partial<typeof valid>) => documentOf({ outcome: { ...valid, ...more }, sessionIp: null }).explanation;
    expect(words({ twoFactorEnabled: true, sessionTokenReturned: false })).toMatch(/Two-factor authentication is on/);
    expect(words({ twoFactorEnabled: null })).toMatch(/does not say/);
    expect(words({ sessionTokenReturned: false })).toMatch(/No session token was returned/);
  });

  it('a token in spite of a second factor is said as such, without a sentence that denies it', () => {
    const words = documentOf({ outcome: { ...valid, twoFactorEnabled: true } }).explanation;
    expect(words).toMatch(/a session token came back all the same, against the documentation/);
    expect(words).not.toMatch(/returns no session token/);
  });

  it('shows a word about the second factor that it does not understand', () => {
    const document = documentOf({ outcome: { ...valid, twoFactorEnabled: null, twoFactorOdd: 'maybe hunter22' } });
    expect(document.explanation).toMatch(/says "maybe \[secret\]", which is neither yes nor no/);
    expect(document.explanation).not.toMatch(/does not say/);
  });

  it.each([valid, { verdict: 'invalid', message: 'Email or Password Invalid' } satisfies LoginOutcome])(
    'says what PHP printed around the answer',
    (outcome) => {
      const { explanation } = documentOf({ outcome: { ...outcome, printed: 'Warning: hunter22 in /x on line 7' } });
      expect(explanation).toMatch(/"Warning: \[secret\] in \/x on line 7"/);
      expect(explanation).toMatch(/display_errors/);
      expect(documentOf({ outcome }).explanation).not.toMatch(/display_errors/);
    },
  );

  it('what localAPI says begins like a sentence', () => {
    const outcome: LoginOutcome = { verdict: 'undetermined', trouble: 'local-refused', message: 'no admin', fills: {} };
    expect(documentOf({ outcome }).explanation).toMatch(/^WHMCS says, by localAPI: no admin\./);
  });

  it('puts the folder into commands, unless a shell would take it for more than a word', () => {
    const command = (folder: string | null) => documentOf({ folder }).nextSteps[0]?.command;
    expect(command('/srv/a-b_c.d')).toMatch(/^whmcs-doctor check \/srv\/a-b_c\.d --only/);
    for (const odd of [null, '/srv/a b', '/srv/$(id)', '/srv/`id`', "/srv/'"])
      expect(command(odd)).toMatch(/^whmcs-doctor check FOLDER --only/);
  });

  it('a password that is one of our own words leaves no gap', () => {
    const gaps = (text: string): string => text.replaceAll('Password', '[secret]').replaceAll('result', '[secret]');
    const document = loginDocument({ ...every, outcome: { verdict: 'invalid', message: 'Email or Password Invalid' } }, '0.1.0', gaps);
    expect(JSON.stringify(document)).not.toContain('[secret]');
    expect(Object.keys(document)).toContain('result');
  });
});

describe('for people', () => {
  it('the answer, what it means and what to do', () => {
    expect(renderLogin(documentOf({}), view)).toBe(`whmcs-doctor 0.1.0  https://billing.test/includes/api.php
WHMCS 8.11.2 · ValidateLogin over the API

✓ The e-mail address and the password are right

    user id                 7
    two-factor              off
    session token           returned (it is not shown)
    session IP validation   on
    took                    1.2 s

  what it means
    WHMCS accepts them. This call passes neither the captcha nor the pages of
    the site: where the person still cannot log in, look for the cause there, in
    sessions, cookies or the address that they use. Session IP validation is on:
    the token is good only for the address of the machine that asked. To an
    integration that hands it to a visitor’s browser it is useless: ask for it
    with localAPI on the server, or use CreateSsoToken.

  next steps
    1. Look at what stands between a right password and the client area.
       whmcs-doctor check /var/www/whmcs --only login-redirect-loops,login-details-errors,frequent-logouts

  more
    https://developers.whmcs.com/api-reference/validatelogin/
`);
  });

  it('says of an id of an unknown version what it may be', () => {
    expect(renderLogin(documentOf({ whmcsVersion: null }), view)).toMatch(/user id +7 \(before WHMCS 8\.0 the id of the client\)\n/);
  });

  it('one line with -q', () => {
    const quiet = { ...view, quiet: true };
    expect(renderLogin(documentOf({}), quiet)).toBe('valid\n');
    expect(renderLogin(documentOf({ outcome: { verdict: 'invalid', message: 'Email or Password Invalid' } }), quiet)).toBe(
      'invalid: The e-mail address or the password is wrong: Email or Password Invalid\n',
    );
  });
});
