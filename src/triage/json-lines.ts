/** Lines of JSON: one text each, with the name that its sender gave it. */

/** Longer lines are passed over: nobody's ticket, and reading it would need many times its length. */
export const longestLine = 1024 * 1024;

export interface JsonLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly id: string | number | null;
}

export interface BrokenLine {
  readonly number: number;
  readonly why: string;
}

/** Every line that is not blank, as soon as it has come. Chunks of UTF-8. */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JsonLine | BrokenLine> {
  const decoder = new TextDecoder();
  let held = new Uint8Array(16 * 1024);
  let length = 0;
  let number = 1;
  const add = (part: Uint8Array): void => {
    const needed = length + part.length;
    if (needed <= longestLine) {
      if (needed > held.length) {
        const more = new Uint8Array(Math.max(needed, Math.min(held.length * 2, longestLine)));
        more.set(held.subarray(0, length));
        held = more;
      }
      held.set(part, length);
    }
    length = needed;
  };
  const ended = (): readonly (JsonLine | BrokenLine)[] => {
    const size = length;
    length = 0;
    if (size > longestLine) return [{ number, why: 'is longer than 1 MiB' }];
    const line = decoder.decode(held.subarray(0, size));
    return line.trim() === '' ? [] : [parsed(line, number)];
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, at));
      yield* ended();
      number += 1;
      from = at + 1;
    }
    add(chunk.subarray(from));
  }
  yield* ended();
}

function parsed(line: string, number: number): JsonLine | BrokenLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { number, why: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { number, why: 'is not a JSON object' };
  const { text, id } = value as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string') return { number, why: 'has no text: {"id": …, "text": "…"} is expected' };
  return { number, text, id: typeof id === 'string' || typeof id === 'number' ? id : null };
}
