import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, verdictOf, worstExitCode } from '../../src/run/verdict.js';

const none = { pass: 1, warn: 0, fail: 0, unknown: 0, skip: 3, waived: 2, known: 0 };

describe('verdict', () => {
  it.each([
    [none, 'healthy', 0, 0],
    [{ ...none, warn: 1 }, 'warnings', 1, 0],
    [{ ...none, fail: 1, unknown: 1, warn: 1 }, 'failing', 2, 2],
    [{ ...none, unknown: 1, warn: 1 }, 'incomplete', 3, 3],
  ] as const)('%j is %s: exit %i, with --fail-on fail %i, with --fail-on never 0', (counts, verdict, onWarn, onFail) => {
    expect(verdictOf(counts)).toBe(verdict);
    expect(exitCodeOf(verdict, 'warn')).toBe(onWarn);
    expect(exitCodeOf(verdict, 'fail')).toBe(onFail);
    expect(exitCodeOf(verdict, 'never')).toBe(0);
  });

  it('is not healthy where nothing was judged, unless somebody chose checks that do not apply', () => {
    const skipped = { pass: 0, warn: 0, fail: 0, unknown: 0, skip: 127, waived: 0, known: 0 };
    expect(verdictOf(skipped)).toBe('incomplete');
    expect(verdictOf({ ...skipped, skip: 0 })).toBe('incomplete');
    expect(verdictOf(skipped, true)).toBe('healthy');
    expect(verdictOf({ ...skipped, waived: 1 })).toBe('healthy');
    expect(verdictOf({ ...skipped, waived: 1 }, false, 1), 'a waived look that failed is no verdict').toBe('incomplete');
    expect(verdictOf({ ...skipped, waived: 2 }, false, 1)).toBe('healthy');
    expect(verdictOf({ ...skipped, warn: 1 })).toBe('warnings');
    expect(verdictOf({ ...skipped, unknown: 1 }, true)).toBe('incomplete');
  });

  it('takes the worst of several targets: 2 over 3 over 1 over 0', () => {
    expect(worstExitCode([0, 1, 3])).toBe(3);
    expect(worstExitCode([3, 2, 1])).toBe(2);
    expect(worstExitCode([0, 70])).toBe(3); // no status of a check
    expect(worstExitCode([])).toBe(3);
    fc.assert(fc.property(fc.array(fc.constantFrom(0, 1, 2, 3)), (codes) => worstExitCode(codes) === worstExitCode([...codes].reverse())));
  });
});
