/** The redactor of the run in progress, of all its targets, for messages that end the program before there is a report. */
import { createRedactor, type Redactor } from '../redact/boundary.js';

const sources: (() => readonly string[])[] = [];

/** From here on messages are redacted with these secrets, too, read anew each time: more may be met later. */
export function sealWith(secrets: () => readonly string[]): void {
  sources.push(secrets);
}

function current(): Redactor {
  return createRedactor([...new Set(sources.flatMap((secrets) => secrets()))]);
}

export function seal(text: string): string {
  return current().text(text);
}

/** Many texts at once: the redactor is built only once for them. */
export function sealAll(texts: readonly string[]): readonly string[] {
  const redactor = current();
  return texts.map((text) => redactor.text(text));
}
