/** What a probe asked of a host. */

/** One operation of the host that a probe used. */
export interface Looked {
  /** As "files.read". */
  readonly what: string;
  /** By which the probe can end it; null: it gave none. */
  readonly signal: AbortSignal | null;
}

export function signalIn(given: readonly unknown[]): AbortSignal | null {
  const inside = given.flatMap(
    (one) => (typeof one === 'object' && one !== null ? [one, ...Object.values(one)] : []) as readonly unknown[],
  );
  return inside.find((one): one is AbortSignal => one instanceof AbortSignal) ?? null;
}
