/**
 * The one boundary that secrets cannot cross: everything that leaves the program passes through it as a value.
 * It works on values, not on key names: a secret is replaced wherever it stands, also inside URLs, base64, hex and percent encoding.
 */
import type { Personal } from '../model.js';
import type { Literal } from './matcher.js';
import { isSomebodys } from './people.js';
import { folded, normal, sealer } from './sealer.js';
import { Tokens } from './tokens.js';

export const hidden = '[secret]';

export interface Redactor {
  /** What was read somewhere. */
  text(text: string): string;
  /** A sentence of this program, in which its own words are no secret: that they were missing would tell of one. */
  sentence(text: string): string;
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
 */
export function createRedactor(
  secrets: readonly string[],
  people: readonly Personal[] | null = null,
  ownWords: ReadonlySet<string> = none,
): Redactor {
  const tokens = new Tokens();
  const seal = sealer({
    secrets: secrets.flatMap((secret) => secretLiterals(secret, hidden, ownWords)),
    people: (people ?? []).filter(isSomebodys).map((person) => ({ person, token: personToken(tokens, person) })),
    mail: people && ((address) => tokens.of('e-mail', address)),
    ownWords,
  });
  const text = (given: string): string => seal(given, 'outside');
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), deep(inner)]));
  };
  return { text, sentence: (given) => seal(given, 'own'), deep: <T>(value: T): T => deep(value) as T };
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

/** What rawurlencode() and OAuth encode and encodeURIComponent() does not. */
const reserved = /[!'()*]/g;

/** The ways in which a value is written in texts: as it is, in URLs, JSON, HTML (PHP's, too), base64 (at all three alignments) and hex. */
function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim();
  if (trimmed.length < shortest) return [];
  const bytes = Buffer.from(secret, 'utf8');
  // A lone surrogate has no encoding: what is left of it stands as it does in the bytes.
  const percent = encodeURIComponent(bytes.toString('utf8'));
  const json = JSON.stringify(secret).slice(1, -1);
  const phpJson = json.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const forms = [
    secret,
    trimmed,
    percent,
    percent.replaceAll('%20', '+'),
    percent.toLowerCase(),
    encodeURI(bytes.toString('utf8')),
    percent.replaceAll('%2F', '/'),
    percent.replace(reserved, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
    json,
    json.replaceAll('/', '\\/'),
    phpJson,
    phpJson.replaceAll('/', '\\/'),
    html.replaceAll("'", '&#39;'),
    html.replaceAll("'", '&#039;'),
    html,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  ];
  if (bytes.length >= 8) {
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
      // the first and last characters also depend on the neighbours: leave them out
      const core = encoded.slice(shift === 0 ? 0 : 4, encoded.length - 4);
      if (core.length >= 8) forms.push(core, core.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return [...new Set(forms.filter((form) => form.length >= shortest))];
}
