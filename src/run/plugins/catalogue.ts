/** The catalogue with what plug-ins bring. What does not fit together is said before anything is looked at. */
import { nearest } from '../../logic/nearest.js';
import type { Probe, Touch } from '../../model.js';
import type { Expertise } from '../run.js';
import { UnusablePlugin, type Extension } from './extension.js';
import { areas } from './words.js';

/** The facts of the built-in probes. */
type Known = ReadonlySet<string>;

/** Throws UnusablePlugin: an id that is taken or names nothing. */
export function assertFitting(extensions: readonly Extension[], builtin: Expertise, builtinFacts: Known): void {
  const probes = new Map(extensions.map((one) => [one, one.probes(() => {})]));
  takeIds(extensions, builtin);
  takeFacts(probes, builtinFacts);
  const causes = [...builtin.causes, ...extensions.flatMap((one) => one.causes)].map(({ id }) => id);
  const facts = [...builtinFacts, ...[...probes.values()].flat().map(({ fact }) => fact)];
  const problems = builtin.problems.map(({ id }) => id);
  for (const one of extensions) {
    const named = (at: string, ids: readonly string[], known: readonly string[], kind: string): void => {
      const stranger = ids.find((id) => !known.includes(id));
      if (stranger === undefined) return;
      const near = nearest(stranger, known);
      throw new UnusablePlugin(
        one.file,
        `${at}: there is no ${kind} ${JSON.stringify(stranger.slice(0, 80))}${near === null ? '' : `: did you mean ${near}?`}`,
      );
    };
    for (const { id, causes: own, needs, wants = [] } of one.checks) {
      named(`the causes of ${id}`, own, causes, 'cause');
      named(`what ${id} needs`, [...needs, ...wants], facts, 'fact');
    }
    for (const { id, problems: own, follows = [] } of one.causes) {
      named(`the problems of ${id}`, own, problems, 'documented problem');
      named(`what ${id} follows`, follows, causes, 'cause');
    }
    for (const { fact, needs, wants } of probes.get(one) ?? []) named(`what ${fact} needs`, [...needs, ...wants], facts, 'fact');
  }
  refuseCircles(probes);
}

/** Ids of checks, causes, problems and areas share one space: --only takes any of them. A check may have the name of its own cause. */
function takeIds(extensions: readonly Extension[], { checks, causes, problems }: Expertise): void {
  const owner = new Map<string, string>(
    [...checks, ...causes, ...problems].map(({ id }) => [id, 'whmcs-doctor'] as const).concat(areas.map((area) => [area, 'whmcs-doctor'])),
  );
  for (const { file, checks: own, causes: ownCauses } of extensions) {
    const before = new Map(owner);
    for (const list of [own, ownCauses]) {
      const here = new Set<string>();
      for (const { id } of list) {
        const other = here.has(id) ? file : before.get(id);
        if (other !== undefined) throw taken(id, other, file);
        here.add(id);
        owner.set(id, file);
      }
    }
  }
}

function takeFacts(probes: ReadonlyMap<Extension, readonly Probe[]>, builtinFacts: Known): void {
  const owner = new Map<string, string>();
  for (const [{ file }, own] of probes)
    for (const { fact } of own) {
      const other = builtinFacts.has(fact) ? 'whmcs-doctor' : owner.get(fact);
      if (other !== undefined) throw taken(fact, other, file);
      owner.set(fact, file);
    }
}

function taken(id: string, by: string, file: string): UnusablePlugin {
  const whose =
    by === 'whmcs-doctor'
      ? 'whmcs-doctor itself has one of that name'
      : by === file
        ? 'it has two of that name'
        : `${by} has one of that name`;
  return new UnusablePlugin(file, `the id ${id} is taken: ${whose}`);
}

/** Probes that wait for one another would wait for ever. */
function refuseCircles(probes: ReadonlyMap<Extension, readonly Probe[]>): void {
  const own = new Map([...probes].flatMap(([{ file }, all]) => all.map((probe) => [probe.fact as string, { probe, file }] as const)));
  const done = new Set<string>();
  const visit = (fact: string, path: readonly string[]): void => {
    const found = own.get(fact);
    if (found === undefined || done.has(fact)) return;
    const at = path.indexOf(fact);
    if (at >= 0) throw new UnusablePlugin(found.file, `its facts need one another: ${[...path.slice(at), fact].join(' → ')}`);
    for (const next of [...found.probe.needs, ...found.probe.wants]) visit(next, [...path, fact]);
    done.add(fact);
  };
  for (const fact of own.keys()) visit(fact, []);
}

/** Checks and causes of plug-ins stand behind the program's own. */
export function withPlugins<T extends Expertise>(program: T, extensions: readonly Extension[]): T {
  if (extensions.length === 0) return program;
  return {
    ...program,
    checks: [...program.checks, ...extensions.flatMap((one) => one.checks)],
    causes: [...program.causes, ...extensions.flatMap((one) => one.causes)],
    builtin: program.builtin ?? program,
  };
}

export function probesOf(extensions: readonly Extension[], onTouch: (touch: Touch) => void): readonly Probe[] {
  return extensions.flatMap((one) => one.probes(onTouch));
}
