/** Names to addresses as the machine's own programs resolve them, with --resolve in front. */
import { lookup as getaddrinfo } from 'node:dns/promises';
import { closeSync, openSync } from 'node:fs';
import { isIP } from 'node:net';
import type { LookupResult, NetFailure, RunOptions } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import type { Resolving } from './context.js';
import { codeOf, ownLimit, since } from './failure.js';
import { patiently, Silence } from './limits.js';
import type { AskAddresses } from './vantage.js';

/** A name can lead to any number of addresses; more than these are never tried. */
const mostAddresses = 16;

export interface Resolved extends LookupResult {
  /** The operator gave the address with --resolve: it is meant, whatever it is. */
  readonly given: boolean;
}

/** Host names compare without case and without the root's dot. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** The address that --resolve gives for the name; an entry with the port wins over one without. */
export function givenAddress(resolve: RunOptions['resolve'], name: string, port: number | null): string | null {
  const entries = resolve.filter((entry) => canonical(entry.host) === canonical(name));
  const exact = port === null ? undefined : entries.find((entry) => entry.port === port);
  return (exact ?? entries.find((entry) => entry.port === null))?.address ?? null;
}

const askHere: AskAddresses = async (name, family) =>
  (await getaddrinfo(name, { all: true, family, order: 'verbatim' })).map(({ address }) => address);

/**
 * Calls that are still waiting for an answer. getaddrinfo cannot be interrupted and Node lets only two of them run at a time, so a second
 * question for the same name waits for the first instead of taking another thread (https://nodejs.org/api/dns.html#dnslookup).
 */
type Waiting = Map<string, Promise<readonly string[]>>;
const waiting = new WeakMap<Resolving, Waiting>();

function ask(net: Resolving, name: string, family: 0 | 4 | 6): Promise<readonly string[]> {
  const asked = waiting.get(net) ?? (new Map() as Waiting);
  waiting.set(net, asked);
  const key = `${family} ${canonical(name)}`;
  const already = asked.get(key);
  if (already) return already;
  const answer = (net.addressesOf ?? askHere)(name, family)
    .then((found) => [...new Set(found)].slice(0, mostAddresses))
    .finally(() => asked.delete(key));
  answer.catch(() => undefined); // whoever asked may have given up by then
  asked.set(key, answer);
  return answer;
}

/**
 * Addresses of a name, of one family or (0) of both in the resolver's order. A literal address answers itself. Silence is ETIMEDOUT; a name
 * without addresses of this family is ENOTFOUND.
 */
export async function resolve(
  net: Resolving,
  name: string,
  how: { readonly family: 0 | 4 | 6; readonly port: number | null; readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<Resolved> {
  const bare = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
  const given = givenAddress(net.options.resolve, bare, how.port);
  const literal = given ?? (isIP(bare) === 0 ? null : bare);
  if (literal !== null) {
    const fits = how.family === 0 || isIP(literal) === how.family;
    return { addresses: fits ? [literal] : [], code: fits ? null : 'ENOTFOUND', given: given !== null };
  }
  if (bare === '') return { addresses: [], code: 'ENOTFOUND', given: false };
  try {
    const limits = { ms: how.timeoutMs, signals: [how.signal, net.closed], what: `the look-up of ${bare}` };
    const addresses = await patiently(limits, () => ask(net, bare, how.family));
    return { addresses, code: addresses.length > 0 ? null : 'ENOTFOUND', given: false };
  } catch (error) {
    if (error instanceof LookFailed) throw error;
    // getaddrinfo hides that it could open neither a file nor a socket behind a temporary failure.
    const own = ownLimit(error) ?? (error instanceof Silence ? null : outOfDescriptors());
    if (own) throw own;
    const code = error instanceof Silence ? error.code : codeOf(error);
    // A name that cannot be a name at all (too long, a NUL inside) is refused by Node itself and found by nobody.
    return { addresses: [], code: code.startsWith('ERR_') ? 'ENOTFOUND' : code, given: false };
  }
}

/** The failed look of a process that can open nothing more; null: it can. */
function outOfDescriptors(): LookFailed | null {
  try {
    closeSync(openSync('/', 'r'));
    return null;
  } catch (error) {
    return ownLimit(error);
  }
}

/** A name without usable addresses, as the failure of what needed one. */
export function lookupFailure(name: string, code: string, family: 0 | 4 | 6, started: number): NetFailure {
  return { ok: false, stage: 'dns', code, message: lookupMessage(name, code, family), address: null, durationMs: since(started) };
}

/** What the code of a failed look-up means, for a message. */
export function lookupMessage(name: string, code: string, family: 0 | 4 | 6): string {
  const kind = family === 0 ? 'address' : `IPv${family} address`;
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return `no ${kind} for ${name}`;
    case 'EAI_AGAIN':
      return `the resolver gave no answer for ${name} (temporary failure)`;
    case 'ETIMEDOUT':
      return `the resolver stayed silent about ${name}`;
    default:
      return `the look-up of ${name} failed (${code})`;
  }
}
