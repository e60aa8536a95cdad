import { describe, expect, it } from 'vitest';
import { hasLiveLine } from '../../src/cli/live-line.js';

describe('a line that is renewed in place', () => {
  const terminal = { isTTY: true, columns: 80 };
  it.each([
    [true, 'a terminal', terminal, { TERM: 'xterm' }],
    [true, 'a terminal that does not say what it is', terminal, {}],
    [false, 'a pipe', {}, { TERM: 'xterm' }],
    [false, 'a terminal without a width', { isTTY: true, columns: 0 }, { TERM: 'xterm' }],
    [false, 'a terminal that says no width', { isTTY: true }, { TERM: 'xterm' }],
    [false, 'a terminal that only prints', terminal, { TERM: 'dumb' }],
    [false, "a CI system's terminal", terminal, { TERM: 'xterm', CI: '' }],
  ])('is %s on %s', (expected, _, stream, env) => {
    expect(hasLiveLine(stream, env)).toBe(expected);
  });
});
