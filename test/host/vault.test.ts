import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { SecretVault } from '../../src/host/vault.js';
import { LookFailed } from '../../src/logic/failure.js';

const secret = 'Tr0ub4dor&3';

describe('SecretVault', () => {
  it('hands out references that say only what may be said', () => {
    const vault = new SecretVault();
    const ref = vault.keep('database password', secret);
    expect(ref).toEqual({ secret: 0, present: true, shape: '11 characters' });
    expect(vault.reveal(ref)).toBe(secret);
  });

  it.each([
    ['', 'empty', false],
    ['   ', 'only white space', true],
    [' abc', '4 characters, starts or ends with a space', true],
    ['abc\n', '4 characters, starts or ends with a space', true],
    ['a\u0001b', '3 characters, contains a control character', true],
    ['p\u00e4ss', '4 characters, not only ASCII', true],
    ['\u{1f511}', '1 characters, not only ASCII', true],
  ])('describes %j as %s', (value, shape, present) => {
    expect(new SecretVault().keep('x', value)).toMatchObject({ shape, present });
  });

  it('compares values, not references', () => {
    const vault = new SecretVault();
    const first = vault.keep('cookie', secret);
    const again = vault.keep('token', secret);
    const other = vault.keep('cookie', 'else');
    expect(first.secret).not.toBe(again.secret);
    expect(vault.same(first, again)).toBe(true);
    expect(vault.same(first, other)).toBe(false);
    expect(vault.keep('cookie', secret)).toBe(first);
  });

  it('knows no reference of another vault', () => {
    const vault = new SecretVault();
    const foreign = { secret: 7, present: true, shape: '3 characters' };
    expect(vault.same(foreign, foreign)).toBe(false);
    expect(() => vault.reveal(foreign)).toThrow(LookFailed);
  });

  it('lists each value once for the redactor, and no empty one', () => {
    const vault = new SecretVault();
    for (const [kind, value] of [
      ['a', secret],
      ['b', secret],
      ['c', ''],
    ] as const)
      vault.keep(kind, value);
    expect(vault.values()).toEqual([secret]);
  });

  it.each([
    ['vault', (vault: SecretVault) => vault as object],
    ['front', (vault: SecretVault) => vault.front() as object],
  ])('gives nothing away through its %s', (_, side) => {
    const vault = new SecretVault();
    vault.keep('password', secret);
    const seen = side(vault);
    expect(() => JSON.stringify({ seen })).toThrow(TypeError);
    expect(inspect({ seen }, { showHidden: true, depth: 9 })).not.toContain(secret);
    expect(Object.keys(seen)).not.toContain('reveal');
    expect(`${inspect(seen)}`).toBe('[vault]');
  });

  it('is an empty object to structured serialisation', () => {
    const vault = new SecretVault();
    vault.keep('password', secret);
    expect(serialize(vault).includes(secret)).toBe(false);
    expect('reveal' in vault.front()).toBe(false);
  });
});
