import { describe, expect, test } from 'vitest';
import { apartFromNoise } from '../../src/parse/answer-among-noise.js';

const answer = '{"result":"error","message":"a \\"{\\" in it","more":{"x":[{}]}}';
const html = '<br />\n<b>Notice</b>:  Undefined index: {x} in <b>/srv/x.php</b> on line <b>7</b><br />\n';
const text = '\nPHP Deprecated:  Function {a} is deprecated in /srv/x.php on line 12\n';

describe('an answer that PHP printed into', () => {
  test.each([
    ['a message in HTML before it', `${html}${answer}`],
    ['messages in text before it', `${text}${text}${answer}`],
    ['a message behind it', `${answer}${html}`],
    ['a comment behind it', `${answer}\n<!-- made by an add-on -->`],
    ['all of them', `\uFEFF${html}${text}${answer}${text}<!-- x -->`],
  ])('%s', (_, body) => {
    const apart = apartFromNoise(body);
    expect(apart?.answer).toBe(answer);
    expect(apart?.printed.trim()).toMatch(/on line|made by an add-on/);
  });

  test.each([
    ['an answer without noise', answer],
    ['a page that quotes one', `<html><body><pre>${answer}</pre></body></html>`],
    ['a message and words of others', `${html}<p>Please log in</p>${answer}`],
    ['two answers', `${answer}${text}${answer}`],
    ['an object without a result', `${html}{"userid":1}`],
    ['half an answer', `${html}${answer.slice(0, -1)}`],
    ['a message alone', html],
    ['nothing', ''],
  ])('%s is left as it is', (_, body) => {
    expect(apartFromNoise(body)).toBeNull();
  });

  test('a flood of braces and of half messages ends soon', () => {
    for (const part of ['{', '{"', '<!--', 'Warning: ', '<b>Warning</b>: x'])
      expect(apartFromNoise(part.repeat(Math.ceil(65_536 / part.length)))).toBeNull();
  }, 2000);
});
