/** With --redact: what is said of targets that could not be looked at. Nothing of them was read, so only their names can name somebody. */
import type { Several } from '../model.js';
import { createRedactor } from '../redact/boundary.js';

/** The target as a number; in the message its name, its host and its user, too. */
export function anonymousTargets({ reports, unusable }: Several, names: readonly string[]): Several {
  const redactor = createRedactor([], []);
  return {
    reports,
    unusable: unusable.map(({ target, message, exitCode }) => {
      const name = `target ${names.indexOf(target) + 1}`;
      return { target: name, message: redactor.text(withoutPlace(message, target, name)), exitCode };
    }),
  };
}

export function withoutPlace(message: string, target: string, name: string): string {
  const [, place = '', host = ''] = /^[a-z][a-z0-9+.-]*:\/\/((?:[^@/]*@)?(\[[^\]]*\]|[^:/]*))/i.exec(target) ?? [];
  const parts = [target, place, host, host.replace(/^\[|\]$/g, '')].filter((part) => part.length > 1);
  return [...new Set(parts)].reduce((text, part) => text.replaceAll(part, name), message);
}
