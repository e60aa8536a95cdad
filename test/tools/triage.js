// npm run triage: how well the labelled reports are read. The reports of src/knowledge/reports are split by a hash of their text: the program learns
// from one half, the other only counts. Real reports, reworded, are apart: nothing is learned from them.
//   -- NAME …      only these files or languages
//   -- --each      a line for each file      -- --problems  a line for each problem
//   -- --failures  what was read wrongly, of the half that may be looked at: each report by a matcher that did not learn from it
//   -- --fit       the calibration that these reports ask for (src/triage/calibration.ts)
import { loadTriage } from './load-triage.js';
import { realReports, reports } from './reports.js';
import { across, measured, percent, reliability } from './triage-measure.js';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const has = (name) => args.includes(`--${name}`);
const program = await loadTriage();

if (has('fit')) {
  fit();
} else if (has('failures')) {
  failures();
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

/** What these reports say of the caution in use, and how chances become scores: logistic regression, by Newton's method. */
function fit() {
  for (const caution of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const rows = across(program, reports(), { caution });
    const negatives = rows.filter((row) => row.expect[0] === 'none');
    const positives = rows.filter((row) => !row.expect.includes('none'));
    const named = rows
      .filter((row) => row.best !== 'none')
      .map((row) => ({ x: Math.log(row.score / Math.max(1 - row.score, 1e-6)), y: row.right ? 1 : 0 }));
    let [shift, slope] = [0, 1];
    for (let step = 0; step < 20; step += 1) {
      let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
      for (const { x, y } of named) {
        const p = 1 / (1 + Math.exp(-shift - slope * x));
        const w = p * (1 - p);
        g0 += y - p;
        g1 += (y - p) * x;
        h00 += w;
        h01 += w * x;
        h11 += w * x * x;
      }
      const det = h00 * h11 - h01 * h01;
      shift += (h11 * g0 - h01 * g1) / det;
      slope += (h00 * g1 - h01 * g0) / det;
    }
    console.log(
      `caution ${caution.toFixed(1)}: named rightly ${percent(positives.filter((row) => row.right).length, positives.length)}, false matches ${percent(negatives.filter((row) => !row.right).length, negatives.length)}; shift ${shift.toFixed(2)}, slope ${slope.toFixed(2)}`,
    );
  }
}
