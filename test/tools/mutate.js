// npm run mutate [-- FILE or FOLDER … --survivors=FILE]: makes one small change at a time to the code of checks/ and src/logic and looks whether a unit test
// sees it. What no test sees is a survivor: a test is missing, the code is not needed, or the change changes nothing, which is then said in
// test/tools/mutation/judged.json with the reason. A survivor that the compiler refuses is none, as nobody can commit it. Stryker, tried first, needs the whole suite for every change of what runs when a module
// is loaded, and half of this code is such data; here a change costs only the modules that depend on it and the tests that pass its place.
import { fork } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, top } from './install.js';
import { judgedEntries, short, withoutJudged } from './mutation/judged.js';
import { refusedAmong } from './mutation/refused.js';

const folders = ['checks', 'src/logic'];
/** The unit tests that stand close to this code: pure, quick, and they start nothing. */
const testFolders = ['checks', 'logic', 'parse'];
const wanted = 85;
const workers = Number(process.env.MUTATE_WORKERS ?? 2);
/** No mutant runs for that long: the process is ended, and another goes on. */
const patience = 120_000;

ensurePackages();
process.chdir(top);
const given = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const listTo = process.argv.find((arg) => arg.startsWith('--survivors='))?.slice('--survivors='.length);
const files = (given.length > 0 ? given.map(inside) : folders).flatMap((name) => sources(name, /\.ts$/));
if (files.length === 0) stop('no TypeScript file there');
const judgedFile = 'test/tools/mutation/judged.json';
const judged = judgedEntries(readFileSync(judgedFile, 'utf8'));

