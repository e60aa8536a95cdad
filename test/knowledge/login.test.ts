import { describe, expect, it } from 'vitest';
import { loginBeforehand, loginInvalid, loginTroubles, loginValid } from '../../src/knowledge/login.js';
import { causes, problems } from '../../src/knowledge/index.js';

const all = [loginValid, loginInvalid, ...Object.values(loginTroubles)];

describe('what is said of a login', () => {
  it('names problems and causes that exist', () => {
    const known = new Set<string>([...problems, ...causes].map(({ id }) => id));
    for (const { steps } of all)
      for (const { command = '' } of steps) {
        for (const id of /(?:--only|explain) ([\w,-]+)/.exec(command)?.[1]?.split(',') ?? []) expect(known, command).toContain(id);
      }
  });

  it('puts nothing that an install says into a command, but addresses', () => {
    for (const { steps } of all) for (const { command = '' } of steps) expect(command.replace('{address}', '')).not.toMatch(/[{}]/);
  });

  it('leaves nobody in doubt that nothing is known where nothing is', () => {
    for (const { explanation } of Object.values(loginTroubles)) expect(explanation).toMatch(/is not known\.$/);
  });

  it('has a step that can be taken where the answer is another error, a page or about an account', () => {
    for (const trouble of ['other-error', 'page', 'account-refused'] as const) {
      const { steps } = loginTroubles[trouble];
      expect(steps.some(({ command }) => command !== undefined)).toBe(true);
      expect(JSON.stringify(steps)).not.toMatch(/in the documentation/);
    }
    const account = loginTroubles['account-refused'];
    expect(account.explanation).toMatch(/not verified/);
    expect(JSON.stringify(account.steps)).toMatch(/--user EMAIL.*Banned IPs/);
  });

  it('says beforehand what happens', () => {
    for (const lines of Object.values(loginBeforehand)) {
      expect(lines.join(' ')).toMatch(/start a session.*last login.*ban/);
    }
    expect(loginBeforehand.local.join(' ')).toMatch(/runs the code of the install.*license check that is due/);
  });
});
