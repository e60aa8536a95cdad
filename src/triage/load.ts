/** The matcher, from the tables that were built with the program. */
import { readFile } from 'node:fs/promises';
import type { Tables } from './tables.js';
import { createMatcher, type Matcher } from './triage.js';

export async function loadTables(): Promise<Tables> {
  return JSON.parse(await readFile(new URL('./triage.json', import.meta.url), 'utf8')) as Tables;
}

export async function loadMatcher(): Promise<Matcher> {
  return createMatcher(await loadTables());
}
