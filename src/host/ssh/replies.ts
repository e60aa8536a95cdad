/** What the agent answers, read with distrust: the machine that is looked at may say anything. */
import { isGapCode } from '../../logic/gap-codes.js';
import { LookFailed } from '../../logic/failure.js';
import type { GapCode } from '../../model.js';

type Fields = Readonly<Record<string, unknown>>;

export interface Hello {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Of the clock that never jumps; null: that PHP does not know it. */
  readonly uptimeSeconds: number | null;
}

/** What became of a request where the connection held. */
export type Reply =
  | { readonly is: 'value'; readonly value: unknown }
  /** An error of the operating system. */
  | { readonly is: 'code'; readonly code: string }
  | { readonly is: 'failed'; readonly gap: GapCode; readonly why: string }
  /** It took longer than it may, and was ended. */
  | { readonly is: 'late' }
  /** The process that was to do it ended. */
  | { readonly is: 'lost' };

export function readHello(message: unknown): Hello | null {
  const { me, nowMs, uptimeSeconds } = fields(message);
  const { uid, gid, groups } = fields(me);
  if (!isCount(uid) || !isCount(gid) || !Array.isArray(groups) || !groups.every(isCount) || typeof nowMs !== 'number') return null;
  return { uid, gid, groups, nowMs, uptimeSeconds: typeof uptimeSeconds === 'number' ? uptimeSeconds : null };
}

export function readReply(
  message: unknown,
): { readonly id: number; readonly reply: Reply } | { readonly id: number; readonly part: unknown } | null {
  const found = fields(message);
  const { id, value, part, code, gap, why } = found;
  if (!isCount(id)) return null;
  if ('part' in found) return { id, part };
  if ('value' in found) return { id, reply: { is: 'value', value } };
  if (typeof code === 'string' && /^E[A-Z0-9]{2,20}$/.test(code)) return { id, reply: { is: 'code', code } };
  if (found['late'] === true) return { id, reply: { is: 'late' } };
  if (found['lost'] === true) return { id, reply: { is: 'lost' } };
  if (isGapCode(gap) && typeof why === 'string') return { id, reply: { is: 'failed', gap, why } };
  return { id, reply: { is: 'failed', gap: 'malformed', why: 'an answer over ssh cannot be read' } };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The fields of an object; none where it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** Reads the parts of one answer; what is not as it should be is a LookFailed that names the subject. */
export class Answer {
  readonly #fields: Fields;

  constructor(
    value: unknown,
    private readonly subject: string,
  ) {
    this.#fields = fields(value);
  }

  text(name: string): string {
    return this.#as(name, (value) => (typeof value === 'string' ? value : undefined));
  }

  textOrNull(name: string): string | null {
    return this.#as(name, (value) => (typeof value === 'string' || value === null ? value : undefined));
  }

  number(name: string): number {
    return this.#as(name, (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined));
  }

  numberOrNull(name: string): number | null {
    return this.#fields[name] === null ? null : this.number(name);
  }

  flag(name: string): boolean {
    return this.#as(name, (value) => (typeof value === 'boolean' ? value : undefined));
  }

  bytes(name: string): Buffer {
    return Buffer.from(this.text(name), 'base64');
  }

  list(name: string): readonly unknown[] {
    return this.#as(name, (value) => (Array.isArray(value) ? (value as readonly unknown[]) : undefined));
  }

  part(name: string): Answer {
    return new Answer(this.#fields[name], this.subject);
  }

  has(name: string): boolean {
    return this.#fields[name] != null;
  }

  entries(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.#fields);
  }

  #as<T>(name: string, read: (value: unknown) => T | undefined): T {
    const found = read(this.#fields[name]);
    if (found === undefined) throw new LookFailed('malformed', `the answer about ${this.subject} over ssh cannot be read`);
    return found;
  }
}
