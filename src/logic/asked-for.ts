/** What the reason of a skip asks for: "who cannot log in was not given: --user EMAIL". */

/** An option, or a variable of the environment. */
const givable = /(?<![\w-])--[a-z][a-z-]+|\b(?:WHMCS|GOOGLE|FACEBOOK|TWITTER|DUO|SMTP)_[A-Z_]+\b/g;

/** Each once, sorted. */
export function askedFor(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons.flatMap((reason) => reason.match(givable) ?? []))].sort();
}
