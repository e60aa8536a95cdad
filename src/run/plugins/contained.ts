/** Checks and probes of a module, so that what goes wrong in them costs only them and is named. */
import { basename } from 'node:path';
import { LookFailed } from '../../logic/failure.js';
import { isGapCode } from '../../logic/gap-codes.js';
import { plainData } from '../../logic/plain-data.js';
import type { Announced, Check, FactId, Facts, Judgement, Look, Observed, Probe, See, Vantage } from '../../model.js';
import { thrown } from './extension.js';
import { frontFor } from './front.js';
import { inPlugin, strayFrom } from './inside.js';
import { complaint, judgements, vantages } from './words.js';

/** A check that holds to its type as far as can be seen from outside. */
export function containedCheck(check: Check, file: string): Check {
  const { id, area, title, causes, needs, wants, onlyWhenSelected, witness } = check;
  return {
    id,
    area,
    title,
    causes,
    needs,
    ...(wants ? { wants } : {}),
    ...(onlyWhenSelected ? { onlyWhenSelected } : {}),
    ...(witness ? { witness } : {}),
    plugin: file,
    judge: (facts: object, see: See<FactId>) => {
      const stray = strayFrom(file);
      if (stray !== null) return trouble(file, `left an error that nothing caught (${stray})`);
      try {
        return accepted(
          inPlugin(file, () => check.judge(copied(facts) as never, see)),
          check,
          file,
        );
      } catch (error) {
        return trouble(file, `failed at this check (${thrown(error)})`);
      }
    },
  };
}

function accepted(said: unknown, check: Check, file: string): readonly Judgement[] {
  if (isPromise(said)) {
    said.then(undefined, () => {}); // nobody waits for it
    return trouble(file, 'answered with a promise: judge() must answer at once, what takes time belongs into a probe');
  }
  const parsed = judgements.safeParse(plainData(said, 'the judgement'));
  if (!parsed.success) return trouble(file, `said something that is no judgement: ${complaint(parsed.error)}`);
  const stranger = parsed.data.find((one) => 'cause' in one && !check.causes.includes(one.cause));
  if (stranger)
    return trouble(
      file,
      `named the cause ${JSON.stringify((stranger as { readonly cause: string }).cause)}, which the check does not declare`,
    );
  return parsed.data.map((one) =>
    'evidence' in one
      ? { ...one, evidence: one.evidence.map((piece) => ({ vantage: 'operator', source: `plug-in ${basename(file)}`, ...piece })) }
      : one,
  ) as readonly Judgement[];
}

function isPromise(said: unknown): said is Promise<unknown> {
  return typeof said === 'object' && said !== null && 'then' in said && typeof said.then === 'function';
}

/** An answer in the place of the one that the plug-in owes. */
export function trouble(file: string, what: string): readonly Judgement[] {
  return [{ is: 'unknown', reason: `the plug-in ${basename(file)} ${what}`, settle: mend(file) }];
}

export function mend(file: string): string {
  return `Mend ${file}, or leave it out: it is no part of whmcs-doctor.`;
}

/** A probe that gets no secret and answers with plain data, or with a gap that names the plug-in. */
export function containedProbe(probe: Probe, file: string): Probe {
  const { fact, vantage, title, needs, wants, budgetMs, touches, from } = probe;
  const named = `${title} (plug-in ${basename(file)})`;
  return {
    fact,
    vantage,
    title: named,
    needs,
    wants,
    budgetMs,
    touches: touches.map(({ kind, what, covers }): Announced => ({ kind, what: `${what} (plug-in ${basename(file)})`, covers })),
    ...(from ? { from } : {}),
    async observe(look, keep) {
      const own: Look<FactId, FactId> = {
        host: frontFor(look.host),
        have: copied(look.have) as Look<FactId, FactId>['have'],
        want: copied(look.want) as Look<FactId, FactId>['want'],
        options: structuredClone(look.options),
        signal: look.signal,
      };
      const partial = (value: unknown): void => keep(plainData(value, 'what it keeps') as Facts[FactId]);
      try {
        return seen(await inPlugin(file, () => probe.observe(own, partial)), named);
      } catch (error) {
        throw failure(error, named, file);
      }
    },
  };
}

function seen(said: unknown, title: string): Observed<Facts[FactId]> {
  if (typeof said !== 'object' || said === null || !('value' in said)) throw new TypeError('observe() must answer { value, source }');
  const { value, source, vantage } = said as { readonly value: unknown; readonly source?: unknown; readonly vantage?: unknown };
  const known = vantages.find((each) => each === vantage) satisfies Vantage | undefined;
  return {
    value: plainData(value, 'the value') as Facts[FactId],
    source: typeof source === 'string' && source !== '' ? source.slice(0, 1000) : title,
    ...(known === undefined ? {} : { vantage: known }),
  };
}

/** By its name: a plug-in may bring a LookFailed of another copy of this package. */
function failure(error: unknown, title: string, file: string): LookFailed {
  if (error instanceof LookFailed) return error;
  if (error instanceof Error && error.name === 'LookFailed') {
    const { gap, why, more } = error as Partial<LookFailed>;
    const { settle, beyond } = more ?? {};
    if (isGapCode(gap) && typeof why === 'string')
      return new LookFailed(gap, why.slice(0, 1000), {
        ...(typeof settle === 'string' ? { settle: settle.slice(0, 1000) } : {}),
        ...(beyond === true ? { beyond } : {}),
      });
  }
  return new LookFailed('bug', `looking at ${title} failed (${thrown(error)})`, { settle: mend(file) });
}

/** A plug-in that changes what it was given changes nothing for others. */
function copied(facts: object): Record<string, unknown> {
  const copies = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(facts)) copies[name] = copyOf(value);
  return copies;
}

function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return value; // a fact of a bundle with wrong fields watches who reads them
  }
}
