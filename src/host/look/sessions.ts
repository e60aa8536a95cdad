/**
 * Counts session files and tells their ages, also where there are a million of them: names are counted all, times are looked at for a
 * random sample, for a look at every file of a cold disk takes 16 s per million and a listing 2 s. Runs in a looking child of its own.
 */
import { lstatSync, opendirSync } from 'node:fs';
import type { ScanResult } from '../../model.js';
import { isAbsent } from './errno.js';
import type { ScanAsk } from './operations.js';
import { resolved } from './paths.js';
import { ageBounds, lookAtAll, sampleSize, scanResult } from './scan-result.js';

/** Node's synchronous reader is fastest with small portions: larger ones are shifted out of long arrays. */
const bufferSize = 128;
/** Between two portions the child answers and hears that it should end. */
const portionMs = 40;
/** Share of the budget after which counting ends, so that the sample can still be looked at. */
const countingShare = 0.7;

/** What is known so far; becomes a ScanResult at any time. */
class Tally {
  counted = 0;
  gone = 0;
  sampled = 0;
  stale = 0;
  zeroLength = 0;
  bytes = 0;
  oldestSeconds: number | null = null;
  newestSeconds: number | null = null;
  readonly ages = ageBounds.map(() => 0);
  readonly owners = new Map<number, number>();

  constructor(private readonly staleSeconds: number) {}

  look(path: string, nowMs: number): void {
    const seen = lstatSync(path, { throwIfNoEntry: false });
    if (!seen) {
      this.gone++; // removed since it was listed, as sessions are
      return;
    }
    // A time in the future counts as now: clocks are another fact.
    const age = Math.max(0, (nowMs - seen.mtimeMs) / 1000);
    this.sampled++;
    if (age > this.staleSeconds) this.stale++;
    if (seen.size === 0) this.zeroLength++;
    this.bytes += seen.size;
    this.oldestSeconds = Math.max(this.oldestSeconds ?? age, age);
    this.newestSeconds = Math.min(this.newestSeconds ?? age, age);
    const bucket = ageBounds.findIndex((bound) => bound === null || age <= bound);
    this.ages[bucket] = (this.ages[bucket] ?? 0) + 1;
    this.owners.set(seen.uid, (this.owners.get(seen.uid) ?? 0) + 1);
  }

  result(complete: boolean): ScanResult {
    return scanResult({ ...this, complete, owners: Object.fromEntries(this.owners) });
  }
}

/** Scans a session folder. `partial` hears a few times a second what is known until then. */
export async function scanSessions(ask: ScanAsk, partial: (result: ScanResult) => void): Promise<ScanResult> {
  const started = performance.now();
  const spent = (): number => performance.now() - started;
  const tally = new Tally(ask.staleSeconds);
  const chosen = new Reservoir();
  const breath = new Breath(() => partial(tally.result(false)));

  const countUntil = ask.exact ? ask.budgetMs : ask.budgetMs * countingShare;
  let complete = true;
  for (const path of sessionFiles(await resolved(ask.path), ask.depth)) {
    if (path !== null) {
      tally.counted++;
      if (ask.exact) tally.look(path, Date.now());
      else chosen.offer(path);
    }
    if (breath.isDue()) {
      await breath.take();
      if (spent() > countUntil) {
        complete = false;
        break;
      }
    }
  }
  const now = Date.now();
  for (const path of chosen.paths()) {
    tally.look(path, now);
    if (breath.isDue()) {
      await breath.take();
      if (spent() > ask.budgetMs) break;
    }
  }
  return tally.result(complete);
}

/** Session files at the level that holds them; null now and then for other entries, so that a folder full of those can be left, too. */
function* sessionFiles(folder: string, depth: number): Generator<string | null> {
  const handle = opendirSync(folder, { bufferSize });
  try {
    for (let entry = handle.readSync(); entry !== null; entry = handle.readSync()) {
      if (depth === 0) {
        yield entry.name.startsWith('sess_') ? `${folder}/${entry.name}` : null;
        continue;
      }
      // PHP's subfolders are named after one character of the session id.
      if (entry.name.length !== 1 || !entry.isDirectory()) continue;
      yield* subfolder(`${folder}/${entry.name}`, depth - 1);
    }
  } finally {
    handle.closeSync();
  }
}

function* subfolder(folder: string, depth: number): Generator<string | null> {
  try {
    yield* sessionFiles(folder, depth);
  } catch (error) {
    if (!isAbsent(error)) throw error; // it went meanwhile
  }
}

/** Keeps all paths while they are few, then a uniform random sample of them (Vitter's algorithm R). */
class Reservoir {
  #kept: string[] = [];
  #seen = 0;

  offer(path: string): void {
    this.#seen++;
    if (this.#seen <= lookAtAll) {
      this.#kept.push(path);
      return;
    }
    if (this.#seen === lookAtAll + 1) {
      shuffle(this.#kept);
      this.#kept.length = sampleSize;
    }
    const place = Math.floor(Math.random() * this.#seen);
    if (place < sampleSize) this.#kept[place] = path;
  }

  /** In random order, so that what is looked at until the budget ends is a random sample as well. */
  paths(): readonly string[] {
    return shuffle(this.#kept);
  }
}

function shuffle(list: string[]): string[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
  return list;
}

/** Lets the event loop run, and a partial result out, between two portions of synchronous work. */
class Breath {
  #steps = 0;
  #last = performance.now();

  constructor(private readonly say: () => void) {}

  isDue(): boolean {
    return (++this.#steps & 63) === 0 && performance.now() - this.#last > portionMs;
  }

  async take(): Promise<void> {
    this.say();
    await new Promise((resolve) => setImmediate(resolve));
    this.#last = performance.now();
  }
}
