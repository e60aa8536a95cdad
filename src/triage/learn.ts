/**
 * Learns, when the program is built, what the patterns leave open: multinomial logistic regression over words and concepts, on top of the points
 * that the patterns give. https://en.wikipedia.org/wiki/Multinomial_logistic_regression The same reports give the same weights.
 */
import type { Answer } from './decide.js';
import { answers, chances, fineness, letterOf, offsets } from './decide.js';
import { dictionaryOf } from './dictionary.js';
import type { Features } from './features.js';
import type { Weighed } from './weigh.js';
import type { Learned } from './tables.js';

export interface Lesson {
  readonly features: Features;
  readonly weighed: readonly Weighed[];
  readonly answer: Answer;
}

const rounds = 40;
const rate = 0.5;
/** Keeps weights small that few reports support. */
const decay = 1e-3;
/** This share of the words is withheld each time, so that none is relied on alone. https://arxiv.org/abs/1207.0580 */
const withheld = 0.4;
/** A word that one report has says nothing; a pair of words must be more common. */
const leastReports = { word: 2, pair: 3 };
export function learn(lessons: readonly Lesson[]): Learned {
  const ids = commonFeatures(lessons);
  const classes = answers.length;
  const weights = new Float64Array((ids.size + 1) * classes);
  const squares = new Float64Array(weights.length).fill(1e-2);
  const rows = lessons.map((lesson) => ({
    target: answers.indexOf(lesson.answer),
    offset: offsets(lesson.weighed),
    ...grouped(lesson.features, ids),
  }));
  const random = generator(1);
  for (let round = 0; round < rounds; round += 1) {
    for (const { target, offset, words, concepts } of shuffled(rows, random)) {
      const features = [...unit(words.filter(() => random() >= withheld)), ...unit(concepts), [ids.size, 1] as const];
      const sums = Float64Array.from(offset);
      for (const [feature, value] of features)
        for (let at = 0; at < classes; at += 1) sums[at] = (sums[at] ?? 0) + value * (weights[feature * classes + at] ?? 0);
      const chance = chances(sums);
      for (let at = 0; at < classes; at += 1) {
        const error = (chance[at] ?? 0) - (at === target ? 1 : 0);
        if (Math.abs(error) < 1e-3) continue;
        for (const [feature, value] of features) {
          const place = feature * classes + at;
          const slope = error * value + (feature === ids.size ? 0 : decay * (weights[place] ?? 0));
          squares[place] = (squares[place] ?? 0) + slope * slope;
          weights[place] = (weights[place] ?? 0) - (rate * slope) / Math.sqrt(squares[place] ?? 1);
        }
      }
    }
  }
  return stored(ids, weights, classes);
}

function commonFeatures(lessons: readonly Lesson[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of lessons) for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const common = [...counts].filter(([feature, count]) => count >= (feature.includes(' ') ? leastReports.pair : leastReports.word));
  return new Map(common.map(([feature], index) => [feature, index]));
}

function grouped(
  features: Features,
  ids: ReadonlyMap<string, number>,
): { readonly words: readonly number[]; readonly concepts: readonly number[] } {
  const known = [...features.keys()].filter((feature) => ids.has(feature));
  const numbers = (these: readonly string[]): readonly number[] => these.map((feature) => ids.get(feature) ?? 0);
  return { words: numbers(known.filter((one) => !one.startsWith('#'))), concepts: numbers(known.filter((one) => one.startsWith('#'))) };
}

/** Each of a group as strong as the others, the group of length one. */
function unit(group: readonly number[]): readonly (readonly [feature: number, value: number])[] {
  return group.map((feature) => [feature, 1 / Math.sqrt(group.length)] as const);
}

/** Weights that say next to nothing are left out. */
const least = 10;

function stored(ids: ReadonlyMap<string, number>, weights: Float64Array, classes: number): Learned {
  const rounded = (place: number): number => Math.round((weights[place] ?? 0) * fineness);
  const row = (feature: number): string =>
    Array.from({ length: classes }, (_, at) => [letterOf(at), rounded(feature * classes + at)] as const)
      .filter(([, weight]) => Math.abs(weight) >= least)
      .flat()
      .join('');
  return {
    weights: dictionaryOf([...ids].map(([feature, id]) => [feature, row(id)] as const).filter(([, weighed]) => weighed !== '')),
    constant: Array.from({ length: classes }, (_, at) => rounded(ids.size * classes + at)),
  };
}

function shuffled<T>(rows: readonly T[], random: () => number): readonly T[] {
  const order = [...rows];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}

/** Park and Miller's, so that every build shuffles alike. */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
