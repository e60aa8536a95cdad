/** Calls in a PHP file that set the time zone: date_default_timezone_set('X') and ini_set('date.timezone', 'X'). The file is never run. */
import { calledName, isAst, type Ast } from './php-literal.js';
import { lineOf } from './php-run.js';
import { scanPhp } from './php-scan.js';
import type { ZoneSetter } from '../model.js';

export type ZoneCall = Pick<ZoneSetter, 'line' | 'zone' | 'scope'>;

/** Most files name neither, and the syntax tree costs time. */
const worthReading = /date_default_timezone_set|date\.timezone/i;
const longestFile = 1_000_000;
const mostCalls = 20;
const maxDepth = 200;

const functions = new Set(['function', 'closure', 'arrowfunc', 'method', 'class', 'trait', 'interface', 'enum']);
const conditions = new Set(['if', 'switch', 'match', 'while', 'do', 'for', 'foreach', 'retif', 'catch']);
const shortCircuits = new Set(['&&', '||', 'and', 'or', '??']);

/** None where the file sets no zone, or is not PHP that can be read. */
export async function zoneCallsIn(source: string): Promise<readonly ZoneCall[]> {
  if (source.length > longestFile || !worthReading.test(source) || scanPhp(source).broken !== null) return [];
  const { Engine } = await import('php-parser');
  const engine = new Engine({
    parser: { suppressErrors: true, version: '8.4' },
    ast: { withPositions: true },
    lexer: { short_tags: true },
  });
  try {
    const found: ZoneCall[] = [];
    visit(engine.parseCode(source, 'file.php').children, 'always', 0, found);
    return found;
  } catch {
    // PHP itself would stumble over it, or it is nested deeper than anybody writes.
    return [];
  }
}

function visit(node: unknown, scope: ZoneCall['scope'], depth: number, found: ZoneCall[]): void {
  if (depth > maxDepth || found.length >= mostCalls) return;
  if (Array.isArray(node)) {
    for (const child of node as unknown[]) visit(child, scope, depth + 1, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const inner = isAst(node) ? innerScope(node, scope) : scope;
  if (isAst(node) && (node.kind as string) === 'call') {
    const zone = zoneSet(node);
    if (zone !== undefined) found.push({ line: lineOf(node), zone, scope });
  }
  for (const [name, child] of Object.entries(node)) if (name !== 'loc') visit(child, inner, depth + 1, found);
}

function innerScope(node: Ast, scope: ZoneCall['scope']): ZoneCall['scope'] {
  const kind = node.kind as string;
  if (functions.has(kind)) return 'function';
  const conditional = conditions.has(kind) || (kind === 'bin' && shortCircuits.has(String(node.type).toLowerCase()));
  return scope === 'always' && conditional ? 'condition' : scope;
}

/** The zone, null where it is not a literal; undefined: another call. */
function zoneSet(call: Ast): string | null | undefined {
  const name = calledName(call);
  const args = Array.isArray(call.arguments) ? (call.arguments as unknown[]) : [];
  if (name === 'date_default_timezone_set') return zoneName(args[0]);
  if (name !== 'ini_set' && name !== 'ini_alter') return undefined;
  return literal(args[0])?.toLowerCase() === 'date.timezone' ? zoneName(args[1]) : undefined;
}

function literal(node: unknown): string | null {
  return isAst(node) && (node.kind as string) === 'string' && typeof node.value === 'string' ? node.value : null;
}

function zoneName(node: unknown): string | null {
  const text = literal(node);
  return text !== null && /^[A-Za-z][\w+/-]{0,63}$/.test(text) ? text : null;
}
