// What the tests of the matrix counted, as numbers and as tables.

/** "dimension: value | dimension: value" → pairs of both. */
const valuesOf = (title) => title.split(' | ').map((part) => [part.slice(0, part.indexOf(': ')), part.slice(part.indexOf(': ') + 2)]);

const sum = (tests) => ({ run: tests.length, right: tests.filter(({ right }) => right).length });

/** The variants by the values of their dimensions; the set-ups of files of their own; and recorded ones. */
export function healthyCounts(tests) {
  const variants = tests.filter(({ file, title }) => file.endsWith('healthy-matrix.test.ts') && title.includes(' | '));
  const recorded = tests.filter(({ file, title }) => file.endsWith('recorded-php.test.ts') && title.includes(' | '));
  const others = tests.filter(
    ({ file, title }) =>
      /\/(healthy|healthy-unusual|healthy-admin-area)\.test\.ts$/.test(file) ||
      (file.endsWith('layouts.test.ts') && /^is silent/.test(title)),
  );
  return {
    variants: sum(variants),
    dimensions: byValue(variants),
    setups: sum(others),
    recorded: { ...sum(recorded), dimensions: byValue(recorded) },
  };
}

function byValue(tests) {
  const dimensions = {};
  for (const { title, right } of tests)
    for (const [name, value] of valuesOf(title)) {
      const count = ((dimensions[name] ??= {})[value] ??= { run: 0, right: 0 });
      count.run += 1;
      if (right) count.right += 1;
    }
  return dimensions;
}

const area = (file) => /faults-([a-z-]+)\.test\.ts$/.exec(file)?.[1]?.replaceAll('-', ' ') ?? null;

/** Causes alone, and the ways to them by area. */
export function faultCounts(tests) {
  const faults = tests.filter(({ file, title }) => area(file) !== null && title !== 'healthy to begin with');
  const areas = {};
  for (const test of faults) (areas[area(test.file)] ??= []).push(test);
  const wrong = new Set(faults.filter(({ right }) => !right).map(({ title }) => causeOf(title)));
  const causes = [...new Set(faults.map(({ title }) => causeOf(title)))];
  return {
    causes: { run: causes.length, right: causes.filter((cause) => !wrong.has(cause)).length },
    ways: sum(faults),
    areas: Object.fromEntries(Object.entries(areas).map(([name, own]) => [name, sum(own)])),
  };
}

const causeOf = (title) => title.split(': ', 1)[0];

/** Titles of pairs are "A + B". */
export function labPairCounts(tests) {
  return sum(tests.filter(({ file, title }) => file.endsWith('lab/pairs.test.ts') && title.includes(' + ')));
}

const row = (...cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
const listed = (values) =>
  Object.entries(values)
    .map(([value, { run }]) => `${value} ${run}`)
    .join(', ');

/** Dimension → its values with the number of variants that have each. */
export function healthyTable(healthy) {
  if (healthy === undefined) return table(['no false alarm', 'run', 'silent', 'of these'], []);
  const { date, variants, dimensions, setups, recorded } = healthy;
  return table(
    [`no false alarm, ${date}`, 'run', 'silent', 'of these'],
    [
      ['healthy variants, live', variants.run, variants.right, 'any two values below meet in at least one, where they go together'],
      ...Object.entries(dimensions).map(([name, values]) => [name, ...total(values), listed(values)]),
      ['further healthy set-ups, live', setups.run, setups.right, 'one unusual thing each; cPanel, Plesk, Red Hat, a container'],
      [
        'healthy installs, recorded',
        recorded.run,
        recorded.right,
        Object.entries(recorded.dimensions)
          .map(([name, values]) => `${name}: ${Object.keys(values).join(', ')}`)
          .join('; '),
      ],
    ],
  );
}

function total(values) {
  const all = Object.values(values);
  return [all.reduce((runs, { run }) => runs + run, 0), all.reduce((rights, { right }) => rights + right, 0)];
}

export function faultTable(faults, pairs) {
  const dates = [...new Set([faults?.date, pairs?.date])].filter((date) => date !== undefined);
  return table(
    [['no missed fault', ...dates].join(', '), 'run', 'right', 'of these'],
    [
      ...(faults === undefined
        ? []
        : [
            [
              'causes, each alone, live',
              faults.causes.run,
              faults.causes.right,
              `of ${faults.known} known; which are not made and why: [faults.test.ts](test/lab/faults.test.ts)`,
            ],
            [
              'ways to them, live',
              faults.ways.run,
              faults.ways.right,
              Object.entries(faults.areas)
                .map(([name, { run }]) => `${name} ${run}`)
                .join(', '),
            ],
          ]),
      ...(pairs === undefined
        ? []
        : [
            [
              'pairs of independent causes, recorded',
              pairs.recorded.independent,
              pairs.recorded.right,
              `every pair of ${pairs.recorded.faults} recorded ways to ${pairs.recorded.causes} causes`,
            ],
            ['pairs of independent causes, live', pairs.lab.run, pairs.lab.right, 'chosen by a seed'],
          ]),
    ],
  );
}

/** For the terminal: every value on its own line. */
export function printed({ healthy, faults, pairs }) {
  const lines = [];
  const line = (what, { run, right }, indent = '') =>
    lines.push(`${`${indent}${what}`.padEnd(64)} ${String(run).padStart(6)} ${String(right).padStart(6)}`);
  if (healthy !== undefined) {
    lines.push('', `${'No false alarm'.padEnd(64)} ${'run'.padStart(6)} ${'silent'.padStart(6)}`);
    line('healthy variants, live', healthy.variants);
    for (const [name, values] of Object.entries(healthy.dimensions)) {
      lines.push(`  ${name}`);
      for (const [value, count] of Object.entries(values)) line(value, count, '    ');
    }
    line('further healthy set-ups, live', healthy.setups);
    line('healthy installs, recorded', healthy.recorded);
    for (const [name, values] of Object.entries(healthy.recorded.dimensions)) {
      lines.push(`  ${name}`);
      for (const [value, count] of Object.entries(values)) line(value, count, '    ');
    }
  }
  if (faults !== undefined || pairs !== undefined)
    lines.push('', `${'No missed fault'.padEnd(64)} ${'run'.padStart(6)} ${'right'.padStart(6)}`);
  if (faults !== undefined) {
    line('causes, each alone, live', faults.causes);
    line('ways to them, live', faults.ways);
    for (const [name, count] of Object.entries(faults.areas)) line(name, count, '    ');
  }
  if (pairs !== undefined) {
    line('pairs of independent causes, recorded', { run: pairs.recorded.independent, right: pairs.recorded.right });
    line('pairs of independent causes, live', pairs.lab);
  }
  return `${lines.join('\n')}\n`;
}
