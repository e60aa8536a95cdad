/**
 * The answer to GetHealthStatus. Its documentation names no field but `result`; one client of a third party types it as
 * checks{success[], warning[], danger[]} of {name, type, severityLevel, body}: https://github.com/Oxheberg/whmcs-api. So any nesting is walked, and
 * what has a text and a name is an entry.
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
      open.push(...value.slice(0, mostEntries + 1).map((inner: unknown) => ({ value: inner, key, group })));
    } else if (isRecord(value)) {
      const entry = entryOf(value, key, group);
      if (entry !== null) entries.push(entry);
      else for (const [name, inner] of Object.entries(value)) open.push({ value: inner, key: name, group: severityOf(name) ?? group });
    }
  }
  return entries.length === 0 ? { is: 'unknown' } : { is: 'status', status: { entries, truncated } };
}

const texts = ['body', 'message', 'description', 'text'] as const;

function entryOf(value: Readonly<Record<string, unknown>>, key: string, group: Severity | null): HealthEntry | null {
  const body = texts.map((name) => value[name]).find((text) => typeof text === 'string');
  const name = [value['name'], value['title'], value['type']].find((text) => typeof text === 'string' && text.trim() !== '');
  if (body === undefined && (name === undefined || value['severityLevel'] === undefined)) return null;
  const own = [value['severityLevel'], value['severity'], value['type']].map((word) => severityOf(word)).filter((one) => one !== null);
  return {
    name: printable(masked(plainText(typeof name === 'string' ? name : key)), 120),
    severity: worst([...own, ...(group === null ? [] : [group])]),
    text: printable(masked(plainText(typeof body === 'string' ? body : '')), 500),
  };
}

const words: Readonly<Record<Exclude<Severity, 'other'>, RegExp>> = {
  success: /^(?:success|successful|successfulchecks|ok|pass|passed|passing|info|notice|debug)$/i,
  warning: /^(?:warn|warning|warnings|warningchecks)$/i,
  danger: /^(?:danger|dangerchecks|error|errors|fail|failed|failure|failures|critical|alert|emergency)$/i,
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
