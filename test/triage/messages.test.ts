import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageReader, type LineMessage } from '../../src/triage/messages.js';
import type { MessageRow } from '../../src/triage/tables.js';

const row = (id: string, literals: readonly string[], only?: string): MessageRow => ({
  id,
  title: id,
  literals,
  problems: [],
  causes: [],
  ...(only === undefined ? {} : { only }),
});
const denied = row('denied', ['failed: permission denied']);
const full = row('full', ['no space left', 'disk is full']);
const begins = row('begins', ['license invalid'], '^\\s*license invalid');
const quota = row('quota', ['quota exceeded'], 'session');
const reader = messageReader([denied, full, begins, quota]);

function counted(text: string | Uint8Array, chunk = 64 * 1024): readonly LineMessage[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const count = reader.count();
  for (let at = 0; at < bytes.length; at += chunk) count.push(bytes.subarray(at, at + chunk));
  return count.found();
}

const brief = (found: readonly LineMessage[]) => found.map(({ message, line, lastLine, count }) => [message.id, line, lastLine, count]);

/** What a cutter holds at most: src/logic/pieces.ts. */
const piece = 256 * 1024;

describe('messages of a long text', () => {
  it('are counted by lines, with the first and the last', () => {
    const text = 'x\nfailed: Permission denied\n\ndisk is full: no space left\nfailed: permission denied, failed: permission denied\n';
    for (const found of [counted(text), counted(text, 1), reader.read(text)])
      expect(brief(found)).toEqual([
        ['denied', 2, 5, 2],
        ['full', 4, 4, 1],
      ]);
  });

  it('are found once at every place around the end of a piece, in one line', () => {
    const message = 'failed: permission denied';
    for (let before = piece - 40; before <= piece + 8; before++) {
      const text = `${'a '.repeat(piece).slice(0, before)}${message} ${'b '.repeat(9000)}\nend`;
      expect(brief(counted(text))).toEqual([['denied', 1, 1, 1]]);
    }
  });

  it('are found once at every place around the end of a piece, in many lines', () => {
    const message = 'failed: permission denied';
    for (let before = piece - 40; before <= piece + 8; before++) {
      const lines = '0123456789\n'.repeat(Math.floor(before / 11));
      const text = `${lines}${'.'.repeat(before - lines.length)}${message}\nmore\n${message}`;
      const line = Math.floor(before / 11) + 1;
      expect(brief(counted(text))).toEqual([['denied', line, line + 2, 2]]);
    }
  });

  it('what a message needs beside its words is seen across the end of a piece', () => {
    for (let before = piece - 60; before <= piece + 8; before += 3) {
      const text = `${'a '.repeat(piece).slice(0, before)} session: quota exceeded ${'b '.repeat(9000)}`;
      expect(brief(counted(text))).toEqual([['quota', 1, 1, 1]]);
    }
    expect(counted(`${'a '.repeat(piece)} cache: quota exceeded ${'b '.repeat(9000)}`)).toEqual([]);
  });

  it('the middle of a long line is not its beginning', () => {
    expect(brief(counted(`license invalid ${'a '.repeat(piece)}`))).toEqual([['begins', 1, 1, 1]]);
    for (const before of [1999, 2000, 3999, 4000, 4001, 8000, piece, piece + 1])
      expect(counted(`${'a'.repeat(before)} license invalid ${'b '.repeat(9000)}`)).toEqual([]);
  });

  it('a line of many megabytes is read once, and the lines after it keep their numbers', () => {
    const text = `one\n${'no space left '.repeat(200_000)}\nfailed: permission denied`;
    expect(brief(counted(text))).toEqual([
      ['full', 2, 2, 1],
      ['denied', 3, 3, 1],
    ]);
  });

  it('the sample shows the message and hides what could be a secret, also where a stretch cuts it', () => {
    const key = 'Ab1'.repeat(30);
    for (let before = 3900; before <= 4100; before++) {
      const [found] = counted(`${'a '.repeat(5000).slice(0, before)}key ${key} no space left, key ${key} ${'b '.repeat(9000)}`);
      expect(found?.sample).toContain('no space left');
      expect(found?.sample).not.toMatch(/(?:Ab1){2}|b1A/);
      expect(found?.sample.length).toBeLessThanOrEqual(200);
    }
  });

  it('says the same as a look at each line', () => {
    const words = fc.constantFrom(
      'no space left',
      'disk is full',
      'failed: ',
      'permission denied',
      '\n',
      '\n',
      'x',
      ' é ',
      'NO SPACE LEFT',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), fc.integer({ min: 1, max: 64 }), (parts, chunk) => {
        const text = parts.join('');
        const lines = text.split('\n').map((line) => line.toLowerCase());
        const expected = [denied, full].flatMap(({ id, literals }) => {
          const on = lines.flatMap((line, index) => (literals.some((literal) => line.includes(literal)) ? [index + 1] : []));
          return on.length === 0 ? [] : [[id, on[0], on.at(-1), on.length]];
        });
        const sorted = (found: readonly LineMessage[]) => brief(found).sort();
        expect(sorted(counted(text, chunk))).toEqual(expected.sort());
        expect(sorted(reader.read(text))).toEqual(expected.sort());
      }),
    );
  });
});
