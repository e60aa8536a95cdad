/** nginx's configuration as a tree of directives, with included files in their places. https://nginx.org/en/docs/beginners_guide.html#conf_structure */
import { normalPath, type LoadConfig } from './config-source.js';

export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** null: ends with a semicolon. */
  readonly block: readonly NginxDirective[] | null;
  readonly file: string;
  readonly line: number;
}

export interface NginxTree {
  readonly directives: readonly NginxDirective[];
  /** Places that could not be understood. */
  readonly unread: readonly string[];
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

const maxDepth = 30;
const maxDirectives = 100_000;
const maxBlocks = 50;

/** Splits the text into words, `{`, `}` and `;`. A text that ends inside quotes ends there. */
export function nginxTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let i = 0;
  while (i < text.length) {
    const char = text.charAt(i);
    if (char === '\n') line++;
    if (/\s/.test(char)) i++;
    else if (char === '#') while (i < text.length && text[i] !== '\n') i++;
    else if ('{};'.includes(char)) {
      tokens.push({ text: char, quoted: false, line });
      i++;
    } else {
      const word = readWord(text, i);
      tokens.push({ text: word.text, quoted: word.quoted, line });
      line += text.slice(i, word.end).split('\n').length - 1;
      i = word.end;
    }
  }
  return tokens;
}

/** A brace within a word belongs to it when it is the brace of a variable: ${name}. */
function readWord(text: string, start: number): { readonly text: string; readonly quoted: boolean; readonly end: number } {
  const quote = text.charAt(start);
  const quoted = quote === '"' || quote === "'";
  const out: string[] = [];
  let i = quoted ? start + 1 : start;
  for (; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && i + 1 < text.length) {
      const next = text.charAt(++i);
      out.push(escapes[next] ?? (quoted && next === quote ? next : /[\s"'\\;{}]/.test(next) ? next : `\\${next}`));
    } else if (quoted ? char === quote : /[\s;{]/.test(char) && !(char === '{' && text[i - 1] === '$')) break;
    else out.push(char);
  }
  return { text: out.join(''), quoted, end: quoted ? i + 1 : i };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** `file` is the main configuration file: includes are relative to its folder. */
export async function parseNginx(file: string, text: string, load: LoadConfig): Promise<NginxTree> {
  const unread: string[] = [];
  const folder = normalPath(`${file}/..`);
  let count = 0;

  const read = async (path: string, content: string, depth: number): Promise<readonly NginxDirective[]> => {
    const tokens = nginxTokens(content);
    let at = 0;
    const block = async (level: number): Promise<NginxDirective[]> => {
      const found: NginxDirective[] = [];
      while (at < tokens.length) {
        const words: Token[] = [];
        let end = tokens[at];
        while (end !== undefined && (end.quoted || !/^[{};]$/.test(end.text))) {
          words.push(end);
          end = tokens[++at];
        }
        at++;
        const [first, ...rest] = words;
        if (end?.text === '}' || end === undefined) {
          if (first || (end === undefined && level > 0)) unread.push(`${path}:${(first ?? tokens.at(-1))?.line ?? 1}`);
          return found;
        }
        if (!first) {
          if (end.text === '{') await inside(level + 1);
          continue;
        }
        const args = rest.map((word) => word.text);
        const inner = end.text === '{' ? (/_by_lua_block$/.test(first.text) ? skipped() : await inside(level + 1)) : null;
        if (++count > maxDirectives) return found;
        if (first.text === 'include' && inner === null && args[0] !== undefined) {
          if (depth >= maxDepth) continue;
          for (const other of await load(normalPath(args[0], folder))) found.push(...(await read(other.path, other.text, depth + 1)));
        } else found.push({ name: first.text, args, block: inner, file: path, line: first.line });
      }
      return found;
    };
    /** Blocks nested deeper than any real configuration's are passed over: each level is a call within a call. */
    const inside = async (level: number): Promise<NginxDirective[]> => {
      if (level <= maxBlocks) return await block(level);
      unread.push(`${path}:${tokens[at]?.line ?? 1}`);
      return skipped();
    };
    /** Lua code is not nginx's syntax: only its braces count. */
    const skipped = (): NginxDirective[] => {
      for (let open = 1; at < tokens.length && open > 0; at++) {
        if (tokens[at]?.text === '{') open++;
        if (tokens[at]?.text === '}') open--;
      }
      return [];
    };
    return block(0);
  };
  return { directives: await read(file, text, 0), unread };
}
