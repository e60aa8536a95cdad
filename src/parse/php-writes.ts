/** Which variables a piece of PHP may change, without running it: everything below a condition, a loop or a call counts as "may". */
import { calledName, isAst, type Ast } from './php-literal.js';

export interface Writes {
  readonly variables: Set<string>;
  readonly constants: Set<string>;
  /** It may change any variable: another file, eval, a computed name. */
  anything: string | null;
  /** Variables that share their value with something else from here on: what is written there is written to them. */
  readonly references: Set<string>;
  /** It may end this file while WHMCS runs on. */
  returns: boolean;
}

/** Functions that take variables by value only: passing a variable to them changes nothing. */
const harmless = new Set(
  `define defined constant ini_set ini_get ini_alter dirname basename realpath trim rtrim ltrim str_replace strtolower strtoupper substr strpos
   str_starts_with str_ends_with str_contains sprintf implode explode getenv putenv error_reporting set_time_limit php_sapi_name function_exists
   file_exists is_file is_dir is_readable base64_decode base64_encode date_default_timezone_set session_name session_save_path header error_log
   session_set_cookie_params session_start session_cache_limiter version_compare in_array array_merge is_array is_string count intval strval
   mysqli_connect mysql_connect date time mktime strtotime microtime is_numeric is_bool is_null is_int array_keys array_values join strlen
   ucfirst htmlspecialchars file_get_contents file_put_contents mkdir is_writable setcookie http_response_code umask chdir getcwd hash_hmac
   bin2hex hex2bin crc32 setlocale mb_internal_encoding gethostname php_uname array_key_exists filter_var urlencode rawurlencode json_decode json_encode md5 sha1 hash parse_url ini_restore`.split(
    /\s+/,
  ),
);

/** Classes whose constructors take their arguments by value only. */
const harmlessClasses = new Set(
  `pdo mysqli redis memcached datetime datetimeimmutable datetimezone dateinterval stdclass arrayobject splfileinfo exception errorexception
   runtimeexception logicexception invalidargumentexception`.split(/\s+/),
);

/** Functions that reach variables which are not passed to them. PHP refuses a call of them by name since 7.1, and took it before. */
const withinReach = new Set(['extract', 'parse_str', 'mb_parse_str', 'import_request_variables', 'assert']);

const scopes = new Set(['function', 'closure', 'arrowfunc', 'class', 'interface', 'trait', 'enum', 'method']);

export function writesOf(node: unknown): Writes {
  return walk(node, false);
}

/** What functions anywhere in the file reach of its variables: through `global`, `$GLOBALS` and by-reference uses. */
export function writesOfFunctions(statements: readonly unknown[]): Writes {
  return walk(statements, true);
}

function walk(root: unknown, functionsOnly: boolean): Writes {
  const writes = nothingYet();
  const stack: { readonly node: unknown; readonly inFunction: boolean }[] = [{ node: root, inFunction: false }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const here = next;
    if (Array.isArray(here.node)) {
      for (const child of here.node as unknown[]) stack.push({ node: child, inFunction: here.inFunction });
      continue;
    }
    if (!isAst(here.node)) continue;
    if (!functionsOnly || here.inFunction || here.node.kind === 'closure') note(here.node, writes, here.inFunction);
    const inside = here.inFunction || scopes.has(here.node.kind);
    for (const [key, child] of Object.entries(here.node)) {
      if (key !== 'loc' && typeof child === 'object' && child !== null) stack.push({ node: child, inFunction: inside });
    }
  }
  return writes;
}

