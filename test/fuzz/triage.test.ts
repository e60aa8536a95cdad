/** The matcher and its readers: any bytes are read or refused by name, alike in any chunks; and what is said of a text does not depend on its dress. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messages, problems } from '../../src/knowledge/index.js';
import { clean } from '../../src/triage/clean.js';
import { encodingOf, whatItIs } from '../../src/triage/file-kind.js';
import { fold } from '../../src/triage/fold.js';
import { jsonLines } from '../../src/triage/json-lines.js';
import { readableMail } from '../../src/triage/mail.js';
import { NotText } from '../../src/triage/not-text.js';
import { utf8Text } from '../../src/triage/read-text.js';
import { readStream, readString } from '../../src/triage/stream.js';
import { createMatcher } from '../../src/triage/triage.js';
import { wordsOf } from '../../src/triage/words.js';
import { lexicons, tables } from '../triage/tables.js';
import { endures, holds, texts, type Reader } from './harness.js';

const matcher = createMatcher(tables, lexicons);
const ids = new Set<string>(problems.map(({ id }) => id));

const ticketWords = [
  ...[
    'I cannot log in ',
    'login page again ',
    'password reset link ',
    'is invalid',
    '\n',
    '. ',
    'Google',
    'Sign in with ',
    'your IP has been banned',
    'ich kann mich nicht anmelden ',
    '登录',
    'не могу войти ',
  ],
  ...messages.slice(0, 15).map(({ example }) => example),
];
const mailWords = [
  'From: a@b.test\n',
  'Subject: =?utf-8?B?',
  'bG9naW4=',
  '?=',
  '\n\n',
  'Content-Type: multipart/mixed; boundary=x\n',
  '--x\n',
  '--x--\n',
  'Content-Transfer-Encoding: base64\n',
  'quoted-printable\n',
  '=\n',
  '=C3=A9',
  '> ',
  'On Monday wrote:\n',
  'text/html',
  '<p>login</p>',
];
const htmlWords = [
  '<p>',
  '</p>',
  '<script>',
  '</script>',
  '<!--',
  '-->',
  '&nbsp;',
  '&#x41;',
  '<style>',
  '</style>',
  '<br>',
  'login failed',
  '<',
  '>',
  '\u001b[31m',
  '\u001b]8;;x\u0007',
];

const readers: Readonly<Record<string, Omit<Reader, 'name'>>> = {
  matcher: { words: ticketWords, longest: 300_000, read: (text) => readString(text, matcher) },
  mail: { words: [...mailWords, ...ticketWords.slice(0, 4)], longest: 300_000, read: readableMail },
  clean: { words: [...htmlWords, ...mailWords], longest: 300_000, read: clean },
  words: { words: ticketWords, longest: 300_000, read: (text) => [wordsOf(text), fold(text.slice(0, 4096))] },
  'file-kind': {
    words: ['\u007fELF', '%PDF-1.4', 'PK\u0003\u0004', '\u0089PNG\r\n', 'GIF89a', 'BZh9', '\u00fd7zXZ', 'Rar!', '\u0000', 'text'],
    read: (text) => [encodingOf(Buffer.from(text, 'latin1')), whatItIs(Buffer.from(text, 'latin1'))],
  },
};

describe.each(Object.entries(readers))('%s', (name, reader) => {
  it('survives any text', { timeout: 600_000 }, () => endures({ name: `triage ${name}`, ...reader }, 'any'));
  it('takes no square of the length', { timeout: 600_000 }, () => endures({ name: `triage ${name}`, ...reader }, 'pumped'));
});

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    await Promise.resolve();
    const size = Math.max(1, sizes[i % Math.max(sizes.length, 1)] ?? 64);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

/** As UTF-8; null: refused by name. */
async function plain(bytes: Uint8Array, sizes: readonly number[]): Promise<string | null> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of utf8Text(inChunks(bytes, sizes))) parts.push(part.slice());
  } catch (error) {
    if (!(error instanceof NotText)) throw error;
    expect(error.message).toMatch(/^[^\n]{5,200}$/);
    return null;
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
}

