import { describe, expect, test } from 'vitest';
import { readableMail } from '../../src/triage/mail.js';

const said = 'After logging in I am sent back to the login page – again.';

describe('a mail', () => {
  test('in quoted-printable is read', () => {
    const body = 'After logging in I am sent back to the login=\n page =E2=80=93 again=2E';
    expect(readableMail(`Subject: x\nContent-Transfer-Encoding: quoted-printable\n\n${body}\n`)).toContain(said);
  });

  test('in base64 is read, and its picture is not', () => {
    const part = (type: string, bytes: Buffer) =>
      `--b\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}\n`;
    const read = readableMail(
      `Subject: x\n\n${part('text/plain', Buffer.from(said))}${part('image/png', Buffer.from([0x89, 0x50, 0, 1, 2]))}--b--\nend`,
    );
    expect(read).toContain(said);
    expect(read).toContain('--b--\nend');
    expect(read).not.toContain('\u0000');
  });

  test('has a readable subject', () => {
    expect(readableMail('Subject: =?UTF-8?B?w7xibGU=?= =?iso-8859-1?Q?_Schl=FCssel?=')).toBe('Subject: üble Schlüssel');
  });

  test('and a text that is none stay as they are', () => {
    for (const text of [said, 'a =20 b', 'Content-Transfer-Encoding: 7bit\n\na=20b', '']) expect(readableMail(text)).toBe(text);
  });

  test('of any shape takes time that grows with it alone', () => {
    for (const part of ['Content-Transfer-Encoding: base64\n', '=?a?b?', '=20', '\n--', 'Content-Transfer-Encoding: base64\n\nAAAA\n--b\n'])
      expect(readableMail(part.repeat(4000)).length).toBeLessThan(1_000_000);
  }, 5000);
});
