import { describe, expect, test } from 'vitest';
import { lineScan, sampleOf, scannerFor, type Recognised } from '../../src/logic/message-scan.js';
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

describe('lines that tell of messages', () => {
  const full = { literals: ['No Space', 'disk is full'] };
  const denied = { literals: ['denied'], only: /open/ };
  const first = { literals: ['pin'], only: /^pin/ };

  /** The start of each telling line, with the stretch that tells of each message. */
  function told(messages: readonly Recognised[], text: string, from?: 'here' | 'within') {
    const lines: (readonly [number, readonly (readonly [Recognised, string])[]])[] = [];
    lineScan(messages).lines(new TextEncoder().encode(text), (line) => lines.push([line.start, [...line.told]]), from);
    return lines;
  }

  test('each message once, whichever of its literals stand there', () => {
    expect(told([full, denied], 'é: no space, DISK is full, open denied\nnothing\ndenied\nopen: denied')).toEqual([
      [
        0,
        [
          [full, 'é: no space, DISK is full, open denied'],
          [denied, 'é: no space, DISK is full, open denied'],
        ],
      ],
      [55, [[denied, 'open: denied']]],
    ]);
  });

  test('a line of 4000 bytes is judged as a whole, a longer one in stretches', () => {
    const line = `${'x '.repeat(1993)}y no space end`;
    expect(line).toHaveLength(4000);
    expect(told([full], line)).toEqual([[0, [[full, line]]]]);
    // the first stretch ends within the last word
    expect(told([full], `${line}!`)).toEqual([[0, [[full, `${line.slice(0, -3)}…`]]]]);
  });

  test.each([0, 1, 1990, 1999, 2000, 2001, 3990, 3995, 4000, 4001, 5995, 6000, 7990, 8000, 9000])(
    'a message at byte %s of a long line is found',
    (at) => {
      const before = 'x '.repeat(5000).slice(0, at);
      const text = `${before}${at % 2 === 1 ? ' ' : ''}no space left${' y'.repeat(2000)}`;
      const [[start, [[, stretch] = []] = []] = []] = told([full], text);
      expect(start).toBe(0);
      expect(stretch).toContain('no space');
      expect(stretch?.length).toBeLessThanOrEqual(4001);
    },
  );

  test('in either case, as in a short one', () => {
    expect(told([full], `${'x '.repeat(3000)}NO SPACE`)).toHaveLength(1);
  });

  test('the first stretch that tells is the one that is kept', () => {
    const text = `${'x '.repeat(1500)}no space ${'y '.repeat(3000)}no space`;
    const [[, [[, stretch] = []] = []] = []] = told([full], text);
    expect(stretch).toBe(`${'x '.repeat(1500)}no space ${'y '.repeat(495)}…`);
  });

  test('a stretch in the middle is marked at both ends, and has no words that were cut', () => {
    const text = `${'ab '.repeat(1500)}no space ${'cd '.repeat(1500)}`;
    const [[, [[, stretch] = []] = []] = []] = told([full], text);
    // bytes 2000 to 6000: it begins with a lone "b" and ends with a lone "c"
    expect(stretch).toBe(`…${' ab'.repeat(833)} no space ${'cd '.repeat(497)}…`);
  });

  test('a pattern for the beginning of a line does not match in its middle', () => {
    expect(told([first], `pin ${'x '.repeat(3000)}`)).toHaveLength(1);
    expect(told([first], `${'x '.repeat(1000)}pin ${'x '.repeat(3000)}`)).toEqual([]);
    expect(told([first], `${'x '.repeat(2000)}\npin`)).toEqual([[4001, [[first, 'pin']]]]);
  });

  test('what is found in two literals of a long line is judged by one', () => {
    expect(told([denied], `denied ${'x '.repeat(3000)} open`)).toEqual([]);
  });

  test('the line of which only the rest is there counts without its first word, and the next one whole', () => {
    expect(told([full], 'no space', 'here')).toEqual([[0, [[full, 'no space']]]]);
    expect(told([{ literals: ['pin'] }], 'pin', 'within')).toEqual([]);
    expect(told([first], 'pin', 'within')).toEqual([]);
    expect(told([full], 'half no space\nno space', 'within')).toEqual([
      [0, [[full, '… no space']]],
      [14, [[full, 'no space']]],
    ]);
    expect(told([full], '\nno space', 'within')).toEqual([[1, [[full, 'no space']]]]);
  });

  test.each([
    [1, ''],
    [2, ''],
    [200, ''],
    [201, 'w'],
  ])('of a first word of %s letters that was cut %j stays', (length, rest) => {
    expect(told([full], `${'w'.repeat(length)} no space`, 'within')).toEqual([[0, [[full, `…${rest} no space`]]]]);
  });

  test.each([
    [1, ''],
    [200, ''],
    [201, 'w'],
  ])('of a last word of %s letters that was cut %j stays', (length, rest) => {
    const head = `no space ${'x '.repeat(2000)}`.slice(0, 4000 - length - 1);
    expect(told([full], `${head} ${'w'.repeat(length + 10)}`)).toEqual([[0, [[full, `${head} ${rest}…`]]]]);
  });

  test('the head of a line is its first 4000 bytes', () => {
    const heads: string[] = [];
    const text = `short no space\n${'x '.repeat(3000)}no space\nlast`;
    lineScan([full]).lines(new TextEncoder().encode(text), ({ head }) => heads.push(head));
    expect(heads).toEqual(['short no space', 'x '.repeat(2000)]);
  });
});

