/** For looks that only add to the picture. */
import { LookFailed } from './failure.js';

/** The value, or null where the look failed; a stopped run and a bug still end it. */
export async function orNull<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof LookFailed && error.gap !== 'aborted' && error.gap !== 'bug') return null;
    throw error;
  }
}
