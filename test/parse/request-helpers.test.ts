import { describe, expect, it } from 'vitest';
import { parseAvcDenials } from '../../src/parse/audit-log.js';
import { parsePhpExtension } from '../../src/parse/php-extension.js';
import { printedErrors } from '../../src/parse/printed-errors.js';
import { parseFlocks } from '../../src/parse/proc-locks.js';

describe('printedErrors', () => {
  it('reads html_errors', () => {
    const page =
      '<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/b/configuration.php</b> on line <b>17</b><br />\n<!doctype html>';
    expect(printedErrors(page)).toEqual([
      { kind: 'Warning', message: 'Undefined variable $x', file: '/srv/b/configuration.php', line: 17 },
    ]);
  });
  it('reads plain text, links of docref and entities', () => {
    expect(printedErrors('PHP Deprecated:  Use of &quot;x&quot; in /srv/a.php on line 3\n')).toMatchObject([
      { kind: 'Deprecated', message: 'Use of "x"', line: 3 },
    ]);
    const linked = "<b>Warning</b>:  foo() [<a href='function.foo'>function.foo</a>]: failed in <b>/a.php</b> on line <b>1</b>";
    expect(printedErrors(linked)).toMatchObject([{ message: 'foo() [function.foo]: failed' }]);
  });
  it('says each message once, and at most ten', () => {
    expect(printedErrors('Notice: a in /a.php on line 1\n'.repeat(50))).toHaveLength(1);
    expect(printedErrors(Array.from({ length: 50 }, (_, line) => `Notice: a in /a.php on line ${line}`).join('\n'))).toHaveLength(10);
  });
  it('keeps no name of a session', () => {
    const [found] = printedErrors(
      'Warning: session_start(): open(/p/sess_abc123, O_RDWR) failed: No such file or directory (2) in /a.php on line 1',
    );
    expect(found?.message).toContain('open(/p/sess_… O_RDWR)');
  });
  it.each([
    ['a sentence about it', '<p>You may see "Warning: x in /a.php on line 3" in the log.</p>'],
    ['a warning of the shop', '<b>Warning</b>: your order is overdue'],
    ['a script', '  var a = "Notice: x in b on line 3";'],
    ['a relative name', 'Warning: x in a.php on line 3'],
    ['nothing', ''],
  ])('is silent about %s', (_, page) => expect(printedErrors(page)).toEqual([]));
});

describe('parseFlocks', () => {
  const text = `1: POSIX  ADVISORY  WRITE 812 fd:01:131 0 EOF
2: FLOCK  ADVISORY  WRITE 4711 00:2a:33 0 EOF
2: -> FLOCK  ADVISORY  WRITE 4712 00:2a:33 0 EOF
2: -> FLOCK  ADVISORY  WRITE 0 00:2a:33 0 EOF
3: OFDLCK ADVISORY  READ -1 00:06:4 0 EOF
`;
  it('reads holders and those who wait', () =>
    expect(parseFlocks(text)).toEqual([
      { id: 2, waits: false, pid: 4711, file: '00:2a:33' },
      { id: 2, waits: true, pid: 4712, file: '00:2a:33' },
      { id: 2, waits: true, pid: 0, file: '00:2a:33' },
    ]));
});

describe('parseAvcDenials', () => {
  const file =
    'type=AVC msg=audit(1790000000.123:456): avc:  denied  { read write } for  pid=4711 comm="php-fpm" name="sess_abc" dev="dm-0" ino=99 scontext=system_u:system_r:httpd_t:s0 tcontext=unconfined_u:object_r:default_t:s0 tclass=file permissive=0';
  const connect =
    'type=AVC msg=audit(1790000001.000:457): avc:  denied  { name_connect } for  pid=1 comm="php-fpm" dest=443 scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:object_r:http_port_t:s0 tclass=tcp_socket permissive=0';
  it('reads files and connections, without the name of a session', () => {
    expect(parseAvcDenials(`${file}\n${connect}\n`)).toEqual([
      {
        atMs: 1_790_000_000_123,
        command: 'php-fpm',
        sourceType: 'httpd_t',
        targetType: 'default_t',
        objectClass: 'file',
        permission: 'read write',
        name: 'sess_…',
        port: null,
      },
      expect.objectContaining({ permission: 'name_connect', name: null, port: 443, objectClass: 'tcp_socket' }),
    ]);
  });
  it('reads a name in hexadecimal and the end of a path', () => {
    expect(parseAvcDenials(file.replace('"sess_abc"', '736573735F6120'))[0]?.name).toBe('sess_…');
    expect(parseAvcDenials(file.replace('name="sess_abc"', 'path="/var/lib/php/my sessions"'))[0]?.name).toBe('my sessions');
  });
  it.each([
    ['what was let through', file.replace('permissive=0', 'permissive=1')],
    ['what was granted', file.replace(' denied ', ' granted ')],
    ['another kind of line', file.replace('type=AVC', 'type=SYSCALL')],
    ['a line cut at its beginning', file.slice(20)],
  ])('passes over %s', (_, line) => expect(parseAvcDenials(line)).toEqual([]));
});

describe('parsePhpExtension', () => {
  const read = (text: string, whole = true) => parsePhpExtension(Buffer.from(text, 'utf8'), whole);
  it.each<[string, string, object]>([
    ['nothing', '<?php\n$a = 1;\n', { outputBefore: null, outputAfter: false, mentions: [] }],
    ['a closing tag and one line break', '<?php $a = 1; ?>\n', { outputAfter: false }],
    ['a byte-order mark', '\ufeff<?php $a = 1;', { outputBefore: 'bom' }],
    ['an empty line', '\n<?php $a = 1;', { outputBefore: 'text' }],
    ['empty lines after it', '<?php $a = 1; ?>\n\n\n', { outputAfter: true }],
    [
      'functions',
      "<?php add_hook('ClientAreaPageLogin', 1, fn () => session_regenerate_id (true)); setcookie('a');",
      { mentions: ['ClientAreaPageLogin', 'session_regenerate_id', 'setcookie'] },
    ],
  ])('sees %s', (_, text, expected) => expect(read(text)).toMatchObject(expected));
  it.each([
    ['ionCube', "<?php //0046a\nif(!extension_loaded('ionCube Loader')){die();} ?>\nHR+cPxyz"],
    ['SourceGuardian', "<?php return sg_load('ABC'); ?>garbage"],
    ['binary', '<?php \0'],
  ])('says nothing about an encoded file: %s', (_, text) => expect(read(text)).toBeNull());
  it('trusts no end that it has not read', () => expect(read('<?php $a = 1; ?>\n\n\n', false)).toMatchObject({ outputAfter: false }));
  it('a file that PHP cannot parse sends nothing after it', () =>
    expect(read("<?php $a = 'x ?>\n\n")).toMatchObject({ outputAfter: false }));
});
