/** What test/tools/build.js writes to dist/triage.json. */
import { createHash } from 'node:crypto';
import { causes } from '../knowledge/index.js';
import type { Check } from '../model.js';
import { compileTables } from './compile.js';
import type { Answer } from './decide.js';
import { featuresOf } from './features.js';
import { learn } from './learn.js';
import { createLook } from './look.js';
import type { Tables } from './tables.js';

/** One line of src/knowledge/reports. */
export interface Report {
  readonly id: string;
  readonly text: string;
  /** Answers that an expert would accept, the best first. */
  readonly expect: readonly Answer[];
}

/** Half of the reports are never learned from: they show what the other half is worth. */
export function isHeldOut({ text }: Pick<Report, 'text'>): boolean {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2 === 1;
}

export function builtTables(checks: readonly Check[], reports: readonly Report[]): Tables {
  const tables = compileTables({
    causes,
    checksFor: (problem) => {
      const own = new Set(causes.filter((cause) => cause.problems.includes(problem)).map(({ id }) => id));
      return checks.filter((check) => check.causes.some((cause) => own.has(cause))).map(({ id }) => id);
    },
  });
  const look = createLook(tables);
  const lessons = reports
    .filter((report) => !isHeldOut(report))
    .map(({ text, expect }) => {
      const { words, said, weighed } = look(text);
      return { features: featuresOf(words, said), weighed, answer: expect[0] ?? ('none' as const) };
    });
  return { ...tables, learned: learn(lessons) };
}
