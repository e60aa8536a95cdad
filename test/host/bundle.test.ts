import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Header } from 'tar/header';
import { describe, expect, it } from 'vitest';
import { packBundle, packDocument, unpackBundle } from '../../src/host/bundle.js';
import { bundleSchema, UnusableBundle, type Bundle } from '../../src/host/bundle-document.js';
import { logTexts } from '../../src/host/bundle-text.js';
import { parseJson } from '../../src/parse/json.js';

const origin = { vantage: 'files', source: '/srv', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;
const hit = { message: 'x', source: '/srv/error_log', count: 3, first: null, last: '2026-01-01T00:00:00.000Z', lastAgeSeconds: 1 };
const bundle: Bundle = {
  schema: bundleSchema,
  tool: { name: 'whmcs-doctor', version: '1.0.0' },
  recordedAt: '2026-01-01T00:00:00.000Z',
  target: { kind: 'ssh', label: 'ssh://www/srv/billing' },
  durationMs: 5,
  facts: {
    'clock.now': { ok: true, value: { epochMs: 1 }, origin },
    'logs.php': { ok: true, value: { logs: [], hits: [{ ...hit, sample: 'PHP Warning:  session_start(): …' }] }, origin },
    'php.web': { ok: false, gap: 'denied', why: 'no', origin },
  },
  probes: [{ fact: 'clock.now', ok: true, gap: null, startedMs: 0, durationMs: 1, needs: [] }],
};

/** The files of an archive by name, as any tar would list them. */
function listed(bytes: Uint8Array): ReadonlyMap<string, string> {
  const plain = gunzipSync(bytes);
  const files = new Map<string, string>();
  for (let at = 0; ;) {
    const header = new Header(plain, at);
    if (header.nullBlock) return files;
    const size = header.size ?? 0;
    files.set(header.path ?? '', plain.subarray(at + 512, at + 512 + size).toString('utf8'));
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

interface Entry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly type?: Header['type'];
  readonly linkpath?: string;
  /** Instead of the content's. */
  readonly size?: number;
}

/** An archive as anybody can make one. */
function tar(entries: readonly Entry[], end = 2): Buffer {
  const parts = entries.flatMap(({ path, content = '', type = 'File', linkpath, size }) => {
    const body = Buffer.from(content as string);
    const header = Buffer.alloc(512);
    new Header({ path, type, size: size ?? body.length, mode: 0o600, ...(linkpath === undefined ? {} : { linkpath }) }).encode(header);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(end * 512)]);
}

/** The good archive's entries, some of them replaced or left out (null), and the manifest fitting. */
function entries(differs: Readonly<Record<string, string | Uint8Array | null>> = {}): readonly Entry[] {
  const files = new Map<string, string | Uint8Array>(listed(packBundle(bundle).bytes));
  for (const [name, content] of Object.entries(differs)) {
    if (content === null) files.delete(name);
    else files.set(name, content);
  }
  if (!('manifest.json' in differs)) {
    const manifest = JSON.parse(String(files.get('manifest.json'))) as object;
    const sums = [...files].filter(([name]) => name !== 'manifest.json').map(([name, content]) => ({ name, sha256: sha256(content) }));
    files.set('manifest.json', JSON.stringify({ ...manifest, files: sums }));
  }
  return [...files].map(([path, content]) => ({ path, content }));
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function with128(at: number): Buffer {
  const plain = tar(entries());
  plain[at] = 0x81;
  return plain;
}

function sumBroken(): Buffer {
  const plain = tar(entries());
  plain[148] = plain[148] === 0x30 ? 0x31 : 0x30;
  return plain;
}

const good = packBundle(bundle).bytes;
const whole = gunzipSync(good);
const facts = listed(good).get('facts.json') ?? '';
const manifest = JSON.parse(listed(good).get('manifest.json') ?? '') as { readonly files: readonly { readonly name: string }[] };

describe('the archive', () => {
  it('is read as it was written, and holds what a person can read', () => {
    expect(unpackBundle(good, parseJson)).toEqual({ ...bundle, facts: expect.objectContaining(bundle.facts) as unknown });
    expect([...listed(good).keys()]).toEqual(['README.txt', 'manifest.json', 'facts.json', 'logs/php.txt']);
    expect(listed(good).get('logs/php.txt')).toBe(
      '# /srv/error_log, 3 times, last 2026-01-01T00:00:00.000Z\nPHP Warning:  session_start(): …\n',
    );
    expect(listed(good).get('README.txt')).toContain('ssh://www/srv/billing');
    expect(manifest).toMatchObject({
      schema: 'whmcs-doctor/bundle/2',
      facts: { seen: 2, looks: 3 },
      notGathered: [{ fact: 'php.web', gap: 'denied', why: 'no' }],
      redactions: [],
      secretsMet: [],
      judgedOtherwise: [],
    });
    expect(manifest.files.map(({ name }) => name)).toEqual(['README.txt', 'facts.json', 'logs/php.txt']);
  });

  it('is one without its packing, too, and facts.json is a bundle of its own', () => {
    for (const bytes of [whole, Buffer.from(facts), gzipSync(facts)])
      expect(unpackBundle(bytes, parseJson).target).toEqual({ kind: 'ssh', label: 'ssh://www/srv/billing' });
  });

  it('is read when somebody unpacked it and packed it again', () => {
    const again = entries().map((entry) => ({ ...entry, path: `./${entry.path}` }));
    const folders: readonly Entry[] = [
      { path: './', type: 'Directory' },
      { path: './logs/', type: 'Directory' },
    ];
    for (const each of [again, [...folders, ...again], [...again, ...folders]])
      expect({ ...unpackBundle(gzipSync(tar(each)), parseJson).facts }).toEqual(bundle.facts);
  });

  it('counts the messages of a log, whatever their lines begin with', () => {
    const hits = [
      { ...hit, sample: '# no heading\n# nor this' },
      { ...hit, source: '/x\n# y', sample: 'z' },
      { ...hit, sample: '' },
    ];
    const told = { 'logs.php': { ok: true, value: { logs: [], hits }, origin } } as const;
    expect([...logTexts(told)].map(([name, { messages }]) => [name, messages])).toEqual([['logs/php.txt', 2]]);
    const long = { 'logs.php': { ok: true, value: { hits: [{ ...hit, sample: 'x'.repeat(2 ** 20) }, hit] }, origin } } as const;
    expect(logTexts(long).get('logs/php.txt')).toMatchObject({ messages: 1, text: expect.stringMatching(/x\n$/) as string });
    expect(logTexts(long).get('logs/php.txt')?.text.length).toBe(2 ** 19 + 1);
  });

  const future = { ...manifest, schema: 'whmcs-doctor/bundle/7', tool: { name: 'whmcs-doctor', version: '9.1.0' } };
  const evil = { path: '../../etc/cron.d/evil', content: 'x' };
  const hostile: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['a path that leads out', tar([...entries(), evil]), /"\.\.\/\.\.\/etc\/cron\.d\/evil", which is no part of a bundle/],
    ['an absolute path', tar([{ path: '/facts.json', content: facts }]), /"\/facts\.json", which is no part/],
    ['a path with a folder of its own', tar([{ path: 'b/facts.json', content: facts }]), /no part of a bundle/],
    ['a path that begins twice here', tar([{ path: '././facts.json', content: facts }]), /no part of a bundle/],
    ['a path that leads out after all', tar([{ path: './../facts.json', content: facts }]), /no part of a bundle/],
    ['a file twice under two names', tar([...entries(), { path: './facts.json', content: facts }]), /holds facts\.json twice/],
    ['terminal escapes as a name', tar([{ path: '\u001b]0;owned\u0007', content: '' }]), /"\\u001b\]0;owned\\u0007", which is no part/],
    ['a symbolic link', tar([{ path: 'facts.json', type: 'SymbolicLink', linkpath: '/etc/shadow' }]), /no regular file \(SymbolicLink\)/],
    ['a hard link', tar([{ path: 'facts.json', type: 'Link', linkpath: '/etc/shadow' }]), /no regular file \(Link\)/],
    ['a device', tar([{ path: 'facts.json', type: 'CharacterDevice' }]), /no regular file \(CharacterDevice\)/],
    ['a pipe', tar([{ path: 'facts.json', type: 'FIFO' }]), /no regular file \(FIFO\)/],
    ['a folder of something else', tar([{ path: 'lo', type: 'Directory' }]), /no regular file \(Directory\)/],
    ['a folder that leads out', tar([{ path: '../', type: 'Directory' }]), /no regular file \(Directory\)/],
    ['a PAX header', tar([{ path: 'x', type: 'ExtendedHeader', content: '17 path=../evil\n' }]), /no regular file \(ExtendedHeader\)/],
    ['a PAX header for all', tar([{ path: 'x', type: 'GlobalExtendedHeader', content: '16 size=999999\n' }]), /\(GlobalExtendedHeader\)/],
    ['a long name of GNU', tar([{ path: '././@LongLink', type: 'NextFileHasLongPath', content: 'facts.json\0' }]), /no regular file/],
    ['a sparse file', tar([{ path: 'facts.json', type: 'SparseFile' }]), /no regular file/],
    ['a file twice', tar([...entries(), { path: 'facts.json', content: facts }]), /holds facts\.json twice/],
    ['ten thousand files', tar(Array.from({ length: 10_000 }, (_, index) => ({ path: `${index}` }))), /"0", which is no part/],
    ['a huge file', tar([{ path: 'facts.json', size: 2 ** 33 }]), /facts\.json in it is larger than 40 MiB/],
    ['a size that is none', tar([{ path: 'facts.json', size: -1 }]), /the size of facts\.json in it is none/],
    ['a file beyond the end', tar([{ path: 'facts.json', content: 'x', size: 100_000 }]), /ends in the middle of facts\.json/],
    ['no end', tar(entries(), 0), /cut off/],
    ['half of itself', whole.subarray(0, 700), /cut off/],
    ['a broken checksum', sumBroken(), /damaged: the checksum of the entry at byte 0/],
    ['a number that is none', with128(124), /damaged: the entry at byte 0 cannot be read/],
    ['something behind its end', Buffer.concat([whole, Buffer.from('x')]), /behind its end/],
    ['no manifest', tar([{ path: 'facts.json', content: facts }]), /missing in it/],
    ['no facts', tar(entries({ 'facts.json': null })), /missing in it/],
    ['a log that is not listed', tar([...entries(), { path: 'logs/web.txt', content: 'x' }]), /does not list logs\/web\.txt/],
    [
      'facts that were changed',
      tar(entries({ 'facts.json': facts.replace('"epochMs": 1', '"epochMs": 2'), 'manifest.json': JSON.stringify(manifest) })),
      /facts\.json in it is not the one that its manifest lists \(sha256\)/,
    ],
    ['a list of its own kind', tar(entries({ 'manifest.json': JSON.stringify({ ...manifest, files: { a: 1 } }) })), /lists no files/],
    [
      'a list of nothing',
      tar(entries({ 'manifest.json': JSON.stringify({ ...manifest, files: [null] }) })),
      /lists null, which it does not hold/,
    ],
    [
      'a format to come',
      tar(entries({ 'manifest.json': JSON.stringify(future) })),
      /newer format whmcs-doctor\/bundle\/7, .*: install whmcs-doctor 9\.1\.0 or later/,
    ],
    ['a manifest that is no JSON', tar(entries({ 'manifest.json': '{}}' })), /manifest\.json in it is not JSON$/],
    ['half a manifest', tar(entries({ 'manifest.json': '{' })), /manifest\.json in it is JSON without its end: it was cut off/],
    ['a manifest that is no object', tar(entries({ 'manifest.json': '[]' })), /manifest\.json in it is not a JSON object/],
    ['facts that are not UTF-8', tar(entries({ 'facts.json': Buffer.from([0x7b, 0xff, 0x7d]) })), /facts\.json in it is not UTF-8/],
    [
      'facts nested too deep',
      tar(entries({ 'facts.json': `${'['.repeat(100)}${']'.repeat(100)}` })),
      /facts\.json in it is JSON that is nested too deep/,
    ],
    ['facts that are empty', tar(entries({ 'facts.json': '' })), /facts\.json in it is empty$/],
    ['facts that are a manifest', tar(entries({ 'facts.json': JSON.stringify(manifest) })), /it is the manifest of a bundle/],
    ['a manifest that is facts', tar(entries({ 'manifest.json': facts })), /manifest\.json holds facts/],
    ['facts of the wrong kind', tar(entries({ 'facts.json': facts.replace('"ok": true', '"ok": "yes"') })), /no value, gap or origin/],
  ];

  it.each(hostile)('refuses %s in one line', (_, plain, message) => {
    for (const bytes of [plain, gzipSync(plain)]) {
      expect(() => unpackBundle(bytes, parseJson)).toThrow(message);
      expect(() => unpackBundle(bytes, parseJson)).toThrow(UnusableBundle);
      try {
        unpackBundle(bytes, parseJson);
      } catch (error) {
        expect(String(error)).not.toMatch(/[\n\u001b]/);
      }
    }
  });

  it.each([
    ['is cut off', good.subarray(0, good.length - 30), /gzip data are damaged or were cut off/],
    ['has a wrong byte', good.map((byte, at) => (at === 300 ? byte ^ 0xff : byte)), /gzip data are damaged|checksum|sha256/],
    ['is packed twice', gzipSync(good), /packed twice/],
    ['is a bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)), /unpacks to more than 64 MiB/],
    ['is packed otherwise', Buffer.from('PK\u0003\u0004'), /not JSON/],
    ['is empty', Buffer.alloc(0), /it is empty$/],
    ['is empty when unpacked', gzipSync(''), /it is empty$/],
    ['holds blanks alone', Buffer.from(' \n'), /it is empty$/],
    ['holds zeros alone', Buffer.alloc(2048), /it holds nothing but zeros$/],
    [
      'is the manifest',
      Buffer.from(JSON.stringify(manifest)),
      /the manifest of a bundle.*: judge the facts\.json beside it, or the archive$/,
    ],
    ['is of a number that is none', Buffer.from('{"schema":"whmcs-doctor/bundle/0"}'), /its schema is "whmcs-doctor\/bundle\/0"/],
    ['is UTF-16 with its mark', Buffer.from(`\ufeff${facts}`, 'utf16le'), /it is UTF-16 and not UTF-8/],
    ['is UTF-16 without its mark', Buffer.from(facts, 'utf16le'), /it is UTF-16 and not UTF-8/],
  ])('refuses what %s', (_, bytes, message) => {
    expect(() => unpackBundle(bytes, parseJson)).toThrow(message);
    expect(() => unpackBundle(bytes, parseJson)).toThrow(UnusableBundle);
  });

  it('survives any byte that is another', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const other = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) other[at] = byte;
        try {
          return unpackBundle(other, parseJson).schema === bundleSchema;
        } catch (error) {
          return error instanceof UnusableBundle;
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('the document alone', () => {
  it.each([true, false])('is read as it was written (compressed: %s)', (compressed) => {
    expect(unpackBundle(packDocument(bundle, compressed), parseJson)).toEqual({
      ...bundle,
      facts: expect.objectContaining(bundle.facts) as unknown,
    });
  });

  it.each([
    ['', /it is empty/],
    ['[]', /not a JSON object/],
    ['{"schema":"whmcs-doctor/bundle/9"}', /newer format whmcs-doctor\/bundle\/9.* of the latest version/],
    ['{"schema":"something/else"}', /its schema is "something\/else"/],
    ['{}', /its schema is missing/],
    [JSON.stringify({ ...bundle, facts: { x: { ok: true } } }), /has no value, gap or origin/],
    [JSON.stringify({ ...bundle, facts: { x: { ok: false, gap: 'gone', why: '', origin } } }), /has no value, gap or origin/],
    [JSON.stringify({ ...bundle, target: null }), /missing/],
  ])('refuses %j in one line', (text, message) => {
    expect(() => unpackBundle(Buffer.from(text), parseJson)).toThrow(message);
    expect(() => unpackBundle(Buffer.from(text), parseJson)).toThrow(UnusableBundle);
  });

  it('takes over nothing of a type of its own', () => {
    const strange = {
      ...bundle,
      tool: { name: 'whmcs-doctor', version: '1.0 \u001b[2J' },
      target: { kind: 'moon', label: 'x' },
      recordedAt: '2026-01-01 (\u001b[2J)',
      facts: {
        a: { ok: false, gap: 'denied', why: 'no', settle: 7, beyond: 'yes', because: {}, origin: { ...origin, extra: 1 }, more: 1 },
        b: { ok: true, value: null, partial: [], origin },
      },
      probes: [
        { ...bundle.probes[0], why: 7, partial: {}, needs: ['x', 7] },
        { ...bundle.probes[0], durationMs: null },
      ],
    };
    const read = unpackBundle(Buffer.from(JSON.stringify(strange)), parseJson);
    expect({ ...read.facts }).toEqual({ a: { ok: false, gap: 'denied', why: 'no', origin }, b: { ok: true, value: null, origin } });
    expect(read.probes).toEqual([{ ...bundle.probes[0], needs: ['x'] }]);
    expect(read.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(read.tool.version).toBe('unknown');
    expect(read.target.kind).toBe('install');
  });

  it('cuts sentences and names that no recording holds', () => {
    const long = 'x'.repeat(100_000);
    const { probes } = bundle;
    const read = unpackBundle(
      Buffer.from(
        JSON.stringify({
          ...bundle,
          facts: {
            a: { ok: false, gap: 'denied', why: long, settle: long, because: long, origin: { ...origin, source: long, at: long } },
            b: { ok: true, value: long, partial: long, origin },
          },
          probes: [{ ...probes[0], fact: long, why: long, partial: long, needs: [long] }],
        }),
      ),
      parseJson,
    );
    const short = `${'x'.repeat(1000)}…`;
    expect({ ...read.facts }).toEqual({
      a: { ok: false, gap: 'denied', why: short, settle: short, because: short, origin: { ...origin, source: short, at: short } },
      b: { ok: true, value: long, partial: short, origin },
    });
    expect(read.probes).toEqual([{ ...probes[0], fact: short, why: short, partial: short, needs: [short] }]);
  });

  it('takes no key that reaches a prototype', () => {
    const text = JSON.stringify(bundle).replace('"epochMs":1', '"epochMs":1,"__proto__":{"polluted":true},"constructor":{"x":1}');
    const read = unpackBundle(Buffer.from(text), parseJson);
    expect(JSON.stringify(read)).not.toContain('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never throws anything else, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            unpackBundle(bytes, parseJson);
            return true;
          } catch (error) {
            return error instanceof UnusableBundle;
          }
        },
      ),
    );
  });
});
