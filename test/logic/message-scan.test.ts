import { expect, test } from 'vitest';
import { scannerFor } from '../../src/logic/message-scan.js';
import type { Message } from '../../src/model.js';
import { logTime } from '../../src/parse/log-time.js';

const message: Message = {
  id: 'full',
  title: 'it was full',
  literals: ['no space left'],
  only: /session/,
  logs: ['php'],
  problems: [],
  causes: [],
  example: '',
  counterExample: '',
};
const now = Date.UTC(2026, 10, 22, 8, 0, 0);
const scan = (text: string) =>
  scannerFor([message], 'php').scan(new TextEncoder().encode(text), '/log', (line) => logTime(line, 'UTC'), now);

test('counts, dates and shows the last line', () => {
  expect(
    scan(
      [
        '[22-Nov-2026 07:00:00 UTC] session: No space left',
        '[22-Nov-2026 07:59:30 UTC] session: no space left at last',
        '[22-Nov-2026 07:59:40 UTC] cache: no space left',
        '[22-Nov-2026 06:00:00 UTC] session: no space left, written late',
      ].join('\n'),
    ),
  ).toEqual([
    {
      message: 'full',
      source: '/log',
      count: 3,
      first: '2026-11-22T06:00:00.000Z',
      last: '2026-11-22T07:59:30.000Z',
      lastAgeSeconds: 30,
      sample: '[22-Nov-2026 07:59:30 UTC] session: no space left at last',
    },
  ]);
});

test('lines without a time count, and have none', () => {
  expect(scan('session no space left')).toMatchObject([{ count: 1, first: null, last: null, lastAgeSeconds: null }]);
});

test.each([
  ['session sess_0123456789abcdef no space left', 'session sess_… no space left'],
  ['session no space left /index.php?rp=/x&token=abc123 end', 'session no space left /index.php?rp=…&token=… end'],
  ['session no space left key 0a1b2c3d4e5f6a7b8c9d end', 'session no space left key … end'],
  [
    'session no space left for ann.bee@example.com, client: 203.0.113.9, server: x',
    'session no space left for e-mail-address, client: address, server: x',
  ],
  ['session no space left client: 2001:db8::9, server', 'session no space left client: address, server'],
  [
    'session no space left (path: tcp://boss:hunter2@cache:6379?auth=pw7) end',
    'session no space left (path: tcp://…@cache:6379?auth=… end',
  ],
  ['session no space left: "Cookie: WHMCSx=abc; b=c", host: "x"', 'session no space left: "Cookie: …", host: "x"'],
  ['session \u001b[31mno space left\u202e end', 'session  [31mno space left  end'],
])('the sample of %j holds no key and nobody’s name', (line, sample) => {
  expect(scan(line)[0]?.sample).toBe(sample);
});

test('of a long line the part around the message is shown', () => {
  const [hit] = scan(`session ${'x '.repeat(1000)}no space left ${'y '.repeat(1000)}`);
  expect(hit?.sample).toContain('no space left');
  expect(hit?.sample.length).toBeLessThanOrEqual(300);
});
