/**
 * Answers about files from what a survey has brought, without a round trip: exactly what the agent would answer, or nothing. That something is
 * not there is known where the folder above it was listed whole.
 */
import { posix } from 'node:path';
import type { Operation, Operations } from '../look/operations.js';
import { isWithin } from '../look/paths.js';
import { Answer, fields, type Reply } from './replies.js';

interface Seen {
  readonly real: string;
  /** As they came: they are read like any other answer. */
  readonly stat: unknown;
  readonly target: unknown;
  readonly entries: readonly unknown[] | null;
  /** Of the whole file. */
  readonly bytes: Buffer | null;
}

export class Snapshot {
  /** null: there is nothing at this path. */
  readonly #seen = new Map<string, Seen | null>();

  constructor(records: readonly unknown[]) {
    for (const record of records) {
      const answer = new Answer(record, 'the survey');
      const path = answer.text('path');
      if (answer.has('absent')) {
        this.#seen.set(path, null);
        continue;
      }
      const { stat, target } = fields(record);
      const entries = answer.has('entries') ? answer.list('entries') : null;
      this.#seen.set(path, { real: answer.text('real'), stat, target, entries, bytes: answer.has('bytes') ? answer.bytes('bytes') : null });
    }
  }

  /** null: this is not known. */
  answer<K extends Operation>(operation: K, ask: Operations[K]['ask']): Reply | null;
  answer(operation: Operation, ask: unknown): Reply | null {
    const { path } = ask as { readonly path?: string };
    const seen = path === undefined ? undefined : this.#at(path);
    if (seen === undefined || path === undefined) return null;
    switch (operation) {
      case 'stat':
        return value(seen === null ? null : (ask as Operations['stat']['ask']).follow ? seen.target : seen.stat);
      case 'realpath':
        return value(seen?.real ?? null);
      case 'list':
        return seen === null ? absent : listing(seen, ask as Operations['list']['ask']);
      case 'read':
        return seen === null ? absent : contents(seen, ask as Operations['read']['ask']);
      case 'scan':
      case 'space':
      case 'processes':
      case 'program':
        return null;
    }
  }

  /** undefined: nothing is known of it. */
  #at(path: string): Seen | null | undefined {
    if (path !== posix.normalize(path) || (path !== '/' && path.endsWith('/'))) return undefined;
    const known = this.#seen.get(path);
    if (known !== undefined || path === '/') return known;
    const above = this.#at(posix.dirname(path));
    // Nothing is below what is not there, nor in a folder that was listed and does not name it.
    if (above === null) return null;
    if (!above?.entries) return undefined;
    const name = posix.basename(path);
    return above.entries.some((entry) => fields(entry)['name'] === name) ? undefined : null;
  }
}

const absent: Reply = { is: 'code', code: 'ENOENT' };

function value(found: unknown): Reply {
  return { is: 'value', value: found };
}

function listing({ entries }: Seen, { max }: Operations['list']['ask']): Reply | null {
  if (entries === null) return null;
  return value({ entries: entries.slice(0, max), truncated: entries.length > max });
}

function contents({ real, bytes, target }: Seen, { path, within, maxBytes, end }: Operations['read']['ask']): Reply | null {
  // A folder that is part of the path without links has none itself; any other would have to be resolved.
  const folder = within ?? (real === path ? posix.dirname(path) : null);
  if (bytes === null || folder === null || !isWithin(real, folder)) return null;
  if (bytes.length > maxBytes && end) return null;
  return value({ bytes: bytes.subarray(0, maxBytes).toString('base64'), truncated: bytes.length > maxBytes, stat: target });
}
