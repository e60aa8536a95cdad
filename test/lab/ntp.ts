/** A time server whose clock can be shifted: RFC 5905, client and server mode only. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const secondsFrom1900To1970 = 2_208_988_800;

export class TimeServer {
  private socket: Socket | null = null;
  /** Its clock minus this machine's, ms. */
  offsetMs = 0;

  constructor(private readonly address: string) {}

  async open(): Promise<void> {
    const socket = createSocket(this.address.includes(':') ? 'udp6' : 'udp4');
    this.socket = socket;
    socket.on('message', (question, from) => {
      const received = this.now();
      if (question.length < 48) return;
      const answer = Buffer.alloc(48);
      // No leap warning, version 4, server; stratum 1, precision 2^-20.
      answer.writeUInt8(0x24, 0);
      answer.writeUInt8(1, 1);
      answer.writeUInt8(question.readUInt8(2), 2);
      answer.writeInt8(-20, 3);
      answer.write('GPS', 12, 'latin1');
      stamp(answer, 16, received - 1000);
      question.copy(answer, 24, 40, 48);
      stamp(answer, 32, received);
      stamp(answer, 40, this.now());
      socket.send(answer, from.port, from.address);
    });
    socket.bind(123, this.address);
    await once(socket, 'listening');
  }

  async close(): Promise<void> {
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }

  private now(): number {
    return Date.now() + this.offsetMs;
  }
}

/** An NTP timestamp: seconds since 1900 and their fraction of 2^32. */
function stamp(packet: Buffer, at: number, epochMs: number): void {
  const seconds = Math.floor(epochMs / 1000);
  packet.writeUInt32BE(seconds + secondsFrom1900To1970, at);
  packet.writeUInt32BE(Math.floor(((epochMs - seconds * 1000) / 1000) * 2 ** 32), at + 4);
}
