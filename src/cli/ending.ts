/**
 * How the process ends. Listeners for its exit may be anybody's, a plug-in's among them: none of them changes the status that the program has
 * decided on, nor keeps the last word from being said.
 */

let decided: number | null = null;
let lastWord: ((code: number) => number) | null = null;
let guarded = false;
let chosen: number | null = null;
let end: (code: number) => never = (code) => process.exit(code);

/** From here on every way out of the process leads through here. */
export function guardEnding(): void {
  if (guarded) return;
  guarded = true;
  const exit = process.exit.bind(process);
  // Node calls it last of all, and by this name so that it can be replaced: https://github.com/nodejs/node/blob/v20.x/lib/internal/process/per_thread.js
  const real = Reflect.get(process, 'reallyExit') as (code: number) => never;
  const leave = (code: number): never => Reflect.apply(real, process, [lastWord?.(code) ?? code]) as never;
  const last = (code: number): never => leave(decided ?? code);
  Reflect.set(process, 'reallyExit', last);
  end = (code) => {
    decided ??= code;
    try {
      exit(decided);
    } catch {
      // a listener threw: the process would go on for ever
    }
    return last(decided);
  };
  process.exit = (code?: Parameters<typeof exit>[0]): never => end(Number(code ?? process.exitCode ?? 0));
}

/** Ends the process, also where somebody put another process.exit() in the place of ours. */
export function endWith(code: number): never {
  return end(code);
}

/** The status to end with, whatever is said of it later on; what is decided last counts until the process begins to end. */
export function decide(code: number): void {
  chosen = code;
  process.exitCode = code;
}

/** The status that a command ended with; process.exitCode is anybody's. */
export function chosenStatus(): number {
  return chosen ?? 0;
}

/** Called once the process ends, with its status: returns the one that it ends with. */
export function atTheVeryEnd(say: (code: number) => number): void {
  lastWord = say;
}
