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
  /** A dictionary (src/triage/dictionary.ts): feature → answer and weight, as in "a12c-3": a letter for the answer, a whole number. */
  readonly weights: string;
  readonly constant: readonly number[];
}

export interface Tables {
  /** Lines of `<number of the concept> <language> <pattern>`. */
  readonly patterns: string;
  readonly concepts: readonly ConceptId[];
  /** Concepts that a "not" before them turns into their opposite. */
  readonly negatable: readonly ConceptId[];
  /** Dictionary: first words of patterns → numbers of their lines, between blanks. */
  readonly exact: string;
  /** The same for beginnings of words. */
  readonly beginnings: string;
  /** Words that deny what comes after them → their languages. */
  readonly negators: Readonly<Record<string, readonly Language[]>>;
  /** Words that a misspelt one may stand for, between blanks. */
  readonly vocabulary: string;
  /** Dictionary: every word of patterns and phrases, with a star where only the beginning counts; they are no spelling mistakes. */
  readonly lexemes: string;
  readonly phrases: readonly PhraseRow[];
  readonly signs: readonly SignRow[];
  readonly messages: readonly MessageRow[];
  readonly problems: Readonly<Record<ProblemId, ProblemRow>>;
  readonly learned: Learned;
  /** Causes of messages: id → what it says. */
  readonly causes: Readonly<Record<string, string>>;
}