function note(node: Ast, writes: Writes, inFunction: boolean): void {
  const local = inFunction ? null : writes;
  switch (node.kind as string) {
    case 'assign':
    case 'assignref':
      target(node.left, writes, inFunction);
      if (node.kind === 'assignref' && local) target(node.right, writes, inFunction);
      if (node.kind === 'assignref') for (const side of [node.left, node.right]) shares(side, writes, inFunction);
      break;
    case 'pre':
    case 'post':
      target(node.what, writes, inFunction);
      break;
    case 'foreach':
      target(node.key, writes, inFunction);
      target(node.value, writes, inFunction);
      target(node.source, writes, inFunction);
      // the variable stays a part of the array behind the loop
      if (isAst(node.value) && ((node.value.kind as string) === 'byref' || node.value.byref === true))
        for (const side of [node.value, node.source]) shares(side, writes, inFunction);
      break;
    case 'entry':
      if (node.byRef === true) shares(node.value, writes, inFunction);
      break;
    case 'unset':
    case 'static':
      for (const variable of list(node.variables)) target(variable, writes, inFunction);
      break;
    case 'global':
      // A function reaches the file's own variables through `global`.
      for (const variable of list(node.items)) target(variable, writes, false);
      break;
    case 'catch':
      target(node.variable, writes, inFunction);
      break;
    case 'closure':
      for (const used of list(node.uses)) if (isAst(used) && used.byref === true) target(used, writes, false);
      break;
    case 'include':
    case 'eval':
      if (local) writes.anything = node.kind === 'eval' ? 'eval() may change it' : 'another file that is included may change it';
      break;
    case 'goto':
      if (local) writes.anything = 'a goto may skip it';
      break;
    case 'return':
      if (local) writes.returns = true;
      break;
    case 'call':
      call(node, writes, inFunction);
      break;
    case 'new':
      // A constructor may take its arguments by reference.
      if (harmlessClasses.has(calledName(node) ?? '')) break;
      for (const argument of list(node.arguments)) target(argument, writes, inFunction);
      break;
    case 'constantstatement':
      for (const constant of list(node.constants)) {
        if (isAst(constant) && isAst(constant.name)) writes.constants.add(String(constant.name.name));
      }
      break;
  }
}

function call(node: Ast, writes: Writes, inFunction: boolean): void {
  const name = calledName(node);
  const args = list(node.arguments);
  const first = args[0];
  if (name === 'call_user_func' || name === 'call_user_func_array') return byName(name, args, writes, inFunction);
  if (name === 'define') defines(first, writes);
  if (inFunction) return;
  // With a second argument the texts of a query go there, and nowhere else.
  const intoOne = (name === 'parse_str' || name === 'mb_parse_str') && args.length > 1;
  if (name !== null && withinReach.has(name) && !intoOne) writes.anything = `${name}() may change it`;
  // The fourth argument of str_replace() is a count that it writes.
  if (name === 'str_replace') target(args[3], writes, false);
  if (name !== null && harmless.has(name)) return;
  for (const argument of args) target(argument, writes, false);
}

/** PHP hands the arguments on by value. What the function itself reaches of the file's variables is marked where it is declared. */
function byName(caller: string, [callee, ...args]: readonly unknown[], writes: Writes, inFunction: boolean): void {
  const name = literalText(callee)?.replace(/^\\/, '').toLowerCase() ?? null;
  if (name === 'define' && caller === 'call_user_func') defines(args[0], writes);
  const isKnown = name !== null && !withinReach.has(name) && (name !== 'define' || caller === 'call_user_func');
  if (!inFunction && !isKnown) writes.anything = `${caller}() may change it`;
}

function defines(name: unknown, writes: Writes): void {
  const text = literalText(name);
  if (text !== null) writes.constants.add(text);
}

function literalText(node: unknown): string | null {
  return isAst(node) && (node.kind as string) === 'string' && typeof node.value === 'string' ? node.value : null;
}

/** The variable at the root of what is written to. Superglobals are their own matter, but $GLOBALS is every variable. */
function target(node: unknown, writes: Writes, inFunction: boolean): void {
  if (!isAst(node)) return;
  switch (node.kind as string) {
    case 'byref':
      return target(node.what, writes, inFunction);
    case 'variable': {
      if (inFunction) return;
      if (typeof node.name === 'string') writes.variables.add(node.name);
      else writes.anything = 'a variable whose name is computed may change it';
      return;
    }
    case 'offsetlookup':
    case 'propertylookup':
      if (isAst(node.what) && node.what.name === 'GLOBALS') globals(node, writes);
      else target(node.what, writes, inFunction);
      return;
    case 'staticvariable':
      return target(node.variable, writes, inFunction);
    case 'list':
    case 'array':
      for (const item of list(node.items)) target(isAst(item) && item.kind === 'entry' ? item.value : item, writes, inFunction);
      return;
  }
}

function nothingYet(): Writes {
  return { variables: new Set(), constants: new Set(), references: new Set(), anything: null, returns: false };
}

/** Notes the variable at the root of what shares its value. */
function shares(node: unknown, writes: Writes, inFunction: boolean): void {
  const only = nothingYet();
  target(node, only, inFunction);
  for (const name of only.variables) writes.references.add(name);
}

function globals(node: Ast, writes: Writes): void {
  const offset = node.offset;
  if (isAst(offset) && (offset.kind as string) === 'string' && typeof offset.value === 'string') writes.variables.add(offset.value);
  else writes.anything = '$GLOBALS may change it';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
