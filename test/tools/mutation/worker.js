// A process that runs tests for the mutation runner: first as they are, to see what each passes, then with one mutant after the other.
import { firstFailure, harness } from './harness.js';
import { edited, regionsOf, turnsOf } from './instrument.js';
import { Modules } from './modules.js';
import { mutantsOf } from './mutants.js';

const top = process.cwd();
const { vitest, collected } = harness();
const given = { vitest };

/** The tests as they are. For each: its time, how often loops turned, and the regions that it passed. */
async function asTheyAre(files, watched) {
  const first = new Map();
  let regions = 0;
  const marked = (text, file) => {
    const inserts = /^(src|checks)\//.test(file) ? turnsOf(text, file) : [];
    if (watched.has(file)) {
      const own = regionsOf(text, file, regions);
      first.set(file, { first: regions, count: own.regions.length });
      regions += own.regions.length;
      inserts.push(...own.inserts);
    }
    return edited(text, inserts);
  };
  const modules = new Modules(top, given, marked);
  let passed = new Set();
  const atLoad = new Set();
  let turns = 0;
  globalThis.__pass = (region) => void (modules.loading > 0 ? atLoad : passed).add(region);
  globalThis.__turn = () => void turns++;
  const seen = [];
  for (const file of files) {
    const tests = [];
    const reach = modules.reach(file);
    const watchedHere = [...watched].filter((name) => reach.has(name));
    if (watchedHere.length === 0) continue;
    try {
      const all = collected(() => modules.load(file));
      for (const test of all) {
        passed = new Set();
        turns = 0;
        const begun = performance.now();
        const failed = await firstFailure([test]);
        if (failed) throw new Error(`${failed.name}: ${failed.error?.message ?? failed.error}`);
        tests.push({ ms: performance.now() - begun, turns, regions: [...passed] });
      }
      const near = new Set(modules.importsOf(file).flatMap((name) => [name, ...modules.importsOf(name)]));
      const direct = watchedHere.filter((name) => modules.importsOf(file).includes(name));
      seen.push({ file, tests, reach: { all: watchedHere, near: watchedHere.filter((name) => near.has(name)), direct } });
    } catch (error) {
      seen.push({ file, unfit: String(error?.message ?? error) });
    }
  }
  return { seen, first: [...first], atLoad: [...atLoad] };
}

/** The mutants of a file, each with the tests that pass its place; `tell` hears of every result. */
async function withMutants(modules, { file, from, tests, atLoad }, tell) {
  const text = modules.text(file);
  const turnsAt = turnsOf(text, file);
  const { regions } = regionsOf(text, file);
  for (const [index, mutant] of mutantsOf(text, file).entries()) {
    if (index < from) continue;
    tell({ begun: index });
    const region = regions.findLastIndex(({ start, end }) => start <= mutant.start && mutant.end <= end);
    const loaded = region === 0 || atLoad.includes(region);
    // what runs when a module is loaded belongs to no test: those count that pass anything of the file, or that stand close to it
    const chosen = tests.filter(({ passes, near }) =>
      loaded ? near || passes.some((regions) => regions.length > 0) : passes.some((regions) => regions.includes(region)),
    );
    const result = await judged(modules, file, edited(text, turnsAt, mutant), chosen, loaded ? null : region);
    tell({ index, mutant, ...result });
  }
}

class TooManyTurns extends Error {}

async function judged(modules, file, text, chosen, region) {
  let run;
  try {
    run = modules.script(text, file);
  } catch (error) {
    return { state: 'invalid', why: String(error.message).split('\n')[0] };
  }
  const own = { modules: new Map(), replaced: new Map([[file, run]]), anew: (name) => modules.reach(name).has(file) };
  let [turns, limit] = [0, 1e6];
  globalThis.__pass = () => {};
  globalThis.__turn = () => {
    if (++turns > limit) throw new TooManyTurns('loops do not end');
  };
  for (const { file: testFile, passes, allowed, direct } of chosen) {
    [turns, limit] = [0, 1e6];
    let all;
    try {
      all = collected(() => modules.load(testFile, own));
    } catch (error) {
      return { state: error instanceof TooManyTurns ? 'timed out' : 'killed', by: testFile };
    }
    if (all.length !== passes.length && region !== null) return { state: 'killed', by: testFile };
    // a test that passes nothing of the file may still read what it exports, unless it came to know the file through others that pass it
    const whole = region === null && (direct || passes.every((regions) => regions.length === 0));
    const some = whole ? all : all.filter((_, index) => (region === null ? passes[index]?.length > 0 : passes[index].includes(region)));
    const failed = await firstFailure(some, (test) => {
      turns = 0;
      limit = 1e5 + 10 * (allowed[all.indexOf(test)] ?? 1e5);
    });
    if (turns > limit) return { state: 'timed out', by: testFile };
    if (failed) return { state: 'killed', by: `${testFile}: ${failed.name}` };
  }
  return { state: chosen.length === 0 ? 'uncovered' : 'survived' };
}

const modules = new Modules(top, given);
process.on('message', async (task) => {
  if (task.do === 'dry') process.send({ done: await asTheyAre(task.files, new Set(task.watched)) });
  else if (task.do === 'mutants') {
    await withMutants(modules, task, (told) => process.send(told));
    process.send({ done: true });
  }
});
// what a mutant leaves behind is none of the next one's business
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
process.on('disconnect', () => process.exit());
