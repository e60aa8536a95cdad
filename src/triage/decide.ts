/** The chance of each answer: points of the patterns, and what was learned of the words. */
import type { ProblemId } from '../model.js';
import { lookUp } from './dictionary.js';
import type { Features } from './features.js';
import type { Learned } from './tables.js';
import { enough, type Weighed } from './weigh.js';

export type Answer = ProblemId | 'none';

/** In this order weights are stored. */
export const answers: readonly Answer[] = [
  'none',
  'cloudflare-proxy-check-errors',
  'frequent-logouts',
  'invalid-license-api-errors',
  'invalid-license-errors',
  'login-details-errors',
  'login-redirect-loops',
  'no-connection-errors',
  'access-denied-errors',
  'sessions-are-not-removed',
  'facebook-app-not-setup-errors',
  'facebook-url-errors',
  'invalid-details-errors',
  'unable-to-access-sign-in-integrations',
  'google-remote-linking-failures',
  'google-sign-in-unavailable-errors',
  'google-verification-failures',
  'social-login-errors',
  'twitter-connection-errors',
  'twitter-link-initiated-messages',
  'invalid-reset-link-errors',
  'unsent-general-emails',
  'duo-security-login-failures',
  'system-timezone-issues',
];

/** Weights are stored as whole numbers, so many times what they are. */
export const fineness = 64;

/** What a point of a pattern is worth in the logarithm of the odds. */
const perPoint = 0.5;
/** What a point of a literal text is worth besides: nobody writes one by chance. */
const perLiteral = 0.4;
/** Points of a literal text from which on nothing that was learned speaks for none. */
const decisive = 6;
/** However many words speak for or against an answer: they never outweigh a documented sentence. */
const mostLearned = 7;
/** More points say no more. */
const most = 12;

/** Where the learned weights begin: no evidence is as good as `enough` points for none. */
export function offsets(weighed: readonly Weighed[]): Float64Array {
  const sums = new Float64Array(answers.length);
  sums[0] = perPoint * enough;
  for (const { problem, points, literal } of weighed)
    sums[answers.indexOf(problem)] = perPoint * Math.min(Math.max(points, 0), most) + perLiteral * Math.min(literal, most);
  return sums;
}

/** Of a number for each answer the chances, which sum to one. */
export function chances(sums: Float64Array): Float64Array {
  const highest = Math.max(...sums);
  const raised = sums.map((sum) => Math.exp(sum - highest));
  const all = raised.reduce((total, one) => total + one, 0);
  return raised.map((one) => one / all);
}

/** Answers as letters, for the stored weights. */
export function letterOf(answer: number): string {
  return String.fromCharCode(97 + answer);
}

/** What a feature says for and against answers, by their numbers; null: nothing was learned of it. */
export type Reader = (feature: string) => readonly (readonly [answer: number, weight: number])[] | null;

const mostKept = 20_000;

/** Remembers what it has read: a feature is first asked for, then weighed. */
export function readerOf({ weights }: Learned): Reader {
  const read = new Map<string, ReturnType<Reader>>();
  return (feature) => {
    let row = read.get(feature);
    if (row === undefined) {
      const text = lookUp(weights, feature);
      row =
        text === null
          ? null
          : [...text.matchAll(/([a-z])(-?\d+)/g)].map(([, letter = 'a', weight]) => [letter.charCodeAt(0) - 97, Number(weight)] as const);
      if (read.size >= mostKept) read.clear();
      read.set(feature, row);
    }
    return row;
  };
}

/** The logarithms of the odds of each answer. */
export function judge(weighed: readonly Weighed[], features: Features, constant: readonly number[], read: Reader): Float64Array {
  const learned = Float64Array.from(constant, (weight) => weight / fineness);
  for (const [feature, value] of features)
    for (const [answer, weight] of read(feature) ?? []) learned[answer] = (learned[answer] ?? 0) + (value * weight) / fineness;
  const bounded = learned.map((sum) => mostLearned * Math.tanh(sum / mostLearned));
  // who writes a documented sentence means it, whatever else he writes
  if (weighed.some(({ literal }) => literal >= decisive)) bounded[0] = Math.min(bounded[0] ?? 0, 0);
  return offsets(weighed).map((sum, at) => sum + (bounded[at] ?? 0));
}
