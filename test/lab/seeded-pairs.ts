/** Which pairs of faults are made for real: drawn once and for all, out of those whose facts are independent and whose making does not undo each other. */
import { allPairs, conflictOf, isMasked, wrongOf } from '../support/pairs.js';
import { faults, type Fault } from './faults/index.js';
import { canBeMade } from './faults/possible.js';
import { named, setupName, setupOf } from './faults/setups.js';

export type LabPair = readonly [Fault, Fault];

const seed = 20_261_122;

/** The first so many in the order of the draw; no fault twice. `oneSetup`: all on the lab that is the cheapest to start. */
export function seededPairs(count: number, { oneSetup }: { readonly oneSetup: boolean }): readonly LabPair[] {
  const byName = new Map(faults.map((fault) => [`${setupName(setupOf(fault))} ${named(fault)}`, fault]));
  const chosen: LabPair[] = [];
  // most faults are of the plain set-up: some of the pairs are left to the others
  const plainOnes: LabPair[] = [];
  const taken = new Set<Fault>();
  for (const pair of shuffled(allPairs())) {
    const [one, other] = [pair.one, pair.other].map(({ setup, name }) => byName.get(`${setup} ${name}`));
    if (one === undefined || other === undefined || taken.has(one) || taken.has(other)) continue;
    if ([one, other].some((fault) => fault.args?.includes('--only') === true || !canBeMade(fault))) continue;
    const isPlain = setupName(setupOf(one)) === setupName(setupOf({}));
    if (oneSetup ? !isPlain : isPlain && plainOnes.length >= count * 0.85) continue;
    if (conflictOf(pair) !== null || meet(one, other)) continue;
    if (isMasked(pair)) continue;
    if (wrongOf(pair) !== null) throw new Error(`${named(one)} + ${named(other)} is not judged right from the recorded facts`);
    chosen.push([one, other]);
    if (isPlain) plainOnes.push([one, other]);
    taken.add(one);
    taken.add(other);
    if (chosen.length === count) break;
  }
  return chosen;
}

/** What may be done twice: it adds, or names what it changes. */
const adding = new Set(
  'setting sql php forEach map push includes replace replaceAll async function restartPhp restartServer rm writeFile readFile join open set delete resolve catch visitor'.split(
    ' ',
  ),
);

/** Both replace the same thing, as the lines of the site's configuration: the second would undo the first. Told by what their code calls and assigns. */
function meet(one: Fault, other: Fault): boolean {
  const mine = footprint(one);
  return [...footprint(other)].some((name) => mine.has(name));
}

function footprint({ inject, heal, args = [] }: Fault): ReadonlySet<string> {
  const code = `${inject.toString()}\n${heal.toString()}`;
  const calls = [...code.matchAll(/\b([a-zA-Z]\w+)\s*\(/g)].flatMap(([, name = '']) => (adding.has(name) ? [] : [name]));
  const state = [...code.matchAll(/\bstate\.(\w+)/g)].map(([, name = '']) => `state.${name}`);
  return new Set([...calls, ...state, ...args.filter((arg) => arg.startsWith('--'))]);
}

/** Fisher and Yates, with a small generator of its own (mulberry32): the same order everywhere. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  const mixed = [...list];
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] as T, mixed[index] as T];
  }
  return mixed;
}
