/**
 * Splits a PHP file into what is sent as it stands and what is code, and finds what never ends. The syntax tree cannot tell: php-parser
 * reads an unterminated string up to the end of the file and reports no error.
 */

export interface PhpScan {
  /** Text before the first opening tag, after the closing tags (one line break after each is swallowed by PHP). */
  readonly before: string;
  readonly after: string;
  /** One of the opening tags is the short one, which PHP reads only with short_open_tag. */
  readonly shortTag: boolean;
  readonly hasCode: boolean;
  /** What PHP's parser stumbles over at the end of the file; null: nothing. */
  readonly broken: { readonly what: string; readonly line: number } | null;
}

const opening = /<\?(?:php(?=[ \t\r\n]|$)|=|)/gi;
const heredoc = /<<<[ \t]*(["']?)([A-Za-z_\x80-\xff][\w\x80-\xff]*)\1(?:\r\n|\n|\r)/y;

export function scanPhp(source: string): PhpScan {
  const texts: string[] = [];
  let shortTag = false;
  let hasCode = false;
  let at = 0;
  for (;;) {
    opening.lastIndex = at;
    const tag = opening.exec(source);
    texts.push(source.slice(at, tag?.index ?? source.length));
    if (!tag) break;
    shortTag ||= tag[0] === '<?';
    hasCode = true;
    const code = scanCode(source, tag.index + tag[0].length);
    if (code.broken !== null || code.end === null) return { ...sent(texts), shortTag, hasCode, broken: code.broken };
    at = code.end;
  }
  return { ...sent(texts), shortTag, hasCode, broken: null };
}

function sent(texts: readonly string[]): { readonly before: string; readonly after: string } {
  return { before: texts[0] ?? '', after: texts.slice(1).join('') };
}

interface Code {
  /** Where the text after the closing tag begins; null: the file ends in code. */
  readonly end: number | null;
  readonly broken: { readonly what: string; readonly line: number } | null;
}

function scanCode(source: string, start: number): Code {
  const fail = (what: string, at: number): Code => ({ end: null, broken: { what, line: lineAt(source, at) } });
  let last = '';
  let lastAt = start;
  let i = start;
  while (i < source.length) {
    const char = source.charAt(i);
    const two = source.slice(i, i + 2);
    if (two === '?>') {
      const line = /^\r?\n/.exec(source.slice(i + 2, i + 4));
      return { end: i + 2 + (line?.[0].length ?? 0), broken: null };
    }
    if (two === '/*') {
      const end = source.indexOf('*/', i + 2);
      if (end < 0) return fail('a comment opened with /* is never closed', i);
      i = end + 2;
      continue;
    }
    if (two === '//' || (char === '#' && two !== '#[')) {
      i = endOfLineComment(source, i);
      continue;
    }
    if (/\s/.test(char)) {
      i++;
      continue;
    }
    lastAt = i;
    if (char === '"' || char === "'" || char === '`') {
      const end = endOfQuoted(source, i + 1, char);
      if (end < 0) return fail(`a string opened with ${char} is never closed`, i);
      i = end;
    } else if (two === '<<' && (heredoc.lastIndex = i) >= 0) {
      const open = heredoc.exec(source);
      const end = open ? endOfHeredoc(source, i + open[0].length, open[2] ?? '') : i + 2;
      if (end < 0) return fail(`a heredoc opened with <<<${open?.[2] ?? ''} is never closed`, i);
      i = end;
    } else if (/^__halt_compiler\b/i.test(source.slice(i, i + 16))) {
      return { end: null, broken: null };
    } else {
      i++;
    }
    last = source.charAt(i - 1);
  }
  // At the end of the file PHP wants the last statement closed.
  return last === '' || last === ';' || last === '}' || last === ':'
    ? { end: null, broken: null }
    : fail('the last statement is not closed with a semicolon', lastAt);
}

/** A closing tag ends a line comment too. */
function endOfLineComment(source: string, at: number): number {
  const end = /\r|\n|\?>/.exec(source.slice(at));
  return end ? at + end.index : source.length;
}

function endOfQuoted(source: string, at: number, quote: string): number {
  for (let i = at; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === quote) return i + 1;
    else if (quote === '"' && source[i] === '{' && source[i + 1] === '$') {
      i = endOfBraces(source, i + 1) - 1;
      if (i < 0) return -1;
    }
  }
  return -1;
}

/** `{$row["name"]}` inside a string is code, with strings of its own. */
function endOfBraces(source: string, at: number): number {
  let depth = 1;
  for (let i = at; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i + 1;
    else if (char === "'" || (char === '"' && depth > 0)) {
      i = plainQuotedEnd(source, i + 1, char) - 1;
      if (i < 0) return -1;
    }
  }
  return -1;
}

function plainQuotedEnd(source: string, at: number, quote: string): number {
  for (let i = at; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === quote) return i + 1;
  }
  return -1;
}

/** Since PHP 7.3 the closing label may be indented and followed by anything that is not part of a name. */
function endOfHeredoc(source: string, at: number, label: string): number {
  for (let line = at; line <= source.length;) {
    const indent = /^[ \t]*/.exec(source.slice(line, line + 200))?.[0].length ?? 0;
    const from = line + indent;
    if (source.startsWith(label, from) && !/[\w\x80-\xff]/.test(source.charAt(from + label.length))) return from + label.length;
    const next = source.slice(line).search(/\r\n|\n|\r/);
    if (next < 0) return -1;
    line += next + (source.startsWith('\r\n', line + next) ? 2 : 1);
  }
  return -1;
}

export function lineAt(source: string, at: number): number {
  let line = 1;
  for (let i = source.indexOf('\n'); i >= 0 && i < at; i = source.indexOf('\n', i + 1)) line++;
  return line;
}
