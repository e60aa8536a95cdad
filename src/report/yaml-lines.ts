/**
 * YAML of a simple shape: every value is a string in double quotes, which is one in YAML and in the YAML that old TAP parsers know. The
 * library yaml takes a hundred times as long for it.
 */
import { plain } from './plain-text.js';

export interface Yaml {
  /** null and empty lists are left out. */
  readonly [key: string]: string | null | readonly (string | Yaml)[];
}

export function yamlLines(map: Yaml): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    if (value === null || value.length === 0) return [];
    if (typeof value === 'string') return [`${key}: ${quoted(value)}`];
    return [`${key}:`, ...value.flatMap(item)];
  });
}

function item(value: string | Yaml): readonly string[] {
  // an old TAP parser takes a first word before a colon for a key, quotes or not
  if (typeof value === 'string') return [`  - ${quoted(value).replace(/^("[^ ]* *):(?= )/, '$1\\x3a')}`];
  return yamlLines(value).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}

/** Line breaks stay what they are, as \n; other characters that a terminal obeys are spelt out. */
function quoted(text: string): string {
  return JSON.stringify(text.includes('\n') ? text.split('\n').map(plain).join('\n') : plain(text));
}
