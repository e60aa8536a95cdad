import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotText } from '../../src/triage/not-text.js';
import { utf8Text } from '../../src/triage/read-text.js';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

async function read(bytes: Uint8Array, size = 64 * 1024): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of utf8Text(inChunks(bytes, size))) parts.push(part.slice());
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
}

const said = 'Zurück zur Anmeldung: “登录” 🙂\nline two';
const utf16 = (text: string, big: boolean): Buffer => (big ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le'));

describe('text of any origin, in chunks of any size', () => {
  it.each([
    ['UTF-8', Buffer.from(said), said],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${said}`), said],
    ['UTF-16 LE with a mark', utf16(`\ufeff${said}`, false), said],
    ['UTF-16 BE with a mark', utf16(`\ufeff${said}`, true), said],
    ['UTF-16 LE without', utf16('back to the login page', false), 'back to the login page'],
    ['UTF-16 BE without', utf16('back to the login page', true), 'back to the login page'],
    ['Latin-1', Buffer.from('zur\xfcck zur \xc4nderung\n', 'latin1'), 'zurück zur Änderung\n'],
    ['windows-1252', Buffer.from('\x93quoted\x94 \x80 5', 'latin1'), '“quoted” € 5'],
    ['lines of both', Buffer.concat([Buffer.from('é\n'), Buffer.from('\xe9\n', 'latin1'), Buffer.from('é')]), 'é\né\né'],
    ['gzip', gzipSync(said), said],
    ['gzip of UTF-16', gzipSync(utf16(`\ufeff${said}`, false)), said],
    ['two gzip files in a row', Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]), 'a\nb\n'],
    ['one letter', Buffer.from('a'), 'a'],
    ['nothing', Buffer.alloc(0), ''],
    ['a coloured log', Buffer.from('\u001b[31mred\u001b[0m\r\n\f'), '\u001b[31mred\u001b[0m\r\n\f'],
    ['what begins like bzip2', Buffer.from('BZh is a name'), 'BZh is a name'],
  ])('%s', async (_, bytes, text) => {
    for (const size of [1, 2, 3, 5, 7, 64 * 1024]) expect(await read(bytes, size)).toBe(text);
  });

  it('of valid UTF-8 nothing changes, of anything else comes valid UTF-8', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const whole = `text ${text.replace(/[\u0000-\u001f]/g, '')}`;
        expect(await read(Buffer.from(whole), size)).toBe(whole);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60, min: 32 }), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
        await read(Buffer.concat([Buffer.from('text '), bytes]), size);
      }),
    );
  });

  it('NULs at the head or in the gaps of a text are blanks', async () => {
    const log = `${'\0'.repeat(300)}${said.repeat(3)}`;
    for (const size of [4, 64 * 1024]) expect((await read(Buffer.from(log), size)).trim()).toBe(said.repeat(3).trim());
    expect(await read(Buffer.from(`${said.repeat(3)}\0\0`), 64 * 1024)).toBe(`${said.repeat(3)}  `);
  });

  it.each([
    ['a PNG image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /PNG image/],
    ['a JPEG image', Buffer.from('ffd8ffe000104a464946', 'hex'), /JPEG image/],
    ['a ZIP archive', Buffer.from('504b030414000000', 'hex'), /ZIP archive/],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), /PDF/],
    ['NULs', Buffer.alloc(100), /binary/],
    ['numbers of 16 bits', Buffer.from(Uint16Array.from({ length: 200 }, (_, index) => index % 30).buffer), /binary/],
    ['control characters', Buffer.from('\x01\x02\x03\x04\x05'), /binary/],
    ['UTF-32', Buffer.from('fffe000061000000', 'hex'), /binary/],
    ['a broken gzip file', gzipSync(said.repeat(100)).subarray(0, 60), /broken gzip/],
    ['gzip of gzip', gzipSync(gzipSync(said)), /packed/],
    ['gzip of a program', gzipSync(Buffer.from('7f454c4600000000', 'hex')), /packed/],
  ])('%s is refused', async (_, bytes, why) => {
    for (const size of [4, 64 * 1024]) {
      const error: unknown = await read(bytes, size).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(NotText);
      expect((error as NotText).message).toMatch(why);
    }
  });

  it('does not wait for the second chunk before it gives the first', async () => {
    const never = new Promise<never>(() => {});
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"text":"a"}\n');
      await never;
    }
    const first = await utf8Text(slow())[Symbol.asyncIterator]().next();
    expect(Buffer.from(first.value as Uint8Array).toString()).toBe('{"text":"a"}\n');
  });
});
