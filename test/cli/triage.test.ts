/** The real program: npm test builds it before. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(top, 'bin/whmcs-doctor.js');
const patience = 30_000;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-triage-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Standard input is empty unless given. */
function cli(args: readonly string[], input: string | Uint8Array = ''): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, 'triage', ...args], {
    encoding: 'utf8',
    input,
    timeout: patience,
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8' },
  });
  return { status, stdout, stderr };
}

interface Answer {
  readonly id: string | number | null;
  readonly best: string;
  readonly matches: readonly { readonly problem: string; readonly lines: readonly number[]; readonly causes: readonly string[] }[];
  readonly messages: readonly { readonly id: string; readonly count: number; readonly firstLine: number; readonly lastLine: number }[];
  readonly line?: number;
}

const schema = JSON.parse(readFileSync(join(top, 'dist/schemas/triage.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: false }).compile(schema);

function answersOf(text: string): readonly Answer[] {
  return text
    .trim()
    .split('\n')
    .map((line) => checked(line));
}

function checked(text: string): Answer {
  const value: unknown = JSON.parse(text);
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  return value as Answer;
}

function expectOneLine({ status, stdout, stderr }: Ended, expected: number, text: RegExp): void {
  expect(status, stderr).toBe(expected);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(text);
  expect(stderr).not.toMatch(/\n\s+at |undefined|\[object/);
}

const denied =
  'PHP Warning:  session_start(): open(/var/lib/php/sessions/sess_abc, O_RDWR) failed: Permission denied (13) in /x.php on line 3';
const prose = 'After logging in to our WHMCS client area I am sent back to the login page again and again, without any error message.';
const bread = 'How long does a sourdough bread stay in the oven?';

describe('a text', { timeout: patience }, () => {
  it('is answered from a file, standard input and the command line alike', () => {
    const path = file('ticket.txt', `${prose}\n${denied}\n`);
    const asJson = cli(['-f', 'json', path]);
    expect(asJson).toMatchObject({ status: 0, stderr: '' });
    expect(checked(asJson.stdout)).toMatchObject({
      id: null,
      best: 'login-redirect-loops',
      messages: [{ count: 1, firstLine: 2, lastLine: 2 }],
    });
    expect(cli(['-f', 'json', '-'], `${prose}\n${denied}\n`).stdout).toBe(asJson.stdout);
    expect(cli(['-f', 'json'], `${prose}\n${denied}\n`).stdout).toBe(asJson.stdout);
    expect(cli(['-f', 'json', '--text', `${prose}\n${denied}\n`]).stdout).toBe(asJson.stdout);
    expect(cli([path]).stdout).toContain('whmcs-doctor check FOLDER --only login-redirect-loops');
  });

  it('of another matter is none, with status 1', () => {
    const found = cli(['-f', 'json', '--text', bread]);
    expect(found).toMatchObject({ status: 1, stderr: '' });
    expect(checked(found.stdout)).toMatchObject({ best: 'none', matches: [] });
    expect(cli(['--text', bread]).stdout).toMatch(/^None of the documented problems/);
    expect(cli(['-q', '--text', bread])).toMatchObject({ status: 1, stdout: 'none\n' });
  });

  it('may be in any encoding, and packed', () => {
    const text = `Grüße: “${denied}”\n`;
    const forms = {
      'bom.txt': Buffer.from(`\ufeff${text}`),
      'utf16le.txt': Buffer.from(`\ufeff${text}`, 'utf16le'),
      'utf16be.txt': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      'latin1.txt': Buffer.from(text, 'latin1'),
      'packed.gz': gzipSync(text),
    };
    for (const [name, content] of Object.entries(forms)) {
      expect(checked(cli(['-f', 'json', file(name, content)]).stdout), name).toMatchObject({ best: 'login-redirect-loops' });
      expect(cli(['-q', '-'], content).status, name).toBe(0);
    }
  });

  it('that is long is searched to its end, with the right lines', () => {
    const filler = '203.0.113.9 - - "GET /index.php HTTP/1.1" 200\n'.repeat(40_000);
    const path = file('long.log', `${filler}${denied}\n${filler}${denied}\n`);
    expect(checked(cli(['-f', 'json', path]).stdout)).toMatchObject({
      best: 'login-redirect-loops',
      messages: [{ id: 'session-open-denied', count: 2, firstLine: 40_001, lastLine: 80_002 }],
    });
  });

  it('that is one line of many megabytes is read in little room', () => {
    const path = file('line.log', `${'a b c '.repeat(15_000_000)}${denied}`);
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      [
        '-e',
        `process.argv.splice(1, 0, 'node'); process.on('exit', () => console.error(process.resourceUsage().maxRSS)); import(${JSON.stringify(launcher)})`,
        '--',
        'triage',
        '-f',
        'json',
        path,
      ],
      { encoding: 'utf8', timeout: patience },
    );
    expect(status, stderr).toBe(0);
    expect(checked(stdout)).toMatchObject({ messages: [{ id: 'session-open-denied', firstLine: 1 }] });
    // the whole of it, once as bytes and once as a string, would take 180 MB beyond the program's own 55; a busy machine collects garbage late
    expect(Number(stderr)).toBeLessThan(200 * 1024);
  });

  it('shows no secret of a log and nothing that a terminal obeys', () => {
    const token = 'a1b2c3d4e5f6a7b8c9d0e1f2';
    const text = `\u001b]0;owned\u0007\u202e${denied} password=hunter2 /index.php?token=${token} ann@example.com client: 198.51.100.7\u009b2J\n${prose}`;
    for (const args of [[], ['-f', 'json'], ['--ascii'], ['-v']]) {
      const { stdout, status } = cli([...args, '-'], text);
      expect(status).toBe(0);
      expect(stdout).not.toMatch(new RegExp(`${token}|hunter2|ann@|198\\.51|sess_abc`));
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
    expect(cli(['--ascii', '-'], `${text} Zurück “登录”`).stdout).toMatch(/^[\n\u0020-\u007e]*$/);
  });
});

describe('what is no text', { timeout: patience }, () => {
  it('an empty or blank one is said, with status 1', () => {
    expectOneLine(cli(['--text', '']), 1, /--text is empty/);
    expectOneLine(cli([file('empty', '')]), 1, /empty is empty/);
    expectOneLine(cli([file('blank', ' \n\t\r\n'.repeat(100_000))]), 1, /blank is empty/);
    expectOneLine(cli([], ''), 1, /standard input is empty/);
    expectOneLine(cli([], '\ufeff'), 1, /standard input is empty/);
    const asJson = cli(['-f', 'json', file('empty', '')]);
    expect(asJson).toMatchObject({ status: 1, stderr: expect.stringContaining('is empty') as string });
    expect(checked(asJson.stdout)).toMatchObject({ best: 'none', matches: [] });
  });

  it('images, archives, programs and other binary files are named', () => {
    expectOneLine(cli([file('a.png', Buffer.from('89504e470d0a1a0a0000000d', 'hex'))]), 78, /a\.png is a PNG image/);
    expectOneLine(cli([file('a.zip', Buffer.from('504b030414000000', 'hex'))]), 78, /a\.zip is a ZIP archive/);
    expectOneLine(cli([process.execPath]), 78, /is a program/);
    expectOneLine(cli(['-'], Buffer.alloc(1000)), 78, /standard input is not text/);
    expectOneLine(cli([file('broken.gz', gzipSync(prose).subarray(0, 40))]), 78, /broken\.gz is a broken gzip file/);
    expectOneLine(cli(['--jsonl', file('b.png', Buffer.from('89504e470d0a1a0a0000000d', 'hex'))]), 78, /b\.png is a PNG image/);
  });

  it('what cannot be opened is named', () => {
    expectOneLine(cli([join(folder, 'nothing')]), 64, /there is no file .*nothing/);
    expectOneLine(cli([join(folder, 'ticket.txt', 'x')]), 64, /there is no file/);
    expectOneLine(cli(['a\u001b[31m\nb']), 64, /there is no file of this name/);
    expectOneLine(cli(['x'.repeat(5000)]), 64, /there is no file/);
    expectOneLine(cli([folder]), 64, /is a folder/);
    expectOneLine(cli(['/dev/zero']), 64, /is a device/);
    const loop = join(folder, 'loop');
    symlinkSync(loop, loop);
    expectOneLine(cli([loop]), 78, /cannot be opened \(ELOOP\)/);
    if (process.getuid?.() !== 0) {
      const closed = file('closed', prose);
      chmodSync(closed, 0);
      expectOneLine(cli([closed]), 78, /cannot be opened \(EACCES\)/);
    }
  });

  it('a socket is named', async () => {
    const path = join(folder, 'socket');
    const server = createServer().listen(path);
    await once(server, 'listening');
    expectOneLine(cli([path]), 64, /is a socket or a device/);
    server.close();
  });

  it('a folder as standard input is named', () => {
    const ended = spawnSync('sh', ['-c', `'${process.execPath}' '${launcher}' triage < '${folder}'`], {
      encoding: 'utf8',
      timeout: patience,
    });
    expectOneLine(ended, 64, /standard input is a folder/);
  });

  it('a terminal as standard input is not waited for', () => {
    mkdirSync(join(folder, 'home'));
    const command = `'${process.execPath}' '${launcher}' triage`;
    const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', timeout: patience });
    expect(status).toBe(64);
    expect(stdout).toMatch(/there is no text: whmcs-doctor triage FILE, whmcs-doctor triage --text/);
  });

  it('options that do not go together are refused', () => {
    const path = file('ticket.txt', prose);
    expectOneLine(cli([path, '--text', 'a']), 64, /a file or --text, not both/);
    expectOneLine(cli(['--jsonl', '--text', 'a']), 64, /--jsonl/);
    expectOneLine(cli(['--jsonl', '-f', 'pretty', path]), 64, /--jsonl answers as JSON/);
    expectOneLine(cli(['-f', 'yaml', path]), 64, /-f yaml is not a format/);
    expect(cli([path, path]).status).toBe(64);
    expect(cli(['--text']).status).toBe(64);
  });
});

describe('a named pipe', { timeout: patience }, () => {
  it('without a writer is said', () => {
    const path = join(folder, 'silent');
    execFileSync('mkfifo', [path]);
    expectOneLine(cli([path]), 64, /nothing writes into the pipe/);
  });

  it('is read to its end, though the writer comes late and is slow', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const child = spawn(process.execPath, [launcher, 'triage', '-q', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (said += part));
    const writer = createWriteStream(path);
    writer.write(denied.slice(0, 60));
    setTimeout(() => writer.end(`${denied.slice(60)}\n`), 300);
    const [status] = (await once(child, 'close')) as [number];
    expect([status, said]).toEqual([0, expect.stringMatching(/^login-redirect-loops \d+ %\n/)]);
  });

  it('of a shell is read, also an empty one', () => {
    const run = (text: string) =>
      spawnSync('bash', ['-c', `'${process.execPath}' '${launcher}' triage -q <(printf %s "$TEXT")`], {
        encoding: 'utf8',
        timeout: patience,
        env: { ...process.env, TEXT: text },
      });
    expect(run(denied)).toMatchObject({ status: 0 });
    expectOneLine(run(''), 1, /is empty/);
  });
});

describe('--jsonl', { timeout: patience }, () => {
  it('answers every line in order, with its id and number, and names what is broken', () => {
    const lines = [
      JSON.stringify({ id: 'a', text: prose }),
      '',
      '{"text": 7}',
      'not JSON',
      JSON.stringify({ id: 9, text: bread }),
      JSON.stringify({ text: 'x'.repeat(1 << 20) }),
      JSON.stringify({ text: `${'filler\n'.repeat(20_000)}${denied}` }),
      JSON.stringify({ id: { a: 1 }, text: '' }),
    ];
    const { status, stdout, stderr } = cli(['--jsonl', file('tickets.jsonl', `\ufeff${lines.join('\r\n')}`)]);
    expect(status).toBe(0);
    expect(answersOf(stdout).map(({ id, best, line }) => [id, best, line])).toEqual([
      ['a', 'login-redirect-loops', 1],
      [9, 'none', 5],
      [null, 'login-redirect-loops', 7],
      [null, 'none', 8],
    ]);
    expect(answersOf(stdout)[2]?.messages).toMatchObject([{ firstLine: 20_001 }]);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => /line (\d+) of/.exec(line)?.[1]),
    ).toEqual(['3', '4', '6']);
  });

  it('is 78 where nothing could be read', () => {
    const broken = cli(['--jsonl', '-'], 'a\nb\n');
    expect(broken).toMatchObject({ status: 78, stdout: '' });
    expect(broken.stderr.trimEnd().split('\n')).toHaveLength(3);
    expectOneLine(cli(['--jsonl', '-'], '\n\n'), 78, /is empty/);
  });

  it('answers each line before the next one comes', async () => {
    const child = spawn(process.execPath, [launcher, 'triage', '--jsonl'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdout.setEncoding('utf8');
    for (const id of [1, 2, 3]) {
      child.stdin.write(`${JSON.stringify({ id, text: prose })}\n`);
      const [said] = (await once(child.stdout, 'data')) as [string];
      expect(checked(said)).toMatchObject({ id, line: id });
    }
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('ends when nobody reads the answers, and waits for a slow reader', () => {
    const path = file('many.jsonl', `${JSON.stringify({ text: prose })}\n`.repeat(3000));
    const run = (reader: string) =>
      spawnSync('bash', ['-c', `set -o pipefail; '${process.execPath}' '${launcher}' triage --jsonl '${path}' | ${reader}`], {
        encoding: 'utf8',
        timeout: patience,
        maxBuffer: 1 << 28,
      });
    const gone = run('head -n 1');
    expect([gone.status, gone.stderr, gone.stdout.trim().split('\n').length]).toEqual([0, '', 1]);
    const slow = run('(sleep 1; wc -l)');
    expect([slow.status, slow.stderr, slow.stdout.trim()]).toEqual([0, '', '3000']);
  });
});

it('--help says what to type', () => {
  const { status, stdout } = cli(['--help']);
  expect(status).toBe(0);
  for (const part of ['--text', '--jsonl', 'Examples:', 'journalctl', 'Exit status']) expect(stdout).toContain(part);
});
