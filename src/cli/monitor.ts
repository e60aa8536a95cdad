/**
 * With -f nagios to standard output the program is a plugin of a monitor: however it ends, there is one answer, and the status is 0 to 3. The
 * answer is written where every way out passes: as the process exits.
 */
import { writeSync } from 'node:fs';
import type { Several } from '../model.js';
import { pluginState, pluginTrouble } from '../report/nagios.js';
import { atTheVeryEnd } from './ending.js';
import { status, unseen } from './exit.js';
import { signalOf } from './interruption.js';

export interface Answer {
  readonly text: string;
  /** 0 to 3, as the text says. */
  readonly code: number;
}

let begun = false;
let answer: Answer | null = null;
let trouble: string | null = null;

/** From here on every end is an answer. */
export function beginAnswer(): void {
  if (begun) return;
  begun = true;
  atTheVeryEnd(lastAnswer);
  // where the process ends because nothing is left to do
  process.on('exit', (code) => {
    const own = lastAnswer(code);
    if (own !== code) process.exitCode = own;
  });
}

let said: number | null = null;

/** Answers once. Returns the status that goes with it. */
function lastAnswer(code: number): number {
  if (said !== null) return said;
  const end = ended(code, answer, trouble);
  if (end === null) return code;
  said = writeWhole(end.text) ? end.code : unseen;
  return said;
}

/** What the reports say, kept until the end: what goes wrong later changes the first line. */
export function answerWith(several: Several, text: string): void {
  beginAnswer();
  answer = { text, code: pluginState(several) };
}

/** The program's own trouble. */
export function troubledBy(message: string): void {
  trouble = message;
}

/** null: the program printed what it was asked for, as its help. */
export function ended(code: number, given: Answer | null, message: string | null): Answer | null {
  const stopped = signalOf(code);
  const wrong = message ?? (stopped === null ? null : `stopped by ${stopped}`);
  if (wrong !== null) return { text: pluginTrouble(wrong, given?.text ?? null), code: unseen };
  if (given !== null) return given;
  return code === 0 ? null : { text: pluginTrouble(`the program ended with status ${code} and did not say why`, null), code: unseen };
}

/** Time for judging and for saying it. */
const reserveMs = 1000;

/**
 * A monitor kills what is late and then knows nothing. Counted from the start of the process: the looks end a little before the deadline, and
 * the process at the deadline, come what may.
 */
export function monitorDeadline(deadlineMs: number): AbortSignal {
  const left = deadlineMs - performance.now();
  setTimeout(
    () => {
      troubledBy(`not done at the deadline of ${deadlineMs / 1000} s`);
      process.exit(status.bug);
    },
    Math.max(1, left),
  ).unref();
  return AbortSignal.timeout(Math.max(1, Math.round(left - Math.min(reserveMs, deadlineMs / 5))));
}

/** Few bytes; a pipe that is full for a moment is waited for, one that nobody reads is no error. */
function writeWhole(text: string): boolean {
  let rest = Buffer.from(text);
  for (let tries = 0; rest.length > 0 && tries < 100; tries += 1) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') return code === 'EPIPE';
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
  return rest.length === 0;
}
