// npm run triage: how well the labelled reports are read. The reports of src/knowledge/reports are split by a hash of their text: the program learns
// from one half, the other only counts. Real reports, reworded, are apart: nothing is learned from them.
//   -- NAME …      only these files or languages
//   -- --each      a line for each file      -- --problems  a line for each problem
//   -- --failures  what was read wrongly, of the half that may be looked at: each report by a matcher that did not learn from it
//   -- --fit       the calibration that these reports ask for (src/triage/calibration.ts)
//   -- --readme    the tables of the README
import { loadTriage } from './load-triage.js';
import { realReports, reports } from './reports.js';
import { across, interval, measured, percent, reliability } from './triage-measure.js';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const has = (name) => args.includes(`--${name}`);
const program = await loadTriage();

if (has('fit')) {
  fit();
} else if (has('failures')) {
  failures();
} else if (has('readme')) {
  const { tables } = await import('./triage-readme.js');
  console.log(tables(program));
} else {
  const rows = measured(program, [...reports(), ...realReports()]).filter(
    (row) => wanted.length === 0 || wanted.includes(row.file) || wanted.includes(row.lang),
  );
  const halves = (label, some) => {
    for (const held of [false, true])
      show(
        `${label}${held ? 'held out' : 'learned from'}`,
        some.filter((row) => row.held === held),
      );
  };
  halves(
    '',
    rows.filter((row) => row.file !== 'real'),
  );
  show(
    'real',
    rows.filter((row) => row.file === 'real'),
  );
  if (has('each'))
    for (const file of new Set(rows.map((row) => row.file)))
      halves(
        `${file} `,
        rows.filter((row) => row.file === file),
      );
  if (has('problems'))
    for (const problem of [...new Set(rows.map((row) => row.expect[0]))].sort())
      halves(
        `${problem.slice(0, 22)} `,
        rows.filter((row) => row.expect[0] === problem),
      );
  for (const { from, to, all, right, mean } of reliability(rows.filter((row) => row.held)))
    console.log(`score ${from.toFixed(2)}–${to.toFixed(2)}: mean ${mean.toFixed(2)}, right ${percent(right, all)}`);
}

function show(label, rows) {
  if (rows.length === 0) return;
  const positives = rows.filter((row) => !row.expect.includes('none'));
  const negatives = rows.filter((row) => row.expect[0] === 'none');
  const named = percent(positives.filter((row) => row.right).length, positives.length);
  console.log(
    `${label.padEnd(36)} named rightly ${named.padEnd(26)} false matches ${percent(negatives.filter((row) => !row.right).length, negatives.length)}`,
  );
}

function failures() {
  for (const row of across(program, reports()).filter(
    (each) => !each.right && (wanted.length === 0 || wanted.includes(each.file) || wanted.includes(each.lang)),
  )) {
    console.log(
      `\n${row.id} [${row.kind}] wants ${row.expect.join(' | ')}, got ${row.best} ${row.score.toFixed(2)}\n  ${row.text.replaceAll('\n', '\n  ').slice(0, 600)}`,
    );
    console.log(`    said: ${[...new Set(row.seen.said.map((hit) => hit.concept))].join(' ')}`);
    for (const one of row.seen.weighed.slice(0, 2))
      console.log(
        `    ${one.points.toFixed(1)} ${one.problem}: ${one.evidence.map((each) => `${each.points.toFixed(1)} ${each.when?.join('+') ?? each.message ?? 'phrase'}`).join('; ')}`,
      );
  }
}

/** The least caution that keeps false matches under 4 %, and the temperature at which chances are most likely. */
function fit() {
  const rows = across(program, reports(), { temperature: 1, caution: 0 });
  const negatives = rows.filter((row) => row.expect[0] === 'none');
  const best = (sums, caution) => sums.reduce((most, sum, at) => (at > 0 && sum > sums[most] + (most === 0 ? caution : 0) ? at : most), 0);
  let caution = -1;
  const wrong = () => negatives.filter((row) => !row.expect.includes(program.answers[best(row.sums, caution)])).length;
  while (caution < 4 && wrong() > negatives.length * 0.04) caution += 0.05;
  let chosen = { temperature: 1, loss: Infinity };
  for (let temperature = 0.5; temperature < 4; temperature += 0.05) {
    const loss = rows.reduce((sum, row) => {
      const chances = program.calibrated(row.sums, { temperature, caution });
      const at = chances.indexOf(Math.max(...chances));
      return sum - Math.log(row.expect.includes(program.answers[at]) ? chances[at] : 1 - chances[at]);
    }, 0);
    if (loss < chosen.loss) chosen = { temperature, loss };
  }
  const positives = rows.filter((row) => !row.expect.includes('none'));
  const named = positives.filter((row) => row.expect.includes(program.answers[best(row.sums, caution)])).length;
  console.log(
    `temperature ${chosen.temperature.toFixed(2)}, caution ${caution.toFixed(2)}: named rightly ${percent(named, positives.length)}, false matches ${percent(wrong(), negatives.length)}`,
  );
  console.log(
    `without: ${interval(0, 0) && percent(positives.filter((row) => row.right).length, positives.length)}, ${percent(negatives.filter((row) => !row.right).length, negatives.length)}`,
  );
}
