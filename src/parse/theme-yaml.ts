/** theme.yaml: the parent of a child theme, and the libraries it brings. https://developers.whmcs.com/themes/child-themes/ */
import { printable } from '../logic/http-answer.js';
import { isRecord } from './json.js';

export interface ThemeYaml {
  /** As written; null: none. */
  readonly parent: string | null;
  /** Version of jQuery in `provides`; null: not said. */
  readonly jquery: string | null;
}

const nothing: ThemeYaml = { parent: null, jquery: null };
const longest = 65_536;

export async function parseThemeYaml(text: string): Promise<ThemeYaml> {
  if (text.length > longest) return nothing;
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 10, logLevel: 'silent', uniqueKeys: false });
  } catch {
    // WHMCS takes a file that is no YAML for none.
    return nothing;
  }
  if (!isRecord(value)) return nothing;
  return { parent: textIn(value['config'], 'parent'), jquery: textIn(value['provides'], 'jquery') };
}

function textIn(value: unknown, key: string): string | null {
  const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  if (typeof found !== 'string' && typeof found !== 'number') return null;
  const written = printable(String(found), 100);
  return written === '' ? null : written;
}
