/**
 * The one boundary that secrets cannot cross: everything that leaves the program passes through it as a value.
 * It works on values, not on key names: a secret is replaced wherever it stands, also inside URLs, base64, hex and percent encoding.
 */
import type { Personal } from '../model.js';
import { replacer, type Literal } from './matcher.js';
import { isSomebodys } from './people.js';
import { Tokens } from './tokens.js';

export const hidden = '[secret]';

export interface Redactor {
  text(text: string): string;
  /** A copy with every string, and every key, redacted. */
  deep<T>(value: T): T;
}

/** Shorter values are words that stand everywhere; replacing them would hide the report and protect nothing. */
const shortest = 4;

/**
 * @param secrets values that may appear nowhere
 * @param people set in bundles and with --redact: addresses and names of people become class and token
 */
export function createRedactor(secrets: readonly string[], people: readonly Personal[] | null = null): Redactor {
  const tokens = new Tokens();
  const literals = new Map<string, Literal>();
  for (const secret of secrets) for (const literal of secretLiterals(secret, hidden)) literals.set(literal.value, literal);
  for (const person of people ?? []) {
    const { value } = person;
    if (isSomebodys(person) && !literals.has(value)) literals.set(value, { value, replacement: personToken(tokens, person), whole: true });
  }
  const replace = replacer([...literals.values()]);
  const text = (given: string): string => {
    const sealed = replace(given);
    return people ? sealed.replace(mailAddress, (address) => tokens.of('e-mail', address)) : sealed;
  };
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), deep(inner)]));
  };
  return { text, deep: <T>(value: T): T => deep(value) as T };
}

/** What stands for a secret in each of its forms. */
export function secretLiterals(secret: string, replacement: string): readonly Literal[] {
  // A short word stands in many longer ones.
  return formsOf(secret).map((value) => ({ value, replacement, whole: value.length <= 6 && /^\w+$/.test(value) }));
}

/** Class and token: the class says what matters for the diagnosis. */
export function personToken(tokens: Tokens, person: Personal): string {
  switch (person.personal) {
    case 'address':
      return tokens.of(person.class === '' ? 'address' : `${person.class} address`, person.value);
    case 'email':
      return tokens.of(person.class === '' ? 'e-mail' : `e-mail at ${person.class}`, person.value);
    case 'name':
      return tokens.of('name', person.value);
    default:
      return person.personal satisfies never;
  }
}

/** What stands before the host of a URL is a name of it, and not somebody's mailbox. */
export const mailAddress = /(?<!\/\/[^\s/]{0,100})[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

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
