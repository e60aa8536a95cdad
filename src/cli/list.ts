/** whmcs-doctor list: the catalogue of problems, checks, causes and probes. */
import { nearest } from '../logic/nearest.js';
import { toJson } from '../report/json.js';
import { wrap } from '../report/wrap.js';
import type { Extension } from '../run/plugins/extension.js';
import { type Catalogue, loadCatalogue, loadProbeCards, type ProbeCard } from './catalogue.js';
import { usage } from './exit.js';
import { print } from './output.js';
import { simpleFormat } from './shown-as.js';
import { listNames } from './words.js';

const lists = {
  problems: async (plugins: readonly Extension[]) => problems(await loadCatalogue(plugins)),
  checks: async (plugins: readonly Extension[]) => checks(await loadCatalogue(plugins)),
  causes: async (plugins: readonly Extension[]) => causes(await loadCatalogue(plugins)),
  probes: async (plugins: readonly Extension[]) => probes(await loadProbeCards(plugins)),
} satisfies Record<(typeof listNames)[number], unknown>;
type What = keyof typeof lists;

/** Ids first, the sentence below: both survive a narrow terminal and `grep`. */
export async function list(what: string, given: { readonly format?: unknown; readonly plugin?: readonly string[] }): Promise<void> {
  if (!Object.hasOwn(lists, what)) {
    const near = nearest(what, listNames);
    throw usage(`there is no list of ${what}: ${near === null ? `type one of ${listNames.join(', ')}` : `did you mean ${near}?`}`);
  }
  const items = await lists[what as What](given.plugin ? await (await import('./plugins.js')).pluginsAlone(given.plugin) : []);
  if (simpleFormat(given) === 'json')
    return print(toJson({ schema: 'whmcs-doctor/list/1', items: items.map(({ more: _, ...item }) => item) }));
  await print(`${items.map((item) => lines(item).join('\n')).join('\n')}\n`);
}

/** `more` stands below the title for people; the JSON has it in fields of its own. */
type Item = { readonly id: string; readonly title: string; readonly more?: readonly string[] };

function lines({ id, title, more = [] }: Item): readonly string[] {
  return [id, ...[title, ...more].flatMap((text) => wrap(text, 80, '    ', '    '))];
}

function problems(program: Catalogue): readonly Item[] {
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

export function checksFor(program: Catalogue, problem: string): readonly string[] {
  const causes = program.causes.filter((cause) => (cause.problems as readonly string[]).includes(problem)).map((cause) => cause.id);
  return program.checks.filter((check) => check.causes.some((cause) => causes.includes(cause))).map((check) => check.id);
}

function checks(program: Catalogue): readonly Item[] {
  return program.checks.map((check) => ({
    id: check.id,
    title: check.title.fail,
    area: check.area,
    passTitle: check.title.pass,
    causes: check.causes,
    needs: check.needs,
    wants: check.wants,
  }));
}

function causes(program: Catalogue): readonly Item[] {
  return program.causes.map((cause) => ({
    id: cause.id,
    title: cause.title,
    problems: cause.problems,
    checks: program.checks.filter((check) => check.causes.includes(cause.id)).map((check) => check.id),
    docs: cause.docs,
  }));
}

function probes(all: readonly ProbeCard[]): readonly Item[] {
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
