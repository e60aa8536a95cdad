/** A stream of text as lines, each cut where it is longer than a message is. */
const longestLine = 16 * 1024;

export class Lines {
  #rest = '';

  constructor(private readonly hear: (line: string) => void) {}

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-longestLine);
    for (const line of lines) this.hear(line.replace(/\r+$/, ''));
  }

  /** The last line may have no end. */
  finish(): void {
    if (this.#rest !== '') this.hear(this.#rest);
    this.#rest = '';
  }
}

/** What is told to people, at most so many lines of it. */
export class ToldLines {
  readonly lines: string[] = [];

  constructor(private readonly most = 200) {}

  add(line: string): void {
    if (line.trim() !== '' && this.lines.length < this.most) this.lines.push(line);
  }
}
