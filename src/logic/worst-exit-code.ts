/** The exit status of several targets. */

/** Nothing failed, but a look failed; to a monitor: unknown. */
export const unseen = 3;

/** Failures over what could not be looked at, over warnings. */
const rank: readonly number[] = [0, 1, unseen, 2];

/** Of several targets the worst status counts. One that is no status of a check, and none at all, tell nothing: unseen. */
export function worstExitCode(codes: readonly number[]): number {
  const known = codes.map((code) => (rank.includes(code) ? code : unseen));
  return known.length === 0 ? unseen : known.reduce((worst, code) => (rank.indexOf(code) > rank.indexOf(worst) ? code : worst));
}
