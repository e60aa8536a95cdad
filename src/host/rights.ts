/** Whose rights a look has. */
import { LookFailed } from '../logic/failure.js';
import type { As, Identity, Touch } from '../model.js';

/** Hears of everything that a host touches, for --audit. */
export type OnTouch = (touch: Touch) => void;

/**
 * The rights for a child: null for our own. Only root can take on those of another user: LookFailed `denied`, beyond this vantage, for
 * anyone else.
 */
export function rightsFor(me: Identity, as: As | undefined, subject: string): As | null {
  if (as === undefined || as.uid === me.uid) return null;
  if (me.uid === 0) return as;
  throw new LookFailed('denied', `${subject} can only be looked at with the rights of uid ${as.uid} by root`, {
    settle: 'Run as root.',
    beyond: true,
  });
}
