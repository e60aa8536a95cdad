/** A document of facts as it may be handed to others: without secrets and people, and with a list of what was replaced where. */
import type { Personal } from '../model.js';
import { personToken, secretLiterals } from './boundary.js';
import type { Literal } from './matcher.js';
import { addressFound, isPersonal, isSomebodys } from './people.js';
import { sealer, type Voice } from './sealer.js';
import { Tokens } from './tokens.js';

export interface NamedSecret {
  /** "database password" */
  readonly kind: string;
  readonly value: string;
}

/** One kind of thing that was replaced in one place of the document. */
export interface Redaction {
  /** The fact, or the part of the document beside the facts. */
  readonly fact: string;
  /** Where in it: value.adminLogins[].address */
  readonly path: string;
  /** Secrets by their kind; address, name, e-mail. */
  readonly kind: string;
  readonly token: string;
  readonly count: number;
}

export interface Redacted<T> {
  readonly document: T;
  readonly redactions: readonly Redaction[];
}

/** What of a document is of this program, and therefore neither secret nor personal. */
export interface Own {
  /** Words of its sentences, in small letters. */
  readonly words: ReadonlySet<string>;
  /** Field of a fact → the words that its type allows, and which checks compare with. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Its facts: what stands in others a plug-in said. null: there are no others. */
  readonly facts: ReadonlySet<string> | null;
  /** Of the install, not of this program, and shown all the same: see names.ts. */
  readonly names: ReadonlySet<string>;
}

const nothing: Own = { words: new Set(), kinds: new Map(), facts: null, names: new Set() };

/** Sentences of this program, which may quote something. */
const sentences: ReadonlySet<string> = new Set(['why', 'settle', 'partial']);

/**
 * Secrets are replaced wherever they stand, but for the kinds and names of this program. So are addresses and e-mail addresses of people; their names only in sentences, because the
 * word `admin` is also a folder and the word `files` a kind of session store. `isMachine`: the address is nobody's.
 */
export function redactDocument<T extends object>(
  document: T,
  secrets: readonly NamedSecret[],
  people: readonly Personal[],
  isMachine: (address: string) => boolean,
  own: Own = nothing,
): Redacted<T> {
  const tokens = new Tokens();
  const kinds = new Map<string, string>();
  const named = (token: string, kind: string): string => {
    if (!kinds.has(token)) kinds.set(token, kind);
    return token;
  };
  const sure = new Map<string, Literal>();
  for (const { kind, value } of secrets) {
    const token = named(tokens.of(kind, value), kind);
    for (const literal of secretLiterals(value, token, own.words)) if (!sure.has(literal.value)) sure.set(literal.value, literal);
  }
  const hides = (person: Personal): boolean => isSomebodys(person) && (person.personal !== 'address' || !isMachine(person.value));
  const tokenOf = (person: Personal): string => named(personToken(tokens, person), kindOf(person));
  const seal = sealer({
    secrets: [...sure.values()],
    people: people.filter(hides).map((person) => ({ person, token: tokenOf(person) })),
    mail: (address) => named(tokens.of('e-mail', address), 'e-mail'),
    address: (value) => {
      const person = addressFound(value);
      return person && hides(person) ? tokenOf(person) : null;
    },
    ownWords: own.words,
    names: own.names,
  });

  const counts = new Map<string, { readonly fact: string; readonly path: string; readonly token: string; count: number }>();
  const note = (token: string, place: readonly string[]): void => {
    const [fact = '', ...rest] = place[0] === 'facts' ? place.slice(1) : place;
    const path = rest.join('.').replaceAll('.[]', '[]');
    const key = `${fact} ${path} ${token}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { fact, path, token, count: 1 });
  };
  const text = (given: string, place: readonly string[], byPlugin: boolean): string =>
    isOwn(given, place, own) || (byPlugin && own.words.has(given.toLowerCase()))
      ? given
      : seal(given, voiceOf(given, place, byPlugin), { hit: (token) => note(token, place), undeclared: byPlugin });
  const copy = (value: unknown, place: readonly string[], within = false): unknown => {
    const byPlugin = within || isOfPlugin(value, place, own);
    if (typeof value === 'string') return text(value, place, byPlugin);
    if (Array.isArray(value)) return value.map((inner) => copy(inner, [...place, '[]'], byPlugin));
    if (typeof value !== 'object' || value === null) return value;
    const personal = isPersonal(value) && hides(value) ? value : null;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        // the list of what was replaced names the place: by the key that stands in the document
        const name = place.length < 2 || isFieldName(key) ? key : text(key, [...place, '[]'], byPlugin);
        const here = [...place, name];
        if (isPersonal(value) && (key === 'personal' || (key === 'class' && value.personal === 'address'))) return [key, inner];
        if (personal === null || key !== 'value') return [name, copy(inner, here, byPlugin)];
        const token = tokenOf(personal);
        note(token, here);
        return [key, token];
      }),
    );
  };
  const whole = copy(document, []) as T;
  const redactions = [...counts.values()].map(({ fact, path, token, count }) => ({
    fact,
    path,
    kind: kinds.get(token) ?? 'secret',
    token,
    count,
  }));
  return { document: whole, redactions };
}

/** A fact that is none of this program's, and the look for one. */
function isOfPlugin(value: unknown, [part, name, ...deeper]: readonly string[], { facts }: Own): boolean {
  if (facts === null || name === undefined || deeper.length > 0) return false;
  if (part === 'facts') return !facts.has(name);
  const fact = part === 'probes' && typeof value === 'object' && value !== null && 'fact' in value ? value.fact : null;
  return typeof fact === 'string' && !facts.has(fact);
}

/** Kinds and names that are read back as such: a bundle without them could not be judged. */
function isOwn(text: string, place: readonly string[], { kinds }: Own): boolean {
  const [part = ''] = place;
  const [field = '', parent = ''] = place.filter((step) => step !== '[]').reverse();
  switch (part) {
    case 'facts': {
      const isEnvelope = place.length === 3 || (place.length === 4 && parent === 'origin');
      return isEnvelope && place[2] !== 'value' ? envelope.has(field) : kinds.get(field)?.has(text) === true;
    }
    case 'probes':
      return field === 'fact' || field === 'gap' || field === 'needs';
    case 'target':
      return field === 'kind';
    default:
      return true; // schema, tool, moment
  }
}

const envelope: ReadonlySet<string> = new Set(['gap', 'because', 'vantage', 'at']);

function voiceOf(text: string, place: readonly string[], byPlugin: boolean): Voice {
  const isOutermost = place[0] === 'probes' || (place[0] === 'facts' && place.length === 3);
  if (isOutermost && sentences.has(place.at(-1) ?? '')) return 'own';
  return byPlugin || /\s/.test(text) ? 'outside' : 'place';
}

/** A password that is also the name of a field is no secret there: without its field a fact could not be judged. */
function isFieldName(key: string): boolean {
  return /^[a-z][a-zA-Z]{0,40}$/.test(key);
}

function kindOf({ personal }: Personal): string {
  return personal === 'email' ? 'e-mail' : personal;
}
