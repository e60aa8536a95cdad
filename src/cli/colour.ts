/** Whether a stream is written to in colour: https://no-color.org, https://force-color.org, and what the terminal can. */
export function colourful(stream: { readonly isTTY?: boolean }, { NO_COLOR, FORCE_COLOR, TERM } = process.env): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  return forced || (stream.isTTY === true && TERM !== 'dumb');
}
