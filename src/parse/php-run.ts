/**
 * Follows a PHP file from top to bottom without running it and says what its variables hold at the end. Only straight lines count:
 * what a condition, a loop, another file or a function may change is dynamic unless a plain assignment below sets it for good.
 */
import {
  asKey,
  calledName,
  concatenate,
  dynamic,
  evaluate,
  isAst,
  mostEntries,
  nextKey,
  type Ast,
  type PhpValue,
  type Scope,
} from './php-literal.js';
import { isTaken } from './php-constants.js';
import { writesOf, writesOfFunctions } from './php-writes.js';

export interface Held {
  readonly value: PhpValue;
  readonly line: number;
}

const sharing = 'it shares its value with another variable (&)';

/** WHMCS's own file has some thirty. */
const mostSteps = 5000;
/** `$a['x']['y']…`: each one is a call within a call. */
const maxKeys = 64;

export class PhpRun implements Scope {
  /** Variables in the order in which they are first set. */
  readonly variables = new Map<string, Held>();
  private readonly constants = new Map<string, PhpValue>();
  /** Names that something outside the line of the program can change at any time: references, functions. */
  private readonly shared = new Map<string, string>();
  /** Set once anything may have changed any variable. */
  private anything: string | null = null;
  /** Set once the file may have ended while WHMCS runs on. */
  private mayHaveEnded: string | null = null;
  private ended = false;
  private steps = 0;

  constructor(
    readonly file: string,
    statements: readonly unknown[],
    /** Holds for every variable: for a file that PHP may not read as code at all. */
    private doubt: string | null = null,
  ) {
    const fromFunctions = writesOfFunctions(statements);
    for (const name of fromFunctions.variables) this.shared.set(name, 'a function may change it');
    if (fromFunctions.anything !== null) this.doubt ??= fromFunctions.anything;
    this.run(statements);
  }

  /** What the variable holds at the end; undefined: never set. */
  get(name: string): Held | undefined {
    const held = this.variables.get(name);
    if (held) return this.doubt === null ? held : { ...held, value: dynamic(this.doubt) };
    const why = this.doubt ?? this.anything;
    return why === null ? undefined : { value: dynamic(why), line: 1 };
  }

  variable(name: string): PhpValue {
    return this.variables.get(name)?.value ?? dynamic(`it is taken from $${name}, which is not set in this file`);
  }

  constant(name: string): PhpValue {
    return this.constants.get(name) ?? dynamic('a constant decides it'); /* not named: it may be a password that lost its quotes */
  }

  private run(statements: unknown): void {
    for (const statement of Array.isArray(statements) ? (statements as unknown[]) : []) {
      if (this.ended) return;
      // Doubt about everything costs as much as there are variables, and can be cast by every line.
      if (++this.steps > mostSteps) {
        this.doubt ??= `the file has more than ${mostSteps} statements`;
        return;
      }
      if (isAst(statement)) this.statement(statement);
    }
  }

  private statement(node: Ast): void {
    switch (node.kind as string) {
      case 'expressionstatement':
        return this.expression(node.expression);
      case 'block':
      case 'namespace':
      case 'declare':
        return this.run(node.children);
      case 'constantstatement':
        for (const constant of Array.isArray(node.constants) ? (node.constants as unknown[]) : []) {
          if (isAst(constant) && isAst(constant.name)) this.define(String(constant.name.name), evaluate(constant.value, this));
        }
        return;
      case 'unset':
        return this.unset(node);
      case 'return':
      case 'exit':
      case 'halt':
        this.ended = true;
        return;
      // Functions and classes are not followed: what they reach of the file's variables is marked before the first line.
      case 'function':
      case 'class':
      case 'interface':
      case 'trait':
      case 'enum':
      case 'inline':
      case 'nop':
      case 'usegroup':
        return;
      case 'label':
        this.doubtAll('a goto may skip it');
        return;
      default:
        return this.mayWrite(node, 'it is set inside a condition or loop');
    }
  }

  private expression(node: unknown): void {
    if (!isAst(node)) return;
    switch (node.kind as string) {
      case 'assign':
        this.assign(node);
        return;
      case 'silent':
        return this.expression(node.expr);
      case 'exit':
      case 'throw':
        this.ended = true;
        return;
      case 'assignref':
        return this.mayWrite(node, sharing);
      case 'call': {
        const args = Array.isArray(node.arguments) ? (node.arguments as unknown[]) : [];
        this.mayWrite(node, 'a function may change it');
        const name = calledName(node) === 'define' ? evaluate(args[0], this) : null;
        if (name?.is === 'string') this.define(name.value, evaluate(args[1], this));
        return;
      }
      default:
        return this.mayWrite(node, 'an expression decides it');
    }
  }

