/** A body up to a limit, as text. What is beyond the limit is never downloaded. */
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export interface Body {
  readonly text: string;
  readonly truncated: boolean;
}

type Headers = readonly (readonly [string, string])[];

function header(headers: Headers, name: string): string {
  return (
    headers
      .find(([one]) => one === name)?.[1]
      .trim()
      .toLowerCase() ?? ''
  );
}

/** Servers compress although asked not to. A cut stream still gives what came, hence the flush at its end. */
function decoder(encoding: string): Transform | null {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}

/** The text in the charset that the answer names, UTF-8 otherwise; what does not fit becomes U+FFFD. A byte order mark stays: it is a finding. */
function decode(bytes: Buffer, contentType: string): string {
  const label = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
}

/**
 * Reads until the end or until `maxBytes` have come, before or after decompression (so that a compressed bomb costs no more than the
 * limit). `again` is called for every piece. Rejects as the stream does.
 */
export async function readBody(source: Readable, headers: Headers, maxBytes: number, again: () => void): Promise<Body> {
  const unpack = decoder(header(headers, 'content-encoding'));
  let received = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of source as AsyncIterable<Buffer>) {
      received += piece.length;
      again();
      yield piece;
    }
  };
  source.on('error', () => undefined); // undici reports that a body was left unread as an error
  const stream: AsyncIterable<Buffer> = unpack === null ? counted() : pipeline(counted, unpack, () => undefined);
  const pieces: Buffer[] = [];
  let length = 0;
  let truncated = false;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    truncated = length > maxBytes || received > maxBytes;
    if (truncated) break;
  }
  source.destroy();
  const bytes = Buffer.concat(pieces).subarray(0, maxBytes);
  return { text: decode(bytes, header(headers, 'content-type')), truncated };
}
