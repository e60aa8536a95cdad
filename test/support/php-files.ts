/** Generated files of configuration.php: what WHMCS writes, what hosts and people make of it, and what nobody should have written. */
import fc from 'fast-check';

/** Pieces of texts that mean something in one of PHP's notations. Characters are bytes. */
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'a',
      'pass',
      'W',
      '1',
      '-',
      '.',
      '_',
      '@',
      ':',
      ',',
      ';',
      '=',
      '!',
      '%',
      '&',
      '*',
      '(',
      ')',
      '<',
      '>',
      '[',
      ']',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['$b', '$', '$1', '${b}', '{$b}', '{$b["k"]}', "{$b['k']}", '$b[k]', '$b[0]', '$b->x', '{', '}', '{ $b}', '\\{$b}', '\\$', '$$b'],
      ...['\\', '\\\\', '\\n', '\\t', '\\x4', '\\x41', '\\u{e9}', '\\u{1F600}', '\\101', '\\0', '\\400', '\\e', '\\q', '\\u', '\\X41'],
      ...[
        '"',
        "'",
        '\\"',
        "\\'",
        '`',
        ' ',
        '\n',
        '\r\n',
        '\t',
        '?>',
        '<?php',
        '//',
        '#',
        '/*',
        '*/',
        '\xe9',
        '\xc3\xa9',
        '\xff\xfe',
        'E',
        'E;',
      ],
    ),
  },
);
const text = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
const plainText = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '7',
      '-',
      '_',
      '.',
      '!',
      '#',
      '%',
      '&',
      '*',
      '@',
      '^',
      '(',
      ')',
      ' ',
      '/',
      ':',
      '$1',
      '\xc3\xa9',
      ';',
      '?',
      '<',
      '>',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''))
  // what ends the text in each notation is for the hostile files
  .filter((given) => !given.includes('?>') && !given.includes('<?'));

const heredocs = fc
  .tuple(text, fc.constantFrom('', '  ', '\t'), fc.constantFrom('E', "'E'", '"E"'), fc.constantFrom('\n', '\r\n'))
  .map(([body, indent, label, end]) => `<<<${label}${end}${indent}${body.replaceAll('\n', `\n${indent}`)}${end}${indent}E`);

