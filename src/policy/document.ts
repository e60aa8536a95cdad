/** YAML or JSON of the operator as a value, with the lines at which its parts stand; and a value held against its schema. */
import { z } from 'zod';
import { nearest } from '../logic/nearest.js';
import { UnusablePolicy } from './unusable.js';

export type Path = readonly PropertyKey[];

export interface Written {
  readonly value: unknown;
  /** Nothing but blanks and remarks. */
  readonly empty: boolean;
  /** The line on which this part begins, or the nearest part that it is in; null: not known. */
  lineOf(path: Path): number | null;
}

/** More are a text made to fill the memory. */
const mostAliases = 100;

/** Reads a text. `path` tells by its end whether it is JSON. Throws UnusablePolicy. */
export async function readDocument(text: string, path: string): Promise<Written> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const isJson = path.endsWith('.json');
  try {
    const json: unknown = isJson ? parseJson(text, path) : undefined;
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: 'core',
      resolveKnownTags: false,
      // a date that is tagged as one stays the text that it is
      customTags: [{ tag: 'tag:yaml.org,2002:timestamp', resolve: (value: string) => value }],
      prettyErrors: false,
      logLevel: 'error',
    });
    const [trouble] = [...document.errors, ...document.warnings];
    // JSON that JSON itself accepts: only what it says nothing of, a key that stands twice
    if (trouble && (!isJson || trouble.code === 'DUPLICATE_KEY'))
      throw new UnusablePolicy(`${path}, line ${lines.linePos(trouble.pos[0]).line}: ${reason(trouble.code, trouble.message)}`);
    const lineOf = (wanted: Path): number | null => {
      for (let end = wanted.length; end >= 0; end -= 1) {
        const node: unknown = end === 0 ? document.contents : document.getIn(wanted.slice(0, end), true);
        const start = rangeOf(node)?.[0];
        if (start !== undefined) return lines.linePos(start).line;
      }
      return null;
    };
    const empty = !isJson && document.contents === null;
    return { value: isJson ? json : (document.toJS({ maxAliasCount: mostAliases }) as unknown), empty, lineOf };
  } catch (error) {
    if (error instanceof UnusablePolicy) throw error;
    const why = error instanceof RangeError ? 'it is nested too deeply' : error instanceof Error ? firstLine(error.message) : String(error);
    throw new UnusablePolicy(`${path} cannot be read: ${why}`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? firstLine(error.message) : String(error);
    throw new UnusablePolicy(`${path} cannot be read: it is not JSON (${why})`);
  }
}

function reason(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'a key stands there twice';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins there (---): one file holds one';
  return `it cannot be read: ${firstLine(message)}`;
}

function rangeOf(node: unknown): readonly number[] | undefined {
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  return Array.isArray(range) ? (range as readonly number[]) : undefined;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** The value as its schema knows it. Throws UnusablePolicy with one line about the first thing that is wrong. */
export function validated<Schema extends z.ZodType>(schema: Schema, written: Written, path: string): z.output<Schema> {
  const parsed = schema.safeParse(written.value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // a mistyped key first: what is missing may be what was meant
  const issue = narrowest(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]);
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const line = issue === undefined ? null : written.lineOf([...issue.path, ...key]);
  throw new UnusablePolicy(`${path}${line === null ? '' : `, line ${line}`}: ${explained(issue, schema)}`);
}

/** Of several shapes that a value may have, the complaint of the one that it comes nearest to. */
function narrowest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors.map((each) => each[0]).find((each) => each !== undefined && each.code !== 'invalid_type');
  return inner === undefined ? issue : narrowest({ ...inner, path: [...issue.path, ...inner.path] });
}

function explained(issue: z.core.$ZodIssue | undefined, schema: z.ZodType): string {
  if (issue === undefined) return 'it is not understood';
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const near = nearest(key, keysAt(schema, issue.path));
    return `unknown key ${place === '' ? key : `${place}.${key}`}${near === null ? '' : `: did you mean ${near}?`}`;
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return `${place}: must be ${values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`}`;
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return `${place} is missing`;
  return `${place === '' ? 'the file' : place}: ${issue.message.replace(/^Invalid input: /, '')}`;
}

/** The keys that the schema knows at this place. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let here: unknown = inputSchema(schema);
  for (const part of path) here = typeof part === 'number' ? property(here, 'items') : property(property(here, 'properties'), String(part));
  const properties = property(here, 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** As JSON Schema: of what a person writes, not of what becomes of it. */
export function inputSchema(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}
