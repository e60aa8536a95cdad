/** The records of FastCGI 1.0 that a responder's client needs: https://fastcgi-archives.github.io/FastCGI_Specification.html */

export const recordType = { begin: 1, end: 3, params: 4, stdin: 5, stdout: 6, stderr: 7 } as const;

const version = 1;
const requestId = 1;
const responder = 1;
/** Content of one record at most. */
const maxContent = 65_535;

export interface FcgiRecord {
  readonly type: number;
  readonly content: Buffer;
}

/** One record, or several where the content does not fit into one; an empty content ends a stream. */
function records(type: number, content: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start === 0 || start < content.length; start += maxContent) {
    const part = content.subarray(start, start + maxContent);
    const header = Buffer.alloc(8);
    header.writeUInt8(version, 0);
    header.writeUInt8(type, 1);
    header.writeUInt16BE(requestId, 2);
    header.writeUInt16BE(part.length, 4);
    parts.push(header, part);
  }
  return Buffer.concat(parts);
}

/** A whole request without a body: begin, parameters, their end, the end of standard input. */
export function encodeRequest(params: Readonly<Record<string, string>>): Buffer {
  const begin = Buffer.from([0, responder, 0, 0, 0, 0, 0, 0]); // flags 0: the server closes the connection
  const pairs = Buffer.concat(Object.entries(params).map(([name, value]) => encodePair(name, value)));
  return Buffer.concat([
    records(recordType.begin, begin),
    ...(pairs.length === 0 ? [] : [records(recordType.params, pairs)]),
    records(recordType.params, Buffer.alloc(0)),
    records(recordType.stdin, Buffer.alloc(0)),
  ]);
}

function encodePair(name: string, value: string): Buffer {
  assertHarmless(name);
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
  return Buffer.concat([encodeLength(nameBytes.length), encodeLength(valueBytes.length), nameBytes, valueBytes]);
}

/** One byte below 128, else four with the highest bit set. */
function encodeLength(length: number): Buffer {
  if (length < 128) return Buffer.from([length]);
  const four = Buffer.alloc(4);
  four.writeUInt32BE((length | 0x80000000) >>> 0);
  return four;
}

/**
 * PHP-FPM would apply these to the worker and keep them for the requests of real visitors after ours: nobody may ever send them.
 * https://www.php.net/manual/en/install.fpm.configuration.php
 */
function assertHarmless(name: string): void {
  if (/^PHP_(ADMIN_)?VALUE$/i.test(name.trim()))
    throw new TypeError(`${name} changes the settings of a live PHP-FPM worker and is never sent`);
}

/** Cuts a stream of bytes into records. */
export class RecordReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The records that are complete now. null: these bytes are not FastCGI. */
  push(chunk: Buffer): readonly FcgiRecord[] | null {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const found: FcgiRecord[] = [];
    while (this.#rest.length >= 8) {
      if (this.#rest.readUInt8(0) !== version) return null;
      const length = this.#rest.readUInt16BE(4);
      const whole = 8 + length + this.#rest.readUInt8(6);
      if (this.#rest.length < whole) break;
      found.push({ type: this.#rest.readUInt8(1), content: this.#rest.subarray(8, 8 + length) });
      this.#rest = this.#rest.subarray(whole);
    }
    return found;
  }
}

/** How the server ended the request. */
export function endStatus(content: Buffer): 'complete' | 'overloaded' | 'refused' {
  const protocolStatus = content.length > 4 ? content.readUInt8(4) : 0;
  if (protocolStatus === 0) return 'complete';
  return protocolStatus === 2 ? 'overloaded' : 'refused';
}
