/** What of one text is replaced: secrets, e-mail addresses, addresses and names of people, found in the text as it stands and in what it encodes. */
import { parseAddress } from '../logic/address.js';
import type { Personal } from '../model.js';
import { fragmentFinder } from './fragments.js';
import { finder, type Hit, type Literal } from './matcher.js';
import { readings, type Reading } from './readings.js';

/**
 * outside: it was read somewhere. own: a sentence of this program, which may quote something. place: it was read, and is a path, a kind or
 * a name of something, where a person's name is none.
 */
export type Voice = 'outside' | 'own' | 'place';

export interface Sealed {
  readonly secrets: readonly Literal[];
  readonly people: readonly { readonly person: Personal; readonly token: string }[];
  /** The mark of an e-mail address that nobody declared; null: these stay. */
  readonly mail: ((address: string) => string) | null;
  /** The mark of an address that nobody declared, in what a plug-in said; null: it is nobody's, or these stay. */
  readonly address: (address: string) => string | null;
  /** Words of this program, in small letters. */
  readonly ownWords: ReadonlySet<string>;
  /** Names that are shown, in small letters. Of a secret that begins or ends with one, what is left may be the name. */
  readonly names: ReadonlySet<string>;
}

/** What a report writes before "://", and a careless person uses as a password. */
const schemes: ReadonlySet<string> = new Set([
  'http',
  'https',
  'ssh',
  'tcp',
  'tls',
  'udp',
  'unix',
  'redis',
  'rediss',
  'smtp',
  'smtps',
  'mysql',
  'mariadb',
  'fcgi',
  'file',
  'data',
  'ntp',
]);

interface Found {
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** Of what overlaps the lowest decides. */
  readonly rank: 0 | 1 | 2 | 3;
}

export interface SealHow {
  readonly hit?: (replacement: string) => void;
  /** Any address is somebody's, declared or not. */
  readonly undeclared?: boolean;
}

export type Seal = (text: string, voice: Voice, how?: SealHow) => string;

export function sealer({ secrets, people, mail, address, ownWords, names }: Sealed): Seal {
  const isOrdinary = (value: string): boolean => ownWords.has(value.toLowerCase());
  const findSecrets = finder(secrets);
  const small = secrets.filter(({ value }) => value.length >= shortestInSmall).map((each) => ({ ...each, value: folded(each.value) }));
  const findSmall = finder(small);
  const findFragments = fragmentFinder(secrets, [ownWords, names]);
  const literalOf = ({ person, token }: Sealed['people'][number]): Literal => {
    const value = folded(person.value);
    return { value, replacement: token, whole: true, ordinary: isOrdinary(value) };
  };
  const findNames = finder(people.filter(({ person }) => isWord(person)).map(literalOf));
  const findPeople = finder(people.filter(({ person }) => !isWord(person)).map(literalOf));
  const mails = new Map(
    people.filter(({ person }) => person.value.includes('@')).map(({ person, token }) => [folded(person.value), token]),
  );
  const addresses = new Map(
    people.flatMap(({ person, token }) => (person.personal === 'address' ? [[normal(person.value), token] as const] : [])),
  );

  const found = (text: string, voice: Voice, source: Reading | null, undeclared: boolean): readonly Found[] => {
    const said = ({ from, to, literal }: Hit): boolean =>
      // a scheme tells of nothing; a folder may have any name
      !(text.startsWith('://', to) && schemes.has(text.slice(from, to).toLowerCase())) &&
      !(literal.ordinary === true && (voice === 'own' || (text[from - 1] === '/' && !/[:@]/.test(text[to] ?? ''))));
    const as =
      (rank: Found['rank']) =>
      ({ from, to, literal }: Hit): Found => ({ from, to, rank, replacement: literal.replacement });
    const lower = secrets.length + people.length === 0 ? '' : folded(text);
    const secret = [...findSecrets(text), ...findSmall(lower), ...findFragments(text)].filter(said).map(as(0));
    if (source?.chance === true) return secret;
    return [
      ...secret,
      ...(mail === null
        ? []
        : mailsIn(text, source).map((each) => ({ ...each, rank: 1 as const, replacement: mails.get(each.value) ?? mail(each.value) }))),
      ...findPeople(lower).map(as(2)),
      ...(addresses.size === 0 ? [] : addressesIn(text, (each) => addresses.get(normal(each)) ?? null)),
      ...(undeclared ? [...addressesIn(text, address), ...oldAddressesIn(text, address)] : []),
      ...(voice === 'place' ? [] : findNames(lower).filter(said).map(as(3))),
    ];
  };

  return (text, voice, { hit, undeclared = false } = {}) => {
    const all = [
      ...found(text, voice, null, undeclared),
      ...readings(text).flatMap((reading) =>
        found(reading.text, voice, reading, undeclared).map((each) => ({
          ...each,
          from: reading.starts[each.from] ?? 0,
          to: reading.ends[each.to - 1] ?? text.length,
        })),
      ),
    ].sort((a, b) => a.from - b.from || a.rank - b.rank || b.to - a.to);
    if (all.length === 0) return text;
    let sealed = '';
    let done = 0;
    for (const { from, to, replacement } of clusters(all)) {
      hit?.(replacement);
      sealed += text.slice(done, from) + replacement;
      done = to;
    }
    return sealed + text.slice(done);
  };
}

