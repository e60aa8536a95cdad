/** whmcs-doctor triage: which documented problem a text tells of. No network, no target; neither checks nor probes are loaded. */
import { isatty } from 'node:tty';
import { shellQuote } from '../logic/shell-quote.js';
import { toCompactJson, toJson } from '../report/json.js';
import { triageDocument } from '../report/triage-json.js';
import { answered } from '../triage/answer.js';
import { NotText } from '../triage/not-text.js';
import { loadTriage, type Knowing } from '../triage/load.js';
import { readStream, readString } from '../triage/stream.js';
import { decide } from './ending.js';
import { unusable, usage } from './exit.js';
import { catchSignals } from './interruption.js';
import type { Given } from './options.js';
import { offer, print, say } from './output.js';
import { simpleFormat, viewFor } from './shown-as.js';

export interface TriageGiven extends Given {
  readonly text?: string;
  readonly jsonl?: boolean;
}

export async function triage(file: string | undefined, given: TriageGiven): Promise<void> {
  if (given.text !== undefined && file !== undefined) throw usage('give a file or --text, not both');
  if (given.text !== undefined && given.jsonl === true) throw usage('--jsonl reads lines from a file or a pipe: leave --text out');
  if (given.jsonl === true && given.format !== undefined && given.format !== 'json') throw usage('--jsonl answers as JSON: leave -f out');
  const format = simpleFormat(given);
  const input = given.text === undefined ? await opened(file) : null;
  const knowing = loadTriage();
  const { tables } = knowing;
  if (given.jsonl === true && input !== null) return reading(input, () => lines(input, knowing));

  const read =
    input === null ? readString(given.text ?? '', knowing.matcher) : await reading(input, () => readStream(input.chunks, knowing.matcher));
  const answer = answered(read, tables, null);
  if (answer.best === 'none') decide(1);
  if (input?.stopped() !== undefined) {
    decide(input.stopped() ?? 0);
    say(`stopped before the end of ${input.name}: this is what was read`);
  }
  if (answer.blank) say(input?.blank ?? `${input === null ? '--text' : input.name} is empty: there is nothing to triage`);
  if (format === 'json') return print(toJson(triageDocument(answer)));
  if (answer.blank) return;
  const { renderTriage } = await import('../report/triage-pretty.js');
  await print(renderTriage(answer, viewFor(given)));
}

interface Input {
  /** For messages. */
  readonly name: string;
  /** What is said where there is no text in it, if not that it is empty. */
  readonly blank?: string;
  /** UTF-8. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The exit status of the signal that ended the reading; undefined: none did. */
  stopped(): number | undefined;
}

/** What opens files is loaded for files: a text on the command line is answered sooner. */
async function opened(file: string | undefined): Promise<Input> {
  if (file === undefined && isatty(0))
    throw usage('there is no text: whmcs-doctor triage FILE, whmcs-doctor triage --text "…", or pipe it in: … | whmcs-doctor triage');
  const [{ openText }, { utf8Text }, { peekedForBundle }] = await Promise.all([
    import('./text-input.js'),
    import('../triage/read-text.js'),
    import('./bundle-sign.js'),
  ]);
  const { name, chunks } = await openText(file ?? '-');
  const { chunks: some, stopped } = untilSignal(chunks);
  const { bundled, all } = await peekedForBundle(some);
  return bundled ? { ...(await logsOfBundle(name, all)), stopped } : { name, chunks: utf8Text(all), stopped };
}

/** Of a bundle its logs are the text: the lines that told of a known problem. */
async function logsOfBundle(name: string, chunks: AsyncIterable<Uint8Array>): Promise<Pick<Input, 'name' | 'blank' | 'chunks'>> {
  const [{ bundleOf }, { largestBundleBytes }, { logTexts }] = await Promise.all([
    import('./bundle-target.js'),
    import('../host/bundle.js'),
    import('../host/bundle-text.js'),
  ]);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > largestBundleBytes)
      throw unusable(
        `${name} is not a bundle that can be read: it is larger than 64 MiB. Give the log itself, or its last lines: tail -n 10000 LOG | whmcs-doctor triage`,
      );
    parts.push(Uint8Array.from(chunk));
  }
  const bundle = await bundleOf(name, Buffer.concat(parts));
  const texts = logTexts(bundle.facts);
  const text = [...texts.values()].map((log) => log.text).join('');
  const messages = [...texts.values()].reduce((sum, log) => sum + log.messages, 0);
  if (texts.size > 0)
    say(
      `${name} is a bundle: triage reads what it keeps of ${[...texts.keys()].join(', ')}, the last line of each known message (${messages} in all)`,
    );
  const blank = `${name} is a bundle that keeps no lines of logs, so there is nothing to triage: judge its facts with whmcs-doctor check ${shellQuote(name)}`;
  return { name: `the logs in ${name}`, blank, chunks: asChunks(text) };
}

async function* asChunks(text: string): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

/** SIGINT and SIGTERM end the reading, not the answer; a second one ends the program. */
function untilSignal(chunks: AsyncIterable<Uint8Array>): Pick<Input, 'chunks' | 'stopped'> {
  let code: number | undefined;
  async function* some(): AsyncIterable<Uint8Array> {
    const interruption = catchSignals();
    const stopping = new Promise<'stopped'>((resolve) => interruption.signal.addEventListener('abort', () => resolve('stopped')));
    const all = chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await Promise.race([all.next(), stopping]);
        if (next === 'stopped' || next.done === true) return;
        yield next.value;
        // a file that is always ready would leave no time for the signal
        await new Promise(setImmediate);
      }
    } finally {
      code = interruption.code() ?? undefined;
      interruption.end();
    }
  }
  return { chunks: some(), stopped: () => code };
}

/** The work with the text of an input; one that turns out to be no text is named. */
async function reading<T>({ name }: Input, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof NotText ? unusable(`${name} ${error.message}`) : error;
  }
}

/** One answer for each line, before the next is read. Ends when nobody reads the answers. */
async function lines(input: Input, { tables, matcher }: Knowing): Promise<void> {
  const { jsonLines } = await import('../triage/json-lines.js');
  let read = 0;
  let broken = 0;
  for await (const line of jsonLines(input.chunks)) {
    if ('why' in line) {
      broken += 1;
      say(`line ${line.number} of ${input.name} ${line.why}: left out`);
      continue;
    }
    read += 1;
    const answer = answered(readString(line.text, matcher), tables, line.id);
    const isRead = await offer(toCompactJson({ ...triageDocument(answer), line: line.number }));
    if (!isRead) return;
  }
  const stopped = input.stopped();
  if (stopped !== undefined) {
    decide(stopped);
    return say(`stopped before the end of ${input.name}: each line that was read has its answer`);
  }
  if (read > 0) return;
  throw unusable(
    broken === 0
      ? `${input.name} is empty: one JSON object per line is expected, {"id": …, "text": "…"}`
      : `no line of ${input.name} could be read`,
  );
}
