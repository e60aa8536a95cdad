/** Bundles that were cut, changed or made by somebody: one sentence that says what is wrong, or exactly what was packed. */
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Header } from 'tar/header';
import { describe, expect, it } from 'vitest';
import { packBundle, packDocument, unpackBundle } from '../../src/host/bundle.js';
import { asBundle, UnusableBundle, type Bundle } from '../../src/host/bundle-document.js';
import { parseJson } from '../../src/parse/json.js';
import { bundleOf } from '../support/bundle-of.js';
import { healthy } from '../support/fault-situations.js';
import { factor, holds, texts } from './harness.js';

const bundle = bundleOf(healthy);
const archive = Buffer.from(packBundle(bundle).bytes);
const tar = gunzipSync(archive);
const packed = {
  archive,
  'tar without gzip': tar,
  document: Buffer.from(packDocument(bundle, false)),
  'document in gzip': Buffer.from(packDocument(bundle, true)),
} as const;
const kind = fc.constantFrom(...(Object.keys(packed) as (keyof typeof packed)[]));
const seen = asBundle(JSON.parse(packed.document.toString('utf8')) as Readonly<Record<string, unknown>>);

/** What is read of the bytes; null: they are refused, in one line that says why. */
function read(bytes: Uint8Array): Bundle | null {
  const began = process.cpuUsage();
  try {
    return unpackBundle(bytes, parseJson);
  } catch (error) {
    if (!(error instanceof UnusableBundle)) throw error;
    expect(error.message).toMatch(/^[^\n]{5,600}$/);
    return null;
  } finally {
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(4000);
  }
}

const flip = (bytes: Buffer, at: number, bit: number): Buffer => {
  const changed = Buffer.from(bytes);
  const place = at % changed.length;
  changed[place] = (changed[place] ?? 0) ^ (1 << bit);
  return changed;
};

describe('a bundle', () => {
  it('is what was packed, in each of its forms', () => {
    for (const bytes of Object.values(packed)) expect(read(bytes)).toEqual(seen);
    expect(JSON.parse(packDocument(seen, false).toString())).toEqual(JSON.parse(JSON.stringify(seen)));
  });

  it('that was cut off is refused wherever that was', { timeout: 120_000 * factor }, async () => {
    await holds('bundle: cut', 40, [kind, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })], (of, share) => {
      const whole = packed[of];
      const at = Math.floor(share * whole.length);
      const found = read(whole.subarray(0, at));
      // of a document only the line break at the end may be missing; a tar is whole without the last of its two empty blocks
      if (found !== null)
        expect([found, whole.length - at <= (of === 'document' ? 1 : of === 'tar without gzip' ? 512 : 0)]).toEqual([seen, true]);
    });
  });

  it('with one bit changed is refused or says the same, where a sum stands over it', { timeout: 120_000 * factor }, async () => {
    await holds('bundle: bits', 60, [kind, fc.nat(), fc.nat(7)], (of, at, bit) => {
      const found = read(flip(packed[of], at, bit));
      // a document without an archive has no sum: it may say something else, but is a bundle or none
      if (found !== null && of !== 'document') expect(found).toEqual(seen);
      if (found !== null && of === 'document') expect(asBundle({ ...found })).toEqual(found);
    });
  });

  it('with bytes put in, taken out or doubled is refused or says the same', { timeout: 120_000 * factor }, async () => {
    const part = fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(new Uint8Array(512), new Uint8Array([0x1f, 0x8b, 8, 0])));
    await holds(
      'bundle: pieces',
      40,
      [fc.constantFrom('archive', 'tar without gzip', 'document in gzip'), fc.nat(), fc.nat(600), part],
      (of, at, gone, put) => {
        const whole = packed[of];
        const place = at % whole.length;
        const found = read(Buffer.concat([whole.subarray(0, place), put, whole.subarray(place + gone)]));
        if (found !== null) expect(found).toEqual(seen);
      },
    );
  });

  it('of any JSON is refused or is one', async () => {
    const document = fc.tuple(fc.constantFrom(...Object.keys(bundle), '__proto__', 'constructor'), fc.jsonValue({ maxDepth: 3 }));
    await holds('bundle: fields', 80, [document], ([field, value]) => {
      const text = JSON.stringify({ ...bundle, facts: {} }).replace(/\}$/, `,${JSON.stringify(field)}:${JSON.stringify(value)}}`);
      const found = read(Buffer.from(text));
      if (found === null) return;
      expect(Object.keys(found).sort()).toEqual(Object.keys(bundle).sort());
      expect(JSON.stringify(read(Buffer.from(JSON.stringify(found))))).toBe(JSON.stringify(found));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
  });

  it('that unpacks to more than it may is refused before it is unpacked', () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20), { level: 9 });
    expect(() => unpackBundle(bomb, parseJson)).toThrow(/unpacks to more than 64 MiB/);
    expect(() => unpackBundle(gzipSync(bomb), parseJson)).toThrow(UnusableBundle);
    expect(() => unpackBundle(gzipSync(archive), parseJson)).toThrow(UnusableBundle);
  });
});

describe('an entry of the archive', () => {
  const types = fc.constantFrom(
    ...([
      'File',
      'OldFile',
      'Link',
      'SymbolicLink',
      'CharacterDevice',
      'BlockDevice',
      'Directory',
      'FIFO',
      'ContiguousFile',
      'GlobalExtendedHeader',
      'ExtendedHeader',
      'NextFileHasLongPath',
      'SparseFile',
    ] as const),
  );
  const names = fc.oneof(
    fc.constantFrom(
      'facts.json',
      'manifest.json',
      './facts.json',
      '../facts.json',
      '/facts.json',
      'logs/php.txt',
      'logs',
      '.',
      './',
      'logs/../facts.json',
      'FACTS.JSON',
      'facts.json/',
      '__proto__',
      'README.txt',
    ),
    texts(['/', '..', '.', 'facts', '.json', '\u0000', '\\', 'C:']).map((text) => text.slice(0, 90)),
  );
  it('that does not belong there makes the whole of it unusable', { timeout: 120_000 }, async () => {
    await holds(
      'bundle: entries',
      120,
      [names, types, fc.oneof(fc.nat(2000), fc.constantFrom(-1, 2 ** 31, 2 ** 40, 8 ** 11 - 1)), fc.boolean()],
      (path, type, size, first) => {
        const header = Buffer.alloc(512);
        new Header({ path, type, mode: 0o600, size: Math.max(size, 0), linkpath: '/etc/passwd' }).encode(header);
        const body = Buffer.alloc(Math.ceil(Math.min(Math.max(size, 0), 2000) / 512) * 512, 0x41);
        const more = Buffer.concat([header, body]);
        const found = read(
          first ? Buffer.concat([more, tar]) : Buffer.concat([tar.subarray(0, tar.length - 1024), more, Buffer.alloc(1024)]),
        );
        if (found !== null) {
          // nothing but a folder without a size, or an entry that ends the archive, may stand there
          expect(found).toEqual(seen);
          expect(new Header(header, 0).type).toMatch(/Directory|File/);
        }
      },
    );
  });
});
