import { describe, expect, test } from 'vitest';
import { compareVersions, describeRange, parseVersion, versionInRange } from '../../src/logic/whmcs-version.js';

describe('versions of WHMCS', () => {
  test.each([
    ['8.11.2', [8, 11, 2]],
    ['8.11.2-release.1', [8, 11, 2]],
    ['v9.0', [9, 0]],
    ['', null],
    ['unknown', null],
    ['8..1', null],
    ['1.1.1.1.1.1.1.1', null],
  ])('%s reads as %j', (text, want) => expect(parseVersion(text)).toEqual(want));

  test.each([
    ['8.11.2', { from: '8.11' }, true],
    ['8.11', { from: '8.11' }, true],
    ['8.10.1', { from: '8.11' }, false],
    ['8.2', { below: '8.11' }, true],
    ['8.11.0', { below: '8.11' }, false],
    ['8.9.0', { from: '8.0', below: '8.11' }, true],
    ['7.10.3', { from: '8.0', below: '8.11' }, false],
    ['10.0', { from: '8.11' }, true],
    ['nonsense', { from: '8.0' }, false],
    ['nonsense', {}, true],
  ])('%s in %j: %s', (version, range, want) => expect(versionInRange(version, range)).toBe(want));

  test('missing parts are zero', () => expect(compareVersions([8, 11], [8, 11, 0])).toBe(0));

  test.each([
    [{ from: '8.11' }, 'WHMCS 8.11 and later'],
    [{ below: '8.0' }, 'WHMCS before 8.0'],
    [{ from: '8.0', below: '8.11' }, 'WHMCS 8.0 and later, before 8.11'],
    [{}, 'every version of WHMCS'],
  ])('%j in words', (range, want) => expect(describeRange(range)).toBe(want));
});
