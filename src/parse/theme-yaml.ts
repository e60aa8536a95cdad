/** theme.yaml: the parent of a child theme, and the libraries it brings. https://developers.whmcs.com/themes/child-themes/ */
import { printable } from '../logic/http-answer.js';

export interface ThemeYaml {
  /** As written; null: none. */
  readonly parent: string | null;
  /** Version of jQuery in `provides`; null: not said. */
  readonly jquery: string | null;
}

const longest = 65_536;
const longestLine = 500;

/**
 * Two values of two maps, read line by line: the file belongs to the account that is examined, and a reader of all of YAML takes
 * minutes for some hundred bytes of nested keys.
 */
export function parseThemeYaml(text: string): ThemeYaml {
  const found = { parent: null as string | null, jquery: null as string | null };
  if (text.length > longest) return found;
  let map = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.length > longestLine || /^\s*(?:#|$)/.test(line)) continue;
    const top = /^["']?(\w{1,60})["']?[ \t]*:[ \t]*(.*)$/.exec(line);
    if (top) map = top[1] ?? '';
    else if (!/^[ \t]/.test(line)) map = '';
    // config: {parent: six}
    const inner = top ? /^\{(.*)\}[ \t]*(?:#.*)?$/.exec(top[2] ?? '')?.[1]?.split(',') : [line];
    for (const pair of inner ?? []) {
      const [, key, value] = /^[ \t]*["']?(\w{1,60})["']?[ \t]*:[ \t]*(.*)$/.exec(pair) ?? [];
      if (map === 'config' && key === 'parent') found.parent ??= scalar(value);
      if (map === 'provides' && key === 'jquery') found.jquery ??= scalar(value);
    }
  }
  return found;
}

/** A plain or quoted text, as written; null: empty, or anything else that YAML knows. */
function scalar(written: string | undefined): string | null {
  const [, double, single, plain] =
    /^(?:"([^"\\]{1,100})"|'([^']{1,100})'|([^\s"'#{}[\],&*!|>%@`][^"'#{}[\],]{0,99}?))[ \t]*(?:#.*)?$/.exec(written ?? '') ?? [];
  const word = (double ?? single ?? plain ?? '').trim();
  return word === '' || /^(?:null|~)$/i.test(word) ? null : printable(word, 100);
}
