/** The matcher, from the tables that were built with the program. */
import { packagedText } from '../host/packaged.js';
import type { Lexicons, LexiconTable, Tables } from './tables.js';
import { createMatcher, type Matcher } from './triage.js';

export interface Knowing {
  readonly tables: Tables;
  readonly matcher: Matcher;
}

export function loadTriage(): Knowing {
  const tables = JSON.parse(packagedText('triage.json')) as Tables;
  return { tables, matcher: createMatcher(tables, loadLexicon) };
}

/** A text is written in one language or two: the others are not read. */
const loadLexicon: Lexicons = (language) => JSON.parse(packagedText(`triage-${language}.json`)) as readonly LexiconTable[];
