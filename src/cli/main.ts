/** Running a command line: what ends the program, and how. */
import { CommanderError } from 'commander';
import { strayOfPlugin } from '../run/plugins/inside.js';
import { helpWritten, withoutSecrets } from './commands/help.js';
import { program } from './commands/index.js';
import { chosenStatus, endWith, guardEnding } from './ending.js';
import { Quit, starved, status, unseen } from './exit.js';
import { endOnSignals } from './interruption.js';

export { program };

/** Runs the command line and ends the process with the contract's status. */
export async function main(argv: readonly string[]): Promise<void> {
  guardEnding();
  const answering = argv.some((arg) => arg.includes('nagios')) ? answerMonitor(argv) : Promise.resolve();
  endOnSignals((line) => answering.then(() => complain(line, argv)));
  await answering;
  process.on('uncaughtException', crashed(argv)).on('unhandledRejection', crashed(argv));
  const code = await run(argv);
  // a name look-up that never answers would keep the process alive
  endWith(code);
}

/** How a monitor is told, where its part of the program is loaded. */
let tellLoaded: ((message: string) => void) | null = null;

/** What the command line asks for; a mistake in it is an answer to the monitor, too. */
export async function answerMonitor(argv: readonly string[]): Promise<void> {
  const [{ askedBy, asksForMonitor }, { beginAnswer, troubledBy }] = await Promise.all([
    import('./monitor-asked.js'),
    import('./monitor.js'),
  ]);
  tellLoaded = troubledBy;
  if (asksForMonitor(askedBy(program(), argv))) beginAnswer();
}

/** One line on standard error, and to a monitor that asked. */
async function complain(text: string, argv: readonly string[]): Promise<void> {
  const [{ say }, { seal }] = await Promise.all([import('./output.js'), import('./seal.js')]);
  const sealed = seal(text);
  say(sealed);
  await tellMonitor(sealed, argv);
}

/** It may have been asked for by the configuration file. */
async function tellMonitor(message: string, argv: readonly string[]): Promise<void> {
  const [{ askedBy, configuredForMonitor }, { beginAnswer, troubledBy }] = await Promise.all([
    import('./monitor-asked.js'),
    import('./monitor.js'),
  ]);
  troubledBy(message);
  if (await configuredForMonitor(askedBy(program(), argv))) beginAnswer();
}

/** An error that nobody waited for: one line without secrets instead of Node's own report with a stack trace. */
const crashed =
  (argv: readonly string[]) =>
  (error: unknown): void => {
    const stray = strayOfPlugin(error);
    if (stray !== null) return void sayStray(stray);
    void unexpected(error, argv).then(endWith, () => endWith(status.bug));
  };

async function sayStray(line: string): Promise<void> {
  if (line === '') return;
  const [{ say }, { seal }] = await Promise.all([import('./output.js'), import('./seal.js')]);
  say(seal(line));
}

/** Nothing more can be imported then, so this is said by Node's own means. */
export function leaveStarved(limit: string): void {
  tellLoaded?.(limit);
  process.stderr.write(`whmcs-doctor: ${limit}\n`);
}

/** Says what nobody expected. Returns the status that it ends with. */
async function unexpected(error: unknown, argv: readonly string[]): Promise<number> {
  const limit = starved(error);
  if (limit !== null) {
    leaveStarved(limit);
    return unseen;
  }
  await complain(`this is a bug, please report it: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, argv);
  return status.bug;
}

async function run(argv: readonly string[]): Promise<number> {
  try {
    await Promise.race([parsed(argv), emptied()]);
    return chosenStatus();
  } catch (error) {
    if (error instanceof CommanderError) {
      await tellMonitor(withoutSecrets(error.message).replace(/^error: /, ''), argv);
      return status.usage;
    }
    if (error instanceof Quit) {
      await complain(error.message, argv);
      return error.code;
    }
    return unexpected(error, argv);
  }
}

/** Fails where nothing is under way any more and nothing was answered: Node would end with 0, which says that all is well. */
function emptied(): Promise<never> {
  return new Promise((_, reject) => process.once('beforeExit', () => reject(new Error('it ended before it had an answer'))));
}

/** What is asked for about the program itself is an answer like any other. */
async function parsed(argv: readonly string[]): Promise<void> {
  try {
    await program(argv[2]).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    const { print } = await import('./output.js');
    await print(helpWritten());
  }
}
