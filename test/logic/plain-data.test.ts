import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { NotPlain, plainData } from '../../src/logic/plain-data.js';

describe('plain data', () => {
  it.each([['text'], [''], [true], [false], [0], [-1.5], [null], [[]], [[1, ['a', null]]], [{}], [{ a: { b: [true] } }]])(
    '%j is copied',
    (value) => {
      expect(plainData(value)).toEqual(value);
    },
  );

  it('shares nothing with what was given', () => {
    const given = { list: [{ deep: 1 }] };
    const copied = plainData(given) as typeof given;
    given.list[0] = { deep: 2 };
    expect(copied).toEqual({ list: [{ deep: 1 }] });
  });

  it('leaves out what is undefined, and no key reaches a prototype', () => {
    expect(Object.keys(plainData({ a: undefined, b: 1 }) as object)).toEqual(['b']);
    const copied = plainData(JSON.parse('{"__proto__":{"polluted":true},"kept":1}')) as object;
    expect(Object.keys(copied)).toEqual(['kept']);
    expect('polluted' in copied).toBe(false);
  });

  it('of another realm or without a prototype is plain, too', () => {
    expect(plainData(vm.runInNewContext('({ a: [1] })'))).toEqual({ a: [1] });
    expect(plainData(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  });
});

describe('what is not plain is refused by name', () => {
  class Money {
    readonly cents = 100;
  }
  const unnamed = Object.create(Object.create(Object.prototype, { constructor: { value: { name: '' } } }) as object) as unknown;
  const nobody = Object.create(Object.create(Object.prototype, { constructor: { value: undefined } }) as object) as unknown;
  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'it is undefined, and no plain data'],
    ['a function', () => 1, 'it is a function, and no plain data'],
    ['a symbol', Symbol('s'), 'it is a symbol, and no plain data'],
    ['a bigint', 1n, 'it is a bigint, and no plain data'],
    ['not a number', Number.NaN, 'it is NaN, which JSON cannot hold'],
    ['no finite number', { a: [Infinity] }, 'it.a[0] is Infinity, which JSON cannot hold'],
    ['a date', new Date(0), 'it is a Date, and no plain data'],
    ['an object of a class', { price: new Money() }, 'it.price is a Money, and no plain data'],
    ['a class without a name', unnamed, 'it is a object of a class, and no plain data'],
    ['a class without a constructor', nobody, 'it is a object of a class, and no plain data'],
    ['a place far inside', { a: { b: [0, undefined] } }, 'it.a.b[1] is undefined, and no plain data'],
  ])('%s', (_, value, said) => {
    expect(() => plainData(value)).toThrow(new NotPlain(said));
  });

  it('under the name that it is given', () => {
    expect(() => plainData({ a: 1n }, 'facts')).toThrow('facts.a is a bigint');
  });

  it('with long names cut off', () => {
    class A {
      readonly a = 1;
    }
    Object.defineProperty(A, 'name', { value: 'B'.repeat(90) });
    expect(() => plainData(new A())).toThrow(`it is a ${'B'.repeat(60)}, and`);
    expect(() => plainData({ ['k'.repeat(90)]: 1n })).toThrow(`it.${'k'.repeat(60)} is a bigint`);
  });
});

describe('bounds', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
  const megabyte = 'x'.repeat(1024 * 1024);
  it('40 levels, and no circle', () => {
    expect(plainData(nested(40))).toEqual(nested(40));
    expect(() => plainData(nested(41))).toThrow(
      `it${'[0]'.repeat(41)}`.slice(0, 60) + '… is nested deeper than 40 levels, or holds itself',
    );
    const records = (levels: number): unknown => (levels === 0 ? 1 : { a: records(levels - 1) });
    expect(plainData(records(40))).toEqual(records(40));
    expect(() => plainData(records(41))).toThrow('nested deeper than 40 levels');
    const round: unknown[] = [];
    round.push(round);
    expect(() => plainData(round)).toThrow('holds itself');
  });

  it('8 MiB of text, keys counted', () => {
    expect(plainData(Array.from({ length: 8 }, () => megabyte))).toHaveLength(8);
    const said = 'its texts have more than 8388608 characters';
    expect(() => plainData([...Array.from({ length: 8 }, () => megabyte), 'x'])).toThrow(said);
    expect(() => plainData({ k: Array.from({ length: 8 }, () => megabyte) })).toThrow(said);
  });

  it('200,000 parts', () => {
    const said = 'it has more than 200000 parts';
    expect(plainData(new Array(199_999).fill(null))).toHaveLength(199_999);
    expect(() => plainData(new Array(200_000).fill(null))).toThrow(said);
    // a length that nobody can copy
    expect(() => plainData(new Array(4_000_000_000))).toThrow(said);
  });
});
