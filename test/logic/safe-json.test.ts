import { describe, expect, it } from 'vitest';
import { safeJson } from '../../src/logic/safe-json.js';

const shown = (value: unknown): string => safeJson(JSON.stringify(value));

describe('JSON for a terminal and a pipeline', () => {
  it.each([
    ['plain text', 'plain text'],
    ['ünïcode 日本語 😀', 'ünïcode 日本語 😀'],
    ['a\u009bb', 'a\\u009bb'],
    ['\u202e', '\\u202e'],
    ['\u200b\u2028', '\\u200b\\u2028'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['é\u202eé\u202e', 'é\\u202eé\\u202e'],
    ['::error::no', '\\u003a:error::no'],
    ['##[error]no', '\\u0023#[error]no'],
    ['::error::a ##[error]b', '\\u003a:error::a \\u0023#[error]b'],
    ['a: b, #1', 'a: b, #1'],
    ['Log::error in App', 'Log::error in App'],
    ['## heading', '## heading'],
  ])('writes %j as %s', (text, inside) => {
    expect(shown(text)).toBe(`"${inside}"`);
    expect(JSON.parse(shown(text))).toBe(text);
  });

  it('keeps the line breaks between lines', () => {
    expect(safeJson('{\n  "a": 1\n}\n')).toBe('{\n  "a": 1\n}\n');
  });

  it('escapes other controls', () => {
    expect(safeJson('"a"\r\u001b')).toBe('"a"\\u000d\\u001b');
  });
});
