/** Writing: standard output for what was asked for, standard error for the rest. */
import { shellInAscii } from '../logic/shell-quote.js';
import { ascii } from '../report/ascii.js';
import { plain } from '../report/plain-text.js';
import { Quit, status } from './exit.js';
import { unicodeLocale } from './locale.js';

let tolerant = false;

/** Besides telling the writer, a stream emits its error, which would end the program where nobody listens. */
function toleratePipes(): void {
  if (tolerant) return;
  tolerant = true;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Node writes to a pipe until its reader has taken everything, and hears no signal meanwhile: with one that waits, as a pager does, nothing but
  // SIGKILL would end this program. The cost: Node sets O_NONBLOCK on the pipe as soon as it writes there, for all who share it, so another program
  // that writes into the same pipe meanwhile can be told EAGAIN. Node takes it back as it ends, also by SIGTERM; after SIGKILL it stays.
  const { _handle: handle } = process.stdout as { readonly _handle?: { setBlocking?(yes: boolean): void } };
  handle?.setBlocking?.(false);
}

/** Resolves when the text has left the process; a reader that went away (head) is no error. */
export async function print(text: string): Promise<void> {
  await offer(text);
}

/** The same, for those who would write on: whether somebody still reads. */
export async function offer(text: string | Uint8Array): Promise<boolean> {
  toleratePipes();
  return new Promise<boolean>((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE')
        reject(new Quit(status.cannotWrite, `cannot write to standard output: ${error.message}`));
      else resolve(!error);
    });
  });
}

function shown(text: string): string {
  return unicodeLocale() ? plain(text) : ascii(plain(text));
}

/** One line on standard error, with the program's name; a command at its end still means the same where there is no Unicode. */
export function say(text: string, command?: string): void {
  toleratePipes();
  const typed = command === undefined ? '' : ` ${unicodeLocale() ? plain(command) : shellInAscii(plain(command))}`;
  process.stderr.write(`whmcs-doctor: ${shown(text)}${typed}\n`);
}

/** Lines on standard error for a person to read. */
export function show(lines: readonly string[]): void {
  toleratePipes();
  process.stderr.write(`${lines.map(shown).join('\n')}\n`);
}
