import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Quit } from '../../src/cli/exit.js';
import { decoded, givenText, longestText } from '../../src/cli/given-text.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-text-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function refused(value: string): Promise<readonly [number, string]> {
  try {
    await givenText(value, '--for');
  } catch (error) {
    if (error instanceof Quit) return [error.code, error.message];
    throw error;
  }
  throw new Error('it was accepted');
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a text', () => {
  it('is itself, whatever it looks like', async () => {
    for (const text of [
      'I cannot log in',
      'loop',
      'https://www.billing.test/login?incorrect=1',
      'a\nb',
      '/login/ loops',
      '?incorrect=true',
    ])
      expect(await givenText(text, '--for')).toBe(text);
  });

  it('is cut where nobody describes a problem any more', async () => {
    expect(await givenText('log in '.repeat(100_000), '--for')).toHaveLength(longestText);
  });

  it.each([
    ['nothing', ''],
    ['space', ' \n\t '],
    ['controls', '\u0000\u001b\u0007'],
    ['signs', '?!...'],
  ])('of %s is refused', async (_, text) => {
    const [code, message] = await refused(text);
    expect(code).toBe(64);
    expect(message).toMatch(/^--for needs words/);
  });
});

describe('a file', () => {
  it('is read, also behind a link', async () => {
    const path = file('ticket.txt', 'They say: can’t log in');
    symlinkSync(path, join(folder, 'link'));
    expect(await givenText(path, '--for')).toBe('They say: can’t log in');
    expect(await givenText(join(folder, 'link'), '--for')).toBe('They say: can’t log in');
  });

  it('that is long is read at its beginning, and it is said', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    // an ü lies on the border
    const path = file('long.log', `${'x'.repeat(longestText - 1)}ü and more`);
    expect(await givenText(path, '--for')).toBe('x'.repeat(longestText - 1));
    expect(written.mock.calls.join('')).toContain('long.log the first 64 KiB were read');
    written.mockRestore();
  });

  it('of a common encoding is understood', () => {
    const bytes = (encoding: 'utf16le' | 'latin1', text: string) => Buffer.from(text, encoding);
    expect(decoded(bytes('utf16le', '\ufeffzurück'), 'x')).toBe('zurück');
    expect(decoded(bytes('latin1', 'zurück'), 'x')).toBe('zurück');
    expect(decoded(Buffer.from('\ufeffzurück'), 'x')).toBe('zurück');
  });

  it('that holds no text is refused', async () => {
    expect(await refused(file('binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])))).toEqual([78, expect.stringMatching(/is not text/)]);
    expect(await refused(file('log.gz', Buffer.from([0x1f, 0x8b, 8])))).toEqual([78, expect.stringMatching(/compressed/)]);
    expect(await refused(file('empty.txt', ''))).toEqual([64, expect.stringMatching(/needs words/)]);
  });

  it('that is none is refused: a folder, a FIFO, a device', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await refused(folder)).toEqual([64, expect.stringMatching(/is a folder/)]);
    expect(await refused(join(folder, 'pipe'))).toEqual([78, expect.stringMatching(/not a regular file/)]);
    expect(await refused('/dev/zero')).toEqual([78, expect.stringMatching(/not a regular file/)]);
  });

  it('that does not exist is missed, without what could be a secret of a link', async () => {
    expect(await refused('/var/log/nowhere.log')).toEqual([64, expect.stringMatching(/no file \/var\/log\/nowhere\.log/)]);
    expect(await refused('ticket.eml')).toEqual([64, expect.stringMatching(/no file ticket\.eml/)]);
    expect((await refused('/password/reset/redeem/a1b2c3d4e5'))[1]).not.toContain('a1b2c3d4e5');
  });
});

it('standard input is read to its end or its limit, and an endless one does not stop the program', async () => {
  const entry = fileURLToPath(new URL('../../src/cli/given-text.ts', import.meta.url));
  const outfile = join(folder, 'given-text.mjs');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  const script = `import { givenText } from '${outfile}'; givenText('-', '--for').then((text) => process.stdout.write(text.slice(0, 20) + text.length, () => process.exit(0)), (error) => { process.stderr.write(error.message); process.exit(error.code); });`;
  const run = (feed: string) =>
    spawnSync('bash', ['--noprofile', '--norc', '-c', `${feed} | '${process.execPath}' --input-type=module -e "$SCRIPT"`], {
      encoding: 'utf8',
      timeout: 20_000,
      env: { ...process.env, SCRIPT: script },
    });
  expect(run("printf 'it loops'").stdout).toBe('it loops8');
  expect(run('yes')).toMatchObject({ status: 0, stdout: `${'y\n'.repeat(10)}${longestText}`, stderr: expect.stringContaining('64 KiB') });
  expect(run('true')).toMatchObject({ status: 64, stderr: expect.stringContaining('--for needs words') });
});