describe('a sample of 30 characters', () => {
  test.each([
    ['a pin b', 'a pin b'],
    // up to the middle it begins with the line, then a third before the message
    ['aaaa bbbb ccc pin dddd eeee ffff gggg', 'aaaa bbbb ccc pin dddd eeee f…'],
    ['aaaa bbbb cccc pin dddd eeee ffff gggg', '… cccc pin dddd eeee ffff g'],
    ['aaaa bbbb cccc dddd eeee PIN', '… eeee PIN'],
    ['aaaa bbbbbbbbbbbb pin', '… pin'],
    ['aaaa bbbb cccc  dddd   pin', '…  dddd   pin'],
    // the first of them
    ['aaaa bbbb cccc dddd needle eeee pin', '… dddd needle eeee pin'],
    ['aaaa bbbb cccc dddd pin eeee pin ffff', '… dddd pin eeee pin ffff'],
    ['pin aaaa bbbb cccc dddd needle', 'pin aaaa bbbb cccc dddd needle'],
    ['pin aaaa bbbb cccc dddd eeee pin', 'pin aaaa bbbb cccc dddd eeee …'],
    // hidden, as it could be a secret
    ['aaaa bbbb cccc dddd eeee ffff token=pin', 'aaaa bbbb cccc dddd eeee ffff…'],
  ])('of %j is %j', (line, sample) => {
    expect(sampleOf(line, ['pin', 'NEEDLE'], 30)).toBe(sample);
  });

  test('or of another length', () => {
    expect(sampleOf('aaaa bbbb ccccc dddd pin eeee ffff', ['pin'], 31)).toBe('… dddd pin eeee ffff');
    expect(sampleOf('aaaa bbbb cc ccccc dd pin eeee', ['pin'], 31)).toBe('… ccccc dd pin eeee');
    expect(sampleOf('aaaa bbbb c ccccccc d pin eeee', ['pin'], 31)).toBe('… d pin eeee');
  });

  test('is never longer', () => {
    expect(sampleOf(`${'a '.repeat(40)} pin${' bb'.repeat(40)}`, ['pin'], 30)).toBe('… a a a a  pin bb bb bb bb bb…');
  });
});

describe('what a scan counts', () => {
  const seconds = (time: number) =>
    scannerFor([message], 'php').scan(new TextEncoder().encode('session no space left'), '/log', () => time, now);

  test.each([
    [now + 60_000, 0],
    [now, 0],
    [now - 1499, 1],
    [now - 1500, 2],
    [now - 60_000, 60],
  ])('a line of %s ms', (time, age) => {
    expect(seconds(time)).toMatchObject([{ lastAgeSeconds: age, count: 1 }]);
  });

  test('only messages of this kind of log', () => {
    const bytes = new TextEncoder().encode('session: no space left');
    expect(scannerFor([message], 'web').scan(bytes, '/log', () => null, now)).toEqual([]);
    const everywhere = { ...message, id: 'other', logs: ['php', 'web'] as const };
    expect(scannerFor([message, everywhere], 'web').scan(bytes, '/log', () => null, now)).toMatchObject([{ message: 'other' }]);
  });

  test.each([
    // the last of two at the same moment
    ['[22-Nov-2026 07:00:00 UTC] session no space left 1\n[22-Nov-2026 07:00:00 UTC] session no space left 2', '07:00:00', '07:00:00', '2'],
    ['[22-Nov-2026 07:00:00 UTC] session no space left 1\n[22-Nov-2026 06:00:00 UTC] session no space left 2', '06:00:00', '07:00:00', '1'],
    ['[22-Nov-2026 06:00:00 UTC] session no space left 1\n[22-Nov-2026 07:00:00 UTC] session no space left 2', '06:00:00', '07:00:00', '2'],
    // a line without a time stands where it was written
    ['[22-Nov-2026 07:00:00 UTC] session no space left 1\nsession no space left 2', '07:00:00', '07:00:00', '2'],
    ['session no space left 1\n[22-Nov-2026 07:00:00 UTC] session no space left 2', '07:00:00', '07:00:00', '2'],
  ])('%j', (text, from, to, last) => {
    const [hit] = scan(text);
    expect(hit).toMatchObject({ count: 2, first: `2026-11-22T${from}.000Z`, last: `2026-11-22T${to}.000Z` });
    expect(hit?.sample).toMatch(new RegExp(`session no space left ${last}$`));
  });
});
