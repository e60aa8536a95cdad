/** What checks say, as text that people read and compare: test/fixtures/findings. */
import type { Check, Evidence, Judgement } from '../../src/model.js';

/** One line for what is said, one for each piece of evidence. */
export function judgementText(said: Judgement): string {
  const lines = [`${said.is}${aboutOf(said)}`];
  if ('title' in said && said.title !== undefined) lines.push(`  "${said.title}"`);
  if ('settle' in said && said.settle !== undefined) lines.push(`  settle: ${said.settle}`);
  if ('evidence' in said) lines.push(...said.evidence.map(evidenceText));
  return lines.join('\n');
}

function aboutOf(said: Judgement): string {
  const subject = said.subject === undefined ? '' : ` of ${shown(said.subject)}`;
  switch (said.is) {
    case 'pass':
      return `${subject}${said.note === undefined ? '' : `: ${said.note}`}`;
    case 'skip':
    case 'unknown':
      return `${subject}: ${said.reason}`;
    case 'warn':
    case 'fail':
      return ` ${said.cause}, ${said.confidence}${subject}`;
  }
}

function evidenceText({ label, saw, want, vantage, source }: Evidence): string {
  const wanted = want === undefined ? '' : `, wanted ${shown(want)}`;
  return `  ${label}: ${shown(saw)}${wanted} (${vantage}: ${source})`;
}

/** A text stands bare where it is told from a number or a flag, and on one line. */
function shown(value: Evidence['saw']): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === '' || /^[\s"]|\s$|\n/.test(value) || /^(null|true|false|-?[\d.]+)$/.test(value) ? JSON.stringify(value) : value;
}

export interface Case {
  /** What was recorded. */
  readonly name: string;
  readonly said: readonly Judgement[];
}

/** Everything that one check says; the same said of several recordings stands once, under the names of all. */
export function checkText(check: Check, cases: readonly Case[]): string {
  const names = new Map<string, string[]>();
  for (const { name, said } of cases) {
    const text = said.length === 0 ? 'nothing' : said.map(judgementText).join('\n');
    names.set(text, [...(names.get(text) ?? []), name]);
  }
  return [`# ${check.id}`, ...[...names].map(([text, of]) => `${of.map((name) => `- ${name}`).join('\n')}\n${text}`)].join('\n\n');
}
