/** What the matcher needs to know, as one JSON value: built from src/knowledge with the program, read when a text is to be read. */
import type { ConceptId, Language, MessageId, NextStep, ProblemId } from '../model.js';

export interface PhraseRow {
  readonly words: readonly string[];
  readonly problem: ProblemId;
  readonly points: number;
  readonly apart?: number;
  readonly language?: Language;
}

export interface SignRow {
  readonly problem: ProblemId;
  readonly when: readonly ConceptId[];
  readonly unless?: readonly ConceptId[];
  readonly anywhere?: true;
  readonly points: number;
}

export interface MessageRow {
  readonly id: MessageId;
  readonly title: string;
  readonly literals: readonly string[];
  /** Source of the regular expression. */
  readonly only?: string;
  readonly problems: readonly ProblemId[];
  readonly causes: readonly string[];
}

export interface ProblemRow {
  readonly title: string;
  readonly docs: string;
  readonly checks: readonly string[];
  readonly question: string;
  readonly steps: readonly NextStep[];
}

/** What was learned of labelled reports: src/triage/learn.ts. Answers are numbered as in src/triage/decide.ts. */
export interface Learned {
  /** Feature → answer, weight, answer, weight, … */
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly constant: readonly number[];
}

export interface Tables {
  /** `<concept index> <language> <pattern>` */
  readonly patterns: readonly (readonly [concept: number, language: Language, source: string])[];
  readonly concepts: readonly ConceptId[];
  /** Concepts that a "not" before them turns into their opposite. */
  readonly negatable: readonly ConceptId[];
  /** First words of patterns → their indexes. */
  readonly exact: Readonly<Record<string, readonly number[]>>;
  /** The same for beginnings of words. */
  readonly beginnings: Readonly<Record<string, readonly number[]>>;
  readonly negators: Readonly<Record<string, Language>>;
  /** Words that a misspelt one may stand for. */
  readonly vocabulary: readonly string[];
  /** The other words of patterns and phrases, and beginnings of words: no spelling mistakes either. */
  readonly otherWords: readonly string[];
  readonly stems: readonly string[];
  readonly phrases: readonly PhraseRow[];
  readonly signs: readonly SignRow[];
  readonly messages: readonly MessageRow[];
  readonly problems: Readonly<Record<ProblemId, ProblemRow>>;
  readonly learned: Learned;
  /** Causes of messages: id → what it says. */
  readonly causes: Readonly<Record<string, string>>;
}
