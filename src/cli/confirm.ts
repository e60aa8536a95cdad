/** A question that is answered with y or n, asked on standard error: standard output may be what is asked about. */
import { createInterface } from 'node:readline/promises';

/** Whether somebody sees the question and can answer it. */
export function canConfirm(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Anything but yes, the end of the input and a signal are a no. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const silence = new Promise<null>((resolve) => {
    terminal.once('close', () => resolve(null));
    // a run that was stopped before shows what it has: only a later signal means the question
    if (!signal.aborted) signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  try {
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), silence]);
    if (answer === null) process.stderr.write('\n'); // what follows begins a line
    return answer !== null && /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    terminal.close();
  }
}
