/** Bytes of servers that may be anything: FastCGI, SNTP, DNS in JSON, and the plain rows of a database. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResponse } from '../../src/host/fastcgi.js';
import { encodeRequest, endStatus, RecordReader } from '../../src/host/fastcgi-records.js';
import { assertReadOnly } from '../../src/host/database/statement.js';
import { row } from '../../src/host/database/values.js';
import { readAnswer } from '../../src/host/net/records.js';
import { readSample } from '../../src/host/net/sntp.js';
import { LookFailed } from '../../src/logic/failure.js';
import { holds, texts } from './harness.js';

interface Sent {
  readonly type: number;
  readonly content: Buffer;
  readonly padding: number;
}
const record: fc.Arbitrary<Sent> = fc.record({
  type: fc.constantFrom(3, 6, 7, 11),
  content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  padding: fc.nat(255),
});

function encoded({ type, content, padding }: Sent): Buffer {
  const header = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, padding, 0]);
  return Buffer.concat([header, content, Buffer.alloc(padding, 0xff)]);
}

/** The bytes in chunks of these sizes, over and over. */
function* inChunks(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % Math.max(sizes.length, 1)] ?? 7);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function decoded(
  bytes: Buffer,
  sizes: readonly number[],
): { readonly found: readonly { type: number; content: Buffer }[]; readonly broken: boolean } {
  const reader = new RecordReader();
  const found: { type: number; content: Buffer }[] = [];
  for (const chunk of inChunks(bytes, sizes)) {
    const some = reader.push(chunk);
    if (some === null) return { found, broken: true };
    found.push(...some.map(({ type, content }) => ({ type, content: Buffer.from(content) })));
  }
  return { found, broken: false };
}

const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 5 });

describe('FastCGI', () => {
  it('records are what was sent, however they arrive, and cut anywhere those that were whole', async () => {
    await holds('fastcgi: records', 50, [fc.array(record, { maxLength: 6 }), sizes, fc.nat()], (sent, chunks, cut) => {
      const bytes = Buffer.concat(sent.map(encoded));
      const plain = sent.map(({ type, content }) => ({ type, content }));
      expect(decoded(bytes, chunks)).toEqual({ found: plain, broken: false });
      const part = decoded(bytes.subarray(0, cut % (bytes.length + 1)), chunks);
      expect(part.broken).toBe(false);
      expect(part.found).toEqual(plain.slice(0, part.found.length));
    });
  });

  it('what is none is told, or waits for more, and is the same in any chunks', async () => {
    await holds('fastcgi: any', 50, [fc.uint8Array({ maxLength: 200 }), sizes, sizes], (bytes, one, other) => {
      const given = Buffer.from(bytes);
      expect(decoded(given, one).broken).toBe(decoded(given, other).broken);
      if (given.length >= 8 && given[0] !== 1) expect(decoded(given, [given.length]).broken).toBe(true);
      expect(['complete', 'overloaded', 'refused']).toContain(endStatus(given));
      const { status, headers, stdout } = parseResponse(given);
      expect(Number.isInteger(status)).toBe(true);
      expect(stdout.length + headers.length).toBeGreaterThanOrEqual(0);
    });
  });

  it('a request holds every parameter as it was given, and none that would change a live worker', async () => {
    const name = fc.stringMatching(/^[A-Z_]{1,40}$/).filter((each) => !/^PHP_(ADMIN_)?VALUE$/.test(each));
    await holds(
      'fastcgi: parameters',
      100,
      [fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 300 }), { maxKeys: 8 })],
      (params) => {
        const { found, broken } = decoded(encodeRequest(params), [70_000]);
        expect(broken).toBe(false);
        const body = Buffer.concat(found.filter(({ type }) => type === 4).map(({ content }) => content));
        const read: Record<string, string> = {};
        let at = 0;
        const length = (): number => {
          const first = body.readUInt8(at);
          at += first < 128 ? 1 : 4;
          return first < 128 ? first : body.readUInt32BE(at - 4) & 0x7fff_ffff;
        };
        while (at < body.length) {
          const [key, value] = [length(), length()];
          read[body.toString('utf8', at, at + key)] = body.toString('utf8', at + key, at + key + value);
          at += key + value;
        }
        expect(read).toEqual(Object.fromEntries(Object.entries(params).map(([key, value]) => [key, Buffer.from(value).toString('utf8')])));
        for (const forbidden of ['PHP_VALUE', 'PHP_ADMIN_VALUE', 'php_value', ' PHP_VALUE '])
          expect(() => encodeRequest({ ...params, [forbidden]: 'x' })).toThrow(TypeError);
      },
    );
  });
});

