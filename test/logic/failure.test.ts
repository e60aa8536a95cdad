import { describe, expect, it, test } from 'vitest';
import { beyondAddress, isNotShown, notShown } from '../../src/logic/beyond-address.js';
import { isOutOfAddresses, LookFailed, unanswered } from '../../src/logic/failure.js';
import { valueOf } from '../../src/logic/follow.js';
import type { Fact } from '../../src/model.js';
import { seen, unseen } from '../support/fake-host.js';

test('a failed look says what, where and why', () => {
  const failed = new LookFailed('denied', 'the file may not be read', { settle: 'Run it as root.' });
  expect(failed).toMatchObject({
    name: 'LookFailed',
    message: 'the file may not be read',
    gap: 'denied',
    why: 'the file may not be read',
    more: { settle: 'Run it as root.' },
  });
  expect(new LookFailed('io', 'broken').more).toEqual({});
});

test.each([
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['timeout', 'timeout'],
  ['ECONNREFUSED', 'io'],
  ['ECONNRESET', 'io'],
  ['', 'io'],
])('a network failure of code %j is %s', (code, gap) => {
  expect(unanswered({ code })).toBe(gap);
});

test.each([
  [new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'), true],
  [new RangeError('out of memory'), true],
  [new RangeError('without of memory'), false],
  [new RangeError('out of memoryless'), false],
  [new RangeError('Invalid array length'), false],
  [new Error('out of memory'), false],
  ['out of memory', false],
  [null, false],
])('%s: the limit of addresses was met: %s', (error, met) => {
  expect(isOutOfAddresses(error)).toBe(met);
});

describe('what follows from a fact', () => {
  function failureOf(fact: Fact<unknown>): unknown {
    try {
      return valueOf(fact);
    } catch (error) {
      return error;
    }
  }

  it('is its value', () => {
    expect(valueOf(seen(7))).toBe(7);
    expect(valueOf(seen(null))).toBeNull();
  });

  it('is the same gap again, with all that is known of it', () => {
    const failed = failureOf(unseen('denied'));
    expect(failed).toBeInstanceOf(LookFailed);
    expect(failed).toMatchObject({ gap: 'denied', why: 'not seen: denied' });
    expect((failed as LookFailed).more).toStrictEqual({});
    const told: Fact<never> = { ...unseen(), ok: false, gap: 'io', why: 'broken', settle: 'Try again.', beyond: true };
    expect((failureOf(told) as LookFailed).more).toStrictEqual({ settle: 'Try again.', beyond: true });
  });
});

describe('what an address never shows', () => {
  it('is named by the same words everywhere', () => {
    expect(notShown('the clock')).toBe('an address does not show the clock');
    expect(isNotShown(notShown('the clock'))).toBe(true);
    expect(isNotShown('an address does not show')).toBe(false);
    expect(isNotShown('an address does not showcase it')).toBe(false);
    expect(isNotShown('this is what an address does not show at all')).toBe(false);
  });

  it('nobody could have seen from here', () => {
    expect(beyondAddress('the clock')).toMatchObject({
      gap: 'unsupported',
      why: 'an address does not show the clock',
      more: { beyond: true },
    });
    expect(beyondAddress('the clock').more.settle).toBe('Run it on the server of the install, or over ssh.');
  });
});
