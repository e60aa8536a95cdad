/**
 * The one boundary that secrets cannot cross: everything that leaves the program passes through it as a value.
 * It works on values, not on key names: a secret is replaced wherever it stands, also inside URLs, base64, hex and percent encoding.
 */
import type { Personal } from '../model.js';
import type { Literal } from './matcher.js';
import { addressFound, isSomebodys } from './people.js';
import { folded, normal, sealer } from './sealer.js';
import { Tokens } from './tokens.js';

export const hidden = '[secret]';

export interface Redactor {
  /** What was read somewhere. */
  text(text: string): string;
  /** A sentence of this program, in which its own words are no secret: that they were missing would tell of one. */
  sentence(text: string): string;
  /** The same for what a plug-in said, in which any address may be a person's. */
  readonly plugin: Pick<Redactor, 'text' | 'sentence'>;
  /** A copy with every string, and every key, redacted: nothing in it is of this program. */
  deep<T>(value: T): T;
}

/** Shorter values are words that stand everywhere; replacing them would hide the report and protect nothing. */
const shortest = 4;

const none: ReadonlySet<string> = new Set();

/**
 * @param secrets values that may appear nowhere
 * @param people set in bundles and with --redact: addresses and names of people become class and token
 * @param ownWords words of this program, in small letters
 * @param names that the report shows, in small letters: see names.ts
 */
export function createRedactor(
  secrets: readonly string[],
  people: readonly Personal[] | null = null,
  ownWords: ReadonlySet<string> = none,
  names: ReadonlySet<string> = none,
): Redactor {
  const tokens = new Tokens();
  const seal = sealer({
    secrets: secrets.flatMap((secret) => secretLiterals(secret, hidden, ownWords)),
    people: (people ?? []).filter(isSomebodys).map((person) => ({ person, token: personToken(tokens, person) })),
    mail: people && ((address) => tokens.of('e-mail', address)),
    address: (value) => {
      const person = people && addressFound(value);
      return person && isSomebodys(person) ? personToken(tokens, person) : null;
    },
    ownWords,
    names,
  });
  const text = (given: string): string => seal(given, 'outside');
  const plugin: Redactor['plugin'] = {
    text: (given) => seal(given, 'outside', { undeclared: true }),
    sentence: (given) => seal(given, 'own', { undeclared: true }),
  };
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), deep(inner)]));
  };
  return { text, sentence: (given) => seal(given, 'own'), plugin, deep: <T>(value: T): T => deep(value) as T };
}

/** What stands for a secret in each of its forms. */
export function secretLiterals(secret: string, replacement: string, ownWords: ReadonlySet<string> = none): readonly Literal[] {
  const ordinary = ownWords.has(secret.trim().toLowerCase());
  // A short word stands in many longer ones.
  return formsOf(secret).map((value) => ({
    value,
    replacement,
    whole: ordinary || (value.length <= 6 && /^\w+$/.test(value)),
    ordinary: ordinary && ownWords.has(value.toLowerCase()),
  }));
}

/** Class and token: the class says what matters for the diagnosis. */
export function personToken(tokens: Tokens, person: Personal): string {
  switch (person.personal) {
    case 'address':
      return tokens.of(person.class === '' ? 'address' : `${person.class} address`, normal(person.value));
    case 'email':
      return tokens.of(person.class === '' ? 'e-mail' : `e-mail at ${person.class}`, folded(person.value));
    case 'name':
      return tokens.of('name', folded(person.value));
    default:
      return person.personal satisfies never;
  }
}

/**
 * The ways in which a value stands in a text that is decoded already, or need not be: as it is, byte by byte, with "+" for a space or a
 * space for "+", in one printable line, and as JSON writes it. All other encodings are undone before it is looked for.
 */
function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim();
  if (trimmed.length < shortest) return [];
  const forms = [
    secret,
    trimmed,
    // a lone surrogate has no encoding: what is left of it stands as it does in the bytes
    Buffer.from(trimmed, 'utf8').toString('utf8'),
    Buffer.from(trimmed, 'utf8').toString('latin1'),
    // as UTF-8 where it was written in another encoding
    trimmed.replace(/[^\0-\x7f]/g, '\ufffd'),
    trimmed.replaceAll(' ', '+'),
    trimmed.replaceAll('+', ' '),
    trimmed.replace(/[\0-\x1f\x7f\s]+/g, ' '),
    JSON.stringify(secret).slice(1, -1),
  ];
  return [...new Set(forms.filter((form) => form.length >= shortest))];
}
