/** JSON from outside: limited depth, and no key that reaches a prototype. */

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The parsed value, or null where the text is not JSON. Keys that could reach a prototype are dropped. */
export function parseJson(text: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text, (key: string, inner: unknown) => (forbidden.has(key) ? undefined : inner));
    return depthOf(value, 0) > deepest ? null : { value };
  } catch {
    return null;
  }
}

const deepest = 64;

function depthOf(value: unknown, level: number): number {
  if (level > deepest || typeof value !== 'object' || value === null) return level;
  let most = level;
  for (const inner of Object.values(value)) most = Math.max(most, depthOf(inner, level + 1));
  return most;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
