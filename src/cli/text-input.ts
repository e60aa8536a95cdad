/** Where a text comes from: a file, a named pipe or standard input, opened so that nothing hangs. */
import { close, constants, fstatSync, open, read, readSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Quit, unusable, usage } from './exit.js';

export interface TextInput {
  /** For messages. */
  readonly name: string;
  /** Each is valid until the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const chunkBytes = 256 * 1024;

/** How long a named pipe may be without a writer. */
const patienceMs = 2000;

/** Throws Quit for what cannot be read. */
export async function openText(path: string): Promise<TextInput> {
  if (path === '-' || path === '/dev/stdin') return standardInput();
  const fd = await opened(path);
  try {
    const found = fstatSync(fd);
    if (found.isFile()) return { name: path, chunks: named(path, fileStream(fd)) };
    if (found.isFIFO()) return { name: path, chunks: named(path, await pipe(path, fd)) };
    throw usage(`${path} is ${found.isDirectory() ? 'a folder' : 'a device'} and not a text: name a file, or pipe a text in`);
  } catch (error) {
    if (error instanceof Quit) await promisify(close)(fd);
    throw error;
  }
}

function standardInput(): TextInput {
  const name = 'standard input';
  const found = standardInputStats();
  if (found?.isDirectory() === true) throw usage('standard input is a folder and not a text: name a file, or pipe a text in');
  return { name, chunks: named(name, found?.isFile() === true ? fileStream(0) : found?.isFIFO() === true ? pipeStream(0) : process.stdin) };
}

function standardInputStats(): Stats | null {
  try {
    return fstatSync(0);
  } catch {
    return null; // closed: nothing comes from it
  }
}

/** One buffer for all: a stream would leave hundreds of them to the garbage collector. */
async function* fileStream(fd: number): AsyncIterable<Uint8Array> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const next = promisify(read);
  for (;;) {
    const { bytesRead } = await next(fd, buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** A pipe likewise, unless somebody made it one that does not wait: then Node's own stream does. */
async function* pipeStream(fd: number): AsyncIterable<Uint8Array> {
  try {
    yield* fileStream(fd);
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN') throw error;
    yield* process.stdin;
  }
}

/** Opening a named pipe must not wait for its writer. */
async function opened(path: string): Promise<number> {
  try {
    return await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE')
      throw usage(
        /^\S{1,200}$/.test(path)
          ? `there is no file ${path}: type a file, or the text itself as whmcs-doctor triage --text "…"`
          : 'there is no file of this name: a text is given as whmcs-doctor triage --text "…"',
      );
    if (code === 'ENXIO') throw usage(`${path} is a socket or a device and not a text: name a file, or pipe a text in`);
    throw unusable(`${path} cannot be opened (${code})`);
  }
}

/** A named pipe that nothing writes into is said instead of waited for. */
async function pipe(path: string, fd: number): Promise<Socket> {
  const first = Buffer.alloc(64 * 1024);
  const anonymous = /^\/(?:dev|proc\/\w+)\/fd\//.test(path);
  let length: number | 'later' = 0;
  for (const began = Date.now(); !anonymous; await wait(20)) {
    length = readNow(fd, first);
    if (length !== 0) break;
    if (Date.now() - began > patienceMs) throw usage(`nothing writes into the pipe ${path}: start its writer first, or name a file`);
  }
  const socket = new Socket({ fd, readable: true, writable: false });
  if (typeof length === 'number' && length > 0) socket.unshift(first.subarray(0, length));
  return socket;
}

/** 0: there is no writer; `later`: there is one, and it has written nothing yet. */
function readNow(fd: number, into: Buffer): number | 'later' {
  try {
    return readSync(fd, into);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 'later';
    throw error;
  }
}

/** A disk or a mount that fails on the way is named. */
async function* named(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof Quit ? error : unusable(`${name} cannot be read to its end (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error';
}
