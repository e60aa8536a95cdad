/** Free text, and the documented problems that it tells of. */
import type { CauseId, MessageId, ProblemId } from './knowledge.js';
import type { NextStep } from './report.js';

/** Something that people say in many ways: "is sent back to the login page". src/knowledge/concepts.ts has them all. */
export type ConceptId = string;

/** Languages that texts are read in, ISO 639-1. */
export type Language = 'en' | 'de' | 'es' | 'fr' | 'pt' | 'it' | 'nl' | 'pl' | 'tr' | 'ru' | 'vi' | 'id' | 'zh' | 'he' | 'ar';

/**
 * How one language says the concepts: patterns of words. `log* in` matches "logging in"; `(a|b c)` is a choice, `(a)?` may be missing,
 * `..` stands for up to three other words of the sentence and `...` for up to eight, `$name` for one of the words above it.
 */
export interface Lexicon {
  readonly language: Language;
  /** The most common short words, by which the language is recognised; none where its letters tell it. */
  readonly common: readonly string[];
  /** Words that turn the next few into their opposite: "not", "without". */
  readonly negators: readonly string[];
  /** Choices that several patterns share, without parentheses. */
  readonly words: Readonly<Record<string, string>>;
  readonly concepts: Readonly<Record<ConceptId, readonly string[]>>;
}

/** A literal text that people paste, with typos and gaps: a sentence of the product, of a provider, of a translation. `*` stands for any word. */
export interface Phrase {
  readonly text: string;
  readonly language?: Language;
  /** How much it says, 1 to 12; 4 are enough to name the problem. */
  readonly points: number;
  /** Points where it stands apart: in quotes, in capitals, or as a line or sentence of its own. For short texts that may also be plain English. */
  readonly apart?: number;
}

/** What makes a problem likely: concepts that are said close to each other. */
export interface Sign {
  readonly when: readonly ConceptId[];
  /** None of these is said in the text. */
  readonly unless?: readonly ConceptId[];
  /** They may stand anywhere in the text, not within a few sentences. */
  readonly anywhere?: true;
  /** As in a phrase; negative: it speaks against the problem. */
  readonly points: number;
  readonly example: string;
  /** Words like these that mean something else. */
  readonly counterExample: string;
}

/** How one problem is told. */
export interface Tale {
  readonly problem: ProblemId;
  readonly phrases: readonly Phrase[];
  readonly signs: readonly Sign[];
  /** A text that is like its phrases and means something else. */
  readonly counterExample: string;
  /** What to ask when it might be this one: yes means that it is. */
  readonly question: string;
  /** What a person who has only the text can have done first. */
  readonly steps: readonly NextStep[];
}

export interface TriageMatch {
  readonly problem: ProblemId;
  /** Chance that this is what the text tells of, 0 to 1, as measured on labelled reports. */
  readonly score: number;
  /** The words that made it so, as they stand in the text; of log lines a masked sample. */
  readonly matched: readonly string[];
  /** Where they stand, counted from 1. */
  readonly lines: readonly number[];
  /** Known log messages among them. */
  readonly messages: readonly MessageId[];
}

/** A match with its words one by one. */
export interface QuotedMatch extends TriageMatch {
  readonly quotes: readonly Quote[];
}

export interface Quote {
  readonly text: string;
  readonly line: number;
  /** The message that the line tells of; null: a person wrote it. */
  readonly message: MessageId | null;
}

/** A known log message in the text. */
export interface SeenMessage {
  readonly id: MessageId;
  readonly title: string;
  /** Lines that tell of it. */
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** The first such line, masked and cut. */
  readonly sample: string;
  /** What it may come from. */
  readonly causes: readonly CauseId[];
}

/** What a text tells of; the best match first, at most three. Empty: none. */
export interface TriageResult {
  readonly matches: readonly TriageMatch[];
  /** What to ask the person; null where the text is clear or tells of something else. */
  readonly ask: string | null;
  /** Languages recognised, the most likely first; empty: none. */
  readonly languages: readonly Language[];
}

/** What the matcher reads in a text. */
export interface TriageReading extends TriageResult {
  readonly matches: readonly QuotedMatch[];
  /** Every known log message, also those that no problem belongs to. */
  readonly messages: readonly SeenMessage[];
}

/** A match with what a person needs next. */
export interface AnsweredMatch extends QuotedMatch {
  readonly title: string;
  readonly docs: string;
  /** Checks that can prove a cause of it, or rule it out. */
  readonly checks: readonly string[];
  /** Causes that the messages found are evidence of. */
  readonly causes: readonly { readonly id: CauseId; readonly title: string }[];
  readonly nextSteps: readonly NextStep[];
}

/** What `triage` answers, whatever the format. */
export interface TriageAnswer extends TriageReading {
  /** What the text was called by the one who sent it. */
  readonly id: string | number | null;
  readonly best: ProblemId | 'none';
  readonly matches: readonly AnsweredMatch[];
  /** Nothing was written in it. */
  readonly blank: boolean;
}