  /** Carries one assignment out and returns what it assigned, so that `$a = $b = 'x'` works. */
  private assign(node: Ast): PhpValue {
    if (node.operator === '??=') return this.assignMissing(node);
    const right = isAst(node.right) && (node.right.kind as string) === 'assign' ? this.assign(node.right) : this.evaluated(node.right);
    const keys = this.place(node.left);
    if (keys === null) {
      this.mayWrite({ ...node, right: null } as unknown as Ast, 'an expression decides it');
      return dynamic('an expression decides it');
    }
    const [name, ...path] = keys;
    // What anything above may have set is not empty where this file has not set it.
    const before = this.variables.get(name)?.value ?? (this.anything === null ? undefined : dynamic(this.anything));
    const value =
      path.length === 0 ? this.operated(String(node.operator), name, before, right) : plain(node) ? right : dynamic('it is computed');
    this.set(name, path.length === 0 ? value : placed(before, path, value), lineOf(node));
    return value;
  }

  /** `??=` carries its right side out only where the left one is null. */
  private assignMissing(node: Ast): PhpValue {
    const keys = this.place(node.left);
    const now = keys?.length === 1 ? this.variables.get(keys[0])?.value : undefined;
    if (now !== undefined && now.is !== 'dynamic' && now.is !== 'null') return now;
    if (now?.is === 'null') return this.assign({ ...node, operator: '=' } as unknown as Ast);
    this.mayWrite(node, 'it is computed with ??=');
    return dynamic('it is computed with ??=');
  }

  private operated(operator: string, name: string, before: PhpValue | undefined, right: PhpValue): PhpValue {
    if (operator === '=') return right;
    const now = before ?? this.variable(name);
    if (operator === '.=') return concatenate(now, right);
    return dynamic(`it is computed with ${operator}`);
  }

  private evaluated(node: unknown): PhpValue {
    if (isAst(node)) this.mayWrite(node, 'an expression decides it');
    return evaluate(node, this);
  }

  /** Name and array keys that an assignment writes to; a null key appends. null: cannot be told. */
  private place(node: unknown): readonly [string, ...(string | null)[]] | null {
    const keys: (string | null)[] = [];
    let at = node;
    while (isAst(at) && (at.kind as string) === 'offsetlookup') {
      if (keys.length >= maxKeys) return null;
      const key = at.offset === null || at.offset === false || at.offset === undefined ? null : asKey(evaluate(at.offset, this));
      if (key === null && isAst(at.offset)) return null;
      keys.unshift(key);
      at = at.what;
    }
    if (!isAst(at) || (at.kind as string) !== 'variable' || typeof at.name !== 'string') return null;
    // $GLOBALS['x'] is the variable x only where the file is not included from a function, which cannot be told.
    if (at.name === 'GLOBALS') return null;
    return [at.name, ...keys];
  }

  private set(name: string, value: PhpValue, line: number): void {
    const why = this.shared.get(name) ?? this.mayHaveEnded;
    this.variables.set(name, { value: why === null ? value : dynamic(why), line });
  }

  private unset(node: Ast): void {
    for (const variable of Array.isArray(node.variables) ? (node.variables as unknown[]) : []) {
      const keys = this.place(variable);
      if (keys?.length === 1 && !this.shared.has(keys[0]) && this.mayHaveEnded === null && this.anything === null)
        this.variables.delete(keys[0]);
      else this.mayWrite({ kind: 'unset', variables: [variable], loc: node.loc } as unknown as Ast, 'a part of it is taken away');
    }
  }

  /** The first definition of a constant stands, and PHP's own come before any. */
  private define(name: string, value: PhpValue): void {
    if (!isTaken(name) && !this.constants.has(name))
      this.constants.set(name, this.mayHaveEnded === null ? value : dynamic(this.mayHaveEnded));
  }

  private mayWrite(node: Ast, why: string): void {
    const writes = writesOf(node);
    const line = lineOf(node);
    for (const name of writes.references) {
      this.shared.set(name, sharing);
      this.variables.set(name, { value: dynamic(sharing), line });
    }
    for (const name of writes.variables) this.variables.set(name, { value: dynamic(why), line });
    for (const name of writes.constants) if (!this.constants.has(name) && !isDefine(node)) this.constants.set(name, dynamic(why));
    if (writes.anything !== null) this.doubtAll(writes.anything);
    if (writes.returns) this.mayHaveEnded = 'a return above may end the file before it';
  }

  private doubtAll(why: string): void {
    this.anything = why;
    for (const [name, held] of this.variables) this.variables.set(name, { ...held, value: dynamic(why) });
    this.constants.clear();
  }
}

/** A plain `define('X', …)` statement defines for sure, which is not a "may". */
function isDefine(node: Ast): boolean {
  return (node.kind as string) === 'call' && calledName(node) === 'define';
}

function plain(node: Ast): boolean {
  return node.operator === '=';
}

/** The array with one place of it written. */
function placed(before: PhpValue | undefined, path: readonly (string | null)[], value: PhpValue): PhpValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (before !== undefined && before.is !== 'array' && before.is !== 'null') {
    return before.is === 'dynamic' ? before : dynamic('a part of a text is replaced');
  }
  if (before?.is === 'array' && before.entries.size >= mostEntries) return dynamic(`its array has more than ${mostEntries} entries`);
  const entries = new Map(before?.is === 'array' ? before.entries : []);
  const place = key ?? nextKey(entries);
  if (place === null) return dynamic('a key of its array is not a literal');
  entries.set(place, placed(entries.get(place), rest, value));
  return { is: 'array', entries };
}

export function lineOf(node: Ast): number {
  return node.loc?.start.line ?? 1;
}
