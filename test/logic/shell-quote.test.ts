/** What a POSIX shell, and bash with its $'…', reads: test/lab/shells.test.ts runs the same through real shells. */
import { describe, expect, it } from 'vitest';
import { shellInAscii, shellQuote } from '../../src/logic/shell-quote.js';

describe('one word', () => {
  it.each([
    ['/var/www/whmcs/configuration.php', '/var/www/whmcs/configuration.php'],
    ['a_b@c%d+e:f,g.h-i=1', 'a_b@c%d+e:f,g.h-i=1'],
    ['0', '0'],
    ['', "''"],
    ['a b', "'a b'"],
    // an option, an assignment of zsh, and what a shell expands
    ['-rf', "'-rf'"],
    ['=ls', "'=ls'"],
    ['~root', "'~root'"],
    ['$(id)', "'$(id)'"],
    ['a;b', "'a;b'"],
    ["it's", "'it'\\''s'"],
    ['back\\slash', "'back'\\\\'slash'"],
    ['a*', "'a*'"],
  ])('%s is written %s', (text, word) => {
    expect(shellQuote(text)).toBe(word);
  });

  it.each([
    ['<b>', "'<''b>'"],
    ['</b>', "'<''/b>'"],
    ['<!--', "'<''!--'"],
    ['<?php', "'<''?php'"],
    ['<B>', "'<''B>'"],
    ['1 < 2', "'1 < 2'"],
    ['[a](b)', "'[a]''(b)'"],
    ['[a] (b)', "'[a] (b)'"],
    ['{0}', "'{''0}'"],
    ['{12}', "'{''12}'"],
    ['{a}', "'{a}'"],
    ['<b><i>', "'<''b><''i>'"],
  ])('%s is no markup: %s', (text, word) => {
    expect(shellQuote(text)).toBe(word);
  });

  it.each([
    ['a\nb', "$'a\\x0ab'"],
    ['\u001b[2J', "$'\\x1b[2J'"],
    // U+202E is E2 80 AE in UTF-8
    ['\u202egpj', "$'\\xe2\\x80\\xaegpj'"],
    ["it's\n", "$'it\\x27s\\x0a'"],
    ['\\\n', "$'\\x5c\\x0a'"],
    ['!#:<]{\n', "$'\\x21\\x23\\x3a\\x3c\\x5d\\x7b\\x0a'"],
  ])('%j shows nothing that a terminal obeys: %s', (text, word) => {
    expect(shellQuote(text)).toBe(word);
  });
});

describe('in ASCII', () => {
  it.each([
    ['ls -l', 'ls -l'],
    ["echo 'a'", "echo 'a'"],
    // é is C3 A9
    ['ls é', "ls $'\\xc3\\xa9'"],
    ['ls aéb', "ls a$'\\xc3\\xa9'b"],
    ['ls éé', "ls $'\\xc3\\xa9\\xc3\\xa9'"],
    ["ls 'aéb'", "ls 'a'$'\\xc3\\xa9''b'"],
    ['ls "aéb"', `ls "a"$'\\xc3\\xa9'"b"`],
    ["ls $'aéb'", "ls $'a\\xc3\\xa9b'"],
    // after its end, the quotes are none again
    ["ls 'a' é", "ls 'a' $'\\xc3\\xa9'"],
    ['ls "a" é', `ls "a" $'\\xc3\\xa9'`],
    ["ls $'a' é", "ls $'a' $'\\xc3\\xa9'"],
    // the other kind of quote means nothing inside
    [`ls "it'é"`, `ls "it'"$'\\xc3\\xa9'""`],
    [`ls 'a"é'`, `ls 'a"'$'\\xc3\\xa9'''`],
    [`ls $'a"é'`, `ls $'a"\\xc3\\xa9'`],
    // escaped quotes open and close nothing, but in single quotes a backslash is a backslash
    ["ls \\'é", "ls \\'$'\\xc3\\xa9'"],
    ['ls "a\\"é"', `ls "a\\""$'\\xc3\\xa9'""`],
    ["ls $'a\\'é'", "ls $'a\\'\\xc3\\xa9'"],
    ["ls 'a\\' é", "ls 'a\\' $'\\xc3\\xa9'"],
    ["ls \\\\'é'", "ls \\\\''$'\\xc3\\xa9'''"],
    // 😀 is F0 9F 98 80
    ['ls 😀', "ls $'\\xf0\\x9f\\x98\\x80'"],
  ])('%s is %s', (command, ascii) => {
    expect(shellInAscii(command)).toBe(ascii);
  });
});