/** Names of hosts are written in small letters, and so are the words that triage knows: of a shorter secret that would be any word. */
const shortestInSmall = 8;

/** What overlaps is replaced as one. */
function clusters(all: readonly Found[]): readonly Found[] {
  const merged: Found[] = [];
  for (const next of all) {
    const last = merged.at(-1);
    if (last === undefined || next.from >= last.to) merged.push(next);
    else {
      const best = next.rank < last.rank ? next : last;
      merged[merged.length - 1] = { ...best, from: last.from, to: Math.max(last.to, next.to) };
    }
  }
  return merged;
}

/** The same word may be a folder or a kind of something. */
export function isWord({ personal, value }: Personal): boolean {
  return personal === 'name' ? !value.includes('@') : !/[@.:]/.test(value);
}

const mailAddress = /[\p{L}\p{N}_%+][\p{L}\p{N}_.%+'-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const encodedMailAddress = /[\p{L}\p{N}_+][\p{L}\p{N}_.+'-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;

/** What stands before the host of a URL is a name of it, and not somebody's mailbox, unless its @ is encoded. */
function mailsIn(text: string, source: Reading | null): readonly { readonly from: number; readonly to: number; readonly value: string }[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(source === null ? mailAddress : encodedMailAddress)].flatMap((match) => {
    const [whole] = match;
    const from = match.index;
    const at = from + whole.indexOf('@');
    const isEncoded = source !== null && (source.ends[at] ?? 0) - (source.starts[at] ?? 0) > 1;
    const before = text.slice(Math.max(0, from - 102), from);
    return !isEncoded && /\/\/[^\s/?#]*$/.test(before) ? [] : [{ from, to: from + whole.length, value: folded(whole) }];
  });
}

/** IPv6 has many spellings. */
function addressesIn(text: string, mark: (address: string) => string | null): readonly Found[] {
  return [...text.matchAll(/(?<![\w:.])(?:[0-9a-f]{0,4}:){2,8}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4})?(?![\w:])/gi)].flatMap((match) => {
    const replacement = mark(match[0]);
    return replacement === null ? [] : [{ from: match.index, to: match.index + match[0].length, replacement, rank: 2 }];
  });
}

/** IPv4, also with the zeros that some logs write. */
function oldAddressesIn(text: string, mark: (address: string) => string | null): readonly Found[] {
  return [...text.matchAll(/(?<!\d|\d\.)\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g)].flatMap((match) => {
    const replacement = mark(match[0].replace(/(?<=^|\.)0+(?=\d)/g, ''));
    return replacement === null ? [] : [{ from: match.index, to: match.index + match[0].length, replacement, rank: 2 }];
  });
}

/** Equal for all spellings of one address. */
export function normal(address: string): string {
  const parsed = parseAddress(address);
  return parsed === null ? folded(address) : `${parsed.family}:${parsed.value}`;
}

/** In small letters, and each at its place: some are longer then. */
export function folded(text: string): string {
  const small = text.toLowerCase();
  if (small.length === text.length) return small;
  return Array.from(text, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter)).join('');
}
