// Measuring triage: right answers, intervals, reliability, and the half that is learned from read without having learned it.

/** Wilson's interval, 95 %: https://doi.org/10.1080/01621459.1927.10502953 */
export function interval(hits, all) {
  if (all === 0) return [0, 1];
  const z = 1.96;
  const share = hits / all;
  const middle = share + (z * z) / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  return [middle - half, middle + half].map((value) => Math.min(Math.max(value / (1 + (z * z) / all), 0), 1));
}

export function percent(hits, all) {
  const [low, high] = interval(hits, all);
  return all === 0 ? 'none' : `${((100 * hits) / all).toFixed(1)} % (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)}) of ${all}`;
}

/** What the program answers, as people get it. */
export function measured(program, all) {
  return all.map((report) => {
    const { matches } = program.matcher.read(report.text);
    const best = matches[0]?.problem ?? 'none';
    return {
      ...report,
      held: report.file === 'real' || program.isHeldOut(report),
      best,
      score: matches[0]?.score ?? null,
      right: report.expect.includes(best),
    };
  });
}

/** Five matchers, each of which learned from four fifths of the half that is learned from, read the fifth that they do not know. */
export function across(
  { answers, createLook, tables, lexicons, featuresOf, isHeldOut, learn, judge, calibrated, readerOf },
  all,
  calibration,
) {
  const look = createLook(tables, lexicons);
  const rows = all
    .filter((report) => !isHeldOut(report))
    .map((report) => {
      const seen = look(report.text);
      return { ...report, seen, features: featuresOf(seen), weighed: seen.weighed, answer: report.expect[0] };
    });
  return [0, 1, 2, 3, 4].flatMap((fold) => {
    const learned = learn(rows.filter((_, at) => at % 5 !== fold));
    const read = readerOf(learned);
    return rows
      .filter((_, at) => at % 5 === fold)
      .map((row) => {
        const sums = judge(
          row.weighed,
          featuresOf(row.seen, (feature) => read(feature) !== null),
          learned.constant,
          read,
        );
        const chances = calibrated(sums, calibration);
        const at = chances.indexOf(Math.max(...chances));
        return { ...row, sums, best: answers[at], score: chances[at], right: row.expect.includes(answers[at]) };
      });
  });
}

const outside = (row) => row.file === 'real' || row.file === 'apart';

/** How often a score is right, by its height. */
export function reliability(rows) {
  const edges = [0, 0.4, 0.6, 0.8, 0.9, 1.01];
  return edges.slice(0, -1).flatMap((from, index) => {
    const some = rows.filter((row) => row.score !== null && row.score >= from && row.score < edges[index + 1]);
    return some.length === 0
      ? []
      : [
          {
            from,
            to: Math.min(edges[index + 1], 1),
            all: some.length,
            right: some.filter((row) => row.right).length,
            mean: some.reduce((sum, row) => sum + row.score, 0) / some.length,
          },
        ];
  });
}

/** For README.md, by the name after `table:` there. `shipped`: the program that learned from both halves, for those that were written apart. */
export function triageTables(program, all, shipped, apart) {
  const rows = [...measured(program, all), ...measured(shipped, apart)];
  const some = {
    'written apart, read by the program that ships': (row) => row.file === 'apart',
    'held out, English': (row) => row.held && !outside(row) && row.lang === 'en',
    'held out, 14 other languages': (row) => row.held && !outside(row) && row.lang !== 'en',
    'real ones, reworded': (row) => row.file === 'real',
    'learned from': (row) => !row.held && !outside(row),
  };
  const accuracy = Object.entries(some).map(([label, belongs]) => {
    const own = rows.filter(belongs);
    const positives = own.filter((row) => !row.expect.includes('none'));
    const negatives = own.filter((row) => row.expect[0] === 'none');
    return `| ${label} | ${percent(positives.filter((row) => row.right).length, positives.length)} | ${percent(negatives.filter((row) => !row.right).length, negatives.length)} |`;
  });
  const scores = reliability(rows.filter((row) => row.held || outside(row))).map(
    ({ from, to, all: count, right, mean }) => `| ${from.toFixed(2)} to ${to.toFixed(2)} | ${mean.toFixed(2)} | ${percent(right, count)} |`,
  );
  return {
    'triage accuracy': ['| reports | problem named rightly | false matches |', '| --- | --- | --- |', ...accuracy].join('\n'),
    'triage scores': ['| score | its mean | how often the answer was right |', '| --- | --- | --- |', ...scores].join('\n'),
  };
}
