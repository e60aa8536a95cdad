/**
 * Gathers facts: every probe at most once, as soon as what it needs is there, inside its budget and the run's deadline.
 * A probe that hangs or crashes costs only itself and what needs it.
 */
import { setMaxListeners } from 'node:events';
import { byText } from '../logic/by-text.js';
import { LookFailed } from '../logic/failure.js';
import type { Fact, FactId, Facts, GapCode, Host, Look, Observed, Origin, Probe, ProbeReport, RunOptions } from '../model.js';
import { Slots } from '../logic/slots.js';

export type Registry = ReadonlyMap<FactId, Probe>;

export interface GatherEvents {
  started?(probe: Probe): void;
  finished?(probe: Probe, fact: Fact<unknown>): void;
  /** Wraps a look, so that what it touches can be told from what others touch at the same time. */
  looking?<T>(probe: Probe, look: () => Promise<T>): Promise<T>;
}

export interface Gathered {
  readonly facts: ReadonlyMap<FactId, Fact<unknown>>;
  readonly probes: readonly ProbeReport[];
}

export const longestBudgetMs = 20_000;

/** Looks at everything that the wanted facts need. `signal` is the operator's: aborting it ends all looks and keeps what is known. */
export async function gather(
  wanted: readonly FactId[],
  registry: Registry,
  host: Host,
  options: RunOptions,
  signal: AbortSignal,
  events: GatherEvents = {},
): Promise<Gathered> {
  const startedAt = host.elapsed();
  const memo = new Map<FactId, Promise<Fact<unknown>>>();
  const facts = new Map<FactId, Fact<unknown>>();
  const reports: ProbeReport[] = [];
  const slots = new Slots(options.jobs);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), options.deadlineMs);
  /** Of the looks that go on. A signal made of others for each of them would cost more than most looks, and Node keeps one that is listened to for ever. */
  const budgets = new Set<AbortController>();
  const ends = [deadline.signal, signal];
  const stop = (): void => budgets.forEach((budget) => budget.abort(ended()?.reason));
  const ended = (): AbortSignal | undefined => ends.find(({ aborted }) => aborted);
  for (const end of ends) end.addEventListener('abort', stop, { once: true });

  const fact = (id: FactId): Promise<Fact<unknown>> => {
    const known = memo.get(id);
    if (known) return known;
    const looking = lookFor(id).then((found) => {
      facts.set(id, found);
      return found;
    });
    memo.set(id, looking);
    return looking;
  };

  const lookFor = async (id: FactId): Promise<Fact<unknown>> => {
    const probe = registry.get(id);
    if (!probe) return gapAt(host, id, 'operator', 'unsupported', `nothing here can look at ${id}`, startedAt);
    const [needs, wants] = await Promise.all([Promise.all(probe.needs.map(fact)), Promise.all(probe.wants.map(fact))]);
    const began = host.elapsed();
    const missing = needs.findIndex((need) => !need.ok);
    const gap = needs[missing];
    const found =
      gap && !gap.ok
        ? ({ ...gap, because: gap.because ?? probe.needs[missing] } as Fact<unknown>)
        : await slots.use(() => observe(probe, table(probe.needs, needs.map(valueOf)), table(probe.wants, wants)));
    events.finished?.(probe, found);
    reports.push({
      fact: id,
      ok: found.ok,
      gap: found.ok ? null : found.gap,
      ...(found.ok ? {} : { why: found.why }),
      ...(found.ok && found.partial !== undefined ? { partial: found.partial } : {}),
      startedMs: Math.round(began - startedAt),
      durationMs: Math.round(host.elapsed() - began),
      needs: [...probe.needs, ...probe.wants],
    });
    return found;
  };

  const observe = async (probe: Probe, have: unknown, want: unknown): Promise<Fact<unknown>> => {
    events.started?.(probe);
    const began = host.elapsed();
    const budget = new AbortController();
    const { signal: all } = budget;
    const limit = Math.min(probe.budgetMs, longestBudgetMs);
    const clock = setTimeout(() => budget.abort(), limit);
    budgets.add(budget);
    if (ended()) stop();
    const givenUp = abortOf(all);
    setMaxListeners(0, all); // a look may consist of any number of operations, each of which listens
    let kept: { readonly value: unknown } | null = null;
    const origin = (seen?: Observed<unknown>): Origin => ({
      vantage: seen?.vantage ?? probe.vantage,
      source: seen?.source ?? probe.title,
      at: new Date(host.now()).toISOString(),
      durationMs: Math.round(host.elapsed() - began),
    });
    try {
      const look = { host, have, want, options, signal: all } as unknown as Look<FactId, FactId>;
      const observe = (): Promise<Observed<unknown>> =>
        probe.observe(look, (partial: Facts[FactId]) => {
          kept = { value: partial };
        });
      const observing = events.looking ? events.looking(probe, observe) : observe();
      observing.catch(() => {}); // a look that was given up may still fail later: nobody listens then
      const seen = await Promise.race([observing, givenUp.early]);
      return { ok: true, value: seen.value, origin: origin(seen) };
    } catch (error) {
      const late = deadline.signal.aborted || isDeadline(signal);
      const how = signal.aborted && !late ? 'aborted' : late || all.aborted ? 'timeout' : null;
      const cause = describe(error, probe, how, late ? options.deadlineMs : limit, late);
      const partial = kept as { readonly value: unknown } | null;
      if (partial && how) return { ok: true, value: partial.value, origin: origin(), partial: cause.why };
      return { ok: false, ...cause, origin: origin() };
    } finally {
      clearTimeout(clock);
      budgets.delete(budget);
      givenUp.forget();
      budget.abort(over); // what the look still had under way ends with it
    }
  };

  try {
    await Promise.all(wanted.map(fact));
  } finally {
    clearTimeout(timer);
    for (const end of ends) end.removeEventListener('abort', stop);
  }
  return { facts, probes: reports.sort((a, b) => a.startedMs - b.startedMs || byText(a.fact, b.fact)) };
}