function inside(name) {
  const path = relative(top, resolve(name));
  if (!existsSync(path) || !folders.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    stop(`${name} is no file or folder of ${folders.join(' or ')}`);
  return path;
}

function stop(why) {
  console.error(`mutate: ${why}`);
  process.exit(64);
}

function sources(path, kind) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function worker() {
  return fork(fileURLToPath(new URL('mutation/worker.js', import.meta.url)), {
    serialization: 'advanced',
    execArgv: ['--no-warnings', '--stack-size=900'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

// 1. the tests as they are
const testFiles = testFolders.flatMap((name) => sources(join('test', name), /\.test\.ts$/));
const shares = Array.from({ length: workers }, (_, n) => testFiles.filter((_, index) => index % workers === n));
const dry = await Promise.all(
  shares.map(
    (share) =>
      new Promise((done, failed) => {
        const child = worker();
        child.on('message', (told) => {
          done(told.done);
          child.disconnect();
        });
        child.on('exit', () => failed(new Error('the tests could not be run')));
        child.send({ do: 'dry', files: share, watched: files });
      }),
  ),
);
for (const { file, unfit } of dry.flatMap(({ seen }) => seen)) if (unfit) console.log(`not counted: ${file}: ${unfit.split('\n')[0]}`);

// 2. the mutants, the files with the most first
const tasks = files
  .map((file) => ({ file, tests: testsOf(file), atLoad: loadedOf(file) }))
  .sort((a, b) => statSync(b.file).size - statSync(a.file).size);

/** The test files that pass something of this file, the quick ones first, and before them the one with its name. */
function testsOf(file) {
  const own = basename(file, '.ts');
  return dry
    .flatMap(({ seen, first }) => {
      const place = new Map(first).get(file);
      if (place === undefined) return [];
      return seen
        .filter(({ tests, reach }) => tests && reach.all.includes(file))
        .map(({ file: testFile, tests, reach }) => ({
          file: testFile,
          passes: tests.map(({ regions }) =>
            regions.filter((n) => n >= place.first && n < place.first + place.count).map((n) => n - place.first),
          ),
          near: reach.near.includes(file),
          direct: reach.direct.includes(file),
          allowed: tests.map(({ turns }) => turns),
          ms: tests.reduce((sum, { ms }) => sum + ms, 0) * (basename(testFile, '.test.ts') === own ? 0 : 1),
        }));
    })
    .sort((a, b) => a.ms - b.ms);
}

/** The regions that also run while a module is loaded: there no single test can be made out. */
function loadedOf(file) {
  const regions = new Set();
  for (const { first, atLoad } of dry) {
    const place = new Map(first).get(file);
    if (place) for (const n of atLoad) if (n >= place.first && n < place.first + place.count) regions.add(n - place.first);
  }
  return [...regions];
}

const results = [];
if (listTo) writeFileSync(listTo, '');
const total = tasks.length;
let ended = 0;
await Promise.all(Array.from({ length: workers }, work));

async function work() {
  let child = null;
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
    for (let from = 0; from !== null;) {
      child ??= worker();
      const got = await through(child, { do: 'mutants', ...task, from });
      if (got === null) from = null;
      else {
        child = null;
        from = got + 1;
      }
    }
    ended++;
    if (process.stderr.isTTY) process.stderr.write(`\r${ended} of ${total} files `);
  }
  child?.disconnect();
}

/** Null when the worker came to the end of the file; otherwise the number of the mutant with which it had to be ended. */
function through(child, task) {
  return new Promise((done) => {
    let at = task.from;
    let timer;
    const end = (result) => {
      clearTimeout(timer);
      child.removeAllListeners();
      done(result);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), patience);
    };
    wait();
    child.on('message', (told) => {
      wait();
      if (told.done) end(null);
      else if (told.begun !== undefined) at = told.begun;
      else if (told.state !== 'invalid') {
        results.push(told);
        // as they come, for whoever kills them meanwhile
        if (listTo && /^(survived|uncovered)$/.test(told.state)) appendFileSync(listTo, `${line({ ...told.mutant, state: told.state })}\n`);
      }
    });
    // a process that ends by itself ran out of memory or of stack: the mutant did that
    child.on('exit', () => {
      results.push({ index: at, state: 'timed out', mutant: { file: task.file, index: at } });
      end(at);
    });
    child.send(task);
  });
}
if (process.stderr.isTTY) process.stderr.write('\r');

// 3. what came of it
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8').split('\n')]));
results.sort((a, b) => (a.mutant.file < b.mutant.file ? -1 : a.mutant.file > b.mutant.file ? 1 : a.index - b.index));
const unseen = results
  .filter(({ state }) => state === 'survived' || state === 'uncovered')
  .map(({ mutant, state }) => ({ ...mutant, state }));
const refused = refusedAmong(unseen, top, (file) => texts.get(file).join('\n'));
const alive = unseen.filter((mutant) => !refused.has(mutant));
if (listTo) writeFileSync(listTo, alive.map((mutant) => `${line(mutant)}\n`).join(''));
const { open, stale } = withoutJudged(alive, judged, files, (file, line) => texts.get(file)[line - 1]);

function line({ file, line, column, operator, from, to, state }) {
  const where = state === 'uncovered' ? ', no test comes here' : '';
  return `${file}:${line}:${column} ${operator}${where}: ${short(from)} → ${short(to) || 'nothing'}`;
}

for (const mutant of open) console.log(line(mutant));
for (const { file, line, from, to } of stale)
  console.log(`judged, and no longer alive: ${file}: ${line}: ${from} → ${to || 'nothing'}: take it out of ${judgedFile}`);

const rows = folders
  .map((folder) => {
    const here = results.filter(({ mutant }) => mutant.file.startsWith(`${folder}/`));
    const of = (state) => here.filter((result) => result.state === state).length;
    const survived = open.filter(({ file }) => file.startsWith(`${folder}/`)).length;
    const judgedHere = alive.filter(({ file }) => file.startsWith(`${folder}/`)).length - survived;
    const caught = of('killed') + of('timed out');
    const refusedHere = [...refused].filter(({ file }) => file.startsWith(`${folder}/`)).length;
    const score = (100 * caught) / (here.length - refusedHere - judgedHere);
    return {
      folder,
      mutants: here.length,
      killed: of('killed'),
      'timed out': of('timed out'),
      refused: refusedHere,
      survived,
      judged: judgedHere,
      score,
    };
  })
  .filter(({ mutants }) => mutants > 0);
console.log(`\n| folder | mutants | killed | timed out | refused | survived | judged | score |\n|---|--:|--:|--:|--:|--:|--:|--:|`);
for (const { score, ...row } of rows) console.log(`| ${Object.values(row).join(' | ')} | ${score.toFixed(1)} % |`);
const low = rows.filter(({ score }) => !(score >= wanted));
for (const { folder } of low) console.log(`\n${folder}: below ${wanted} %`);
process.exit(low.length > 0 || stale.length > 0 || rows.length === 0 ? 1 : 0);
