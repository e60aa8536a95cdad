/** What the operating system's error codes mean for a look. */
import { LookFailed } from '../../logic/failure.js';

export function errno(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** There is nothing at this path: a value for those who ask whether there is. */
export function isAbsent(error: unknown): boolean {
  const code = errno(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The failed look that an error of a file operation on `path` stands for. */
export function lookFailure(error: unknown, path: string): LookFailed {
  if (error instanceof LookFailed) return error;
  const code = errno(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new LookFailed('absent', `there is no ${path}`);
    case 'EACCES':
    case 'EPERM':
      return new LookFailed('denied', `${path} may not be read (${code})`);
    case 'ELOOP':
      return new LookFailed('denied', `${path} is a link that is not followed (ELOOP)`);
    case 'EIO':
      return new LookFailed('io', `reading ${path} failed: input/output error (EIO)`);
    case 'ESTALE':
      return new LookFailed('io', `${path} is on a network file system whose server no longer knows it (ESTALE)`);
    case null:
      return new LookFailed('bug', `looking at ${path} failed: ${error instanceof Error ? error.message : String(error)}`);
    default:
      return new LookFailed('io', `looking at ${path} failed (${code})`);
  }
}
