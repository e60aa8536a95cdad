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

export interface LanguageRow {
  readonly language: Language;
  /** Between blanks: words by which the language is recognised; none: by its letters. */
  readonly common: string;
}

/** One language's patterns. The names of other programs are one, too, and always read. */
export interface LexiconTable {
  readonly language: Language;
  /** Between blanks: words that deny what comes after them. */
  readonly negators: string;
  /** What `$name` stands for. */
  readonly words: Readonly<Record<string, string>>;
  /** `<number of the concept> <pattern>`, between semicolons. */
  readonly patterns: string;
  /** Dictionary: first words of patterns → their numbers, between blanks. */
  readonly exact: string;
  /** The same for beginnings of words. */
  readonly beginnings: string;
  /** Dictionary of every word in its patterns; of what may go on, with a star. */
  readonly known: string;
}

/** The patterns of a language; a file of its own, read when a text is written in it. */
export type Lexicons = (language: Language) => readonly LexiconTable[];

export interface Tables {
  readonly languages: readonly LanguageRow[];
  readonly concepts: readonly ConceptId[];
  /** Concepts that a "not" before them turns into their opposite. */
  readonly negatable: readonly ConceptId[];
  /** Words that a misspelt one may stand for, between blanks. */
  readonly vocabulary: string;
  readonly phrases: readonly PhraseRow[];
  readonly signs: readonly SignRow[];
  readonly messages: readonly MessageRow[];
  /** Documented sentences as literal texts, for what is too long to be read as prose. */
  readonly sentences: readonly MessageRow[];
  readonly problems: Readonly<Record<ProblemId, ProblemRow>>;
  readonly learned: Learned;
  /** Causes of messages: id → what it says. */
  readonly causes: Readonly<Record<string, string>>;
}
