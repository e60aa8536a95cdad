/** Runs a program that is on the list. Root runs only what nobody else could have put there; another user's rights can do no more than he can himself. */
import { LookFailed } from '../logic/failure.js';
import type { As, Files, Identity, Ran } from '../model.js';
import type { ProgramFound } from './look/operations.js';
import type { LookerPool } from './looker.js';
import type { OnTouch } from './rights.js';
import { runFolder } from './run-folder.js';
import { runProgram } from './run-program.js';

export interface RunRequest {
  readonly program: string;
  /** Where it may be; the first counts. */
  readonly candidates: readonly string[];
  readonly args: readonly string[];
  readonly as: As | null;
  readonly cwd: string | undefined;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

export type Runner = (request: RunRequest) => Promise<Ran>;

export interface RunnerOptions {
  readonly lookers: LookerPool;
  readonly files: Files;
  readonly me: Identity;
  readonly onTouch: OnTouch;
}

export function localRunner({ lookers, files, me, onTouch }: RunnerOptions): Runner {
  return async (request) => {
    const { program, candidates, args, as, timeoutMs, maxBytes, signal } = request;
    const found = await lookers.with(null).ask('program', { candidates }, { subject: candidates.join(', '), timeoutMs, signal });
    if (!found) throw notFound(request);
    if (found.foreign !== null && me.uid === 0 && (as === null || as.uid === 0)) throw notRootsOwn(found);
    onTouch({ kind: 'run', what: [found.path, ...args].join(' ') });
    const folder = request.cwd === undefined ? null : await runFolder(files, request.cwd, as, signal);
    try {
      const name = candidates.length === 1 ? (candidates[0] ?? program) : program;
      return await runProgram(found.path, args, { name, as, cwd: folder?.path, timeoutMs, maxBytes, signal });
    } finally {
      await folder?.close();
    }
  };
}

export function notFound({ program, candidates }: Pick<RunRequest, 'program' | 'candidates'>): LookFailed {
  return new LookFailed(
    'absent',
    candidates.length > 1 ? `${program} is not installed` : `there is no program ${candidates[0] ?? program}`,
  );
}

export function notRootsOwn({ path, foreign }: ProgramFound): LookFailed {
  return new LookFailed('denied', `${path} is not run as root: ${foreign ?? 'it is not root’s alone'}`);
}
