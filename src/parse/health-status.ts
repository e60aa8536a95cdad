/**
 * The answer to GetHealthStatus. Its documentation names no field but `result`; one client of a third party types it as
 * checks{success[], warning[], danger[]} of {name, type, severityLevel, body}: https://github.com/Oxheberg/whmcs-api. So any nesting is walked, and
 * what has a text and a name is an entry. Nothing below a warning is dropped: what has another shape there is an entry, too.
 */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import type { HealthEntry, HealthStatus } from '../model.js';
import { isRecord } from './json.js';

type Severity = HealthEntry['severity'];

const mostEntries = 300;
const mostVisits = 20_000;
const longestBody = 20_000;

/** none: nothing but `result`, which is all that is documented; unknown: there is more, and no entry among it. */
export type ReadHealth = { readonly is: 'status'; readonly status: HealthStatus } | { readonly is: 'none' } | { readonly is: 'unknown' };

/** Never throws. */
export function parseHealthStatus(fields: Readonly<Record<string, unknown>>): ReadHealth {
  const rest = Object.entries(fields).filter(([key]) => key !== 'result' && key !== 'status' && key !== 'message');
  if (rest.length === 0) return { is: 'none' };
  const entries: HealthEntry[] = [];
  let visits = 0;
  let truncated = false;
  const open: { readonly value: unknown; readonly key: string; readonly group: Severity | null }[] = [];
  open.push(...rest.map(([key, value]) => ({ value, key, group: severityOf(key) })));
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (entries.length >= mostEntries || (visits += 1) > mostVisits) {
      truncated = true;
      break;
    }
    const { value, key, group } = next;
    if (Array.isArray(value)) {
      truncated ||= value.length > mostEntries;
      open.push(...value.slice(0, mostEntries + 1).map((inner: unknown) => ({ value: inner, key, group })));
    } else if (isRecord(value)) {
      const found = entryOf(value, key, group);
      if (found !== null) entries.push(found);
      else for (const [name, inner] of Object.entries(value)) open.push({ value: inner, key: name, group: severityOf(name) ?? group });
    } else {
      const found = bareEntry(value, key, group);
      if (found !== null) entries.push(found);
    }
  }
  return entries.length === 0 ? { is: 'unknown' } : { is: 'status', status: { entries, truncated } };
}

const texts = ['body', 'message', 'description', 'text'] as const;
const names = ['name', 'title', 'type'] as const;
const levels = ['severityLevel', 'severity', 'level', 'status', 'type'] as const;

function entryOf(value: Readonly<Record<string, unknown>>, key: string, group: Severity | null): HealthEntry | null {
  const body = texts.map((name) => value[name]).find(isText);
  const name = names.map((one) => value[one]).find(isText);
  const own = levels.map((one) => severityOf(value[one])).filter((one) => one !== null);
  const severity = worst([...own, ...(group === null ? [] : [group])]);
  const bad = isBad(severity);
  if (body === undefined && (name === undefined || (value['severityLevel'] === undefined && !bad))) return null;
  const text = body ?? (bad ? otherTexts(value) : '');
  // A warning whose words are not where they are looked for cannot be judged.
  return entry(name ?? key, bad && text === '' ? 'other' : severity, text);
}

/** Something below a warning that is no record: its text, or the sign that there is one. */
function bareEntry(value: unknown, key: string, group: Severity | null): HealthEntry | null {
  if (group === null || !isBad(group)) return null;
  if (isText(value)) return entry(key, group, value);
  return (typeof value === 'number' && value !== 0) || value === true ? entry(key, 'other', String(value)) : null;
}

/** Of a warning without a known field for its text, at any depth. */
function otherTexts(value: Readonly<Record<string, unknown>>): string {
  const found: string[] = [];
  const open: unknown[] = Object.entries(value).flatMap(([key, inner]) =>
    [...names, ...levels].some((one) => one === key) ? [] : [inner],
  );
  for (let visits = 0; open.length > 0 && visits < mostEntries; visits += 1) {
    const next = open.shift();
    if (isText(next)) found.push(next);
    else if (Array.isArray(next)) open.push(...(next as unknown[]).slice(0, mostEntries));
    else if (isRecord(next)) open.push(...Object.values(next));
  }
  return found.join(' ');
}

function entry(name: string, severity: Severity, text: string): HealthEntry {
  return { name: printable(masked(plainText(name)), 120), severity, text: printable(masked(plainText(text)), 500) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isBad(severity: Severity): boolean {
  return severity === 'warning' || severity === 'danger';
}

const words: Readonly<Record<Exclude<Severity, 'other'>, RegExp>> = {
  success: /^(?:success|successful|successfulchecks|ok|pass|passed|passing|info|notice|debug)$/i,
  warning: /^(?:warn|warning|warnings|warningchecks)$/i,
  danger: /^(?:danger|dangers|dangerchecks|error|errors|fail|failed|failure|failures|critical|alert|emergency)$/i,
};

function severityOf(word: unknown): Severity | null {
  if (typeof word !== 'string') return null;
  const found = (['danger', 'warning', 'success'] as const).find((one) => words[one].test(word.trim()));
  return found ?? null;
}

function worst(found: readonly Severity[]): Severity {
  return (['danger', 'warning', 'success'] as const).find((one) => found.includes(one)) ?? 'other';
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#039': "'", '#39': "'" };

/** What a person would read. */
function plainText(markup: string): string {
  return markup
    .slice(0, longestBody)
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/&(#?\w{1,8});/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}
