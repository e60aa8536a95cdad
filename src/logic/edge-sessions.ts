/** Whether a session that lasts at the site itself lasts through the proxy in front, too. */
import type { Fact, SessionPersistence } from '../model.js';
import { persistence, type Persistence } from './session-persistence.js';

/** unclear: the two could not be compared. */
export type ThroughProxy = 'as-at-origin' | 'lost' | 'cached' | 'unclear';

export function throughProxy(edge: SessionPersistence, origin: Fact<SessionPersistence>): ThroughProxy {
  const there = persistence(edge);
  if (there.state === 'kept') return 'as-at-origin';
  if (isUnclear(there, 'cached')) return 'cached';
  if (!origin.ok) return 'unclear';
  const here = persistence(origin.value);
  // What is lost on both sides is the site's own doing, which other checks name.
  if (here.state === there.state && (there.state !== 'unclear' || isUnclear(here, there.why))) return 'as-at-origin';
  const lost = there.state === 'lost' || isUnclear(there, 'not-returned');
  return lost && here.state === 'kept' ? 'lost' : 'unclear';
}

function isUnclear(said: Persistence, why: (Persistence & { state: 'unclear' })['why']): boolean {
  return said.state === 'unclear' && said.why === why;
}
