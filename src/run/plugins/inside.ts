/**
 * Code of module plug-ins runs inside this process. What it does to the process as a whole is told apart by its asynchronous context: it
 * cannot end the program or take it to another folder, what it prints goes to standard error, and an error that it leaves lying about is its
 * own. That contains mistakes, not malice: a child that it starts with an inherited standard output still writes there.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { thrown } from './extension.js';

/** File → the first error that nothing caught. */
type Strays = Map<string, string>;

interface Running {
  /** The file whose code is running. */
  readonly file: string;
  /** Of the look at one target that it runs for; null: it is being loaded. */
  readonly strays: Strays | null;
}

const current = new AsyncLocalStorage<Running>();
const looks = new AsyncLocalStorage<Strays>();
/** Looks that are under way. */
const open = new Set<Strays>();
/** Of code that runs for no look. */
const whileLoading: Strays = new Map();
let guarded = false;

/** One look at one target: what a plug-in leaves lying about in it says nothing of another. */
export async function inLook<T>(look: () => Promise<T>): Promise<T> {
  const strays: Strays = new Map(whileLoading);
  open.add(strays);
  try {
    return await looks.run(strays, look);
  } finally {
    open.delete(strays);
    if (open.size === 0) whileLoading.clear();
  }
}

/** Runs code of a plug-in. */
export function inPlugin<T>(file: string, work: () => T): T {
  guardProcess();
  return current.run({ file, strays: looks.getStore() ?? null }, work);
}

function isPlugin(): boolean {
  return current.getStore() !== undefined;
}

function guardProcess(): void {
  if (guarded) return;
  guarded = true;
  const exit = process.exit.bind(process);
  process.exit = (code?: Parameters<typeof exit>[0]): never => {
    if (isPlugin()) throw new Error('it called process.exit(), which would end whmcs-doctor');
    return exit(code);
  };
  // what process.exit() itself ends in
  const really = Reflect.get(process, 'reallyExit') as (code: number) => never;
  Reflect.set(process, 'reallyExit', (code: number): never => {
    if (isPlugin()) throw new Error('it called process.reallyExit(), which would end whmcs-doctor');
    return Reflect.apply(really, process, [code]) as never;
  });
  const chdir = process.chdir.bind(process);
  process.chdir = (folder: string): void => {
    if (isPlugin()) throw new Error('it called process.chdir(), which would move the files of whmcs-doctor');
    chdir(folder);
  };
  // standard output is for the report alone; console.log() comes through here, too
  const write = process.stdout.write.bind(process.stdout) as (...args: readonly unknown[]) => boolean;
  const aside = process.stderr.write.bind(process.stderr) as (...args: readonly unknown[]) => boolean;
  process.stdout.write = ((...args: readonly unknown[]) => (isPlugin() ? aside(...args) : write(...args))) as typeof process.stdout.write;
  keepContext();
  // import { exit } from 'node:process' gets these, too
  syncBuiltinESMExports();
}

type Listener = (...args: unknown[]) => void;

/** A listener of a plug-in is its code, whenever it is called. */
function keepContext(): void {
  for (const name of ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const) {
    const add = process[name].bind(process) as (event: string, listener: Listener) => NodeJS.Process;
    const own = (event: string, listener: Listener): NodeJS.Process => {
      if (!isPlugin() || typeof listener !== 'function') return add(event, listener);
      // removeListener() knows it by the original
      return add(event, Object.assign(AsyncResource.bind(listener), { listener }));
    };
    Object.defineProperty(process, name, { value: own, writable: true, configurable: true });
  }
}

/**
 * Whether an error that nothing caught comes from a plug-in: then the program goes on, and the plug-in's checks are not to be trusted. The
 * line to say for the first one, an empty one for others; null: it is not a plug-in's.
 */
export function strayOfPlugin(error: unknown): string | null {
  const running = current.getStore();
  if (running === undefined) return null;
  const { file, strays } = running;
  const what = thrown(error);
  // of what loading it left behind nobody can tell which look it spoils: all that are under way
  const spoiled = strays !== null ? [strays] : open.size > 0 ? [...open] : [whileLoading];
  const fresh = spoiled.filter((each) => !each.has(file));
  for (const each of fresh) each.set(file, what);
  if (fresh.length === 0) return '';
  return `the plug-in ${basename(file)} left an error that nothing caught (${what}): its checks count as unknown`;
}

/** What went wrong unseen in this look, or while it was loaded where there is none; null: nothing. */
export function strayFrom(file: string): string | null {
  return (looks.getStore() ?? whileLoading).get(file) ?? null;
}