const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 });
const bytesOf = fc.oneof(
  texts(ticketWords).map((text) => Buffer.from(text)),
  texts(ticketWords).map((text) => Buffer.from(text, 'latin1')),
  texts(['a', 'login', '\n', 'é']).map((text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])),
  texts(ticketWords).map((text) => gzipSync(text)),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      fc.constantFrom(
        Buffer.from('%PDF-1.7\n'),
        Buffer.from('PK\u0003\u0004'),
        Buffer.from('89504e470d0a1a0a', 'hex'),
        Buffer.from('1f8b0800', 'hex'),
      ),
      fc.uint8Array({ maxLength: 200 }),
    )
    .map(([head, rest]) => Buffer.concat([head, rest])),
);

describe('bytes', () => {
  it('are the same text in any chunks, or refused in any', { timeout: 120_000 }, async () => {
    await holds('triage: chunks', 100, [bytesOf, sizes, sizes], async (bytes, one, other) => {
      const read = await plain(bytes, one);
      const again = await plain(bytes, other);
      // whether bytes with control characters are text is told from as many as have come: who writes line by line waits for the answer to the first
      if (!bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32))) expect(again).toBe(read);
      // text stays text
      if (read !== null) expect(await plain(Buffer.from(read), one)).toBe(read.replace(/^\ufeff/, ''));
    });
  });

  it('are read alike by line and at once, packed or not', { timeout: 120_000 }, async () => {
    await holds('triage: packed', 30, [texts(ticketWords), sizes], async (text, chunks) => {
      const bytes = Buffer.from(text);
      const direct = await plain(bytes, chunks);
      expect(direct).not.toBe(undefined);
      if (direct === null || direct === '' || /[\u0000]/.test(text)) return;
      expect(await plain(gzipSync(bytes), chunks)).toBe(direct);
      const whole = readString(direct, matcher);
      const { matches } = await readStream(inChunks(Buffer.from(direct), chunks), matcher);
      expect(matches).toEqual(whole.matches);
    });
  });

  it('lines of JSON are the same in any chunks, and as many as there are', { timeout: 120_000 }, async () => {
    const line = fc.oneof(
      texts(['x', 'y']).map((text) => JSON.stringify({ text, id: 1 })),
      fc.constantFrom('{', '', '   ', '{"text":1}', '[]', '{"id":{},"text":"a"}', '{"text":"a","id":"b"}', 'null'),
    );
    await holds('triage: lines', 80, [fc.array(line, { maxLength: 8 }), sizes, sizes], async (lines, one, other) => {
      const bytes = Buffer.from(lines.join('\n'));
      const read = async (chunks: readonly number[]) => {
        const all: unknown[] = [];
        for await (const each of jsonLines(inChunks(bytes, chunks))) all.push(each);
        return all;
      };
      const found = await read(one);
      expect(await read(other)).toEqual(found);
      expect(found.length).toBe(lines.filter((each) => each.trim() !== '').length);
    });
  });
});

describe('an answer', () => {
  it(
    'is the same each time, names known problems in the order of their chance, and its evidence stands in the text',
    { timeout: 120_000 },
    async () => {
      await holds('triage: answers', 60, [texts(ticketWords)], (text) => {
        const { matches } = readString(text, matcher);
        expect(readString(text, matcher).matches).toEqual(matches);
        const lines = text.split(/\r\n|\r|\n/).length;
        for (const [index, { problem, score, lines: at }] of matches.entries()) {
          expect([ids.has(problem), score > 0 && score <= 1, at.every((each) => each >= 1 && each <= lines)]).toEqual([true, true, true]);
          expect(score).toBeLessThanOrEqual(matches[index - 1]?.score ?? 1);
        }
        expect(new Set(matches.map(({ problem }) => problem)).size).toBe(matches.length);
      });
    },
  );

  it('does not change with how lines end', { timeout: 120_000 }, async () => {
    const said = fc
      .array(fc.constantFrom(...ticketWords.filter((word) => word.trim() !== '')), { maxLength: 8 })
      .map((parts) => parts.join(' \n'));
    await holds('triage: dress', 40, [said], (text) => {
      const best = (given: string): unknown => readString(given, matcher).matches.map(({ problem, score }) => [problem, score]);
      const first = best(text);
      expect(best(text.replaceAll('\n', '\r\n'))).toEqual(first);
      expect(best(`${text}\n\n`)).toEqual(first);
    });
  });

  it('words are folded once for all', async () => {
    await holds('triage: fold', 200, [texts(['É', 'ß', 'İ', 'ﬁ', 'Ｌ', 'а́', 'LOGIN', 'ς', 'Ω', '登'])], (text) => {
      const once = fold(text);
      expect(fold(once)).toBe(once);
    });
  });
});
