/** Whether one line of standard error can be renewed in place. */

/**
 * A terminal with a width: without one, as some containers give, a spinner counts lines without end. A terminal of a CI system is a log in
 * which nothing is renewed; ora draws nothing there, either: https://github.com/sindresorhus/is-interactive
 */
export function hasLiveLine(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number } = process.stderr,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return isTTY === true && (columns ?? 0) > 0 && env.TERM !== 'dumb' && !('CI' in env);
}
