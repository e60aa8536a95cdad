import { describe, expect, it } from 'vitest';
import { pipelineOrders, unprintable } from '../../src/logic/unprintable.js';

const marked = (text: string): string => text.replace(unprintable, '¤');
const broken = (text: string): string => text.replace(pipelineOrders, '$&_');

describe('what a terminal obeys or hides', () => {
  it.each([
    ['an escape', '\u001b'],
    ['a line feed', '\n'],
    ['DEL', '\u007f'],
    ['a control of C1', '\u009b'],
    ['half a character', '\ud83d'],
    ['a zero-width space', '\u200b'],
    ['a change of direction', '\u202e'],
    ['a tag', '\u{e0041}'],
    ['a variation selector', '\ufe0f'],
    ['a filler', '\u3164'],
    ['a character that nobody has', '\ufffe'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['the first interlinear mark', '\ufff9'],
    ['the last interlinear mark', '\ufffb'],
  ])('%s', (_, character) => {
    expect(marked(`a${character}b${character}`)).toBe('a¤b¤');
  });

  it.each(['plain ~', 'é', '日本語', '😀', '\ufffd', '\ufffc', '\u2027', '\u00a0'])('not %j', (text) => {
    expect(marked(text)).toBe(text);
  });

  it('marks on one letter after the eighth', () => {
    expect(marked(`a${'\u0301'.repeat(8)}`)).toBe(`a${'\u0301'.repeat(8)}`);
    expect(marked(`a${'\u0301'.repeat(10)}b`)).toBe(`a${'\u0301'.repeat(8)}¤¤b`);
  });
});

describe('what a pipeline obeys', () => {
  it.each([
    'add-mask',
    'add-matcher',
    'add-path',
    'debug',
    'echo',
    'endgroup',
    'error',
    'group',
    'internal-set-repo-path',
    'notice',
    'remove-matcher',
    'save-state',
    'set-env',
    'set-output',
    'stop-commands',
    'warning',
    'ERROR',
  ])('::%s::', (name) => {
    expect(broken(`::${name}::x`)).toBe(`:_:${name}::x`);
    expect(broken(`::${name} a=b,c=d::x`)).toBe(`:_:${name} a=b,c=d::x`);
    expect(broken(`text (::${name}::)`)).toBe(`text (:_:${name}::)`);
    expect(broken(`::${name} a\nb::`)).toBe(`:_:${name} a\nb::`);
  });

  it.each(['##[error]', '##vso[task]', '##teamcity[x]', '##TeamCity[x]'])('%s', (text) => {
    expect(broken(`a${text}`)).toBe(`a#_${text.slice(1)}`);
  });

  it('every one of several', () => {
    expect(broken('::error::a ::error::b ##[a ##[b')).toBe(':_:error::a :_:error::b #_#[a #_#[b');
  });

  it.each([
    'Log::error in App::run',
    '2001:db8::error::1',
    '::errors::',
    '::error',
    '::error x',
    '::errorx::',
    ':error::',
    '::unknown::',
    '::add-::',
    '::set-::',
    '# [error]',
    '#[error]',
    '## [error]',
    '##other[x]',
    '## heading',
  ])('not %s', (text) => {
    expect(broken(text)).toBe(text);
  });
});
