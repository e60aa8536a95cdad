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
