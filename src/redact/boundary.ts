/**
 * The one boundary that secrets cannot cross: everything that leaves the program passes through it as a value.
 * It works on values, not on key names: a secret is replaced wherever it stands, also inside URLs, base64, hex and percent encoding.
 */
import type { Personal } from '../model.js';
import { replacer, type Literal } from './matcher.js';

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
  const literals = new Map<string, Literal>();
  for (const secret of secrets) {
    // A short word stands in many longer ones.
    for (const value of formsOf(secret))
      literals.set(value, { value, replacement: hidden, whole: value.length <= 6 && /^\w+$/.test(value) });
  }
  if (people) {
    for (const [value, token] of tokensFor(people))
      if (!literals.has(value)) literals.set(value, { value, replacement: token, whole: true });
  }
  const replace = replacer([...literals.values()]);
  const text = (given: string): string => {
    const sealed = replace(given);
    return people ? sealed.replace(mailAddress, 'e-mail-address') : sealed;
  };
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), deep(inner)]));
  };
  return { text, deep: <T>(value: T): T => deep(value) as T };
}

const mailAddress = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

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

/** Equal values get equal tokens; the class says what matters for the diagnosis: "address-2 (cloudflare)". */
export function tokensFor(people: readonly Personal[]): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const person of people) {
    if (person.value === '' || tokens.has(person.value)) continue;
    // the address of a proxy, of this machine or of a private network is nobody's, and a replayed check has to compute with it
    if (person.personal === 'address' && person.class !== 'public') continue;
    const name = `${person.personal}-${[...tokens.values()].filter((token) => token.startsWith(`${person.personal}-`)).length + 1}`;
    tokens.set(person.value, person.class === '' ? name : `${name} (${person.class})`);
  }
  return tokens;
}

/** Everything personal inside a value. */
export function peopleIn(value: unknown, found: Personal[] = []): readonly Personal[] {
  if (Array.isArray(value)) for (const item of value) peopleIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    if (isPersonal(value)) found.push(value);
    else for (const inner of Object.values(value)) peopleIn(inner, found);
  }
  return found;
}

function isPersonal(value: object): value is Personal {
  return 'personal' in value && 'value' in value && 'class' in value && typeof value.value === 'string';
}
