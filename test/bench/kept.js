// The last figures of each bench, kept for the README.

/** What is kept with this run's rows in the place of what its benches said before. */
export function keptWith(kept, rows, about) {
  const fresh = {};
  for (const { bench, figure, value, bound, unit } of rows)
    (fresh[bench] ??= { ...about, rows: [] }).rows.push({ figure, value: Math.round(value * 100) / 100, bound, unit });
  return { ...kept, ...fresh };
}

const cells = (...all) => `| ${all.join(' | ')} |`;
const amount = (value, unit) => (value === null ? 'told only' : `${value} ${unit}`.trim());

/** Every figure with its bound, the day and the machine. */
export function benchTable(kept) {
  const machines = [...new Set(Object.values(kept).map(({ machine }) => machine))];
  const rows = Object.entries(kept).flatMap(([bench, { date, machine, rows: figures }]) =>
    figures.map(({ figure, value, bound, unit }) => {
      const over = bound !== null && value > bound ? ' (over its bound)' : '';
      const where = machines.length > 1 ? `, on ${machines.indexOf(machine) + 1}` : '';
      return cells(bench, escaped(figure), `${amount(value, unit)}${over}`, amount(bound, unit), `${date}${where}`);
    }),
  );
  return [cells('bench', 'figure', 'measured', 'bound', 'on'), cells('---', '---', '---', '---', '---'), ...rows].join('\n');
}

function escaped(text) {
  return text.replaceAll('|', '\\|');
}

/** What they were measured on, as a table of one column. */
export function machinesTable(kept) {
  const machines = [...new Set(Object.values(kept).map(({ machine }) => machine))];
  return [
    cells('measured on'),
    cells('---'),
    ...machines.map((machine, at) => cells(machines.length > 1 ? `${at + 1}: ${machine}` : machine)),
  ].join('\n');
}