const scalar = fc.oneof(
  { weight: 3, arbitrary: text.map((body) => `'${body}'`) },
  { weight: 3, arbitrary: text.map((body) => `"${body}"`) },
  { weight: 1, arbitrary: heredocs },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['0', '1', '3306', '0x1f', '0X1F', '017', '0o17', '0b11', '1_0', '1.5', '.5', '1e3', '-3', '+3', '- 3', '9223372036854775807'],
      ...[
        '9007199254740993',
        '0777777777777777777777',
        'true',
        'FALSE',
        'True',
        'null',
        'NULL',
        '\\true',
        '!true',
        '!0',
        '-true',
        '~1',
        '(string) 5',
      ],
      ...[
        '(int) "7"',
        '__DIR__',
        '__FILE__',
        '__LINE__',
        '__FUNCTION__',
        '__NAMESPACE__',
        'dirname(__FILE__)',
        'dirname(__DIR__)',
        'dirname(__DIR__, 2)',
      ],
      ...[
        'DIRNAME(__DIR__)',
        "dirname('a/b')",
        "dirname('/')",
        'PHP_EOL',
        'DIRECTORY_SEPARATOR',
        'PATH_SEPARATOR',
        'PHP_VERSION',
        'E_ALL',
        'M_PI',
      ],
      ...['$a', '$b', '$c', '$d', "$a['k']", '$a["k"]', '$b[0]', "$a['k']['l']", '$a[0]', '($b)', 'K', 'L', '\\K', 'NO_SUCH_CONSTANT', 'k'],
      ...[
        "getenv('HOME')",
        "getenv('NOPE')",
        "$_SERVER['HOME']",
        "$_ENV['X'] ?? 'd'",
        "getenv('NOPE') ?: 'd'",
        "$b ?: 'e'",
        "$b ?? 'n'",
        'isset($b)',
      ],
      ...[
        "true ? 'y' : 'n'",
        "PHP_SAPI === 'cli' ? 'y' : 'n'",
        "trim(' a ')",
        "sprintf('%s', 'x')",
        "implode(',', ['a', 'b'])",
        'array_merge([1], [2])',
      ],
      ...[
        '1 + 2',
        "'1' + 2",
        '2 ** 3',
        "'a' == 'b'",
        "'a' . 1 + 2 . 'b'",
        '1 . 2',
        "'a' . -1",
        "-'5'",
        '[]',
        'array()',
        "(fn() => 'arrow')()",
      ],
      ...[
        "match(true) { default => 'm' }",
        'new stdClass',
        '(object) []',
        "print ''",
        '@$nope',
        "@'q'",
        "include '/nope.php'",
        '$b++',
        '--$b',
      ],
      ...["b'bin'", 'b"bin"', '`true`', '$this', 'static fn() => 1', 'exit', "'\\\\'", "'\\''", '"\\\\"', '"$"', '"$ a"', "''", '""'],
    ),
  },
);
const entry = fc.oneof(
  scalar,
  fc
    .tuple(
      fc.constantFrom(
        ...[
          "'k'",
          '"l"',
          '5',
          '-2',
          "'5'",
          "'05'",
          "'-0'",
          'true',
          'null',
          '1.7',
          'K',
          '$b',
          "'a' . 'b'",
          '9999999999999999',
          "'9223372036854775807'",
        ],
      ),
      scalar,
    )
    .map(([key, value]) => `${key} => ${value}`),
  fc.constantFrom('...[1, 2]', '&$b', "...['x' => 'y']", '', "'n' => ['m' => 'o']", '[[1]]', 'array(2 => array(3))'),
);
const arrays = fc
  .tuple(fc.array(entry, { maxLength: 4 }), fc.boolean(), fc.constantFrom('', ',', ' // c\n', ' /* c */'))
  .map(([entries, old, end]) => (old ? `array(${entries.join(', ')}${end})` : `[${entries.join(', ')}${end}]`));
