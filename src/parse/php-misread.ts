/** Where php-parser is more lenient than PHP: literals that PHP refuses, and texts that PHP ends elsewhere. */
import { isAst, type Ast } from './php-literal.js';
import { doubleQuoted, endsEarlier } from './php-strings.js';

export type Misread =
  | { readonly is: 'refused'; readonly what: string; readonly line: number }
  /** The tree is not PHP's: nothing in it is known. */
  | { readonly is: 'doubtful'; readonly why: string };

/** The first of them; null: none. */
export function misread(statements: readonly unknown[]): Misread | null {
  const stack: unknown[] = [statements];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== 'object' || node === null) continue;
    const found = isAst(node) ? inLiteral(node) : null;
    if (found !== null) return found;
    for (const [key, child] of Object.entries(node).reverse()) if (key !== 'loc') stack.push(child);
  }
  return null;
}

function inLiteral(node: Ast): Misread | null {
  const raw = typeof node.raw === 'string' ? node.raw : '';
  const refused = (what: string): Misread => ({ is: 'refused', what, line: node.loc?.start.line ?? 1 });
  switch (node.kind as string) {
    case 'number':
      return /^0[\d_]*[89][\d_]*$/.test(String(node.value)) ? refused('a number with a leading zero and an 8 or 9') : null;
    case 'string':
      return /^[bB]?"/.test(raw) && hasRefusedEscape(raw) ? refused('an escape \\u{…} that is none') : null;
    case 'nowdoc':
    case 'encapsed':
      if (raw.includes('<<<') && endsEarlier(raw))
        return { is: 'doubtful', why: 'a line of a heredoc begins with its label, which ends it' };
      return node.kind === 'encapsed' && node.type !== 'shell' && hasRefusedEscape(raw) ? refused('an escape \\u{…} that is none') : null;
    default:
      return null;
  }
}

/** The braces of a variable that is put in hold code, in which there are no escapes. */
function hasRefusedEscape(raw: string): boolean {
  return raw.includes('\\u{') && !raw.includes('{$') && !raw.includes('${') && doubleQuoted(raw.replaceAll('$', ' '), '"').is === 'invalid';
}
