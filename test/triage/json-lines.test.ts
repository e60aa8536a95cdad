import { expect, it } from 'vitest';
import { jsonLines, longestLine } from '../../src/triage/json-lines.js';

async function read(text: string, size = 64 * 1024) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) {
      await Promise.resolve();
      yield bytes.subarray(at, at + size);
    }
  }
  const found = [];
  for await (const line of jsonLines(chunks())) found.push('why' in line ? `${line.number}: ${line.why}` : line);
  return found;
}

it('every line is a text of its own, with its number and its name', async () => {
  const text = '{"text":"one","id":7}\n\n  \r\n{"id":"a","text":"tw\\u00f6"}\r\n{"text":"","id":{"x":1}}';
  for (const size of [1, 3, 64 * 1024])
    expect(await read(text, size)).toEqual([
      { number: 1, text: 'one', id: 7 },
      { number: 4, text: 'twö', id: 'a' },
      { number: 5, text: '', id: null },
    ]);
});

it('what is broken is named, and the rest is read', async () => {
  const long = `{"text":"${'a'.repeat(longestLine)}"}`;
  expect(await read(`{\n[]\nnull\n"text"\n{"text":7}\n{"__proto__":{"text":"x"}}\n${long}\n{"text":"ok"}\n${long}`)).toEqual([
    '1: is not JSON',
    '2: is not a JSON object',
    '3: is not a JSON object',
    '4: is not a JSON object',
    expect.stringMatching(/^5: has no text/),
    expect.stringMatching(/^6: has no text/),
    '7: is longer than 1 MiB',
    { number: 8, text: 'ok', id: null },
    '9: is longer than 1 MiB',
  ]);
});

it('a line of exactly the limit is read, and deep nesting is broken JSON or none of a text', async () => {
  const exact = `{"text":"${'a'.repeat(longestLine - 11)}"}`;
  expect(exact).toHaveLength(longestLine);
  expect(await read(exact, 1000)).toMatchObject([{ number: 1 }]);
  expect(await read(`${'['.repeat(500_000)}\n${'['.repeat(500_000)}${']'.repeat(500_000)}`)).toEqual([
    '1: is not JSON',
    '2: is not a JSON object',
  ]);
});
