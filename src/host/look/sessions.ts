/**
 * Counts session files and tells their ages, also where there are a million of them: names are counted all, times are looked at for a
 * random sample, for a look at every file of a cold disk takes 16 s per million and a listing 2 s. Runs in a looking child of its own.
 */
import { lstatSync } from 'node:fs';
import type { ScanResult } from '../../model.js';
import type { ScanAsk } from './operations.js';
import { resolved } from './paths.js';
import { Reservoir } from './reservoir.js';
import { ageBounds, scanResult } from './scan-result.js';
import { SessionWalk } from './session-walk.js';

/** Between two portions the child answers and hears that it should end. */
const portionMs = 40;
/** Share of the budget after which counting ends, so that the sample can still be looked at. */
const countingShare = 0.7;

const orNothing = { throwIfNoEntry: false } as const;

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

  /** `path`: from where this process stands. */
  look(path: string, nowMs: number): void {
    const seen = lstatSync(path, orNothing);
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
    if (this.oldestSeconds === null || age > this.oldestSeconds) this.oldestSeconds = age;
    if (this.newestSeconds === null || age < this.newestSeconds) this.newestSeconds = age;
    const bucket = bucketOf(age);
    this.ages[bucket] = (this.ages[bucket] ?? 0) + 1;
    this.owners.set(seen.uid, (this.owners.get(seen.uid) ?? 0) + 1);
  }

  result(complete: boolean): ScanResult {
    return scanResult({ ...this, complete, owners: Object.fromEntries(this.owners) });
  }
}

function bucketOf(age: number): number {
  let bucket = 0;
  for (const bound of ageBounds) {
    if (bound === null || age <= bound) break;
    bucket++;
  }
  return bucket;
}

/** Scans a session folder, or this child's share of it. `partial` hears a few times a second what is known until then. */
export async function scanSessions(ask: ScanAsk, partial: (result: ScanResult) => void): Promise<ScanResult> {
  const started = performance.now();
  const spent = (): number => performance.now() - started;
  const tally = new Tally(ask.staleSeconds);
  const chosen = new Reservoir();
  const near = new Near();
  let complete = false;
  const breath = new Breath(() => partial(tally.result(complete)));

  const countUntil = ask.exact ? ask.budgetMs : ask.budgetMs * countingShare;
  const walk = new SessionWalk(await resolved(ask.path), ask.depth);
  try {
    let step = walk.step();
    for (; step !== 'end'; step = walk.step()) {
      let calls = step === 'folder' ? 1 : 0;
      if (step === 'file' && isOurs(walk.name, ask.share)) {
        tally.counted++;
        if (ask.exact) {
          tally.look(near.pathOf(walk), Date.now());
          calls = 1;
        } else chosen.offer(walk.folder, walk.name);
      }
      if (breath.isDue(calls)) {
        near.leave(); // whoever goes on meanwhile stands where he stood
        await breath.take();
        if (spent() > countUntil) break;
      }
    }
    complete = step === 'end';
  } finally {
    walk.close();
    near.leave();
  }
  const now = Date.now();
  for (const path of chosen.paths()) {
    tally.look(path, now);
    if (breath.isDue(1)) {
      await breath.take();
      if (spent() > ask.budgetMs) break;
    }
  }
  return tally.result(complete);
}

/** Stands in the folder whose files are looked at: of a short name the kernel has less to resolve, which is a fifth of each look. */
class Near {
  #home: string | null = null;
  #folder: string | null = null;
  #isThere = false;

  pathOf({ folder, name }: SessionWalk): string {
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#isThere = this.#go(folder);
    }
    return this.#isThere ? name : `${folder}/${name}`;
  }

  leave(): void {
    this.#folder = null;
    if (this.#home !== null) this.#move(this.#home);
  }

  #go(folder: string): boolean {
    try {
      this.#home ??= process.cwd();
    } catch {
      return false; // the folder in which it was started is gone
    }
    return this.#move(folder);
  }

  #move(folder: string): boolean {
    try {
      process.chdir(folder);
      return true;
    } catch {
      return false;
    }
  }
}

/** The last character of a session's id is as random as the others. Each of those who share the work lists all names. */
function isOurs(name: string, { at, of }: ScanAsk['share']): boolean {
  return of === 1 || name.charCodeAt(name.length - 1) % of === at;
}

/** Lets the event loop run, and a partial result out, between two portions of synchronous work. */
class Breath {
  #entries = 0;
  #last = performance.now();

  constructor(private readonly say: () => void) {}

  /**
   * Asked after every entry. The clock is looked at after each that was asked of the file system by itself, which a slow one answers late;
   * of names that it told by the hundred, after every 64th.
   */
  isDue(calls: number): boolean {
    return (calls > 0 || (++this.#entries & 63) === 0) && performance.now() - this.#last > portionMs;
  }

  async take(): Promise<void> {
    this.say();
    await new Promise((resolve) => setImmediate(resolve));
    this.#last = performance.now();
  }
}
