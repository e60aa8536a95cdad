import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trustedText } from '../../src/policy/trusted-text.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-trusted-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string, uid = 4711, links = true): string =>
  trustedText({ what: 'the waiver file', path: join(folder, name), uid, mostMebibytes: 1, links });

it('follows the links that containers mount, and names one that leads nowhere', () => {
  writeFileSync(join(folder, 'real'), 'text');
  symlinkSync('real', join(folder, 'link'));
  symlinkSync('gone', join(folder, 'dangling'));
  symlinkSync('/dev/zero', join(folder, 'device'));
  expect(read('link')).toBe('text');
  expect(() => read('link', 4711, false)).toThrow(/is not a regular file/);
  expect(() => read('dangling')).toThrow(/^there is no waiver file .*dangling$/);
  expect(() => read('device')).toThrow(/is not a regular file/);
});

it('for root: only what root alone can have written, also behind a link', () => {
  writeFileSync(join(folder, 'file'), 'text');
  symlinkSync('file', join(folder, 'link'));
  chmodSync(join(folder, 'file'), 0o620);
  for (const name of ['file', 'link']) expect(() => read(name, 0)).toThrow(/is not used by root: .*chown root .*chmod go-w/);
  expect(read('file')).toBe('text');
  if (process.getuid?.() !== 0) return;
  chmodSync(join(folder, 'file'), 0o600);
  expect(read('link', 0)).toBe('text');
  chownSync(join(folder, 'file'), 4711, 4711);
  expect(() => read('link', 0)).toThrow(/is not used by root/);
});

it('stops at its limit', () => {
  writeFileSync(join(folder, 'most'), 'x'.repeat(1024 * 1024));
  expect(read('most')).toHaveLength(1024 * 1024);
  writeFileSync(join(folder, 'more'), 'x'.repeat(1024 * 1024 + 1));
  expect(() => read('more')).toThrow(/is larger than 1 MiB/);
});
