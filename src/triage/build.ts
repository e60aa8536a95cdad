/** What test/tools/build.js writes to dist/triage.json, and for each language to dist/triage-<language>.json. */
import { createHash } from 'node:crypto';
import { causes } from '../knowledge/index.js';
import type { Check, Language } from '../model.js';
import { compileLexicons, compileTables } from './compile.js';
import type { Answer } from './decide.js';
import { featuresOf } from './features.js';
import { learn } from './learn.js';
import { createLook } from './look.js';
import type { LexiconTable, Tables } from './tables.js';

/** One line of src/knowledge/reports. */
export interface Report {
  readonly id: string;
  readonly text: string;
  /** Answers that an expert would accept, the best first. */
  readonly expect: readonly Answer[];
}

/** Half of the reports show what learning from the other half is worth; the program that is shipped has learned from both. */
export function isHeldOut({ text }: Pick<Report, 'text'>): boolean {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 1;
}

export interface Built {
  readonly tables: Tables;
  readonly lexicons: Readonly<Record<Language, readonly LexiconTable[]>>;
}

export function builtTables(checks: readonly Check[], reports: readonly Report[]): Built {
  const tables = compileTables({
    causes,
    checksFor: (problem) => {
      const own = new Set(causes.filter((cause) => cause.problems.includes(problem)).map(({ id }) => id));
      return checks.filter((check) => check.causes.some((cause) => own.has(cause))).map(({ id }) => id);
    },
  });
  const lexicons = compileLexicons();
  const look = createLook(tables, (language) => lexicons[language]);
  const lessons = reports.map(({ text, expect }) => {
    const seen = look(text);
    return { features: featuresOf(seen), weighed: seen.weighed, answer: expect[0] ?? ('none' as const) };
  });
  return { tables: { ...tables, learned: learn(lessons) }, lexicons };
}
