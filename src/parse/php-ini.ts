/**
 * php.ini as PHP reads it (Zend/zend_ini_scanner.l, INI_SCANNER_NORMAL), which is neither of the usual INI dialects: an unquoted value ends
 * at a semicolon, On is "1" and None is "", a text in quotes is joined to what stands beside it, [PATH=] and [HOST=] hold up to the next
 * of their kind whatever section comes between.
 * https://www.php.net/manual/en/configuration.file.php
 */
import { trimEndOf } from '../logic/trim-end.js';
import { afterBreak, endOfLine, scanIniValue } from './php-ini-value.js';

export interface IniEntry {
  readonly key: string;
  /** For `php_value[session.name]`: session.name; null: a plain key. */
  readonly offset: string | null;
  /** null: set, but to what only the running PHP knows (an environment variable, arithmetic). */
  readonly value: string | null;
  readonly line: number;
  /** Only for requests below this folder, or for this host. */
  readonly only: { readonly kind: 'path' | 'host'; readonly of: string } | null;
  /** Name of the section in which it stands; empty: before the first. */
  readonly section: string;
}

export interface IniFile {
  readonly file: string;
  readonly entries: readonly IniEntry[];
  /** The line at which PHP stops reading the file; what stands above holds. */
  readonly broken: { readonly line: number } | null;
}

const maxEntries = 5000;
const semicolon = 0x3b;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

export function parsePhpIni(source: string, file: string): IniFile {
  const entries: IniEntry[] = [];
  let only: IniEntry['only'] = null;
  let section = '';
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  const broken = (): IniFile => ({ file, entries, broken: { line } });
  while (at < source.length && entries.length < maxEntries) {
    const rest = endOfLine(source, at);
    let begin = at;
    while (begin < rest && isBlank(source.charCodeAt(begin))) begin++;
    // Nine lines of ten are comments.
    if (begin === rest || source.charCodeAt(begin) === semicolon) {
      at = afterBreak(source, rest);
      line++;
      continue;
    }
    const trimmed = source.slice(begin, rest);
    if (trimmed.startsWith('[')) {
      const header = sectionOf(trimmed);
      if (header === null) return broken();
      section = header;
      only = specialSection(header) ?? only;
      at = afterBreak(source, rest);
      line++;
      continue;
    }
    const equals = /^[^=\r\n;]*/.exec(trimmed)?.[0] ?? '';
    const key = trimEndOf(equals, ' \t');
    if (!isKey(key)) return broken();
    if (trimmed.charAt(equals.length) !== '=') {
      // A name alone sets nothing.
      at = afterBreak(source, rest);
      line++;
      continue;
    }
    const scanned = scanIniValue(source, begin + equals.length + 1);
    const bracket = /^([^[]*)\[([^\]]*)\]?$/.exec(key);
    entries.push({
      key: bracket?.[1] ?? key,
      offset: bracket ? (bracket[2] ?? '').replace(/^(["'])(.*)\1$/, '$2') : null,
      // of `a = yes please` PHP takes the first word before it stumbles over the second
      value: scanned === null ? null : scanned.value,
      line,
      only,
      section,
    });
    if (scanned === null) return broken();
    line += scanned.lines;
    at = scanned.last ? source.length : scanned.end;
  }
  return { file, entries, broken: null };
}

/** Characters with a meaning of their own cannot stand in a name. */
function isKey(key: string): boolean {
  return (
    key !== '' && !/[{}|&~!()^"$]/.test(key) && !/^(?:true|on|yes|false|off|no|none|null)$/i.test(key) && !/\][^\]]*[^\] \t]/.test(key)
  );
}

function sectionOf(line: string): string | null {
  const found = /^\[([^\]]*)\]/.exec(line);
  return found ? (found[1] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2') : null;
}

function specialSection(header: string): IniEntry['only'] {
  const found = /^(PATH|HOST)\s*=?\s*(.+)$/i.exec(header);
  if (!found?.[1] || !found[2]) return null;
  const of = trimEndOf(found[2], '/');
  return found[1].toUpperCase() === 'PATH' ? { kind: 'path', of: of === '' ? '/' : of } : { kind: 'host', of: of.toLowerCase() };
}
