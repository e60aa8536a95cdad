/**
 * Reads WHMCS's configuration.php without running it. The result holds secrets in clear: it goes to the probe, which puts them into the
 * vault, and nowhere else.
 */
import { couldBeSecret } from '../logic/cookie-secret.js';
import { LookFailed } from '../logic/failure.js';
import { asKey, asString, calledName, evaluate, isAst, type Ast, type PhpValue } from './php-literal.js';
import { misread } from './php-misread.js';
import { lineOf, PhpRun, type Held } from './php-run.js';
import { scanPhp, type PhpScan } from './php-scan.js';
import { fromBytes } from './php-strings.js';

export interface ConfigurationPhp {
  /** What a variable holds at the end of the file; undefined: it is never set. */
  variable(name: string): Held | undefined;
  /** Names of all variables that the file sets, superglobals apart, in order. */
  readonly names: readonly string[];
  /** What else is written in the file under the name of a secret: other variables, constants, keys of arrays, also in comments. */
  readonly otherSecrets: readonly string[];
  readonly outputBefore: 'bom' | 'text' | null;
  readonly outputAfter: boolean;
  readonly serverOverrides: readonly { readonly key: string; readonly line: number }[];
  readonly runtimeSettings: readonly { readonly name: string; readonly value: string | null; readonly line: number }[];
}

const byteOrderMark = '\xEF\xBB\xBF';
const maxListed = 100;
/** No path, name, password or key is longer. */
const longestSetting = 8192;

/**
 * `file` is the real path of the file: PHP's __DIR__ has links resolved.
 * LookFailed `malformed` where PHP itself could not read the file, with the line.
 */
export async function parseConfigurationPhp(bytes: Uint8Array, file: string): Promise<ConfigurationPhp> {
  const source = Buffer.from(bytes).toString('latin1');
  const broken = (what: string, line: number): LookFailed =>
    new LookFailed('malformed', `${file} is not valid PHP: ${what} (line ${line})`, {
      settle: `Correct line ${line} of ${file}; php -l names the same place.`,
    });
  if (source.includes('\0')) throw broken('it holds a zero byte', 1);
  const scan = scanPhp(source);
  const refused = (what: string, line: number): ConfigurationPhp => {
    // What stands behind a short tag is text where short_open_tag is off: nothing is wrong with it there.
    if (scan.shortTag) return { ...followed([], file, scan, null), otherSecrets: secretsIn(source) };
    throw broken(what, line);
  };
  if (scan.broken) return refused(scan.broken.what, scan.broken.line);
  const tree = await syntaxTree(source);
  if ('error' in tree) return refused(tree.error, tree.line);
  const other = misread(tree.statements);
  if (other?.is === 'refused') return refused(other.what, other.line);
  try {
    return { ...followed(tree.statements, file, scan, other === null ? null : other.why), otherSecrets: secretsIn(source) };
  } catch (error) {
    // Each level of an expression is a call within a call here.
    if (!(error instanceof RangeError)) throw error;
    throw new LookFailed('oversize', `${file} holds an expression that is nested deeper than can be followed`);
  }
}

