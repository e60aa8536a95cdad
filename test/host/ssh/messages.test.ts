import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encoded, MessageReader, type Heard } from '../../../src/host/ssh/messages.js';
import { Answer, readHello, readReply } from '../../../src/host/ssh/replies.js';

const marker = 'whmcs-doctor 0123 ';
const read = (...chunks: readonly (string | Buffer)[]): readonly Heard[] => {
  const reader = new MessageReader(marker, 1000);
  return chunks.flatMap((chunk) => reader.push(Buffer.from(chunk)));
};

describe('the stream of the agent', () => {
  it('begins after the marker, whatever a login prints before it', () => {
    const reader = new MessageReader(marker, 1000);
    const heard = reader.push(Buffer.from(`Welcome!\r\n{"id":1}\nA{"id":2}\n\n${marker}{"me":1}\nA{"id":3,"value":null}\n`));
    expect(heard).toEqual([
      { is: 'hello', message: { me: 1 } },
      { is: 'answer', message: { id: 3, value: null } },
    ]);
    expect(reader.noise).toContain('Welcome!');
  });

  it('comes in pieces of any size', () => {
    const text = `noise\n${marker}{"a":"é"}\nA{"id":1,"value":"ü\\n"}\nA{"id":2}\n`;
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
        expect(read(...pieces)).toEqual(read(bytes));
      }),
    );
    expect(read(bytes)).toHaveLength(3);
  });

  it.each([
    ['no greeting in much text', `${'x'.repeat(200)}\n`.repeat(2000)],
    ['a line without end before it', 'x'.repeat(300_000)],
    ['a greeting that is not JSON', `${marker}nonsense\n`],
    ['a line that is no answer', `${marker}{}\nPHP Warning: something\n`],
    ['an answer that is too long', `${marker}{}\nA"${'x'.repeat(2000)}`],
  ])('is broken by %s', (_, text) => {
    expect(read(text).at(-1)?.is).toBe('broken');
  });

  it('carries half a character as the sign for it', () => {
    expect(JSON.parse(encoded({ path: '/a\ud800b', list: ['\udfff'] }))).toEqual({ path: '/a\ufffdb', list: ['\ufffd'] });
    expect(encoded({ path: '/a\nb' }).indexOf('\n')).toBe(encoded({ path: '/a\nb' }).length - 1);
  });
});

describe('answers', () => {
  it('are read with distrust', () => {
    expect(readReply({ id: 1, value: 5 })).toEqual({ id: 1, reply: { is: 'value', value: 5 } });
    expect(readReply({ id: 1, code: 'EACCES' })).toEqual({ id: 1, reply: { is: 'code', code: 'EACCES' } });
    expect(readReply({ id: 1, late: true })).toEqual({ id: 1, reply: { is: 'late' } });
    expect(readReply({ id: 1, gap: 'denied', why: 'no' })).toEqual({ id: 1, reply: { is: 'failed', gap: 'denied', why: 'no' } });
    for (const odd of [{ id: 1 }, { id: 1, code: 'rm -rf' }, { id: 1, gap: 'healthy', why: 'x' }])
      expect(readReply(odd)).toMatchObject({ reply: { is: 'failed', gap: 'malformed' } });
    for (const odd of [null, [], 'x', {}, { id: -1 }, { id: 'x' }]) expect(readReply(odd)).toBeNull();
  });

  it('never throw anything but a failed look, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readReply(value);
        readHello(value);
        for (const name of ['text', 'number', 'flag', 'list', 'bytes'] as const) {
          try {
            new Answer(value, 'x')[name]('a');
          } catch (error) {
            expect(error).toMatchObject({ gap: 'malformed' });
          }
        }
      }),
    );
  });

  it('tell who we are there', () => {
    const me = { uid: 0, gid: 0, groups: [0] };
    expect(readHello({ me, nowMs: 5, uptimeSeconds: null })).toEqual({ ...me, nowMs: 5, uptimeSeconds: null });
    for (const odd of [{ me: null, nowMs: 5 }, { me: { ...me, uid: '0' }, nowMs: 5 }, { me, nowMs: 'x' }, null])
      expect(readHello(odd)).toBeNull();
  });
});
