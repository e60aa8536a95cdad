// What a test file imports from vitest, with vitest's own `expect`: it notes the tests instead of running them, so that each can be run
// as often as needed without another process.
import { expect, vi } from 'vitest';

/** A collector of tests and the module that a test file sees under the name of vitest. */
export function harness() {
  let suite = null;

  const named = (name, row, index) => {
    let text = String(name).replaceAll('%#', String(index));
    for (const value of row) text = text.replace(/%[sdjoOif]/, () => short(value));
    return text;
  };
  const each =
    (define) =>
    (rows, ...values) => {
      // a table of tagged template literals is not used here
      if (values.length > 0) throw new Error('each`…` is not known to the mutation runner');
      return (name, second, third) =>
        rows.forEach((row, index) => {
          const args = Array.isArray(row) ? row : [row];
          define(named(name, args, index), () => bodyOf(second, third)(...args));
        });
    };

  const it = (name, second, third) => {
    suite.tests.push({ name: String(name), body: bodyOf(second, third), suite });
  };
  const describe = (name, second, third) => {
    const outer = suite;
    suite = { ...empty(), outer, tests: outer.tests };
    try {
      bodyOf(second, third)();
    } finally {
      suite = outer;
    }
  };
  it.each = each(it);
  describe.each = each(describe);
  for (const define of [it, describe]) define.concurrent = define.sequential = define;
  it.concurrent.each = it.each;
  const hook = (kind) => (body) => void suite[kind].push(body);
  const vitest = { expect, vi, it, test: it, describe };
  for (const kind of ['beforeAll', 'beforeEach', 'afterEach', 'afterAll']) vitest[kind] = hook(kind);
  return {
    vitest,
    /** The tests that a file defines while `load` runs. */
    collected(load) {
      suite = { ...empty(), outer: null, tests: [] };
      load();
      return suite.tests;
    },
  };
}

/** Options may stand before the body or after it. */
function bodyOf(second, third) {
  return typeof second === 'function' ? second : third;
}

function empty() {
  return { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [], begun: false };
}

function short(value) {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(value);
  }
}

const patience = 5_000;

async function settled(value) {
  if (typeof value?.then !== 'function') return;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('did not end')), patience);
  });
  await Promise.race([value, late]).finally(() => clearTimeout(timer));
}

/** Runs the tests until one fails. Returns its name, or null. */
export async function firstFailure(tests, before = () => {}) {
  const begun = [];
  let failed = null;
  for (const test of tests) {
    const outer = [];
    for (let suite = test.suite; suite; suite = suite.outer) outer.unshift(suite);
    try {
      before(test);
      for (const suite of outer)
        if (!suite.begun) {
          suite.begun = true;
          begun.unshift(suite);
          for (const hook of suite.beforeAll) await settled(hook());
        }
      for (const suite of outer) for (const hook of suite.beforeEach) await settled(hook());
      const value = test.body({ expect });
      // a test that waits for nothing costs no turn of the event loop
      if (value !== undefined) await settled(value);
      for (const suite of outer.toReversed()) for (const hook of suite.afterEach) await settled(hook());
    } catch (error) {
      failed = { name: test.name, error };
      break;
    }
  }
  for (const suite of begun) {
    suite.begun = false;
    for (const hook of suite.afterAll) await settled(hook());
  }
  return failed;
}
