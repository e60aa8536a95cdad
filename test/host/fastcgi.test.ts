import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askFastCgi, parseResponse } from '../../src/host/fastcgi.js';
import { encodeRequest, RecordReader } from '../../src/host/fastcgi-records.js';

let folder: string;
let server: Server | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-fcgi-'));
});
afterEach(async () => {
  const open = server;
  server = null;
  if (open) await new Promise((resolve) => open.close(resolve));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const record = (type: number, content: string | Buffer, padding = 0): Buffer => {
  const body = Buffer.from(content);
  const header = Buffer.from([1, type, 0, 1, body.length >> 8, body.length & 255, padding, 0]);
  return Buffer.concat([header, body, Buffer.alloc(padding)]);
};
const ended = record(3, Buffer.alloc(8));

/** A server that does this with each connection once the request has come. */
const listen = async (answer: (socket: Socket, request: Buffer) => void): Promise<string> => {
  const path = join(folder, 'fpm.sock');
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => answer(socket, request));
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  return path;
};
const flood = (socket: Socket): void => {
  const writing = setInterval(() => socket.write(record(6, 'x'.repeat(65_000))), 0);
  socket.on('close', () => clearInterval(writing));
};
const ask = (socket: string, timeoutMs = 2000): ReturnType<typeof askFastCgi> => askFastCgi({ socket }, { params: { A: 'b' }, timeoutMs });

describe('encodeRequest', () => {
  it('writes begin, parameters and two ends of streams', () => {
    const expected = ['0101000100080000', '0001000000000000', '0104000100040000', '01014162', '0104000100000000', '0105000100000000'];
    expect(encodeRequest({ A: 'b' }).toString('hex')).toBe(expected.join(''));
  });

  it('uses four bytes for long lengths and several records for long parameters', () => {
    const long = 'x'.repeat(70_000);
    const records = new RecordReader().push(encodeRequest({ LONG: long }));
    expect(records?.map(({ type, content }) => [type, content.length])).toEqual([
      [1, 8],
      [4, 65_535],
      [4, 5 + 4 + 70_000 - 65_535],
      [4, 0],
      [5, 0],
    ]);
    const all = Buffer.concat((records ?? []).filter(({ type }) => type === 4).map(({ content }) => content));
    expect(all.subarray(0, 5).toString('hex')).toBe('0480011170');
    expect(all.subarray(9).toString()).toBe(long);
  });

  it.each(['PHP_VALUE', 'PHP_ADMIN_VALUE', 'php_value', ' PHP_VALUE'])('can never carry %s', (name) => {
    expect(() => encodeRequest({ [name]: 'x=1' })).toThrow(TypeError);
  });
});

describe('askFastCgi', () => {
  it('puts an answer together however it is cut', async () => {
    const answer = Buffer.concat([
      record(6, 'Status: 404 Not Found\r\nX-A: 1\r\nX-A: 2\r\n', 3),
      record(7, 'PHP message: x'),
      record(6, '\r\nbo'),
      record(6, 'dy', 7),
      record(6, ''),
      ended,
    ]);
    const socket = await listen((peer) => {
      for (const byte of answer) peer.write(Buffer.from([byte]));
    });
    expect(await ask(socket)).toMatchObject({
      status: 404,
      headers: [
        ['status', '404 Not Found'],
        ['x-a', '1'],
        ['x-a', '2'],
      ],
      stdout: 'body',
      stderr: 'PHP message: x',
    });
  });

  it.each([
    ['says nothing', () => {}, 'timeout'],
    ['hangs up', (socket: Socket) => socket.end(), 'io'],
    ['is no FastCGI server', (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'malformed'],
    ['stops in the middle', (socket: Socket) => socket.end(record(6, 'Status: 200').subarray(0, 12)), 'io'],
    ['is overloaded', (socket: Socket) => socket.write(record(3, Buffer.from([0, 0, 0, 0, 2, 0, 0, 0]))), 'timeout'],
    ['never stops', flood, 'oversize'],
  ] as const)('a server that %s is a gap', async (_, behaviour, gap) => {
    await expect(ask(await listen(behaviour), 700)).rejects.toMatchObject({ name: 'LookFailed', gap });
  });

  it('calls a missing socket and one where nobody listens absent', async () => {
    await expect(ask(join(folder, 'none.sock'))).rejects.toMatchObject({ gap: 'absent' });
    await expect(askFastCgi({ host: '127.0.0.1', port: 1 }, { params: {}, timeoutMs: 2000 })).rejects.toMatchObject({ gap: 'absent' });
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const socket = await listen(() => stop.abort());
    await expect(askFastCgi({ socket }, { params: {}, timeoutMs: 5000, signal: stop.signal })).rejects.toMatchObject({ gap: 'aborted' });
  });
});

describe('parseResponse', () => {
  it.each([
    ['Content-type: text/html\n\nx', 200, 'x'],
    ['no headers at all', 200, 'no headers at all'],
    ['Status: nonsense\r\n\r\n', 200, ''],
    ['', 200, ''],
  ])('%j', (output, status, stdout) => {
    expect(parseResponse(Buffer.from(output))).toMatchObject({ status, stdout });
  });
});
