/** What of the facts leaves the machine. */
import type { Bundle } from '../host/bundle-document.js';
import { knownProxies } from '../knowledge/proxies.js';
import { addressSet, overlaps } from '../logic/address-set.js';
import { parseBan } from '../logic/ban-pattern.js';
import { redactDocument, type NamedSecret, type Own, type Redacted } from '../redact/document.js';
import { factShapes } from '../run/fact-shapes.js';
import type { Expertise } from '../run/run.js';
import { ownKinds, ownTexts } from './own-texts.js';
import { namesIn } from '../redact/names.js';
import { machinesIn, peopleIn } from '../redact/people.js';

const proxies = knownProxies.flatMap(({ ranges }) => ranges);

/** No secret, and nobody's address or name: what is judged by an address that stays is the same as before. */
export function redactedFacts(bundle: Bundle, secrets: readonly NamedSecret[], expertise: Expertise): Redacted<Bundle> {
  const machines = addressSet([...proxies, ...publishedRanges(bundle), ...machinesIn(builtinFacts(bundle))]);
  // of bans there are patterns, too: "203.0.113.*"
  const isMachine = (address: string): boolean => {
    const pattern = parseBan(address);
    return pattern !== null && (pattern.form === 'everybody' || overlaps(pattern.addresses, machines));
  };
  const { words, facts } = ownTexts(expertise);
  const own: Own = { words, kinds: ownKinds, facts, names: namesIn(Object.entries(bundle.facts)) };
  return redactDocument(bundle, secrets, peopleIn(bundle.facts), isMachine, own);
}

/** What a plug-in calls an address says nothing of whose it is. */
function builtinFacts({ facts }: Bundle): readonly unknown[] {
  return Object.entries(facts).flatMap(([id, fact]) => (Object.hasOwn(factShapes, id) ? [fact] : []));
}

/** Cloudflare's, as they were when the install was looked at. */
function publishedRanges({ facts }: Bundle): readonly string[] {
  const fact = facts['proxy.ranges'];
  const { ipv4, ipv6 } = (fact?.ok === true ? (fact.value ?? {}) : {}) as Readonly<Record<string, unknown>>;
  return [ipv4, ipv6].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}
