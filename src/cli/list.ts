/** whmcs-doctor list: the catalogue of problems, checks, causes and probes. */
import { nearest } from '../logic/nearest.js';
import type { Probe } from '../model.js';
import { toJson } from '../report/json.js';
import { wrap } from '../report/wrap.js';
import type { Expertise } from '../run/run.js';
import { usage } from './exit.js';
import { print } from './output.js';
import { loadExpertise, loadProgram } from './program.js';
import { simpleFormat } from './render.js';

const lists = {
  problems: async () => problems(await loadExpertise()),
  checks: async () => checks(await loadExpertise()),
  causes: async () => causes(await loadExpertise()),
  probes: async () => probes([...(await loadProgram('install')).probes.values()]),
} as const;
type What = keyof typeof lists;

/** Ids first, the sentence below: both survive a narrow terminal and `grep`. */
export async function list(what: string, given: { readonly format?: unknown }): Promise<void> {
  if (!Object.hasOwn(lists, what)) {
    const near = nearest(what, Object.keys(lists));
    throw usage(`there is no list of ${what}: ${near === null ? `type one of ${Object.keys(lists).join(', ')}` : `did you mean ${near}?`}`);
  }
  const items = await lists[what as What]();
  if (simpleFormat(given) === 'json')
    return print(toJson({ schema: 'whmcs-doctor/list/1', items: items.map(({ more: _, ...item }) => item) }));
  await print(`${items.map((item) => lines(item).join('\n')).join('\n')}\n`);
}

/** `more` stands below the title for people; the JSON has it in fields of its own. */
type Item = { readonly id: string; readonly title: string; readonly more?: readonly string[] };

function lines({ id, title, more = [] }: Item): readonly string[] {
  return [id, ...[title, ...more].flatMap((text) => wrap(text, 80, '    ', '    '))];
}

function problems(program: Expertise): readonly Item[] {
  return program.problems.map((problem) => {
    const found = checksFor(program, problem.id);
    const reason = problem.unprovable;
    return {
      id: problem.id,
      title: problem.title,
      area: problem.area,
      symptoms: problem.symptoms.map((symptom) => symptom.text),
      docs: problem.docs,
      causes: program.causes.filter((cause) => cause.problems.includes(problem.id)).map((cause) => cause.id),
      checks: found,
      ...(reason === undefined ? {} : { reason }),
      more: [...(found.length === 0 ? [] : [`checks: ${found.join(', ')}`]), ...(reason === undefined ? [] : [reason])],
    };
  });
}

export function checksFor(program: Expertise, problem: string): readonly string[] {
  const causes = program.causes.filter((cause) => (cause.problems as readonly string[]).includes(problem)).map((cause) => cause.id);
  return program.checks.filter((check) => check.causes.some((cause) => causes.includes(cause))).map((check) => check.id);
}

function checks(program: Expertise): readonly Item[] {
  return program.checks.map((check) => ({
    id: check.id,
    title: check.title.fail,
    area: check.area,
    passTitle: check.title.pass,
    causes: check.causes,
    needs: check.needs,
    wants: check.wants ?? [],
  }));
}

function causes(program: Expertise): readonly Item[] {
  return program.causes.map((cause) => ({
    id: cause.id,
    title: cause.title,
    problems: cause.problems,
    checks: program.checks.filter((check) => check.causes.includes(cause.id)).map((check) => check.id),
    docs: cause.docs,
  }));
}

function probes(all: readonly Probe[]): readonly Item[] {
  return all.map((probe) => ({
    id: probe.fact,
    title: probe.title,
    vantage: probe.vantage,
    needs: probe.needs,
    wants: probe.wants,
    budgetMs: probe.budgetMs,
    touches: probe.touches,
  }));
}
