/** A small MySQL server for tests: its handshake with each sign-in method, and answers that a test gives. Not a database. */
import { constants, createHash, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export type MysqlAnswer =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] }
  | { readonly error: readonly [number: number, message: string] }
  | { readonly ok: true }
  /** Says nothing. */
  | { readonly silent: true }
  /** Closes the connection. */
  | { readonly close: true }
  /** Answers with a packet that is not the next one. */
  | { readonly disordered: true }
  /** Sends rows for ever. */
  | { readonly flood: string };

export interface MysqlServerOptions {
  readonly version?: string;
  readonly password?: string;
  /** How the user signs in; `full`: the password itself, encrypted with the server's key; `ed25519`: a method that clients lack. */
  readonly auth?: 'native' | 'sha2-fast' | 'sha2-full' | 'ed25519';
  /** Sent instead of a greeting. */
  readonly greeting?: { readonly error: readonly [number: number, message: string] };
  /** Asked for every statement; undefined: the usual answer. */
  readonly answer?: (sql: string) => MysqlAnswer | undefined;
}

export interface MysqlServer {
  readonly port: number;
  /** Statements that were asked, in order. */
  readonly asked: string[];
  readonly connections: () => number;
  /** The password as it came to the server in full authentication. */
  readonly received: string[];
  readonly clientFlags: number[];
  stop(): Promise<void>;
}

/** LONG_PASSWORD, FOUND_ROWS, CONNECT_WITH_DB, LOCAL_FILES, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH, PLUGIN_AUTH_LENENC. */
const capabilities = 0x1 | 0x2 | 0x8 | 0x80 | 0x200 | 0x2000 | 0x8000 | 0x80000 | 0x200000;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

function sha(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index % b.length] ?? 0)));
}

function lengthCoded(text: string | null): Buffer {
  if (text === null) return Buffer.from([0xfb]);
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < 251) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from([0xfd]), size.subarray(0, 3), bytes]);
}

const okPacket = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const endPacket = Buffer.from([0xfe, 0, 0, 2, 0]);

function errorPacket(number: number, message: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, number & 255, number >> 8]), Buffer.from('#HY000'), Buffer.from(message)]);
}

function columnPacket(name: string): Buffer {
  const tail = Buffer.from([0x0c, 45, 0, 0xff, 0xff, 0, 0, 0xfd, 0, 0, 0, 0, 0]);
  return Buffer.concat([lengthCoded('def'), lengthCoded(''), lengthCoded(''), lengthCoded(''), lengthCoded(name), lengthCoded(''), tail]);
}

class Conversation {
  #buffer = Buffer.alloc(0);
  #sequence = 0;
  #next: (packet: Buffer) => void;
  readonly #nonce = Buffer.from(randomBytes(20).map((byte) => (byte % 90) + 33));

  constructor(
    readonly socket: Socket,
    readonly how: MysqlServerOptions,
    readonly log: Pick<MysqlServer, 'asked' | 'received' | 'clientFlags'>,
  ) {
    this.#next = (packet) => this.#onReply(packet);
    socket.on('data', (piece) => this.#onData(piece));
    if (how.greeting !== undefined)
      this.#send(
        Buffer.concat([Buffer.from([0xff, how.greeting.error[0] & 255, how.greeting.error[0] >> 8]), Buffer.from(how.greeting.error[1])]),
      );
    else this.#greet();
  }

  #send(...packets: readonly Buffer[]): void {
    for (const packet of packets) {
      const head = Buffer.alloc(4);
      head.writeUIntLE(packet.length, 0, 3);
      head.writeUInt8(this.#sequence++ & 255, 3);
      this.socket.write(Buffer.concat([head, packet]));
    }
  }

  #onData(piece: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, piece]);
    while (this.#buffer.length >= 4) {
      const length = this.#buffer.readUIntLE(0, 3);
      if (this.#buffer.length < 4 + length) return;
      const packet = this.#buffer.subarray(4, 4 + length);
      this.#sequence = this.#buffer.readUInt8(3) + 1;
      this.#buffer = this.#buffer.subarray(4 + length);
      this.#next(Buffer.from(packet));
    }
  }

