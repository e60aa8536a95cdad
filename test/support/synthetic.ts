/** A program of made-up checks over made-up facts, of any size: what the engine itself costs. */
import type { Cause, CauseId, Check, FactId, Host, Judgement, Probe, Problem, ProblemId, Report } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { problems } from '../../src/knowledge/problems.js';
import { examine, type Policy, type Program } from '../../src/run/run.js';
import type { Gathered } from '../../src/run/scheduler.js';

const names = { fact: (at: number) => `made-up.fact-${at}` as FactId, cause: (at: number) => `made-up-cause-${at}` as CauseId };

/** Every fourth waits for the one before it, and every fiftieth look fails. */
function probe(at: number): Probe {
  return {
    fact: names.fact(at),
    title: `fact ${at}`,
    vantage: 'shell',
    needs: at % 4 === 3 ? [names.fact(at - 1)] : [],
    wants: at % 10 === 9 ? [names.fact(at - 5)] : [],
    touches: [],
    budgetMs: 1000,
    observe: () =>
      at % 50 === 49 ? Promise.reject(new Error('no answer')) : Promise.resolve({ value: { number: at, text: `what was seen of ${at}` } }),
  } as unknown as Probe;
}

/** Some follow from others, in chains of eight. */
function cause(at: number, documented: readonly Problem[]): Cause {
  const problem = documented[at % documented.length]?.id ?? ('' as ProblemId);
  return {
    id: names.cause(at),
    title: `Cause ${at} is there`,
    problems: [problem],
    explanation: 'Made up.',
    remedies: [],
    docs: ['https://docs.whmcs.com/'],
    ...(at % 8 === 0 ? {} : { follows: [names.cause(at - 1), ...(at % 8 === 1 ? [] : [names.cause(at - 2)])] }),
  };
}

/** Of seven one fails, one warns of three subjects, one cannot tell, one is skipped, and three pass. */
function check(at: number, facts: number): Check {
  const [first, second, wanted] = [names.fact(at % facts), names.fact((at * 7) % facts), names.fact((at * 13) % facts)];
  const found = (is: 'fail' | 'warn', subject: string, evidence: Judgement extends infer J ? J : never): Judgement =>
    ({ is, subject, cause: names.cause(at), confidence: at % 2 === 0 ? 'proved' : 'likely', evidence }) as unknown as Judgement;
  return {
    id: `made-up-check-${at}`,
    area: 'url',
    title: { pass: `${at} is well`, fail: `${at} is broken` },
    causes: [names.cause(at)],
    needs: [first, second],
    wants: [wanted],
    judge: (given: Readonly<Record<string, { readonly text?: string; readonly ok?: boolean }>>, see: (...about: unknown[]) => unknown) => {
      const evidence = [see(first, 'first', given[first]?.text, { want: 'otherwise' }), see(wanted, 'wanted', given[wanted]?.ok === true)];
      switch (at % 7) {
        case 0:
          return found('fail', `/srv/${at}`, evidence as never);
        case 1:
          return [1, 2, 3].map((one) => found('warn', `/srv/${at}/${one}`, evidence as never));
        case 2:
          return { is: 'unknown', reason: 'nobody answered', settle: 'Ask again.' };
        case 3:
          return { is: 'skip', reason: 'needs a name' };
        default:
          return { is: 'pass', evidence };
      }
    },
  } as unknown as Check;
}

export function syntheticProgram(checks: number, facts: number): Program {
  const counted = <T>(count: number, make: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => make(at));
  const causes = counted(checks, (at) => cause(at, problems));
  return {
    version: '0.0.0',
    checks: counted(checks, (at) => check(at, facts)),
    causes,
    problems,
    messages: [],
    remedyFor: ({ id }) => [{ text: `Remove ${id} of {subject}.`, command: `remove {subject}`, risk: 'low' }],
    probes: new Map(counted(facts, (at) => [names.fact(at), probe(at)] as const)),
  };
}

/** Without a selection, or with one of each kind. */
export function syntheticPolicy(chosen: boolean): Policy {
  const selection = chosen
    ? { only: ['url', 'made-up-*'], skip: ['made-up-check-3'], require: ['made-up-check-1*'] }
    : { only: [], skip: [], require: [] };
  return { selection, severity: { 'made-up-check-7': 'warn' }, failOn: 'fail' };
}

/** Looks, judges and orders. */
export function runSynthetic(program: Program, policy: Policy): Promise<{ readonly report: Report; readonly gathered: Gathered }> {
  const host = { kind: 'local', label: 'made up', now: () => Date.now(), elapsed: () => performance.now() } as unknown as Host;
  return examine(program, policy, host, defaultOptions, { kind: 'install', label: '/srv' }, new AbortController().signal);
}
