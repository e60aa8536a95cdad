/** From what was found in a text to problems: evidence is added up, and has to outweigh what speaks for something else. */
import type { ConceptId, MessageId, ProblemId } from '../model.js';
import type { ConceptHit } from './concepts.js';
import type { PhraseHit } from './phrases.js';
import { placesOf, placesOfSign, type Places, type Span } from './signs.js';
import type { MessageRow, SignRow, Tables } from './tables.js';

export interface Evidence {
  readonly problem: ProblemId;
  readonly points: number;
  readonly spans: readonly Span[];
  readonly message?: MessageId;
  /** Concepts of the sign. */
  readonly when?: readonly ConceptId[];
}

export interface CountedMessage {
  readonly message: MessageRow;
  readonly count: number;
}

export interface Weighed {
  readonly problem: ProblemId;
  readonly points: number;
  /** Points of the best literal text, a documented sentence or a known message, among them. */
  readonly literal: number;
  readonly evidence: readonly Evidence[];
}

/** Fewer points than these are not enough to name a problem. */
export const enough = 4;

/** A second piece of evidence says less than the first, a third less still: they often say the same. */
const shares = [1, 0.5, 0.35, 0.2, 0.1];

/** Words: an error message, and little else. */
const shortText = 16;

/** A message that stands in a thousand lines says more than one in a single line. */
const mostForCount = 3;

/** A known message of a log names its problem. */
const messagePoints = 6;

/** `length` of the text, in words. */
export function weigh(
  concepts: readonly ConceptHit[],
  phrases: readonly PhraseHit[],
  messages: readonly CountedMessage[],
  length: number,
  tables: Omit<Tables, 'learned'>,
): readonly Weighed[] {
  const places = placesOf(concepts);
  const evidence: Evidence[] = [
    ...phrases.map(({ phrase, points, from, to }) => ({ problem: phrase.problem, points, spans: [{ from, to }] })),
    ...messages.flatMap(({ message, count }) =>
      message.problems.map((problem, index) => ({
        problem,
        points: messagePoints - index * 0.5 + Math.min(Math.log10(Math.max(count, 1)), mostForCount),
        spans: [],
        message: message.id,
      })),
    ),
    ...tables.signs.flatMap((sign) => evidenceOf(sign, places)),
  ];
  const { share, loss } = doubts(
    places,
    length,
    evidence.some(({ when }) => when === undefined),
  );
  const byProblem = new Map<ProblemId, Evidence[]>();
  for (const one of evidence) byProblem.set(one.problem, [...(byProblem.get(one.problem) ?? []), one]);
  return [...byProblem]
    .filter(([, all]) => all.some(({ points }) => points > 0))
    .map(([problem, all]): Weighed => ({
      problem,
      points: total(all) * share - loss,
      literal: Math.max(0, ...all.filter(({ when }) => when === undefined).map(({ points }) => points)) * share,
      evidence: all.filter(({ points }) => points > 0),
    }))
    .sort((a, b) => b.points - a.points);
}

function total(all: readonly Evidence[]): number {
  const sorted = all.map(({ points }) => points).sort((a, b) => b - a);
  const positive = sorted.filter((points) => points > 0).reduce((sum, points, index) => sum + points * (shares[index] ?? 0), 0);
  const negative = sorted.filter((points) => points < 0).reduce((sum, points) => sum + points, 0);
  return positive === 0 ? negative : positive + negative;
}

function evidenceOf(sign: SignRow, places: Places): readonly Evidence[] {
  const spans = placesOfSign(sign, places);
  return spans === null ? [] : [{ problem: sign.problem, points: sign.points, spans, when: sign.when }];
}

/** What speaks for another matter than WHMCS's log-in: a share of the points that is left, and points that are lost. */
function doubts(places: Places, length: number, isLiteral: boolean): { readonly share: number; readonly loss: number } {
  const says = (...concepts: readonly ConceptId[]): boolean => concepts.some((concept) => places.has(concept));
  let loss = 0;
  if (says('how-to') && !says(...complaints)) loss += 2;
  if (says('solved')) loss += 1.5;
  // a word or two name a subject, no trouble
  if (length <= 3 && !isLiteral) loss += 2.5;
  if (says('whmcs')) return { share: says('other-software') ? 0.9 : 1, loss: loss - 1 + (says('other-panel') ? 1.5 : 0) };
  const share = says('other-software') ? (says('billing-panel') ? 0.65 : 0.3) : 1;
  if (says('other-panel')) loss += 3;
  if (says('own-code')) loss += 1.5;
  // who pastes a message alone has no room to say where it stood
  if (length <= shortText && share === 1) loss -= 0.8;
  return { share, loss };
}

/** Who says one of these has a problem, whatever he asks. */
const complaints: readonly ConceptId[] = [
  'trouble',
  'cannot-log-in',
  'back-to-login',
  'logged-out',
  'details-wrong',
  'mail-missing',
  'link-bad',
  'access-denied',
  'license-bad',
  'unreachable',
  'cannot-open',
  'session-lost',
  'not-removed',
  'wrong-ip',
  'not-accepted',
];
