/** The network as the other machine sees it: its resolver, its addresses, its clock. */
import { LookFailed } from '../../logic/failure.js';
import type { Net } from '../../model.js';
import { assertAllowed, candidatesFor } from '../allowed-programs.js';
import { authoritiesIn, createTrust, largestBundle, systemBundle, systemBundles, type Trust } from '../net/trust.js';
import type { AskAddresses, AskTime, Connector, Vantage } from '../net/vantage.js';
import { connectingAhead } from './ahead.js';
import type { RemoteClock } from './clock.js';
import type { SshLine } from './line.js';
import { valueOf } from './lookers.js';
import { Answer } from './replies.js';

const longestAnswer = 256 * 1024;
/** Beside the resolver's own patience, for the processes that ask it. */
const graceMs = 2000;

export function remoteVantage(line: SshLine, connect: Connector, clock: RemoteClock, timeoutMs: number): Vantage {
  // The site is asked more than once; of others one connection is enough.
  const { connect: connectAgain } = connectingAhead(connect, (asked) => asked > 1);
  return { connect, connectAgain, clock, addressesOf: addressesOf(line, timeoutMs), askTime: askTime(line) };
}

/** How long an answer stays true: one run asks for the site's name again and again. */
const freshMs = 10_000;

function addressesOf(line: SshLine, timeoutMs: number): AskAddresses {
  const ask = askResolver(line, timeoutMs);
  const known = new Map<string, { readonly answer: Promise<readonly string[]>; readonly at: number }>();
  return (name, family) => {
    const key = `${family} ${name}`;
    const before = known.get(key);
    if (before && performance.now() - before.at < freshMs) return before.answer;
    const answer = ask(name, family);
    known.set(key, { answer, at: performance.now() });
    answer.catch(() => known.delete(key)); // a failure may be a passing one
    return answer;
  };
}

function askResolver(line: SshLine, timeoutMs: number): AskAddresses {
  return async (name, family) => {
    const database = family === 0 ? 'ahosts' : `ahostsv${family}`;
    try {
      assertAllowed('getent', [database, name]);
    } catch {
      throw withCode('ENOTFOUND', name); // it cannot be a name
    }
    const getent = { candidates: candidatesFor('getent'), args: [database, name], maxBytes: longestAnswer };
    const reply = await line.request({
      op: 'lookup',
      ask: { name, family, getent },
      lane: 'slow',
      ms: timeoutMs + graceMs,
      subject: name,
    });
    if (reply.is === 'late') throw withCode('ETIMEDOUT', name);
    const answer = new Answer(valueOf(reply, `the look-up of ${name}`), `the look-up of ${name}`);
    const code = answer.textOrNull('code');
    if (code !== null) throw withCode(code, name);
    return answer.list('addresses').filter((address): address is string => typeof address === 'string');
  };
}

/** UDP is not forwarded: the agent asks. */
function askTime(line: SshLine): AskTime {
  return async (address, port, request, { timeoutMs, end }) => {
    const subject = `the time server ${address}`;
    const ask = { address, port, packet: request.toString('base64'), patienceMs: timeoutMs };
    const reply = await line.request({ op: 'time', ask, lane: 'slow', ms: timeoutMs + graceMs, subject, signal: end });
    if (reply.is === 'late') throw withCode('ETIMEDOUT', address);
    const answer = new Answer(valueOf(reply, subject), subject);
    const code = answer.textOrNull('code');
    if (code !== null) throw withCode(code, address);
    return { packet: answer.bytes('answer'), sentMs: answer.number('sentMs'), tripMs: answer.number('tripMs') };
  };
}

/**
 * What the other machine believes in, beside Mozilla's roots and --cacert. Most machines have the same bundle: then ours is made ready while ssh still
 * connects, and theirs is not sent.
 */
export function remoteTrust(
  line: SshLine,
  timeoutMs: number,
  cacert: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): Trust {
  const ours = createTrust(cacert, environment);
  ours.context().catch(() => undefined); // whoever needs it hears of it
  const asked = askAuthorities(line, timeoutMs);
  asked.catch(() => undefined);
  const theirs = asked.then((found) => (found === null ? ours : createTrust(cacert, environment, () => found)));
  theirs.catch(() => undefined);
  return { context: async () => (await theirs).context() };
}

/** null: the same as ours. */
async function askAuthorities(line: SshLine, timeoutMs: number): Promise<readonly string[] | null> {
  const subject = 'the certificates that it believes in';
  const ask = { candidates: systemBundles, known: systemBundle()?.sha1 ?? '', maxBytes: largestBundle };
  const reply = await line.request({ op: 'authorities', ask, lane: 'slow', ms: timeoutMs, subject });
  const answer = new Answer(valueOf(reply, subject), subject);
  return answer.flag('same') ? null : authoritiesIn(answer.bytes('text').toString('latin1'));
}

/**
 * A connection that fails may have failed because the line itself has died: what did not go well is believed only while the agent still answers.
 */
export function whileAlive(net: Net, line: SshLine): Net {
  const checked = async <T extends { readonly ok: boolean }>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const result = await outcome;
    if (!result.ok) await line.assertAlive(signal);
    return result;
  };
  return {
    lookup: (name, family, signal) => net.lookup(name, family, signal),
    tcp: (address, port, how) => checked(net.tcp(address, port, how), how?.signal),
    tls: (address, port, serverName, how) => checked(net.tls(address, port, serverName, how), how?.signal),
    http: (request) => checked(net.http(request), request.signal),
    sntp: (host, port, how) => net.sntp(host, port, how),
    records: (name, type, signal) => checked(net.records(name, type, signal), signal),
    async smtp(request) {
      const seen = await net.smtp(request);
      if (seen.failure !== null) await line.assertAlive(request.signal);
      return seen;
    },
    exchange: (where, request, how) => checked(net.exchange(where, request, how), how?.signal),
  };
}

/** The same for what throws. */
export async function believed<T>(line: SshLine, looking: Promise<T>): Promise<T> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof LookFailed && error.gap !== 'aborted') await line.assertAlive();
    throw error;
  }
}

function withCode(code: string, what: string): Error {
  return Object.assign(new Error(`${code} ${what}`), { code });
}
