import { describe, expect, it, test } from 'vitest';
import { beganWithMessage, buffers, isHeadersSent, startedAt } from '../../src/logic/early-output.js';
import { unseen, seen } from '../support/fake-host.js';
import { phpView } from '../support/php-view.js';

const printed = (message: string, file = '/srv/a.php', line = 3) => ({ kind: 'Warning', message, file, line });

test.each([
  ['Cannot modify header information - headers already sent by (output started at /srv/a.php:3)', true],
  ['session_start(): Session cannot be started after headers have already been sent', true],
  ['HEADERS ALREADY SENT', true],
  ['Undefined variable $headers', false],
])('%s: %s', (message, sent) => {
  expect(isHeadersSent(printed(message))).toBe(sent);
});

test.each([
  ['headers already sent by (output started at /srv/a.php:3)', { file: '/srv/a.php', line: 3 }],
  ['headers already sent (sent from /srv/a b.php on line 12)', { file: '/srv/a b.php', line: 12 }],
  ['(output started at C:/srv/a.php:1234567)', { file: 'C:/srv/a.php', line: 1_234_567 }],
  ['(output started at x:1)', { file: 'x', line: 1 }],
  [`(output started at ${'x'.repeat(180)}:1)`, { file: 'x'.repeat(180), line: 1 }],
  [`(output started at ${'x'.repeat(181)}:1)`, null],
  ['(output started at x:12345678)', null],
  ['(output started at :1)', null],
  ['headers already sent', null],
])('%s: output began at %j', (message, at) => {
  expect(startedAt(printed(message))).toEqual(at);
});

test.each([
  [[], null, false],
  [[printed('Undefined')], null, true],
  [[printed('headers already sent')], null, false],
  [[printed('Undefined')], { file: '/srv/a.php', line: 3 }, true],
  [[printed('Undefined')], { file: '/srv/a.php', line: 4 }, false],
  [[printed('Undefined')], { file: '/srv/b.php', line: 3 }, false],
  [[printed('headers already sent')], { file: '/srv/a.php', line: 3 }, false],
  [[printed('headers already sent'), printed('Undefined')], { file: '/srv/a.php', line: 3 }, true],
])('%j, output from %j: it began with a message: %s', (errors, at, began) => {
  expect(beganWithMessage(errors, at)).toBe(began);
});

describe('the output buffer', () => {
  it.each([
    ['4096', true],
    ['1', true],
    ['On', true],
    ['0', false],
    ['', false],
    [' ', false],
    ['Off', false],
    ['no', false],
    ['FALSE', false],
    ['none', false],
    [' 0 ', false],
    ['00', true],
    ['10', true],
  ])('of %j holds back: %s', (value, held) => {
    expect(buffers(seen(phpView({ ini: { output_buffering: value } })))).toBe(held);
  });

  it('is off in files that do not set it, and elsewhere not known', () => {
    expect(buffers(seen(phpView({ way: 'static' })))).toBe(false);
    expect(buffers(seen(phpView()))).toBeNull();
    expect(buffers(unseen('denied'))).toBeNull();
  });
});
