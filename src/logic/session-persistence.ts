/** What six requests with one cookie jar say about a site's sessions. */
import type { SessionPersistence } from '../model.js';

export type Persistence =
  /** rotating: what belongs to the session is there in every request, and its id is another one each time. */
  | { readonly state: 'kept'; readonly rotating: boolean }
  /** alternating: some requests found the session and some did not, as with several servers that do not share it. */
  | { readonly state: 'lost'; readonly alternating: boolean }
  | { readonly state: 'failing'; readonly status: number }
  | { readonly state: 'unclear'; readonly why: 'cached' | 'refused' | 'not-returned' | 'no-cookie' | 'no-token' };

/** "a a b c": equal letters are equal values, "-" is one that was not there. */
export function lettersOf(seen: SessionPersistence, what: 'id' | 'token'): string {
  return seen.rounds.map((round) => round[what] ?? '-').join(' ');
}

type Round = SessionPersistence['rounds'][number];

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

/**
 * With broken storage PHP either makes a new id for every request (strict mode) or adopts the id it was given and has forgotten what
 * belongs to it: then only the CSRF token changes. An id that changes once, at the second request, is an application's own rotation.
 */
export function persistence(seen: SessionPersistence): Persistence {
  const failed = seen.rounds.find((round) => round.status >= 500);
  if (failed) return { state: 'failing', status: failed.status };
  if (seen.sameTokenForStrangers || seen.rounds.some((round) => round.cached)) return { state: 'unclear', why: 'cached' };
  if (seen.rounds.some((round) => round.status >= 400)) return { state: 'unclear', why: 'refused' };
  // The jar returned whatever cookies came: a new token every time is a new session every time, whatever its cookie would be called.
  if (seen.cookieName === null)
    return everyTokenDiffers(seen.rounds) ? { state: 'lost', alternating: false } : { state: 'unclear', why: 'no-cookie' };
  const pairs = seen.rounds.slice(1).map((round, index) => [seen.rounds[index], round] as const);
  const returned = pairs.filter((pair): pair is readonly [Round, Round] => pair[0] !== undefined && pair[1].sent);
  if (returned.length === 0) return { state: 'unclear', why: 'not-returned' };
  const changed = returned.map(([before, after]) => differ(before.id, after.id) || differ(before.token, after.token));
  const changes = changed.filter(Boolean).length;
  if (isRotating(returned)) return { state: 'kept', rotating: true };
  if (changes > 0 && !(changes === 1 && changed[0] === true && changed.length > 1))
    return { state: 'lost', alternating: changes < changed.length };
  return returned.some(([before, after]) => before.token !== null && after.token !== null)
    ? { state: 'kept', rotating: false }
    : { state: 'unclear', why: 'no-token' };
}

/** The token belongs to the session: where it stays while the id changes, the session was carried over to a new id on purpose. */
function isRotating(returned: readonly (readonly [Round, Round])[]): boolean {
  const changes = returned.filter(([before, after]) => differ(before.id, after.id)).length;
  const tokens = new Set(returned.flatMap((pair) => pair.map(({ token }) => token)));
  return changes > 1 && tokens.size === 1 && !tokens.has(null);
}

const fewest = 3;

function everyTokenDiffers(rounds: readonly Round[]): boolean {
  const tokens = rounds.flatMap(({ token }) => token ?? []);
  return rounds.length >= fewest && tokens.length === rounds.length && new Set(tokens).size === rounds.length;
}
