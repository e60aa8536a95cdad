/** A saved mail as a person reads it: quoted-printable, base64 and encoded words are undone. https://www.rfc-editor.org/rfc/rfc2045 */

const encoding = /^content-transfer-encoding:[ \t]*(quoted-printable|base64)[ \t]*$/gim;

/** Text without such a header stays as it is. */
export function readableMail(text: string): string {
  const words = text.includes('=?') ? text.replace(/=\?([\w-]{1,40})\?([bq])\?([^?\s]{0,2000})\?=(?:\s+(?==\?))?/gi, encodedWord) : text;
  let read = '';
  let done = 0;
  for (const match of words.matchAll(encoding)) {
    const head = words.indexOf('\n\n', match.index);
    if (head < 0 || match.index < done) continue;
    const next = words.indexOf('\n--', head);
    const end = next < 0 ? words.length : next;
    const body = words.slice(head + 2, end);
    read += words.slice(done, head + 2) + (match[1]?.toLowerCase() === 'base64' ? fromBase64(body) : fromQuoted(body));
    done = end;
  }
  return read + words.slice(done);
}

function fromQuoted(body: string): string {
  return bytesOf(body.replace(/=[ \t]*\n/g, ''));
}

/** =20 and its like are bytes of UTF-8. */
function bytesOf(text: string): string {
  return text.replace(/(?:=[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
}

/** What is no text, an attached picture, says nothing. */
function fromBase64(body: string): string {
  const text = Buffer.from(body, 'base64').toString('utf8');
  return text.includes('\u0000') || (text.match(/\ufffd/g)?.length ?? 0) > text.length / 20 ? '' : text;
}

function encodedWord(_: string, charset: string, kind: string, content: string): string {
  const bytes = Buffer.from(
    kind.toLowerCase() === 'b'
      ? content
      : Buffer.from(
          content.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))),
          'latin1',
        ).toString('base64'),
    'base64',
  );
  return bytes.toString(/8859|1252/.test(charset) ? 'latin1' : 'utf8');
}
