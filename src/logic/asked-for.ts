/** What the reason of a skip asks for: "who cannot log in was not given: --user EMAIL". */

/** An option, or a variable of the environment. */
const givable = /(?<![\w-])--[a-z][a-z-]+|\b(?:WHMCS|GOOGLE|FACEBOOK|TWITTER|DUO|SMTP)_[A-Z_]+\b/g;

/** It takes looks away: whoever reads of it in a reason gave it, and is not to give it. */
const offline = '--offline';

/** Each once, sorted. */
export function askedFor(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons.flatMap((reason) => reason.match(givable) ?? []))].filter((name) => name !== offline).sort();
}

/** Nothing else is missing than the way out. */
export function isOffline(reason: string): boolean {
  return reason.match(givable)?.every((name) => name === offline) === true;
}