const operand = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: arrays });
const expression = fc.oneof(
  { weight: 6, arbitrary: operand },
  { weight: 3, arbitrary: fc.array(scalar, { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' . ')) },
  { weight: 1, arbitrary: fc.tuple(scalar, scalar).map(([left, right]) => `(${left}) . (${right})`) },
  { weight: 1, arbitrary: fc.tuple(scalar, scalar).map(([left, right]) => `${left} ?: ${right}`) },
  { weight: 1, arbitrary: fc.tuple(scalar, scalar).map(([left, right]) => `${left} ?? ${right}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('$a', '$b', "$a['k']", '$c[]'), scalar).map(([to, from]) => `(${to} = ${from})`) },
);
const name = fc.constantFrom('$a', '$b', '$c', '$d');
const place = fc.oneof(
  { weight: 4, arbitrary: name },
  fc
    .tuple(
      name,
      fc.constantFrom("['k']", '["l"]', '[]', '[0]', "['k']['l']", '[$b]', "['x' . 'y']", '[true]', '[null]', "[$b . '']", '[-1]', '[K]'),
    )
    .map(([of, key]) => `${of}${key}`),
);
const condition = fc.constantFrom(
  "PHP_SAPI == 'cli'",
  'true',
  'false',
  "!defined('NOPE')",
  "defined('K')",
  "getenv('NOPE')",
  'isset($b)',
  "file_exists('/nope')",
  "$a = 'in a condition'",
  'empty($c)',
);

/** PHP refuses them: one in many, for each takes a whole file with it. */
const brokenStatement = fc.constantFrom(
  ...[
    "$a = 'no end",
    '$a = "no end',
    '$a = <<<E\nno end',
    '/* no end',
    "$a = 'x' $b = 'y';",
    '$a = ;',
    '= 5;',
    "$a = 'x'",
    'if (true) {',
    '}',
    ')',
    '$a = [1, 2;',
    "$1 = 'x';",
  ],
  ...[
    'const = 1;',
    'fn;',
    "$a = 'a''b';",
    "$a = 'k' => 'v';",
    '$a = [1, , 2];',
    '$a = 08;',
    '$a = "\\u{}";',
    '$a = 1__0;',
    '$a = 0x;',
    '$a = exit exit;',
  ],
);
const simpleStatement = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(place, expression).map(([to, from]) => `${to} = ${from};`) },
  fc.tuple(name, name, expression).map(([to, also, from]) => `${to} = ${also} = ${from};`),
  fc
    .tuple(place, fc.constantFrom('.=', '??=', '+=', '-=', '*=', '|=', '&=', '**='), expression)
    .map(([to, how, from]) => `${to} ${how} ${from};`),
  fc
    .tuple(fc.constantFrom('K', 'L', 'k', '\\\\K', 'PHP_EOL', 'E_ALL', 'true'), scalar)
    .map(([constant, value]) => `define('${constant}', ${value});`),
  fc.tuple(fc.constantFrom('K', 'L'), scalar).map(([constant, value]) => `const ${constant} = ${value};`),
  fc.tuple(place, fc.constantFrom('$a', '$b', "$c['k']", "$GLOBALS['b']")).map(([to, from]) => `${to} = &${from};`),
  fc.tuple(place, fc.constantFrom('', ', $d')).map(([of, more]) => `unset(${of}${more});`),
  fc.tuple(place, expression).map(([to, from]) => `@${to} = ${from};`),
  fc.constantFrom(
    ...[
      '// comment',
      '# comment',
      '/* $a = 1; */',
      '/** doc */',
      "// don't $b = 'x';",
      '# $b = "',
      '// c ?>text<?php',
      '?>\n<?php',
      '?> <?php',
      '?>\n\n<?php',
    ],
    ...[
      '?><b>html</b><?php',
      '?><?= $a ?><?php',
      '?><?php $b = "tag"; ?><?php',
      ';',
      ';;',
      '{ }',
      'echo "x";',
      'print "x";',
      'echo $a = "echoed";',
      '$c++;',
      '--$b;',
    ],
    ...[
      '[$a, $b] = ["l", "m"];',
      'list($a, $b) = ["l", "m"];',
      "['k' => $a, 'l' => [$b]] = ['k' => 'x', 'l' => ['y']];",
      '[$a[], $b["k"]] = ["l", "m"];',
    ],
    ...[
      '$n = "a"; $$n = "through a name";',
      '${"b"} = "braced";',
      '${"b" . ""} = "computed";',
      "$GLOBALS['a'] = 'global';",
      "$GLOBALS['b']['k'] = 'global';",
    ],
    ...[
      "extract(['b' => 'extracted']);",
      "parse_str('a=parsed', $b);",
      "preg_match('/x/', 'x', $a);",
      'settype($a, "array");',
      'sort($a);',
      "array_push($c, 'x');",
    ],
    ...[
      "\\extract(['b' => 'extracted']);",
      "call_user_func('extract', ['b' => 'x']);",
      "$f = 'extract'; $f(['b' => 'by name']);",
      "compact('a');",
      'reset($a);',
    ],
    ...[
      "array_walk($a, function (&$v) { $v = 'walked'; });",
      "(function () use (&$b) { $b = 'used'; })();",
      "$f = function () use (&$b) { $b = 'later'; }; $f();",
    ],
    ...[
      "$f = fn() => $b = 'arrow';",
      'foreach ([1, 2] as $a) {}',
      'foreach ([1, 2] as $a => $b);',
      'foreach ([[1, 2]] as [$a, $b]) {}',
      "foreach ($a as &$v) { $v = 'x'; } unset($v);",
    ],
    ...[
      'foreach ((array) $a as $k => $v) { $$k = $v; }',
      'for ($a = 0; $a < 3; $a++);',
      "while (true) { $b = 'w'; break; }",
      "do { $b = 'd'; } while (false);",
    ],
    ...[
      "switch (1) { case 1: $a = 's'; break; default: $a = 't'; }",
      "try { $a = 'try'; throw new Exception; } catch (Exception $b) { $c = 'c'; } finally { $d = 'f'; }",
    ],
    ...[
      "class C { public $a = 'x'; function __construct(&$r) { $r = 'constructed'; } }",
      'new C($a);',
      "$o = new class($b) { function __construct(&$r) { $r = 'anonymous'; } };",
    ],
    ...[
      "class S { static function set(&$r) { $r = 'static'; } } S::set($a);",
      "(new class { function m(&$r) { $r = 'method'; } })->m($b);",
      'trait T {}',
      'interface I {}',
    ],
    ...[
      "function g() { global $a; $a = 'by global'; } g();",
      "function h() { $GLOBALS['a'] = 'by GLOBALS'; } h();",
      "function r(&$x) { $x = 'by reference'; } r($b);",
    ],
    ...[
      "function &ref() { static $s = 's'; return $s; } $a = &ref();",
      "static $a = 'static';",
      'static $b;',
      'global $c;',
      'declare(ticks=1);',
      'declare(strict_types=1);',
    ],
    ...[
      'eval(\'$a = "evaluated";\');',
      "eval('return 1;');",
      "include 'data://text/plain,x';",
      "@include '/nope.php';",
      '(@include "/nope.php") or $b = "not included";',
      "goto e; $a = 'skipped'; e:",
    ],
    ...[
      "assert($a = 'asserted');",
      "$a and $b = 'and';",
      "$a or $b = 'or';",
      "$a || $b = 'or';",
      "isset($a) && $b = 'isset';",
      'defined("K") || define("K", "late");',
      "true ? $a = 't' : $a = 'f';",
    ],
    ...[
      "$b = $a['k'] ?? 'none';",
      "$a = ['k' => ['l' => 'deep']];",
      "$b = $a['k']['l'];",
      "list('k' => $b) = $a;",
      "$a[] = $a[] = 'two';",
      "$i = 1; $a[$i . ''] = $i = 5;",
      '$i = 1; $a[$i] = $i = 5;',
    ],
    ...[
      "$a = $a . $a = 'x';",
      "$a .= $a = 'x';",
      "$a = ($b = 'x') . $b;",
      "$a = $b . ($b = 'x');",
      "$a = [$b = 'x', $b];",
      "$a = [$b, $b = 'y'];",
      "$a = 'x' . $a = 'y';",
    ],
    ...[
      '__halt_compiler(); $a =',
      'return;',
      "return 'x';",
      'exit;',
      "die('x');",
      "throw new Exception('x');",
      'namespace N;',
      'use Foo\\Bar;',
      'break;',
      'enum Q {}',
    ],
    ...[
      "ini_set('display_errors', 0);",
      'error_reporting(0);',
      "date_default_timezone_set('UTC');",
      "header('X: y');",
      "session_name('x');",
      "define('A_' . 'B', 'x');",
      '$a = A_B;',
    ],
  ),
);
const statement: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: simpleStatement },
  { weight: 1, arbitrary: brokenStatement },
  fc.tuple(condition, simpleStatement).map(([when, then]) => `if (${when}) { ${then} }`),
  fc.tuple(condition, simpleStatement, simpleStatement).map(([when, then, other]) => `if (${when}) {\n${then}\n} else {\n${other}\n}`),
  fc.tuple(condition, simpleStatement).map(([when, then]) => `if (${when}):\n${then}\nendif;`),
  fc
    .tuple(condition, fc.constantFrom('return;', 'return false;', "die('x');", 'exit(1);', '{ return; }'))
    .map(([when, then]) => `if (${when}) ${then}`),
  fc.tuple(condition, condition, simpleStatement).map(([one, two, then]) => `if (${one}) { if (${two}) { ${then} } }`),
  simpleStatement.map((inner) => `{ ${inner} }`),
  simpleStatement.map((inner) => `function f1() { ${inner} } f1();`),
  simpleStatement.map((inner) => `(function () { ${inner} })();`),
  simpleStatement.map((inner) => `try { ${inner} } catch (Throwable $t) { $a = 'caught'; }`),
);
const opening = fc.oneof(
  { weight: 30, arbitrary: fc.constant('<?php\n') },
  fc.constantFrom(
    ...[
      '<?php ',
      '<?php\r\n',
      '<?PHP\n',
      '<?php\t',
      '\xef\xbb\xbf<?php\n',
      '\n<?php\n',
      '<!-- x -->\n<?php\n',
      '#!/usr/bin/php\n<?php\n',
      '<? ',
      '<?= "x" ?><?php\n',
      '<?php',
      '',
    ],
    ...[
      "<?php\ndefined('WHMCS') or 1;\n",
      "<?php if (!defined('WHMCS')) { $d = 1; }\n",
      '<?php /* Configuration */\n',
      '<?php # x\n',
      '<?php ?>\n<?php\n',
    ],
  ),
);
const closing = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('', '\n', '?>', '?>\n', '?>\n\n', ' ?> trailing', '\n?>\r\n', '\n//') },
  { weight: 1, arbitrary: fc.constantFrom('\n/* open', "\n'") },
);

/** Anything that somebody could have left there. */
export const anyPhpFile: fc.Arbitrary<string> = fc
  .tuple(opening, fc.array(statement, { maxLength: 7 }), closing, fc.constantFrom('\n', '\n', '\n', '\r\n', ' ', '\n\n'))
  .map(([begin, lines, end, between]) => `${begin}${lines.join(between)}${end}`);

/** Names of WHMCS's own file. */
export const whmcsVariables = [
  'license',
  'db_host',
  'db_username',
  'db_password',
  'db_name',
  'cc_encryption_hash',
  'templates_compiledir',
  'mysql_charset',
] as const;

const quotedOnce = plainText.map((given) => `'${given}'`);
const quotedTwice = plainText.map((given) => `"${given}"`);
const simpleValue = fc.oneof(
  { weight: 6, arbitrary: quotedOnce },
  { weight: 3, arbitrary: quotedTwice },
  fc.tuple(quotedOnce, quotedTwice).map((parts) => parts.join(' . ')),
  plainText.map((given) => `__DIR__ . '/${given}'`),
  plainText.map((given) => `dirname(__FILE__) . "/${given}"`),
  plainText.map((given) => `<<<'E'\n${given}\nE`),
  fc.constantFrom(
    '3306',
    'true',
    'false',
    'null',
    '0644',
    "array('localhost', 'x')",
    "['a' => 'b']",
    'PREFIX . "x"',
    "'it\\'s'",
    '"a\\$b"',
    '"a\\\\b"',
    '"tab\\t"',
  ),
);

/** What WHMCS's installer and control panels write, and what a careful person edits. */
export const simplePhpFile: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      '<?php\n',
      '<?php\r\n',
      '\xef\xbb\xbf<?php\n',
      "<?php\nif (!defined('WHMCS')) define('WHMCS', true);\n",
      '<?php // WHMCS configuration\n',
    ),
    fc.tuple(...whmcsVariables.map((variable) => simpleValue.map((value) => `$${variable} = ${value};`))),
    fc.array(
      fc.constantFrom(
        ...[
          "// $db_password = 'old';",
          '# changed by the host',
          '/* was: localhost */',
          "$api_access_key = 'k';",
          '$autoauthkey = "x";',
          'error_reporting(0);',
        ],
        ...[
          "ini_set('memory_limit', '256M');",
          '$display_errors = false;',
          "define('OTHER', 'x');",
          '$disable_iconv = true;',
          "if (!isset($x)) { $x = 'y'; }",
          "$_SERVER['HTTPS'] = 'on';",
        ],
      ),
      { maxLength: 4 },
    ),
    fc.constantFrom('', '?>', '?>\n'),
    fc.nat(8),
  )
  .map(
    ([begin, lines, extra, end, at]) =>
      `${begin}define('PREFIX', 'p_');\n${[...lines.slice(0, at), ...extra, ...lines.slice(at)].join('\n')}\n${end}`,
  );
