import { describe, expect, it } from 'vitest';
import { parseTrustedProxies } from '../../src/parse/trusted-proxies.js';

const a = '162.158.0.0/15';
const b = '2400:cb00::/32';

describe('parseTrustedProxies', () => {
  it.each([
    ['a JSON list of {ip, note}', `[{"ip":"${a}","note":"lab"},{"ip":"${b}","note":""}]`, 'json', [a, b]],
    ["PHP's JSON with escaped slashes", String.raw`[{"ip":"162.158.0.0\/15","note":"x"}]`, 'json', [a]],
    ['a JSON list of texts', `["${a}", " ${b} "]`, 'json', [a, b]],
    ['a JSON object', `{"0":{"ip":"${a}","note":""}}`, 'json', [a]],
    ['JSON in JSON', JSON.stringify(JSON.stringify([a])), 'json', [a]],
    ['PHP of {ip, note}', `a:1:{i:0;a:2:{s:2:"ip";s:14:"${a}";s:4:"note";s:3:"lab";}}`, 'php', [a]],
    ['PHP with a note of several bytes per character', `a:1:{i:0;a:2:{s:2:"ip";s:14:"${a}";s:4:"note";s:3:"é!";}}`, 'php', [a]],
    ['PHP of texts', `a:2:{i:0;s:14:"${a}";i:1;s:14:"${b}";}`, 'php', [a, b]],
    ['PHP of a JSON text', `s:18:"["162.158.0.0/15"]";`, 'json', [a]],
    ['commas', `${a}, ${b}`, 'list', [a, b]],
    ['lines', `${a}\r\n${b}\n`, 'list', [a, b]],
    ['one that is no address stays an entry', 'abc', 'list', ['abc']],
    ['nothing', '', 'empty', []],
    ['spaces', ' \n', 'empty', []],
    ['an empty JSON list', '[]', 'empty', []],
    ['an empty PHP list', 'a:0:{}', 'empty', []],
    ['broken JSON', '[{"ip":"1.2.3.4"', 'undecodable', []],
    ['JSON of another kind', '[{"address":"1.2.3.4"}]', 'undecodable', []],
    ['a JSON number', '[1, 2]', 'undecodable', []],
    ['PHP cut off', `a:1:{i:0;a:2:{s:2:"ip";s:15:"${a}`, 'undecodable', []],
    ['a PHP object', 'O:8:"stdClass":1:{s:2:"ip";s:7:"1.2.3.4";}', 'undecodable', []],
    ['a PHP object inside', 'a:1:{i:0;O:8:"stdClass":0:{}}', 'undecodable', []],
    ["an object named like a prototype's property", 'O:11:"constructor":0:{}', 'undecodable', []],
    ['a PHP count that lies', 'a:999999999:{i:0;s:1:"x";}', 'undecodable', []],
    [
      'something encrypted',
      'dGhpcyBpcyBub3QgYSBsaXN0IG9mIHByb3hpZXMgYnV0IGEgdmVyeSBsb25nIHRleHQgaW4gYmFzZSA2NCB0aGF0IG5vYm9keSBjYW4gcmVhZCBoZXJl',
      'undecodable',
      [],
    ],
  ])('%s', async (_, value, shape, entries) => {
    expect(await parseTrustedProxies(value)).toEqual({ shape, entries });
  });

  it('survives what is nested deeply or large', async () => {
    const deep = `${'a:1:{i:0;'.repeat(50_000)}N;${'}'.repeat(50_000)}`;
    expect((await parseTrustedProxies(deep)).shape).toBe('undecodable');
    expect((await parseTrustedProxies('['.repeat(100_000))).shape).toBe('undecodable');
    expect((await parseTrustedProxies('1.2.3.4,'.repeat(500_000))).shape).toBe('undecodable');
  });
});
