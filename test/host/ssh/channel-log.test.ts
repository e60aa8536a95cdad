import { describe, expect, it } from 'vitest';
import { asLogged, ChannelLog, type ChannelEvent } from '../../../src/host/ssh/channel-log.js';
import { packet } from '../../../src/host/ssh/mux.js';

/** As OpenSSH 9.2 prints it with LogLevel DEBUG2. */
const log = [
  'debug1: channel 0: new session [client-session] (inactive timeout: 0)',
  'debug2: channel 0: open confirm rwindow 0 rmax 32768',
  'debug1: Connection to port -2 forwarding to 127.0.0.1 port 1 requested.',
  'debug1: getsockopt TCP_NODELAY: Operation not supported',
  'debug2: fd 5 setting O_NONBLOCK',
  'debug1: channel 2: new direct-tcpip [direct-tcpip] (inactive timeout: 0)',
  'channel 2: open failed: connect failed: Connection refused',
  'debug1: Connection to port -2 forwarding to /run/\\303\\251.sock port -2 requested.',
  'debug1: channel 7: new direct-streamlocal@openssh.com [direct-streamlocal@openssh.com] (inactive timeout: 0)',
  'debug2: channel 7: open confirm rwindow 2097152 rmax 32768',
];
/** And as 8.0 does. */
const older = [
  'debug1: Connection to port -2 forwarding to 127.0.0.1 port 1 requested.',
  'debug1: channel 3: new [direct-tcpip]',
  'debug2: channel 3: open confirm rwindow 2097152 rmax 32768',
];

const follow = (lines: readonly string[], size = 7): { events: ChannelEvent[]; said: readonly string[] } => {
  const events: ChannelEvent[] = [];
  const reader = new ChannelLog((event) => events.push(event));
  const text = lines.map((line) => `${line}\r\n`).join('');
  for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
  reader.finish();
  return { events, said: reader.lines };
};

describe('ssh’s own messages', () => {
  it('tell which connection became which channel, and what became of it', () => {
    expect(follow(log).events).toEqual([
      { is: 'open', channel: 0 },
      { is: 'opening', channel: 2, target: asLogged({ host: '127.0.0.1', port: 1 }) },
      { is: 'failed', channel: 2, why: 'connect failed: Connection refused' },
      { is: 'opening', channel: 7, target: asLogged({ socket: '/run/é.sock' }) },
      { is: 'open', channel: 7 },
    ]);
    expect(follow(older).events.map(({ is }) => is)).toEqual(['opening', 'open']);
  });

  it('tell that what runs at the other end has ended', () => {
    const session = [
      'debug1: channel 0: new mux listener [/tmp/x]',
      'debug1: channel 1: new session [client-session] (inactive timeout: 0)',
    ];
    expect(follow([...session, 'debug2: channel 0: rcvd close', 'debug2: channel 2: rcvd close']).events).toEqual([]);
    expect(follow([...session, 'debug2: channel 1: rcvd close']).events).toEqual([{ is: 'session-ended' }]);
  });

  it('leave what people are to read', () => {
    expect(follow(['debug1: x', 'OpenSSH_9.2p1 Debian', 'Host key verification failed.', 'the last line has no end']).said).toEqual([
      'Host key verification failed.',
      'the last line has no end',
    ]);
    expect(follow(Array.from({ length: 1000 }, () => 'banner')).said.length).toBeLessThan(500);
  });

  it('name a target as ssh writes it: cut at 100 bytes, other bytes in octal, backslashes doubled', () => {
    expect(asLogged({ host: '2001:db8::1', port: 443 })).toBe('2001:db8::1 port 443');
    expect(asLogged({ socket: `/${'a'.repeat(200)}` })).toBe(`/${'a'.repeat(99)} port -2`);
    expect(asLogged({ socket: '/a\\b' })).toBe('/a\\\\b port -2');
  });
});

describe('the control protocol', () => {
  it('writes lengths, numbers and texts as they are', () => {
    const forward = packet([0x10000006, 1, 1, '/tmp/0', 0xfffffffe, '/run/${HOME}:%h.sock', 0xfffffffe]);
    expect(forward.readUInt32BE(0)).toBe(forward.length - 4);
    expect(forward.readUInt32BE(4)).toBe(0x10000006);
    expect(forward.toString('latin1')).toContain('/run/${HOME}:%h.sock');
    expect(packet([1, 4]).toString('hex')).toBe('000000080000000100000004');
  });
});
