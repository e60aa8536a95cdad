/**
 * Keeps the secrets that probes meet. Facts carry references; only the code of hosts, which connects and signs in with them, and the
 * redactor, which must know what to hide, can turn a reference back into its value.
 */
import { inspect } from 'node:util';
import { LookFailed } from '../logic/failure.js';
import type { SecretRef, Vault } from '../model.js';

export interface Secret {
  readonly kind: string;
  readonly value: string;
}

export class SecretVault implements Vault {
  readonly #secrets: Secret[] = [];
  readonly #known = new Map<string, SecretRef>();

  /** Puts a value away. The same value of the same kind has one reference, so that reading a file twice does not double it. */
  keep(kind: string, value: string): SecretRef {
    const key = `${kind}\0${value}`;
    const known = this.#known.get(key);
    if (known) return known;
    const ref: SecretRef = Object.freeze({ secret: this.#secrets.length, present: value !== '', shape: shapeOf(value) });
    this.#secrets.push({ kind, value });
    this.#known.set(key, ref);
    return ref;
  }

  /** Whether two references stand for the same value, of whatever kind. A reference that is not of this vault equals none. */
  same(a: SecretRef, b: SecretRef): boolean {
    const first = this.#secrets[a.secret];
    return first !== undefined && first.value === this.#secrets[b.secret]?.value;
  }

  /** The value, for the code of hosts alone. LookFailed `absent` for a reference of another vault (as one read from a bundle). */
  reveal(ref: SecretRef): string {
    const secret = this.#secrets[ref.secret];
    if (!secret) throw new LookFailed('absent', 'the secret is not kept here: it was recorded on another machine');
    return secret.value;
  }

  /** Every value that is not empty, once, for the redactor. */
  values(): readonly string[] {
    return [...new Set(this.#secrets.map((secret) => secret.value).filter((value) => value !== ''))];
  }

  /** The same with their kinds, for bundles: what was hidden is told apart there. */
  named(): readonly Secret[] {
    return this.#secrets.filter(({ value }) => value !== '');
  }

  /** What probes and plug-ins get: it can keep and compare, and has no way to the values. */
  front(): Vault {
    const front: Vault = {
      keep: (kind, value) => this.keep(kind, value),
      same: (a, b) => this.same(a, b),
    };
    return Object.freeze(Object.defineProperties(front, { toJSON: { value: refuse }, [inspect.custom]: { value: () => '[vault]' } }));
  }

  toJSON(): never {
    return refuse();
  }

  toString(): string {
    return '[vault]';
  }

  [inspect.custom](): string {
    return '[vault]';
  }
}

function refuse(): never {
  throw new TypeError('the vault cannot be serialised');
}

/** What may be said of a secret without giving it away: what people get wrong when they copy one. */
function shapeOf(value: string): string {
  if (value === '') return 'empty';
  if (value.trim() === '') return 'only white space';
  const said = [`${[...value].length} characters`];
  if (value !== value.trim()) said.push('starts or ends with a space');
  if (hasControl(value.trim())) said.push('contains a control character');
  if (/[^\0-\x7f]/.test(value)) said.push('not only ASCII');
  return said.join(', ');
}

function hasControl(value: string): boolean {
  return [...value].some((letter) => letter < ' ' || letter === '\x7f');
}
