/** Tables of README.md that come from the code. */
import { assumptions } from '../../src/knowledge/assumptions.js';
import { causes, problems } from '../../src/knowledge/index.js';
import { phpWaysTable } from '../../src/knowledge/php-ways.js';
import { systemHealth } from '../../src/knowledge/system-health.js';
import type { Cause, Check, Problem, Probe } from '../../src/model.js';
import { families } from '../../src/report/metrics.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { builtinProbes } from '../../src/run/probes.js';
import { benchTable, machinesTable, type KeptFigures } from '../bench/kept.js';
import benchKept from './bench-kept.json' with { type: 'json' };
import { faultTable, healthyTable, type Kept } from './matrix-counts.js';
import matrixKept from './matrix-kept.json' with { type: 'json' };

/** The last full runs of npm run matrix. */
const kept: Kept = matrixKept;

/** The last figures of npm run bench. */
const figures: KeptFigures = benchKept;

/** By the name after `table:` in README.md. */
export function tables(): Readonly<Record<string, string>> {
  return {
    'php ways': phpWaysTable(),
    problems: coverageTable({ problems, causes, checks: builtinChecks, probes: builtinProbes }),
    'system health': systemHealthTable(),
    assumptions: assumptionsTable(),
    metrics: metricsTable(),
    'no false alarm': healthyTable(kept.healthy),
    bench: benchTable(figures),
    'bench machines': machinesTable(figures),
    'no missed fault': faultTable(kept.faults, kept.pairs),
  };
}

const vantages: Readonly<Record<string, string>> = {
  files: 'files',
  shell: 'machine',
  'web-php': 'web PHP',
  'cli-php': 'cron’s PHP',
  database: 'database',
  http: 'visitor',
  api: 'API',
  provider: 'provider',
  operator: 'operator',
};

/** What -f prometheus writes. */
function metricsTable(): string {
  const code = (text: string): string => `\`${text}\``;
  const rows = Object.entries(families).map(
    ([name, { labels, help }]) => `| ${code(name)} | ${labels.map(code).join(', ')} | ${help.replace(/\.$/, '')} |`,
  );
  return ['| metric | labels | value |', '| --- | --- | --- |', ...rows].join('\n');
}

export interface Catalogue {
  readonly problems: readonly Problem[];
  readonly causes: readonly Cause[];
  readonly checks: readonly Check[];
  readonly probes: readonly Probe[];
}

/** Problem → causes found → vantage → how it is proved. Causes that the documented table does not name stand in italics. */
export function coverageTable({ problems, causes, checks, probes }: Catalogue): string {
  const vantageOf = new Map(probes.map((probe) => [probe.fact, probe.vantage]));
  const lines = problems.map((problem) => {
    const own = causes.filter((cause) => cause.problems.includes(problem.id));
    const ids = new Set(own.map((cause) => cause.id));
    const facts = checks.filter((check) => check.causes.some((id) => ids.has(id))).flatMap((check) => check.needs);
    const seenFrom = new Set(facts.map((fact) => vantageOf.get(fact) ?? 'operator'));
    const from = Object.keys(vantages).filter((vantage) => [...seenFrom].includes(vantage as Probe['vantage']) && vantage !== 'operator');
    const names = own.map((cause) => (cause.beyondTable === true ? `*${cause.id}*` : cause.id)).join(', ');
    const proof = problem.proof ?? problem.unprovable ?? '';
    return `| **${problem.id}** | ${names || 'none'} | ${from.map((vantage) => vantages[vantage]).join(', ')} | ${proof} |`;
  });
  return ['| problem | causes found | seen from | how it is proved |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

/** WHMCS's System Health checks that touch authentication, and what here looks at the same. */
export function systemHealthTable(): string {
  const rows = systemHealth.filter(({ concerns }) => concerns !== 'none');
  const lines = rows.map(({ title, checks, note }) => {
    const here = checks.map((id) => `\`${id}\``).join(', ');
    return `| ${title} | ${[here, note].filter((text) => text !== undefined && text !== '').join('; ')} |`;
  });
  return ['| System Health | here |', '| --- | --- |', ...lines].join('\n');
}

/** What is taken to be so in WHMCS without an official source, and how the owner of a license can see it. */
export function assumptionsTable(): string {
  const lines = assumptions.map(({ what, confirm }) => `| ${what} | \`${confirm.replaceAll('|', '\\|')}\` |`);
  return ['| taken to be so | seen with |', '| --- | --- |', ...lines].join('\n');
}