/** The deadline of a whole run, of which this is only a part. */
function isDeadline({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof DOMException && reason.name === 'TimeoutError';
}

/** Why a look's operations end once it is over. One for all: nobody is told, and to make an error is slow. */
const over = new LookFailed('aborted', 'the look is over');

/** Rejects as soon as the signal is aborted, unless that is forgotten before. */
function abortOf(signal: AbortSignal): { readonly early: Promise<never>; forget(): void } {
  let forget = (): void => {};
  const early = new Promise<never>((_, reject) => {
    const end = (): void => reject(new LookFailed('aborted', 'the look was ended'));
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    forget = () => signal.removeEventListener('abort', end);
  });
  early.catch(() => {}); // a probe that throws at once is never raced with it
  return { early, forget };
}

function describe(
  error: unknown,
  probe: Probe,
  ended: 'aborted' | 'timeout' | null,
  limitMs: number,
  byDeadline: boolean,
): { readonly gap: GapCode; readonly why: string; readonly settle?: string; readonly beyond?: true } {
  if (ended === 'aborted') return { gap: 'aborted', why: `stopped while looking at ${probe.title}` };
  if (ended === 'timeout') {
    const limit = `${limitMs / 1000} s`;
    return byDeadline
      ? {
          gap: 'timeout',
          why: `looking at ${probe.title} was not done at the deadline of ${limit}`,
          settle: 'Run it again with a longer --deadline.',
        }
      : { gap: 'timeout', why: `looking at ${probe.title} was not done within its budget of ${limit}` };
  }
  if (error instanceof LookFailed) return { gap: error.gap, why: error.why, ...error.more };
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    gap: 'bug',
    why: `looking at ${probe.title} crashed (${firstLine(what)})`,
    settle: 'This is a bug of whmcs-doctor: please report it with this line.',
  };
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 300);
}

function valueOf(fact: Fact<unknown>): unknown {
  return fact.ok ? fact.value : undefined;
}

function table(ids: readonly FactId[], values: readonly unknown[]): Record<string, unknown> {
  const result = Object.create(null) as Record<string, unknown>;
  ids.forEach((id, index) => {
    result[id] = values[index];
  });
  return result;
}

function gapAt(host: Host, source: string, vantage: Origin['vantage'], gap: GapCode, why: string, began: number): Fact<never> {
  return {
    ok: false,
    gap,
    why,
    origin: { vantage, source, at: new Date(host.now()).toISOString(), durationMs: Math.round(host.elapsed() - began) },
  };
}
