// npm run triage [-- --failures] [-- --fit] [-- LANGUAGE|FILE …]: how well the labelled reports of test/triage/reports are read.
// The reports are split by a hash of their text: one half may be looked at while patterns are written, the other only counts.
import { loadTriage } from './load-triage.js';
import { realReports, reports } from './reports.js';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));

/** Wilson's interval, 95 %. */
export function interval(hits, all) {
  if (all === 0) return [0, 1];
  const z = 1.96;
  const share = hits / all;
  const middle = share + (z * z) / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  return [middle - half, middle + half].map((value) => value / (1 + (z * z) / all));
}

export function measure(matcher, all) {
  return all.map((report) => {
    const { matches } = matcher.read(report.text);
    const best = matches[0]?.problem ?? 'none';
    return {
      ...report,
      best,
      score: matches[0]?.score ?? null,
      matches,
      right: report.expect.includes(best),
      positive: !report.expect.includes('none'),
    };
  });
}

const per = (hits, all) => {
  const [low, high] = interval(hits, all);
  return `${((100 * hits) / Math.max(all, 1)).toFixed(1).padStart(5)} % (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)}) of ${all}`;
};

function show(label, rows) {
  const positives = rows.filter((row) => row.positive);
  const negatives = rows.filter((row) => row.expect[0] === 'none');
  console.log(
    `${label.padEnd(26)} problem named rightly ${per(positives.filter((row) => row.right).length, positives.length).padEnd(28)} false matches ${per(negatives.filter((row) => !row.right).length, negatives.length)}`,
  );
}

if (process.argv[1]?.endsWith('triage.js')) {
  const { matcher, createLook, tables, isHeldOut } = await loadTriage();
  const look = createLook(tables);
  const rows = measure(
    matcher,
    [...reports(), ...realReports()].map((report) => ({ ...report, held: report.file === 'real' || isHeldOut(report) })),
  ).filter((row) => wanted.length === 0 || wanted.includes(row.file) || wanted.includes(row.lang));
  for (const [label, held] of [
    ['tuning', false],
    ['held out', true],
  ])
    show(
      label,
      rows.filter((row) => row.held === held),
    );
  if (args.includes('--each'))
    for (const file of [...new Set(rows.map((row) => row.file))])
      for (const held of [false, true])
        show(
          `${file} ${held ? 'held out' : 'tuning'}`,
          rows.filter((row) => row.file === file && row.held === held),
        );
  if (args.includes('--problems'))
    for (const problem of [...new Set(rows.map((row) => row.expect[0]))].sort())
      for (const held of [false, true])
        show(
          `${problem.slice(0, 16)} ${held ? 'held out' : 'tuning'}`,
          rows.filter((row) => row.expect[0] === problem && row.held === held),
        );
  if (args.includes('--failures'))
    for (const row of rows.filter((each) => !each.right && (!each.held || each.file === 'real'))) {
      console.log(
        `\n${row.id} [${row.kind}] wants ${row.expect.join(' | ')}, got ${row.best} ${row.score}\n  ${row.text.replaceAll('\n', '\n  ').slice(0, 700)}`,
      );
      for (const one of look(row.text).weighed.slice(0, 3))
        console.log(
          `    ${one.points.toFixed(1)} ${one.problem}: ${one.evidence.map((each) => `${each.points.toFixed(1)}${each.message ? ` ${each.message}` : ''} ${each.when?.join('+') ?? ''}`).join('; ')}`,
        );
    }
}