  get #plugin(): string {
    return this.how.auth === undefined || this.how.auth === 'native' ? 'mysql_native_password' : 'caching_sha2_password';
  }

  #greet(): void {
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE(capabilities);
    this.#send(
      Buffer.concat([
        Buffer.from([10]),
        Buffer.from(`${this.how.version ?? '8.0.36'}\0`),
        Buffer.from([1, 0, 0, 0]),
        this.#nonce.subarray(0, 8),
        Buffer.from([0]),
        flags.subarray(0, 2),
        Buffer.from([45, 2, 0]),
        flags.subarray(2, 4),
        Buffer.from([21]),
        Buffer.alloc(10),
        this.#nonce.subarray(8),
        Buffer.from([0]),
        Buffer.from(`${this.#plugin}\0`),
      ]),
    );
  }

  #onReply(packet: Buffer): void {
    this.log.clientFlags.push(packet.readUInt32LE(0));
    const afterUser = packet.indexOf(0, 32) + 1;
    const token = packet.subarray(afterUser + 1, afterUser + 1 + packet.readUInt8(afterUser));
    const password = Buffer.from(this.how.password ?? '', 'utf8');
    switch (this.how.auth) {
      case 'ed25519':
        this.#send(Buffer.concat([Buffer.from([0xfe]), Buffer.from('client_ed25519\0'), this.#nonce, Buffer.from([0])]));
        return;
      case 'sha2-fast':
      case 'sha2-full': {
        const first = sha('sha256', password);
        const right = xor(first, sha('sha256', sha('sha256', first), this.#nonce)).equals(token);
        if (this.how.auth === 'sha2-full') this.#askForPassword();
        else if (right) this.#accept(Buffer.from([1, 3]), okPacket);
        else this.#refuse();
        return;
      }
      case 'native':
      case undefined: {
        const first = sha('sha1', password);
        if (xor(first, sha('sha1', this.#nonce, sha('sha1', first))).equals(token)) this.#accept(okPacket);
        else this.#refuse();
      }
    }
  }

  /** The server has not seen this user yet: it wants the password, encrypted with its public key where the line is open. */
  #askForPassword(): void {
    this.#send(Buffer.from([1, 4]));
    this.#next = () => {
      this.#send(Buffer.concat([Buffer.from([1]), Buffer.from(keys.publicKey.export({ type: 'spki', format: 'pem' }))]));
      this.#next = (encrypted) => {
        const plain = privateDecrypt({ key: keys.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, encrypted);
        const password = xor(plain, this.#nonce).toString('utf8').replace(/\0$/, '');
        this.log.received.push(password);
        if (password === this.how.password) this.#accept(okPacket);
        else this.#refuse();
      };
    };
  }

  #accept(...packets: readonly Buffer[]): void {
    this.#send(...packets);
    this.#next = (packet) => this.#onCommand(packet);
  }

  #refuse(): void {
    this.#send(errorPacket(1045, "Access denied for user 'whmcs'@'localhost' (using password: YES)"));
    this.socket.end();
  }

  #onCommand(packet: Buffer): void {
    if (packet[0] !== 3) {
      this.socket.end();
      return;
    }
    const sql = packet.toString('utf8', 1);
    this.log.asked.push(sql);
    const answer = this.how.answer?.(sql) ?? this.#usual(sql);
    if ('silent' in answer) return;
    if ('close' in answer) this.socket.destroy();
    else if ('disordered' in answer) {
      this.#sequence += 7;
      this.#send(okPacket);
    } else if ('ok' in answer) this.#send(okPacket);
    else if ('error' in answer) this.#send(errorPacket(...answer.error));
    else if ('flood' in answer) this.#flood(answer.flood);
    else {
      const { columns, rows } = answer;
      this.#send(Buffer.from([columns.length]), ...columns.map(columnPacket), endPacket);
      this.#send(...rows.map((cells) => Buffer.concat(cells.map(lengthCoded))), endPacket);
    }
  }

  #flood(cell: string): void {
    this.#send(Buffer.from([1]), columnPacket('x'), endPacket);
    const more = (): void => {
      if (this.socket.destroyed) return;
      for (let sent = 0; sent < 500 && this.socket.writableLength < 1024 * 1024; sent += 1) this.#send(lengthCoded(cell));
      setImmediate(more);
    };
    more();
  }

  #usual(sql: string): MysqlAnswer {
    if (/^SET /.test(sql)) return { ok: true };
    if (/VERSION\(\)/.test(sql)) return { columns: ['version'], rows: [[this.how.version ?? '8.0.36']] };
    if (/Ssl_cipher/.test(sql)) return { columns: ['Variable_name', 'Value'], rows: [['Ssl_cipher', '']] };
    return { columns: ['answer'], rows: [['42']] };
  }
}

export async function mysqlServer(how: MysqlServerOptions = {}): Promise<MysqlServer> {
  const open = new Set<Socket>();
  let connections = 0;
  const log = { asked: [] as string[], received: [] as string[], clientFlags: [] as number[] };
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
    void new Conversation(socket, how, log);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...log,
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
