import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Header } from 'tar/header';
import { describe, expect, it } from 'vitest';
import { peekedForBundle } from '../../src/cli/bundle-sign.js';
import { packBundle, packDocument, unpackBundle } from '../../src/host/bundle.js';
import { parseJson } from '../../src/parse/json.js';

const demo = new URL('../../src/cli/demo-install.json', import.meta.url);
const bundle = unpackBundle(readFileSync(demo), parseJson);
const text = Buffer.from(packDocument(bundle, false)).toString();

function tar(...paths: readonly string[]): Buffer {
  const headers = paths.map((path) => {
    const header = Buffer.alloc(512);
    new Header({ path, type: path.endsWith('/') ? 'Directory' : 'File', size: 0, mode: 0o600 }).encode(header);
    return header;
  });
  return Buffer.concat([...headers, Buffer.alloc(1024)]);
}

async function* chunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function isTaken(bytes: Uint8Array): Promise<boolean> {
  const { bundled, all } = await peekedForBundle(chunks(bytes));
  const parts: Uint8Array[] = [];
  for await (const part of all) parts.push(part);
  expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  return bundled;
}

describe('a text that is given to triage', () => {
  const archive = packBundle(bundle).bytes;
  it.each([
    ['the archive', archive],
    ['the archive, unpacked', gunzipSync(archive)],
    ['one that was packed again', gzipSync(tar('./manifest.json', './facts.json'))],
    ['one that was packed again as a folder', gzipSync(tar('./', './logs/', './logs/php.txt', './facts.json'))],
    ['one that was packed again from above', tar('bundle/README.txt')],
    ['the document', Buffer.from(text)],
    ['the document with a mark', Buffer.from(`\ufeff${text}`)],
    ['the document in UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['the document in UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['the document, packed', gzipSync(text)],
    ['the manifest', Buffer.from('{\n "schema": "whmcs-doctor/bundle/2",')],
    ['a report', Buffer.from('{"schema":"whmcs-doctor/report/1","tool":{}}')],
    ['a foreign schema with facts', Buffer.from('{"schema": "something/else", "facts": {}}')],
  ])('is a bundle: %s', async (_, bytes) => {
    expect(await isTaken(bytes)).toBe(true);
  });

  it.each([
    ['words', Buffer.from('I see {"schema": "whmcs-doctor/bundle/1"} when I log in')],
    ['a ticket as JSON', Buffer.from('{"id": 7, "text": "the facts: {\\"facts\\": {} and a loop", "facts": "none"}')],
    ['another archive', gzipSync(tar('etc/passwd'))],
    ['another archive in a folder', tar('./', 'logs/', 'readme.md')],
    ['nothing', Buffer.alloc(0)],
    ['half a gzip header', Buffer.from([0x1f, 0x8b])],
  ])('is none: %s', async (_, bytes) => {
    expect(await isTaken(bytes)).toBe(false);
  });
});
