/** The agent's side of standard output: noise of the account's shell, then a line with the marker, then one JSON message in each line. */

/** What a login may print before the agent speaks. */
const longestNoise = 256 * 1024;

export type Heard =
  | { readonly is: 'hello'; readonly message: unknown }
  | { readonly is: 'answer'; readonly message: unknown }
  /** Something that is no message: the stream is of no more use. */
  | { readonly is: 'broken'; readonly why: string };

export class MessageReader {
  #pieces: Buffer[] = [];
  #length = 0;
  #greeted = false;
  #noise = '';

  /** `marker`: the beginning of the first line that is the agent's. */
  constructor(
    private readonly marker: string,
    private readonly longestMessage: number,
  ) {}

  /** What was printed before the marker. */
  get noise(): string {
    return this.#noise;
  }

  push(chunk: Buffer): readonly Heard[] {
    const heard: Heard[] = [];
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      this.#pieces.push(rest.subarray(0, end));
      const line = Buffer.concat(this.#pieces).toString('utf8');
      this.#pieces = [];
      this.#length = 0;
      rest = rest.subarray(end + 1);
      const one = this.#read(line);
      if (one !== null) heard.push(one);
      if (one?.is === 'broken') return heard;
    }
    if (rest.length > 0) this.#pieces.push(rest);
    this.#length += rest.length;
    const limit = this.#greeted ? this.longestMessage : longestNoise;
    if (this.#length > limit) heard.push({ is: 'broken', why: `a line of more than ${limit} bytes` });
    return heard;
  }

  #read(line: string): Heard | null {
    if (!this.#greeted) {
      if (!line.startsWith(this.marker)) {
        this.#noise += `${line}\n`;
        return this.#noise.length > longestNoise ? { is: 'broken', why: `more than ${longestNoise} bytes before the first answer` } : null;
      }
      this.#greeted = true;
      const message = parsed(line.slice(this.marker.length));
      return message === undefined ? { is: 'broken', why: 'a greeting that is not JSON' } : { is: 'hello', message };
    }
    const message = line.startsWith('A') ? parsed(line.slice(1)) : undefined;
    return message === undefined ? { is: 'broken', why: 'a line that is no answer' } : { is: 'answer', message };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One line for the agent. Half a character in a string, which JSON would carry and PHP refuse, becomes the sign for it. */
export function encoded(message: unknown): string {
  return `${JSON.stringify(message, (_, value: unknown) => (typeof value === 'string' ? Buffer.from(value).toString() : value))}\n`;
}
