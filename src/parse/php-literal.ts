/**
 * The values of PHP expressions that are the same in every run: strings, integers, booleans, null, arrays of these, and what is joined
 * from them. Everything else is dynamic, with the reason; a value is never guessed.
 */
import path from 'node:path';
import type { Node } from 'php-parser';
import { dedented, doubleQuoted, singleQuoted } from './php-strings.js';

/** A PHP value; strings are byte strings (see php-strings). */
export type PhpValue =
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'int'; readonly value: number }
  | { readonly is: 'bool'; readonly value: boolean }
  | { readonly is: 'null' }
  | { readonly is: 'array'; readonly entries: ReadonlyMap<string, PhpValue> }
  /** Known only to a running PHP. */
  | { readonly is: 'dynamic'; readonly why: string; readonly interpolated?: true };

/** What names stand for at the point of an expression. */
export interface Scope {
  /** The file's real path, as bytes: PHP's __FILE__ has links resolved. */
  readonly file: string;
  variable(name: string): PhpValue;
  constant(name: string): PhpValue;
}

/** A node of the syntax tree as it is seen here: a kind, and fields that depend on it. */
export type Ast = Node & Readonly<Record<string, unknown>>;

export function isAst(value: unknown): value is Ast {
  return typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string';
}

export function dynamic(why: string, interpolated?: true): PhpValue {
  return interpolated ? { is: 'dynamic', why, interpolated } : { is: 'dynamic', why };
}

const maxDepth = 64;
const longestText = 100_000;
/** More than any setting has; reading and copying an array takes time that grows with its length. */
export const mostEntries = 1000;

export function evaluate(node: unknown, scope: Scope, depth = 0): PhpValue {
  if (!isAst(node) || depth > maxDepth) return dynamic('it cannot be read without running it');
  const inner = (child: unknown): PhpValue => evaluate(child, scope, depth + 1);
  switch (node.kind as string) {
    case 'string':
      return stringLiteral(node);
    case 'nowdoc':
    case 'encapsed':
      return node.kind === 'encapsed' && node.type !== 'heredoc' ? stringLiteral(node) : heredocLiteral(node);
    case 'number':
      return integerLiteral(String(node.value));
    case 'boolean':
      return { is: 'bool', value: node.value === true };
    case 'nullkeyword':
      return { is: 'null' };
    case 'magic':
      return magic(String(node.value), scope);
    case 'array':
      return arrayLiteral(node, inner);
    case 'bin':
      return node.type === '.' ? concatenated(inner(node.left), inner(node.right)) : dynamic(`it is computed with ${String(node.type)}`);
    case 'unary':
      return signed(String(node.type), inner(node.what));
    case 'name':
      return named(String(node.name), scope);
    case 'variable':
      return typeof node.name === 'string' ? scope.variable(node.name) : dynamic('it is a variable whose name is computed');
    case 'offsetlookup':
      return element(inner(node.what), inner(node.offset));
    case 'call':
      return called(node, inner);
    default:
      return dynamic(`it is ${describe(node.kind)}, which only a running PHP can decide`);
  }
}

function describe(kind: string): string {
  const known: Readonly<Record<string, string>> = {
    retif: 'a choice (?:)',
    match: 'a match',
    staticlookup: 'a property or constant of a class',
    propertylookup: 'a property of an object',
    include: 'the value of another file',
    new: 'an object',
    closure: 'a function',
    arrowfunc: 'a function',
    cast: 'a conversion',
  };
  return known[kind] ?? 'an expression';
}

