/** One connection of OpenSSH with the agent at its other end: requests go there at once, answers come back in any order. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { LookFailed } from '../../logic/failure.js';
import type { As, SshDestination } from '../../model.js';
import { errno } from '../look/errno.js';
import { agentSource, remoteCommand } from './agent.js';
import { sshArguments, sshEnvironment } from './arguments.js';
import { ChannelLog, type ChannelEvent } from './channel-log.js';
import { Lines, ToldLines } from './lines.js';
import { encoded, MessageReader, type Heard } from './messages.js';
import { removeFolder } from './private-folder.js';
import { readHello, readReply, type Hello, type Reply } from './replies.js';
import { connectionTrouble, lineEnded, tooSlow, whereOf } from './trouble.js';

/** The largest file that is read, in base64, with what is around it. */
const longestAnswer = 64 * 1024 * 1024;
/** Log-in and the start of PHP take several silences. */
const totalOfSilence = 4;
const endLimitMs = 2000;
/**
 * Runs what follows and, however this program ended, removes the folder. Nothing of the target is part of this text. ssh writes without waiting to a
 * standard error that nobody reads for a moment, so that lines are lost (set_nonblock in ssh_session2_open, https://github.com/openssh/openssh-portable/blob/master/ssh.c);
 * it waits where it logs to a file: to this FIFO, which comes here as descriptor 3. It is open at both ends before anybody is started, so that none waits for the other.
 */
const withFolder = [
  'tools="$PATH:/usr/bin:/bin"',
  'PATH="$tools" mkfifo -m 600 "$0/log" && exec 4<>"$0/log" 5<"$0/log" || exit 1',
  'PATH="$tools" cat <&5 >&3 4>&- 5<&- &',
  'exec 5<&-',
  '"$@" 3>&- 4>&-; status=$?',
  'exec 4>&- 3>&-; wait',
  'PATH="$tools" rm -rf -- "$0"; exit "$status"',
].join('\n');

export interface LineOptions {
  readonly destination: SshDestination;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** The operator's: ends the attempt to connect. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the ssh of the PATH. */
  readonly program?: string | undefined;
}

export interface Request {
  readonly op: string;
  readonly ask: unknown;
  readonly as?: As | null;
  /** Quick looks share one process for each rights, slow ones have several; any other name is one process that keeps what it did. */
  readonly lane: string;
  /** How long it may take there. */
  readonly ms: number;
  /** What it is about, for messages. */
  readonly subject: string;
  readonly signal?: AbortSignal | undefined;
  readonly partial?: (value: unknown) => void;
}

interface Pending {
  readonly partial: ((value: unknown) => void) | undefined;
  readonly settle: (reply: Reply) => void;
  readonly fail: (error: LookFailed) => void;
}

export class SshLine {
  /** What the agent said of itself. LookFailed: there is no connection, or no agent at its end. */
  readonly hello: Promise<Hello>;
  /** Aborted with a LookFailed once the connection has ended. */
  readonly ended: AbortSignal;
  readonly #ending = new AbortController();
  readonly #pending = new Map<number, Pending>();
  readonly #reader: MessageReader;
  readonly #log = new ChannelLog((event) => this.#channel(event));
  /** What the other machine, a proxy's command and the shell here say: nothing in it is taken for ssh's own word. */
  readonly #others = new ToldLines();
  readonly #aside = new Lines((line) => this.#others.add(line));
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #exited: Promise<void>;
  readonly #listeners = new Set<(event: ChannelEvent) => void>();
  #greet: (hello: Hello) => void = () => undefined;
  #refuse: (error: LookFailed) => void = () => undefined;
  #greeted = false;
  #lastId = 0;
  #toldOfChannels = false;
  #broken: string | null = null;

