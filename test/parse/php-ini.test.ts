import { describe, expect, it } from 'vitest';
import { mergeIni } from '../../src/parse/ini-merge.js';
import { parsePhpIni } from '../../src/parse/php-ini.js';

describe('one value', () => {
  it.each([
    ['On', '1'],
    ['none', ''],
    ['2;0600;/x', '2'],
    ['"2;0600;/x"', '2;0600;/x'],
    ["'a;b'", 'a;b'],
    ['foo bar ; comment', 'foo bar'],
    ['"x" y \'z\'', 'xy z'],
    ['"a\\"b\\\\c\\n"', 'a"b\\c\\n'],
    ['"on"', 'on'],
    ['', ''],
    ["''", ''],
    ['-5', '-5'],
    ['E_ALL & ~E_NOTICE', null],
    ['${HOME}/x', null],
    ['"${HOME}/x"', null],
    ['# not a comment', '# not a comment'],
    ['Europe/Berlin', 'Europe/Berlin'],
  ] as const)('%s', (written, expected) => {
    expect(parsePhpIni(`key = ${written}\n`, 'php.ini').entries).toMatchObject([{ key: 'key', value: expected, line: 1 }]);
  });

  it.each(['a=b', 'yes please', '"open'])('%s ends the file with an error', (written) => {
    const ini = parsePhpIni(`first = 1\nkey = ${written}\nlast = 1\n`, 'php.ini');
    expect(ini.broken).toEqual({ line: 2 });
    // PHP may have taken the first word of it
    expect(ini.entries.map(({ key, value }) => [key, value])).toEqual([
      ['first', '1'],
      ['key', null],
    ]);
  });

  it('reads nothing below a single quote without a second one', () => {
    expect(parsePhpIni("a = it's\nb = 1\n", 'php.ini').entries.map((entry) => [entry.key, entry.value])).toEqual([['a', 'it']]);
  });

  it('spans lines inside quotes', () => {
    expect(parsePhpIni('a = "x\ny"\nb = 1\n', 'php.ini').entries.map((entry) => [entry.key, entry.line])).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
  });
});

describe('several files', () => {
  const main = parsePhpIni(
    '[PHP]\nmemory_limit = 1M\nextension=curl\n[PATH=/var/www/whmcs/]\nmemory_limit = 2M\n[Session]\nsession.name = A\n[HOST=Other.test]\nx = 1\n',
    '/etc/php.ini',
  );
  const more = parsePhpIni('memory_limit = 3M\nzend_extension=/usr/lib/php/opcache.so\nextension="redis.so"\n', '/etc/php.d/20.ini');

  it('are merged in order, extensions added up', () => {
    const merged = mergeIni([main, more], { folder: '/elsewhere', host: null });
    expect(merged.directives.get('memory_limit')).toEqual({ value: '3M', from: '/etc/php.d/20.ini:1' });
    expect(merged.forced.size).toBe(0);
    expect(merged.extensions).toEqual(['curl', 'opcache', 'redis']);
  });

  it('[PATH=] holds below its folder and past the next plain section', () => {
    const { forced } = mergeIni([main, more], { folder: '/var/www/whmcs', host: null });
    expect([...forced].map(([key, set]) => [key, set.value])).toEqual([
      ['memory_limit', '2M'],
      ['session.name', 'A'],
    ]);
  });
});