const secretLiteral =
  /((?:\bdefine\s{0,5}\(\s{0,5}['"])?)(\w{0,40}(?:pass|pwd|secret|token|key|hash|salt|auth|credential|license)\w{0,40})['"\]]{0,2}\s{0,10}(=>?|,)\s{0,10}(['"])((?:(?!\4)[^\\\r\n]|\\.){4,500})\4/gi;

/** Not bypass, compass or passenger. */
const passwordName = /passw(?:or)?d|passphrase|pwd|(?:^|_|db|user|sql|smtp|mail|ftp|redis|root|admin|api|my|the)pass(?:$|_|\d)/i;
const camelPassword = /[a-z]Pass(?:$|[A-Z_\d])/;
/** What a setting says in place of a password: hidden, these words would be missing everywhere. */
const noPassword = /^(?:true|false|none|null|default|username|password|required|optional|localhost|enabled|disabled)$/i;

/** Not by the syntax: what is commented out is a secret, too, and so is what a later line replaces. */
function secretsIn(source: string): readonly string[] {
  const found = [...source.matchAll(secretLiteral)].flatMap(([, define = '', name = '', sign, , written = '']) => {
    // the items of a list are no names and values
    if (sign === ',' && define === '') return [];
    const bytes = written.replace(/\\([\\'"$])/g, '$1');
    const value = fromBytes(bytes) ?? bytes;
    const isPassword = (passwordName.test(name) || camelPassword.test(name)) && !value.startsWith('/') && !noPassword.test(value);
    return isPassword || (couldBeSecret(value) && !/^(?:\/|[\w.-]+\/|https?:)/.test(value)) ? [value] : [];
  });
  return [...new Set(found)].slice(0, maxListed);
}

function followed(
  statements: readonly unknown[],
  file: string,
  scan: PhpScan,
  doubt: string | null,
): Omit<ConfigurationPhp, 'otherSecrets'> {
  const run = new PhpRun(
    Buffer.from(file, 'utf8').toString('latin1'),
    statements,
    scan.shortTag ? 'the file holds the short tag <?, which PHP reads only with short_open_tag' : doubt,
  );
  const found = lookThrough(statements, run);
  return {
    variable: (name) => run.get(name),
    names: [...run.variables.keys()].filter((name) => !superglobals.has(name)),
    outputBefore: scan.before === byteOrderMark ? 'bom' : scan.before === '' ? null : 'text',
    outputAfter: scan.after !== '',
    ...found,
  };
}

const superglobals = new Set(['_SERVER', '_ENV', '_GET', '_POST', '_COOKIE', '_FILES', '_REQUEST', '_SESSION', 'GLOBALS']);

async function syntaxTree(
  source: string,
): Promise<{ readonly statements: readonly unknown[] } | { readonly error: string; readonly line: number }> {
  const { Engine } = await import('php-parser');
  const engine = new Engine({
    parser: { suppressErrors: true, version: '8.4' },
    ast: { withPositions: true },
    lexer: { short_tags: true },
  });
  try {
    const program = engine.parseCode(source, 'configuration.php');
    const [first] = program.errors as unknown as readonly { readonly message?: string; readonly line?: number }[];
    if (first) return { error: withoutContent(first.message ?? 'a syntax error'), line: first.line ?? 1 };
    return { statements: program.children };
  } catch (error) {
    const line = (error as { lineNumber?: unknown }).lineNumber;
    return { error: 'a syntax error', line: typeof line === 'number' ? line : 1 };
  }
}

/** The parser quotes what it met, which can be a part of a password. */
function withoutContent(message: string): string {
  const expected = /expecting ('[^']{1,12}'|T_[A-Z_]+)/.exec(message)?.[0];
  return expected === undefined ? 'a syntax error' : `a syntax error, ${expected}`;
}

/** Overrides of what the web server says, and settings of PHP changed at run time, also inside conditions; not inside functions. */
function lookThrough(statements: readonly unknown[], run: PhpRun): Pick<ConfigurationPhp, 'serverOverrides' | 'runtimeSettings'> {
  const serverOverrides: { key: string; line: number }[] = [];
  const runtimeSettings: { name: string; value: string | null; line: number }[] = [];
  const visit = (node: unknown, depth: number): void => {
    if (depth > 200) return;
    if (Array.isArray(node)) {
      for (const child of node as unknown[]) visit(child, depth + 1);
      return;
    }
    if (!isAst(node) || /^(?:function|closure|arrowfunc|class|trait|interface|enum)$/.test(node.kind)) return;
    if ((node.kind as string) === 'assign') {
      const key = serverKey(node.left, run);
      if (key !== null && serverOverrides.length < maxListed) serverOverrides.push({ key, line: lineOf(node) });
    }
    if ((node.kind as string) === 'call') {
      const setting = runtimeSetting(node, run);
      if (setting && runtimeSettings.length < maxListed) runtimeSettings.push({ ...setting, line: lineOf(node) });
    }
    for (const [name, child] of Object.entries(node)) if (name !== 'loc' && typeof child === 'object') visit(child, depth + 1);
  };
  visit(statements, 0);
  return { serverOverrides, runtimeSettings };
}

function serverKey(node: unknown, run: PhpRun): string | null {
  if (!isAst(node) || (node.kind as string) !== 'offsetlookup' || !isAst(node.what) || node.what.name !== '_SERVER') return null;
  // An unquoted key is a constant that does not exist: PHP 7 takes its name, PHP 8 ends with an error.
  if (isAst(node.offset) && (node.offset.kind as string) === 'name') return String(node.offset.name);
  return asKey(evaluate(node.offset, run)) ?? '?';
}

function runtimeSetting(node: Ast, run: PhpRun): { readonly name: string; readonly value: string | null } | null {
  const name = calledName(node);
  const args = Array.isArray(node.arguments) ? (node.arguments as unknown[]) : [];
  const literal = (at: number): string | null => {
    const text = at < args.length ? asString(evaluate(args[at], run)) : null;
    return text === null || text.length > longestSetting ? null : fromBytes(text);
  };
  if (name === 'ini_set' || name === 'ini_alter') {
    const directive = literal(0);
    return directive === null ? { name, value: null } : { name: directive, value: literal(1) };
  }
  return name !== null && /^session_[a-z_]+$/.test(name) ? { name, value: literal(0) } : null;
}

/** A value as text that a database, a file system or a person gets; dynamic where it is an array or not UTF-8. */
export function textOf(value: PhpValue): { readonly text: string } | { readonly why: string } {
  if (value.is === 'dynamic') return { why: value.why };
  const bytes = asString(value);
  if (bytes === null) return { why: 'it is an array' };
  if (bytes.length > longestSetting) return { why: `it is longer than ${longestSetting} bytes` };
  const text = fromBytes(bytes);
  return text === null ? { why: 'it is not UTF-8' } : { text };
}

export type { Held, PhpValue };
