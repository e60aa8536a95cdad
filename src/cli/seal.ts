/** The redactor of the run in progress, for messages that end the program before there is a report. */
import { createRedactor, type Redactor } from '../redact/boundary.js';

let current: () => Redactor = () => createRedactor([]);

/** From here on messages are redacted with these secrets, read anew each time: more may be met later. */
export function sealWith(secrets: () => readonly string[]): void {
  current = () => createRedactor(secrets());
}

export function seal(text: string): string {
  return current().text(text);
}

/** Many texts at once: the redactor is built only once for them. */
export function sealAll(texts: readonly string[]): readonly string[] {
  const redactor = current();
  return texts.map((text) => redactor.text(text));
}
