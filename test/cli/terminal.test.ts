import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { catchSignals } from '../../src/cli/interruption.js';
import { stopped } from '../../src/cli/login-ways.js';
import { program } from '../../src/cli/main.js';
import { isYes, onStream } from '../../src/cli/terminal.js';

afterEach(() => vi.restoreAllMocks());

/** What is asked, with each part typed by itself. */
async function typed(parts: readonly (string | number)[], signal = new AbortController().signal): Promise<string | null> {
  const stream = Object.assign(new PassThrough(), { setRawMode: () => stream }) as unknown as ReadStream & PassThrough;
  const terminal = onStream(stream, () => {}, true);
  const answer = terminal.ask('? ', { hidden: true, signal });
  answer.catch(() => {});
  for (const part of parts) await (typeof part === 'number' ? delay(part) : Promise.resolve(stream.write(part)));
  return answer.finally(() => terminal.close());
}

describe('a line', () => {
  it('that is too long is refused, and not cut', async () => {
    await expect(typed([`${'x'.repeat(4097)}\r`])).rejects.toMatchObject({ code: 64, message: expect.stringMatching(/4096/) as string });
    expect(await typed([`${'x'.repeat(4096)}\r`])).toHaveLength(4096);
  });

  it('loses no key to Esc by itself, and takes none of an arrow key', async () => {
    expect(await typed(['a\u001b', 150, 'b\r'])).toBe('ab');
    expect(await typed(['a\u001b', 150, '[b\r'])).toBe('a[b');
    expect(await typed(['a\u001b[Ab\u001b[1;5Cc\u001bOPd\r'])).toBe('abcd');
  });

  it('that the person stopped is none', async () => {
    expect(await typed(['half\u0003'])).toBeNull();
  });

  it.each([
    ['y', true],
    [' YES ', true],
    ['', false],
    ['yesterday', false],
    ['n', false],
  ])('%j: %s', (answer, yes) => expect(isYes(answer)).toBe(yes));
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s at a prompt ends with its own status', async (name, code) => {
  const interruption = catchSignals();
  const answer = typed([], interruption.signal);
  process.emit(name);
  expect(await answer).toBeNull();
  interruption.end();
  expect(stopped(interruption.signal).code).toBe(code);
});

it('SIGHUP at a prompt is one signal, not two: what is to be done at the end is done', async () => {
  const sent = vi.spyOn(process, 'kill').mockReturnValue(true);
  const interruption = catchSignals();
  const answer = typed([], interruption.signal);
  process.emit('SIGHUP');
  expect(await answer).toBeNull();
  interruption.end();
  expect(stopped(interruption.signal).code).toBe(129);
  expect(sent).not.toHaveBeenCalled();
});

it.each(['--pasword=TopSecret9', "--pasword=Top'Secret9", '--Password=TopSecret9\n'])(
  'a mistyped option is named without its value: %j',
  async (option) => {
    let shown = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((shown += String(text)), true));
    await expect(program().parseAsync(['node', 'whmcs-doctor', 'login', option])).rejects.toBeDefined();
    expect(shown).toMatch(/unknown option '--pasword=…'|unknown option '--Password=…'/);
    expect(shown).not.toMatch(/Secret9/);
  },
);
