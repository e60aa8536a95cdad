import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Quit } from '../../src/cli/exit.js';
import { writeWhole } from '../../src/cli/whole-file.js';
import { demoReport } from '../support/demo-report.js';
import { jsonPieces, renderJson } from '../../src/report/json.js';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'whole-file-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const several = { reports: [demoReport(), demoReport(), demoReport()], unusable: [] };

test('what is written piece by piece is the same as the whole, in a file and in a pipe', async () => {
  const whole = renderJson(several);
  await writeWhole(join(folder, 'all.json'), jsonPieces(several));
  expect(readFileSync(join(folder, 'all.json'), 'utf8')).toBe(whole);

  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const reader = spawn('cat', [fifo]);
  const parts: Buffer[] = [];
  reader.stdout.on('data', (part: Buffer) => parts.push(part));
  const ended = once(reader, 'close');
  await opened(() => writeWhole(fifo, jsonPieces(several)));
  await ended;
  expect(Buffer.concat(parts).toString('utf8')).toBe(whole);
});

test('what goes wrong while it is made is not called a trouble of the file, and the old one stays', async () => {
  const file = join(folder, 'kept.json');
  writeFileSync(file, 'old');
  function* pieces(): Generator<string> {
    yield 'new';
    throw new RangeError('Invalid string length');
  }
  const failure: unknown = await writeWhole(file, pieces()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RangeError);
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a folder that is not there is named', async () => {
  const failure: unknown = await writeWhole(join(folder, 'none/x.json'), 'x').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Quit);
  expect((failure as Quit).message).toContain(`there is no folder ${join(folder, 'none')}`);
});

/** A pipe that nobody reads yet is refused: again until its reader is there. */
async function opened(write: () => Promise<void>): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await write();
    } catch (error) {
      if (tried > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
