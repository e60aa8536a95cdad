import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Quit } from '../../src/cli/exit.js';
import { givenText, longestText } from '../../src/cli/given-text.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-text-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(value: string): Promise<string> {
  const given = await givenText(value, '--for');
  if (typeof given === 'string') return given;
  const parts: Buffer[] = [];
  for await (const part of given.chunks) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

async function refused(value: string): Promise<readonly [number, string]> {
  try {
    await read(value);
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
      expect(await read(text)).toBe(text);
  });

  it('is cut where nobody describes a problem any more', async () => {
    expect(await read('log in '.repeat(100_000))).toHaveLength(longestText);
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
    expect(await read(path)).toBe('They say: can’t log in');
    expect(await read(join(folder, 'link'))).toBe('They say: can’t log in');
  });

  it('of a common encoding is understood', async () => {
    const encoded = (encoding: 'utf16le' | 'latin1', text: string) => file(`${encoding}.txt`, Buffer.from(text, encoding));
    expect(await read(encoded('utf16le', '\ufeffzurück'))).toBe('zurück');
    expect(await read(encoded('latin1', 'zurück'))).toBe('zurück');
  });

  it('that is none is refused: a folder, a FIFO without a writer, a device', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await refused(folder)).toEqual([64, expect.stringMatching(/is a folder/)]);
    expect(await refused(join(folder, 'pipe'))).toEqual([64, expect.stringMatching(/nothing writes into the pipe/)]);
    expect(await refused('/dev/zero')).toEqual([64, expect.stringMatching(/is a device/)]);
  });

  it('that does not exist is missed, without what could be a secret of a link', async () => {
    expect(await refused('/var/log/nowhere.log')).toEqual([64, expect.stringMatching(/no file \/var\/log\/nowhere\.log/)]);
    expect(await refused('ticket.eml')).toEqual([64, expect.stringMatching(/no file ticket\.eml/)]);
    expect((await refused('/password/reset/redeem/a1b2c3d4e5'))[1]).not.toContain('a1b2c3d4e5');
  });
});

describe('explain, through the program', () => {
  const explain = (feed: string, argument: string) =>
    spawnSync(
      'bash',
      ['--noprofile', '--norc', '-c', `${feed} | '${process.execPath}' bin/whmcs-doctor.js explain '${argument}' -f json`],
      {
        encoding: 'utf8',
        timeout: 30_000,
      },
    );
  const loop = 'I log in with the right password and land on the login page again';

  it('reads standard input to its end, and of an endless one as much as can matter', () => {
    expect(JSON.parse(explain(`echo '${loop}'`, '-').stdout)).toMatchObject({ problem: { id: 'login-redirect-loops' } });
    expect(explain('yes', '-')).toMatchObject({ status: 64, stderr: expect.stringContaining('256 MiB') });
    expect(explain('true', '-')).toMatchObject({ status: 64, stderr: expect.stringContaining('explain needs words') });
  });

  it('finds a message at the end of a long log', () => {
    const line = 'PHP Warning:  session_start(): open(/s/sess_a, O_RDWR) failed: Permission denied (13) in /x.php on line 3';
    const path = file('long.log', `${'[notice] all is well\n'.repeat(20_000)}${line}\n`);
    expect(JSON.parse(explain('true', path).stdout)).toMatchObject({ triage: expect.anything(), problem: expect.anything() });
  });

  it('says of what is no text what it is', () => {
    expect(explain('true', file('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1])))).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('PNG'),
    });
  });
});
