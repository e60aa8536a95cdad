/**
 * OpenSSH's own control protocol, by which a connection that is there gets another forwarding: as `ssh -O forward` does, but with host, port and
 * path as they are. On a command line ssh would expand `%` and `${…}` in them and cut them at colons.
 * https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.mux
 */
import { connect, type Socket } from 'node:net';

const type = { hello: 0x00000001, openForward: 0x10000006, ok: 0x80000001, denied: 0x80000002, failure: 0x80000003 } as const;
const version = 4;
const local = 1;
/** Stands for the port where the host is the path of a socket: -2. */
const socketPort = 0xfffffffe;
const limitMs = 5000;
const longestPacket = 64 * 1024;

export type ForwardTarget = { readonly host: string; readonly port: number } | { readonly socket: string };

/** Has the connection behind `control` listen at the socket `listen` for `to`. Rejects with ssh's reason. */
export async function openForward(control: string, listen: string, to: ForwardTarget): Promise<void> {
  const socket = connect({ path: control });
  const timer = setTimeout(() => socket.destroy(new Error('ssh does not answer at its control socket')), limitMs);
  try {
    const packets = readPackets(socket);
    socket.write(packet([type.hello, version]));
    const hello = (await packets.next()).value;
    if (hello?.readUInt32BE(0) !== type.hello || hello.readUInt32BE(4) !== version) throw new Error('ssh speaks another control protocol');
    const [host, port] = 'socket' in to ? [to.socket, socketPort] : [to.host, to.port];
    socket.write(packet([type.openForward, 1, local, listen, socketPort, host, port]));
    const answer = (await packets.next()).value;
    if (answer?.readUInt32BE(0) === type.ok) return;
    throw new Error(answer === undefined ? 'ssh closed its control socket' : reasonIn(answer));
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** Numbers as 32 bits, texts with their length before them, and the length of it all before that. */
export function packet(fields: readonly (number | string)[]): Buffer {
  const parts = fields.map((field) => {
    if (typeof field === 'number') return number(field);
    const bytes = Buffer.from(field);
    return Buffer.concat([number(bytes.length), bytes]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([number(body.length), body]);
}

function number(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
}

async function* readPackets(socket: Socket): AsyncGenerator<Buffer, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0);
      if (length < 8 || length > longestPacket) throw new Error('ssh answers at its control socket with something else');
      if (rest.length < 4 + length) break;
      yield rest.subarray(4, 4 + length);
      rest = rest.subarray(4 + length);
    }
  }
  return undefined;
}

/** MUX_S_PERMISSION_DENIED and MUX_S_FAILURE: type, request, reason. */
function reasonIn(answer: Buffer): string {
  const kind = answer.readUInt32BE(0);
  if ((kind !== type.denied && kind !== type.failure) || answer.length < 12) return 'ssh refused the forwarding';
  return answer.toString('utf8', 12, 12 + answer.readUInt32BE(8));
}
