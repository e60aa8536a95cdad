/**
 * Asking a person at the terminal, also where standard input and output lead elsewhere. The terminal is in raw mode while it is asked, so that a
 * password is not shown; it is as it was before on every way out.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { Quit, status } from './exit.js';

export interface Terminal {
  /** One line; hidden: nothing of it is shown. null: the person, or a signal, stopped it. */
  ask(question: string, how: { readonly hidden: boolean; readonly signal: AbortSignal }): Promise<string | null>;
  close(): void;
}

/** null: there is nobody to ask. */
export function openTerminal(): Terminal | null {
  try {
    const fd = openSync('/dev/tty', 'r+');
    try {
      return onStream(new ReadStream(fd), (text) => void writeSync(fd, text), true);
    } catch {
      closeSync(fd);
    }
  } catch {
    // no controlling terminal
  }
  // a container's terminal may be no controlling one
  if (!process.stdin.isTTY) return null;
  return onStream(process.stdin, (text) => void process.stderr.write(text), false);
}

/** Keys of a terminal in raw mode. */
const keys = {
  interrupt: 0x03,
  endOfInput: 0x04,
  backspace: 0x08,
  newLine: 0x0a,
  enter: 0x0d,
  clear: 0x15,
  quit: 0x1c,
  escape: 0x1b,
  erase: 0x7f,
} as const;
const longestLine = 4096;

export function onStream(
  stream: Pick<ReadStream, 'setRawMode' | 'pause' | 'resume' | 'on' | 'off' | 'destroy'>,
  show: (text: string) => void,
  own: boolean,
): Terminal {
  let asking: (() => void) | null = null;
  const restore = (): void => asking?.();
  // the process may be ended by others while it waits: a second signal, an error
  process.on('exit', restore);
  return {
    ask: (question, { hidden, signal }) =>
      new Promise<string | null>((resolve, reject) => {
        if (signal.aborted) return resolve(null);
        const line = new Line();
        const end = (settle: () => void): void => {
          if (asking === null) return;
          asking();
          settle();
        };
        const onAbort = (): void => end(() => resolve(null));
        const onEnd = (): void => end(() => reject(new Quit(status.usage, 'the terminal was closed before there was an answer')));
        const onData = (chunk: Buffer): void => {
          line.begins(performance.now());
          for (const byte of chunk) {
            if (byte === keys.interrupt || byte === keys.quit) return onAbort();
            const done = byte === keys.enter || byte === keys.newLine || (byte === keys.endOfInput && line.isEmpty);
            if (done) return end(() => (line.isTooLong ? reject(tooLong()) : resolve(line.text())));
            const shown = line.take(byte);
            if (!hidden && shown !== '') show(shown);
          }
        };
        // SIGHUP, as SIGINT and SIGTERM, comes as the abort; nobody else hears of this one, which ends the program
        const onQuit = (): void => {
          asking?.();
          process.kill(process.pid, 'SIGQUIT');
        };
        asking = () => {
          asking = null;
          process.off('SIGQUIT', onQuit);
          signal.removeEventListener('abort', onAbort);
          stream.off('data', onData).off('end', onEnd).off('error', onEnd);
          stream.setRawMode(false);
          stream.pause();
          show('\n');
        };
        process.on('SIGQUIT', onQuit);
        signal.addEventListener('abort', onAbort, { once: true });
        stream.setRawMode(true);
        stream.on('data', onData).on('end', onEnd).on('error', onEnd).resume();
        show(question);
      }),
    close: () => {
      restore();
      process.off('exit', restore);
      if (own) stream.destroy();
    },
  };
}

/** y or yes; anything else is a no. */
export function isYes(answer: string): boolean {
  return /^\s*y(?:es)?\s*$/i.test(answer);
}

function tooLong(): Quit {
  return new Quit(status.usage, `what was typed is longer than ${longestLine} bytes: nothing of it was used`);
}

/** A terminal sends the parts of an escape sequence at once, a person does not. */
const sequenceMs = 100;

/** What was typed, as bytes: a character may come in parts. */
class Line {
  #bytes: number[] = [];
  /** Where in an escape sequence (an arrow key), which is no part of an answer. */
  #escape: 'none' | 'begun' | 'inside' = 'none';
  #last = 0;
  isTooLong = false;

  get isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  /** Bytes came at this time: Esc by itself is no beginning of a sequence. */
  begins(now: number): void {
    if (now - this.#last > sequenceMs) this.#escape = 'none';
    this.#last = now;
  }

  /** What a terminal that shows the line would write. */
  take(byte: number): string {
    if (this.#escape === 'inside') {
      if (byte >= 0x40) this.#escape = 'none';
      return '';
    }
    const begun = this.#escape === 'begun';
    this.#escape = 'none';
    if (begun && (byte === 0x5b || byte === 0x4f)) {
      this.#escape = 'inside';
      return '';
    }
    switch (byte) {
      case keys.escape:
        this.#escape = 'begun';
        return '';
      case keys.backspace:
      case keys.erase:
        return this.#eraseOne() ? '\b \b' : '';
      case keys.clear: {
        let erased = '';
        while (this.#eraseOne()) erased += '\b \b';
        return erased;
      }
      default:
        if (byte < 0x20) return '';
        if (this.#bytes.length >= longestLine) {
          this.isTooLong = true;
          return '';
        }
        this.#bytes.push(byte);
        return byte < 0x80 ? String.fromCharCode(byte) : '';
    }
  }

  text(): string {
    return Buffer.from(this.#bytes).toString('utf8');
  }

  /** A whole character of UTF-8. */
  #eraseOne(): boolean {
    let byte = this.#bytes.pop();
    if (byte === undefined) return false;
    while (byte !== undefined && (byte & 0xc0) === 0x80) byte = this.#bytes.pop();
    return true;
  }
}
