/** What test/tools/build.js writes to dist/triage.json. */
import { causes } from '../knowledge/index.js';
import type { Check } from '../model.js';
import { compileTables } from './compile.js';
import type { Tables } from './tables.js';

export function builtTables(checks: readonly Check[]): Tables {
  return compileTables({
    causes,
    checksFor: (problem) => {
      const own = new Set(causes.filter((cause) => cause.problems.includes(problem)).map(({ id }) => id));
      return checks.filter((check) => check.causes.some((cause) => own.has(cause))).map(({ id }) => id);
    },
  });
}
