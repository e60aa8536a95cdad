/** A real mail server whose ways of speaking tests can choose. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface MailManners {
  /** TLS from the first byte. */
  readonly implicit?: boolean;
  /** Offers STARTTLS; default true. */
  readonly startTls?: boolean;
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
  /** User and password that are accepted; null: no AUTH is offered. */
  readonly login?: { readonly user: string; readonly password: string } | null;
  /** Speaks only TLS 1.1, which is given up. */
  readonly oldTls?: boolean;
  /** Answers every connection with this instead of a greeting: "554 5.7.1 …". */
  readonly refuse?: string;
}

export interface MailServer {
  readonly port: number;
  /** Commands that named a sender, a recipient or a mail. */
  readonly mails: readonly string[];
  close(): Promise<void>;
}

export async function startMailServer(manners: MailManners, port = 0, address = '127.0.0.1'): Promise<MailServer> {
  const mails: string[] = [];
  if (manners.refuse !== undefined) return await refusing(manners.refuse, port, address);
  const { implicit = false, startTls = true, key, cert, login = null } = manners;
  const options: SMTPServerOptions = {
    secure: implicit,
    key,
    cert,
    name: 'mail.test',
    banner: 'ready',
    ...(manners.oldTls === true ? { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    disableReverseLookup: true,
    disabledCommands: [...(startTls ? [] : ['STARTTLS']), ...(login === null ? ['AUTH'] : [])],
    hideSTARTTLS: !startTls,
    authOptional: true,
    authMethods: ['PLAIN', 'LOGIN'],
    closeTimeout: 50,
    onAuth: (given, _session, done) => {
      if (given.username === login?.user && given.password === login?.password) done(null, { user: given.username });
      else done(Object.assign(new Error('5.7.8 Error: authentication failed'), { responseCode: 535 }));
    },
    onMailFrom: (from, _session, done) => {
      mails.push(`MAIL FROM ${from.address}`);
      done();
    },
    onData: (stream, _session, done) => {
      mails.push('DATA');
      stream.resume().on('end', () => done());
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => undefined);
  const listening = server.listen(port, address);
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function refusing(answer: string, port: number, address: string): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    if (answer === '') socket.end();
    else socket.end(`${answer}\r\n`);
  });
  server.listen(port, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    mails: [],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
