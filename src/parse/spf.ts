/** One SPF record, by the grammar of https://www.rfc-editor.org/rfc/rfc7208#section-12 */

export interface SpfTerm {
  readonly name: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists' | 'redirect';
  readonly qualifier: '+' | '-' | '~' | '?';
  /** A domain, or an address with its prefix; empty: the domain of the record. */
  readonly value: string;
}

export interface SpfRecord {
  readonly terms: readonly SpfTerm[];
  /** The first term that is not understood: receivers then give up with a permanent error. */
  readonly wrong: string | null;
}

/** A record that is longer is no record that a resolver would hand on. */
const longest = 4096;
const mechanisms: ReadonlySet<string> = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']);
const needsValue: ReadonlySet<string> = new Set(['include', 'ip4', 'ip6', 'exists', 'redirect']);

/** Whether the text is an SPF record at all: the version is followed by a space or by nothing. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

export function parseSpf(text: string): SpfRecord {
  const terms: SpfTerm[] = [];
  let wrong: string | null = null;
  for (const word of text.slice(0, longest).split(/ +/).slice(1)) {
    if (word === '') continue;
    const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(word);
    if (modifier) {
      const name = (modifier[1] ?? '').toLowerCase();
      if (name === 'redirect') terms.push({ name, qualifier: '+', value: trimmed(modifier[2] ?? '') });
      // Modifiers that are not known are left out: section 6.
      continue;
    }
    const term = mechanism(word);
    if (term === null) wrong ??= word.slice(0, 100);
    else terms.push(term);
  }
  const empty = terms.find((term) => needsValue.has(term.name) && term.value === '');
  return { terms, wrong: wrong ?? (empty ? `${empty.name} without a value` : null) };
}

function mechanism(word: string): SpfTerm | null {
  const found = /^([-+~?]?)([a-z0-9]+)(?::([^/]*(?:\/.*)?)|(\/.*))?$/i.exec(word);
  const name = (found?.[2] ?? '').toLowerCase();
  if (!found || !mechanisms.has(name)) return null;
  const qualifier = (found[1] || '+') as SpfTerm['qualifier'];
  if (name === 'all' && (found[3] ?? found[4]) !== undefined) return null;
  const whole = found[3] ?? '';
  const isNetwork = name === 'ip4' || name === 'ip6';
  return { name: name as SpfTerm['name'], qualifier, value: isNetwork ? whole : trimmed(whole.replace(/\/.*$/s, '')) };
}

function trimmed(domain: string): string {
  return domain.toLowerCase().replace(/\.$/, '');
}