  /** Connects. `folder`: a private one, for sockets; it is removed at the end. Requests may be made before the agent has greeted. */
  constructor(
    private readonly options: LineOptions,
    readonly folder: string,
  ) {
    this.ended = this.#ending.signal;
    setMaxListeners(0, this.ended);
    const marker = `whmcs-doctor ${randomBytes(12).toString('hex')} `;
    this.#reader = new MessageReader(marker, longestAnswer);
    const args = sshArguments(options.destination, folder, options.timeoutMs, remoteCommand);
    this.#child = spawn('/bin/sh', ['-c', withFolder, folder, options.program ?? 'ssh', ...args], {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: sshEnvironment(options.environment),
      // A session of its own: no signal of the terminal ends it before this program does, and nothing can be asked there.
      detached: true,
    });
    const [stdin, stdout, stderr, log] = pipesOf(this.#child);
    this.#stdin = stdin;
    this.#exited = this.#follow(stdout, stderr, log);
    this.hello = this.#greeting();
    this.#stdin.write(`${Buffer.from(agentSource()).toString('base64')}\n${encoded({ marker })}`);
  }

  get where(): string {
    return whereOf(this.options.destination);
  }

  /** Whether this ssh says what becomes of its channels: that of the agent itself has been opened by now. */
  get tellsOfChannels(): boolean {
    return this.#toldOfChannels;
  }

  onChannel(listener: (event: ChannelEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** LookFailed `io` where the connection has ended, `aborted` where the signal was. */
  request({ op, ask, as = null, lane, ms, subject, signal, partial }: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const stopped = (): LookFailed => new LookFailed('aborted', `the look at ${subject} was stopped`);
      if (this.ended.aborted) return reject(this.ended.reason as LookFailed);
      if (signal?.aborted) return reject(stopped());
      const id = ++this.#lastId;
      const onAbort = (): void => {
        this.#write({ cancel: id });
        this.#settle(id, (pending) => pending.fail(stopped()));
      };
      const unlisten = (): void => signal?.removeEventListener('abort', onAbort);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, {
        partial,
        settle: (reply) => (unlisten(), resolve(reply)),
        fail: (error) => (unlisten(), reject(error)),
      });
      this.#write({ id, op, ask, as: as === null ? null : [as.uid, as.gid], lane, ms });
    });
  }

  /** Ends a lane of its own name, as soon as it has done what it is doing. */
  hangUp(lane: string, as: As | null): void {
    this.#write({ hangup: lane, as: as === null ? null : [as.uid, as.gid] });
  }

  /** Returns when the agent has answered; LookFailed where the connection has died, which one end of it alone may not see for a while. */
  async assertAlive(signal?: AbortSignal): Promise<void> {
    await this.request({ op: 'ping', ask: {}, lane: 'quick', ms: 0, subject: this.where, signal });
  }

  /** Ends the connection; with it end the agent and all that it started. Safe to call twice. */
  async close(): Promise<void> {
    this.#end(new LookFailed('aborted', 'the run has ended'));
    this.#kill('SIGTERM');
    const timer = setTimeout(() => this.#kill('SIGKILL'), endLimitMs);
    await this.#exited;
    clearTimeout(timer);
    removeFolder(this.folder);
  }

  /** ssh and the shell around it. */
  #kill(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // they have ended
    }
  }

  /** Resolves at the end of ssh. */
  #follow(stdout: Readable, stderr: Readable, log: Readable): Promise<void> {
    this.#stdin.on('error', () => undefined); // the end of the process tells of it
    stdout.on('data', (chunk: Buffer) => this.#reader.push(chunk).forEach((heard) => this.#heard(heard)));
    log.setEncoding('utf8').on('data', (text: string) => this.#log.push(text));
    stderr.setEncoding('utf8').on('data', (text: string) => this.#aside.push(text));
    return new Promise((resolve) => {
      this.#child.once('error', (error) => this.#gone(errno(error) ?? error.message, resolve));
      this.#child.once('close', () => this.#gone(null, resolve));
    });
  }

  #greeting(): Promise<Hello> {
    const { signal, timeoutMs } = this.options;
    const limitMs = timeoutMs * totalOfSilence;
    const stop = (): void => this.#refuse(new LookFailed('aborted', `the connection to ${this.where} was stopped`));
    const timer = setTimeout(() => this.#refuse(tooSlow(this.where, limitMs, this.#seen())), limitMs);
    signal?.addEventListener('abort', stop, { once: true });
    const hello = new Promise<Hello>((resolve, reject) => {
      this.#greet = resolve;
      this.#refuse = reject;
      if (signal?.aborted) stop();
    }).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    });
    hello.catch(() => undefined); // whoever opened the line hears of it
    return hello;
  }

  #heard(heard: Heard): void {
    switch (heard.is) {
      case 'broken':
        this.#broken = `it sent ${heard.why}`;
        this.#kill('SIGTERM');
        return;
      case 'hello': {
        const hello = readHello(heard.message);
        if (hello === null) return this.#refuse(new LookFailed('malformed', `${this.where} does not tell who we are there`));
        this.#greeted = true;
        return this.#greet(hello);
      }
      case 'answer':
        return this.#answered(heard.message);
    }
  }

  #answered(message: unknown): void {
    const heard = readReply(message);
    if (heard === null) return;
    if ('part' in heard) this.#pending.get(heard.id)?.partial?.(heard.part);
    else this.#settle(heard.id, (pending) => pending.settle(heard.reply));
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending) how(pending);
  }

  #channel(event: ChannelEvent): void {
    this.#toldOfChannels ||= event.is === 'open';
    if (event.is === 'session-ended' && this.#greeted) {
      // ssh itself would wait for the connections that it forwards.
      this.#broken ??= 'the process that looks there has ended';
      this.#kill('SIGTERM');
    }
    for (const listener of this.#listeners) listener(event);
  }

  /** Several lines that are written in one go travel together. */
  #write(message: unknown): void {
    const stdin = this.#stdin;
    if (!stdin.writable) return;
    stdin.cork();
    stdin.write(encoded(message));
    process.nextTick(() => stdin.uncork());
  }

  #gone(startFailure: string | null, resolve: () => void): void {
    this.#log.finish();
    this.#aside.finish();
    const seen = this.#seen();
    this.#refuse(connectionTrouble(this.where, this.options.timeoutMs, { ...seen, startFailure }));
    this.#end(lineEnded(this.where, this.#greeted ? seen : { ...seen, broken: null }));
    resolve();
  }

  #seen() {
    return { own: this.#log.lines, others: this.#others.lines, noise: this.#reader.noise, broken: this.#broken };
  }

  #end(reason: LookFailed): void {
    if (this.ended.aborted) return;
    this.#ending.abort(reason);
    for (const id of [...this.#pending.keys()]) this.#settle(id, (pending) => pending.fail(reason));
  }
}

/** Throws EMFILE where no descriptor is left for them: then Node makes no streams, and tells of it later. */
function pipesOf(child: ChildProcess): readonly [Writable, Readable, Readable, Readable] {
  const pipes = child.stdio as unknown as readonly [Writable, Readable, Readable, Readable] | undefined;
  if (pipes !== undefined) return pipes;
  child.once('error', () => undefined);
  throw Object.assign(new Error('ssh could not be started'), { code: 'EMFILE' });
}