function stringLiteral(node: Ast): PhpValue {
  const raw = String(node.raw).replace(/^[bB](?=["'])/, '');
  const quote = raw.charAt(0);
  // A string that the parser ended at the end of the file is not one for PHP.
  if (raw.length < 2 || !raw.endsWith(quote)) return dynamic('its string is never closed');
  if (quote === "'") return { is: 'string', value: singleQuoted(raw.slice(1, -1)) };
  return quote === '"' ? fromText(doubleQuoted(raw.slice(1, -1), '"')) : dynamic('it is the output of a command');
}

function heredocLiteral(node: Ast): PhpValue {
  const raw = String(node.raw);
  const body = dedented(raw);
  if (body === null) return dynamic('its heredoc cannot be read');
  return /^[bB]?<<<[ \t]*'/.test(raw) ? { is: 'string', value: body } : fromText(doubleQuoted(body, ''));
}

function fromText(text: ReturnType<typeof doubleQuoted>): PhpValue {
  switch (text.is) {
    case 'text':
      return { is: 'string', value: text.value };
    case 'interpolated':
      return dynamic('a variable stands inside its double quotes', true);
    case 'invalid':
      return dynamic('it holds an escape that PHP refuses');
  }
}

function integerLiteral(written: string): PhpValue {
  const digits = written.replaceAll('_', '').toLowerCase();
  const octal = /^0o?([0-7]+)$/.exec(digits)?.[1];
  const value = octal !== undefined ? parseInt(octal, 8) : /^(?:[1-9]\d*|0|0x[\da-f]+|0b[01]+)$/.test(digits) ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(value) ? { is: 'int', value } : dynamic('it is a number that is not a plain integer');
}

function signed(operator: string, value: PhpValue): PhpValue {
  if (value.is === 'int' && (operator === '-' || operator === '+')) {
    return { is: 'int', value: operator === '-' && value.value !== 0 ? -value.value : value.value };
  }
  if (value.is === 'bool' && operator === '!') return { is: 'bool', value: !value.value };
  return dynamic(`it is computed with ${operator}`);
}

function magic(name: string, scope: Scope): PhpValue {
  if (name === '__DIR__') return { is: 'string', value: path.posix.dirname(scope.file) };
  if (name === '__FILE__') return { is: 'string', value: scope.file };
  return dynamic(`it uses ${name}`);
}

function named(written: string, scope: Scope): PhpValue {
  const name = written.replace(/^\\/, '');
  if (name === 'DIRECTORY_SEPARATOR') return { is: 'string', value: '/' };
  if (name === 'PATH_SEPARATOR') return { is: 'string', value: ':' };
  if (name === 'PHP_EOL') return { is: 'string', value: '\n' };
  return scope.constant(name);
}

function concatenated(left: PhpValue, right: PhpValue): PhpValue {
  if (left.is === 'dynamic') return left;
  if (right.is === 'dynamic') return right;
  const a = asString(left);
  const b = asString(right);
  if (a === null || b === null) return dynamic('it joins an array to a text');
  // `$a = $a . $a` doubles it with every line.
  if (a.length + b.length > longestText) return dynamic(`it is longer than ${longestText} bytes`);
  return { is: 'string', value: a + b };
}

export { concatenated as concatenate };

/** A scalar as PHP turns it into a string; null: an array or dynamic. */
export function asString(value: PhpValue): string | null {
  switch (value.is) {
    case 'string':
      return value.value;
    case 'int':
      return String(value.value);
    case 'bool':
      return value.value ? '1' : '';
    case 'null':
      return '';
    case 'array':
    case 'dynamic':
      return null;
  }
}

/** What a value becomes as an array key: "5" and 5 are the same key. null: cannot be a key. */
export function asKey(value: PhpValue): string | null {
  return value.is === 'bool' ? (value.value ? '1' : '0') : asString(value);
}

/** The key that `[]` appends with; null: depends on the version of PHP (keys below zero). */
export function nextKey(entries: ReadonlyMap<string, PhpValue>): string | null {
  let next: string | null = '0';
  for (const key of entries.keys()) next = keyAfter(key, next);
  return next;
}

/** The key that `[]` appends with after this one, where it was `next` before. */
function keyAfter(key: string, next: string | null): string | null {
  if (next === null || !/^(?:0|-?[1-9]\d{0,14})$/.test(key)) return next;
  return key.startsWith('-') ? null : String(Math.max(Number(next), Number(key) + 1));
}

function arrayLiteral(node: Ast, inner: (child: unknown) => PhpValue): PhpValue {
  const entries = new Map<string, PhpValue>();
  const items = Array.isArray(node.items) ? (node.items as unknown[]) : [];
  if (items.length > mostEntries) return dynamic(`its array has more than ${mostEntries} entries`);
  let next: string | null = '0';
  for (const item of items) {
    if (!isAst(item)) return dynamic('it is an array with an empty place');
    if ((item.kind as string) !== 'entry' || item.unpack === true || item.byRef === true)
      return dynamic('its array is filled from another');
    const key = item.key === null ? next : asKey(inner(item.key));
    if (key === null) return dynamic('a key of its array is not a literal');
    entries.set(key, inner(item.value));
    next = keyAfter(key, next);
  }
  return { is: 'array', entries };
}

function element(from: PhpValue, offset: PhpValue): PhpValue {
  if (from.is === 'dynamic') return from;
  const key = asKey(offset);
  const found = from.is === 'array' && key !== null ? from.entries.get(key) : undefined;
  return found ?? dynamic('it is taken out of an array that is not known');
}

/** dirname() of a literal; every other function is run by PHP only. */
function called(node: Ast, inner: (child: unknown) => PhpValue): PhpValue {
  const name = calledName(node);
  const args = Array.isArray(node.arguments) ? (node.arguments as unknown[]) : [];
  if (name === 'dirname' && (args.length === 1 || args.length === 2)) {
    const from = inner(args[0]);
    const levels: PhpValue = args.length === 2 ? inner(args[1]) : { is: 'int', value: 1 };
    if (from.is === 'string' && /^(?:\/[^/]+)*\/?$/.test(from.value) && levels.is === 'int' && levels.value >= 1 && levels.value <= 100) {
      let folder = from.value;
      for (let level = 0; level < levels.value; level++) folder = path.posix.dirname(folder);
      return { is: 'string', value: folder };
    }
  }
  if (name === 'array') return dynamic('its array cannot be read');
  return dynamic(name === null ? 'a function decides it' : `the function ${name}() decides it`);
}

/** Lower-case name of the function that a call names; null: computed. */
export function calledName(node: Ast): string | null {
  const what = node.what;
  return isAst(what) && (what.kind as string) === 'name' ? String(what.name).replace(/^\\/, '').toLowerCase() : null;
}
