import { describe, expect, test } from 'vitest';
import { errorText, parseLocalOutput } from '../../src/parse/local-api-output.js';

const mark = 'whmcs-doctor:00112233:';
const framed = (value: unknown): string => `${mark}${Buffer.from(JSON.stringify(value)).toString('base64')}${mark}\n`;

describe('the frame', () => {
  test('among what the install printed', () => {
    const { frame, stray } = parseLocalOutput(
      `noise${framed({ is: 'answer', php: '8.2.1', answer: { result: 'success' } })}more`,
      'Warning',
      mark,
    );
    expect(frame).toEqual({ is: 'answer', php: '8.2.1', body: '{"result":"success"}' });
    expect(stray).toBe('noise\nmore\nWarning');
  });

  test('the first one counts', () => {
    expect(parseLocalOutput(framed({ is: 'no-local-api' }) + framed({ is: 'wrong-user' }), '', mark).frame).toEqual({ is: 'no-local-api' });
  });

  test('where the program was ended before it, or in it', () => {
    expect(parseLocalOutput('License Invalid', '', mark)).toEqual({ frame: null, stray: 'License Invalid\n' });
    expect(parseLocalOutput(`${mark}eyJpcyI6`, '', mark).frame).toBeNull();
  });

  test('of another run, or with nonsense in it', () => {
    expect(parseLocalOutput(framed({ is: 'no-local-api' }), '', 'whmcs-doctor:another:').frame).toBeNull();
    for (const odd of [null, [], 'x', { is: 'x' }, {}]) expect(parseLocalOutput(framed(odd), '', mark).frame).toBeNull();
    expect(parseLocalOutput(framed({ is: 'answer' }), '', mark).frame).toMatchObject({ body: 'null' });
  });
});

test('an error keeps its place and loses its arguments and its trace', () => {
  const error = {
    message: "Uncaught Error: login('ann@example.com', 'hunter22x') failed\nStack trace:\n#0 x('hunter22x')",
    file: '/srv/whmcs/a.php',
    line: 7,
  };
  expect(parseLocalOutput(framed({ is: 'ended', during: 'call', error }), '', mark).frame).toEqual({ is: 'ended', during: 'call', error });
  expect(errorText(error)).toBe("Uncaught Error: login('…', '…') failed … in /srv/whmcs/a.php on line 7");
  expect(parseLocalOutput(framed({ is: 'ended', error: null }), '', mark).frame).toEqual({ is: 'ended', during: 'init', error: null });
});
