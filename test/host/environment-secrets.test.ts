import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  databasePasswordFromEnvironment,
  environmentSecrets,
  operatorEnvironment,
  secretFromEnvironment,
  withholdSecrets,
} from '../../src/host/environment-secrets.js';
import { SecretVault } from '../../src/host/vault.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
  writeFileSync(join(folder, 'good'), 'from a file \n');
  writeFileSync(join(folder, 'windows'), 'x\r\n');
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'large'), 'x'.repeat(70_000));
  symlinkSync(join(folder, 'good'), join(folder, 'link'));
  execFileSync('mkfifo', [join(folder, 'fifo')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(environment: Record<string, string | undefined>): string | null {
  const vault = new SecretVault();
  const ref = secretFromEnvironment('X_SECRET', vault, environment);
  return ref === null ? null : vault.reveal(ref);
}

it.each([
  ['nothing', {}, null],
  ['an empty variable', { X_SECRET: '' }, null],
  ['a variable', { X_SECRET: ' s ' }, ' s '],
  ['a file', { X_SECRET_FILE: 'good' }, 'from a file '],
  ['a file with a Windows line end', { X_SECRET_FILE: 'windows' }, 'x'],
  ['a link to a file', { X_SECRET_FILE: 'link' }, 'from a file '],
  ['an empty file', { X_SECRET_FILE: 'empty' }, null],
  ['both', { X_SECRET: 'a', X_SECRET_FILE: 'good' }, 'a'],
  ['an empty variable and a file', { X_SECRET: '', X_SECRET_FILE: 'windows' }, 'x'],
])('takes %s', (_, environment: Record<string, string>, expected) => {
  const file = environment['X_SECRET_FILE'];
  expect(read({ ...environment, ...(file === undefined ? {} : { X_SECRET_FILE: join(folder, file) }) })).toBe(expected);
});

it.each([
  ['missing', 'absent'],
  ['fifo', 'denied'],
  ['.', 'denied'],
  ['large', 'oversize'],
])('refuses the file %s with %s, naming the variable', (name, gap) => {
  expect(() => read({ X_SECRET_FILE: join(folder, name) })).toThrow(
    expect.objectContaining({ gap, why: expect.stringContaining('X_SECRET_FILE') as string }),
  );
});

it('knows the database password', () => {
  const vault = new SecretVault();
  const ref = databasePasswordFromEnvironment(vault, { WHMCS_DB_PASSWORD: 'pw' });
  expect(ref && vault.reveal(ref)).toBe('pw');
  expect(databasePasswordFromEnvironment(vault, {})).toBeNull();
});

describe('before code of others runs', () => {
  it('all that are in the environment are known, the value and the file, used or not', () => {
    const file = join(folder, 'twin');
    writeFileSync(file, 'from-the-file\n');
    const environment = {
      SMTP_PASSWORD: 'of-smtp',
      SMTP_PASSWORD_FILE: file,
      WHMCS_LOGIN_PASSWORD_FILE: file,
      DUO_CLIENT_SECRET_FILE: '/nowhere',
      HOME: '/x',
    };
    expect(environmentSecrets(environment)).toEqual([
      { kind: 'SMTP_PASSWORD', value: 'of-smtp' },
      { kind: 'SMTP_PASSWORD', value: 'from-the-file' },
      { kind: 'WHMCS_LOGIN_PASSWORD', value: 'from-the-file' },
    ]);
  });

  it('knows every variable that the README names as a secret', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, table = ''] =
      /Secrets come from the environment, never from an argument\. Each has a twin[^]*?\n\n([^]*?)\n\n/.exec(readme) ?? [];
    const open = ['TWITTER_CALLBACK_URL', 'DUO_HOST', 'SMTP_URL'];
    const names = [...new Set(table.match(/[A-Z]+_[A-Z_]+/g))].filter((name) => !open.includes(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(environmentSecrets({ [name]: 'planted' }), name).toEqual([{ kind: name, value: 'planted' }]);
  });

  it('they leave process.env, and the program still finds them', () => {
    process.env['SMTP_PASSWORD'] = 'of-smtp';
    withholdSecrets();
    expect(process.env['SMTP_PASSWORD']).toBeUndefined();
    expect(operatorEnvironment()['SMTP_PASSWORD']).toBe('of-smtp');
    process.env['SMTP_PASSWORD'] = '';
    withholdSecrets();
    delete process.env['SMTP_PASSWORD'];
  });
});
