/** Small words and numbers of the page. */
import type { Status, TargetKind, Verdict } from '../../model.js';
import { cut } from '../values.js';
import { escaped, html, Markup } from './markup.js';

export const statusWords = {
  fail: 'failed',
  warn: 'warning',
  unknown: 'unknown',
  pass: 'passed',
  skip: 'skipped',
} as const satisfies Record<Status, string>;

export const verdictWords = {
  failing: 'Failing',
  incomplete: 'Incomplete',
  warnings: 'Warnings',
  healthy: 'Healthy',
} as const satisfies Record<Verdict, string>;

export const kindWords = {
  install: 'this machine',
  url: 'its address, from outside',
  ssh: 'the server, over SSH',
  bundle: 'a bundle',
} as const satisfies Record<TargetKind, string>;

/** "12,345" */
export function whole(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "1 check", "2 checks" */
export function many(count: number, one: string, several = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : several}`;
}

/** A saved report may hold any number: sums of what this leaves have an end. */
export function bounded(ms: number): number {
  return Math.min(Math.max(ms, -1e16), 1e16);
}

/** "472 ms", "2.4 s" */
export function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A text of somebody else within a sentence: its direction of writing stays its own. */
export function theirs(text: string): Markup {
  return new Markup(`<bdi>${escaped(text)}</bdi>`);
}

/** Longer texts are cut; the JSON report has all of them. */
export function shortened(text: string, most = 2000): string {
  const more = `… (${whole(text.length)} characters in all)`;
  return cut(text, most + more.length, more);
}

/** "2026-11-22 09:34:31 UTC"; what is no time stays as it is. */
export function moment(iso: string): Markup {
  const at = /^\d{4}-\d\d-\d\dT/.test(iso) ? Date.parse(iso) : NaN;
  if (Number.isNaN(at)) return theirs(iso);
  const text = new Date(at).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 19)} UTC</time>`;
}