describe('SNTP', () => {
  it('any packet is a sample or is refused with a code', async () => {
    await holds('sntp: any', 70, [fc.uint8Array({ maxLength: 80 }), fc.nat(5000)], (bytes, trip) => {
      const read = readSample(Buffer.from(bytes), 1_700_000_000_000, trip);
      if (read.ok)
        expect([Number.isFinite(read.offsetMs), read.errorMs >= 0, read.stratum > 0 && read.stratum < 16]).toEqual([true, true, true]);
      else
        expect(read).toMatchObject({
          code: expect.stringMatching(/^ERR_NTP_/) as unknown,
          message: expect.stringMatching(/^[ -~]{5,200}$/) as unknown,
        });
    });
  });

  it('a true answer brackets the true offset', async () => {
    const ms = fc.integer({ min: -1_000_000, max: 1_000_000 });
    await holds('sntp: truth', 70, [ms, fc.nat(500), fc.nat(500), fc.nat(50)], (offset, there, back, work) => {
      const sent = 1_700_000_000_000;
      const packet = Buffer.alloc(48);
      packet.writeUInt8(0x24, 0);
      packet.writeUInt8(2, 1);
      const stamp = (at: number, when: number): void => {
        packet.writeUInt32BE(Math.floor(when / 1000) + 2_208_988_800, at);
        packet.writeUInt32BE(Math.floor(((when % 1000) / 1000) * 2 ** 32), at + 4);
      };
      stamp(32, sent + there + offset);
      stamp(40, sent + there + offset + work);
      const read = readSample(packet, sent, there + work + back);
      if (!read.ok) throw new Error(read.message);
      expect(Math.abs(read.offsetMs - offset)).toBeLessThanOrEqual(read.errorMs);
    });
  });
});

it('DNS in JSON: records or a sentence', async () => {
  const words = [
    '{',
    '}',
    '[',
    ']',
    '"Status":',
    '0',
    '3',
    ',',
    '"Answer":',
    '{"type":1,"data":"192.0.2.1"}',
    '"type":16',
    '"data":"\\"v=spf1\\""',
    'null',
    '"AD":true',
  ];
  await holds('dns', 50, [texts(words), fc.constantFrom('A', 'AAAA', 'MX', 'TXT', 'PTR')], (text, type) => {
    const read = readAnswer(text, type);
    if (typeof read === 'string') expect(read).not.toBe('');
    else
      expect([read.data.length <= 100, read.data.every((each) => typeof each === 'string' && each.length <= 4096)]).toEqual([true, true]);
  });
});

describe('the database', () => {
  it('a row has every column as a scalar of its own', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt(),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      fc.object(),
      fc.constant(undefined),
    );
    await holds(
      'rows',
      100,
      [
        fc.uniqueArray(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', 'constructor')), { maxLength: 6 }),
        fc.array(cell, { maxLength: 6 }),
      ],
      (names, cells) => {
        const found = row(names, cells);
        expect(Object.keys(found).sort()).toEqual([...names].sort());
        for (const value of Object.values(found))
          expect(value === null || ['string', 'number', 'boolean'].includes(typeof value)).toBe(true);
        expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
      },
    );
  });

  it('a statement that writes, waits or goes on behind a semicolon is not sent, however it is dressed', async () => {
    const write = fc.constantFrom(
      'INSERT INTO a VALUES (1)',
      'UPDATE a SET b=1',
      'DELETE FROM a',
      'DROP TABLE a',
      'SET GLOBAL x=1',
      'CALL p()',
      'GRANT ALL ON a TO b',
      'REPLACE INTO a VALUES (1)',
      "LOAD DATA INFILE '/x' INTO TABLE a",
      'DO SLEEP(1)',
      'TRUNCATE a',
    );
    const dress = fc.constantFrom<(sql: string) => string>(
      (sql) => sql,
      (sql) => ` \n${sql.toLowerCase()}`,
      (sql) => `SELECT 1; ${sql}`,
      (sql) => `SELECT 1 /*!50000 ; ${sql} */`,
      (sql) => `/* x */ ${sql}`,
      (sql) => `SELECT "a"; ${sql}`,
      (sql) => `SHOW TABLES;${sql}`,
      (sql) => `SELECT \`a\`;${sql}#`,
      (sql) => `SELECT 'x' INTO OUTFILE '/x' ${sql}`,
      (sql) => `SET SESSION sql_mode='';${sql}`,
      (sql) => `SELECT '\\'';${sql}`,
    );
    await holds('statements', 120, [write, dress, fc.constantFrom('', ';', ' ', '\n', '--')], (sql, dressed, end) => {
      expect(() => assertReadOnly(dressed(sql) + end), dressed(sql)).toThrow(LookFailed);
    });
    await holds('statements: quoted', 80, [texts(["'", '"', '\\', ';', 'DELETE FROM a', '--', '/*', '`'])], (text) => {
      // a text that is quoted as the standard says is no statement of its own
      const sql = `SELECT '${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '')}' AS a`;
      expect(() => assertReadOnly(sql)).not.toThrow();
    });
  });
});
