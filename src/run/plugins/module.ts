/** A plug-in that is a module: imported into this process, its default export held against what a plug-in may be. */
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { z } from 'zod';
import { importFile, lend } from '../../host/own-module.js';
import { isExecutable } from '../../host/packaged.js';
import type { Cause, Check, Probe } from '../../model.js';
import { containedCheck, containedProbe } from './contained.js';
import { thrown, UnusablePlugin, type Extension } from './extension.js';
import { inPlugin, strayFrom } from './inside.js';
import { areas, complaint, docs, factId, id, problems, step, text, title, vantages } from './words.js';

/** Importing may wait for something, but not for ever. */
const longestLoadMs = 10_000;

type Callable = (...given: never[]) => unknown;
const callable = (name: string): z.ZodType<Callable> =>
  z.custom<Callable>((value) => typeof value === 'function', `${name} must be a function`);
const version = z.string().max(20);

const check = z.strictObject({
  id,
  area: z.enum(areas),
  title,
  causes: z.array(z.string()).min(1, 'a check names the causes that it can prove or rule out'),
  needs: z.array(z.string()),
  wants: z.array(z.string()).optional(),
  onlyWhenSelected: z.literal(true).optional(),
  witness: z.literal(true).optional(),
  judge: callable('judge'),
});

const cause = z.strictObject({
  id,
  title: text(300),
  problems,
  beyondTable: z.literal(true).optional(),
  explanation: text(4000),
  remedies: z
    .array(
      z.strictObject({
        versions: z.strictObject({ from: version.optional(), below: version.optional() }).optional(),
        steps: z.array(step).min(1),
      }),
    )
    .min(1, 'a cause says what to do about it'),
  verify: text(500).optional(),
  docs,
  follows: z.array(z.string()).optional(),
});

const probe = z.strictObject({
  fact: factId,
  vantage: z.enum(vantages),
  title: text(300),
  needs: z.array(z.string()).default([]),
  wants: z.array(z.string()).default([]),
  budgetMs: z.number().int().min(1).max(20_000),
  touches: z.array(
    z.strictObject({ kind: z.enum(['read', 'run', 'query', 'contact', 'write']), what: text(500), covers: z.array(text(1000)) }),
  ),
  from: z.literal('anywhere').optional(),
  observe: callable('observe'),
});

const plugin = z.strictObject({
  checks: z.array(check).optional(),
  causes: z.array(cause).optional(),
  probes: z.array(probe).optional(),
});

const example = 'write export default definePlugin({ checks: […], causes: […], probes: […] })';

/** Throws UnusablePlugin. */
export async function loadModule(
  file: string,
  lentInterface: Readonly<Record<string, unknown>>,
  limitMs = longestLoadMs,
): Promise<Extension> {
  lendOnce(lentInterface);
  const exported = await imported(file, limitMs);
  const given = shaped(exported, file);
  const original = exported as { readonly checks?: readonly Check[]; readonly probes?: readonly Probe[] };
  // methods are called on the object that the plug-in made
  const checks = (given.checks ?? []).map((each, index) =>
    containedCheck({ ...each, judge: (facts: never, see: never) => original.checks?.[index]?.judge(facts, see) } as unknown as Check, file),
  );
  const probes = (given.probes ?? []).map((each, index) =>
    containedProbe(
      { ...each, observe: (look: never, keep: never) => original.probes?.[index]?.observe(look, keep) } as unknown as Probe,
      file,
    ),
  );
  return {
    file,
    checks,
    // the documented table names none of them
    causes: (given.causes ?? []).map((each) => ({ ...each, beyondTable: true }) as unknown as Cause),
    probes: () => probes,
    touches: [{ kind: 'read', what: `${file}, a plug-in: it runs inside whmcs-doctor`, covers: [file] }],
  };
}

function shaped(exported: unknown, file: string): z.infer<typeof plugin> {
  if (exported === undefined) throw new UnusablePlugin(file, `it has no default export: ${example}`);
  if (typeof exported === 'object' && exported !== null && 'problems' in exported)
    throw new UnusablePlugin(file, 'problems: the 23 documented ones are all there are; a cause names those that it explains');
  let parsed;
  try {
    parsed = plugin.safeParse(exported);
  } catch (error) {
    throw new UnusablePlugin(file, thrown(error));
  }
  if (!parsed.success) throw new UnusablePlugin(file, complaint(parsed.error));
  const { checks = [], causes = [], probes = [] } = parsed.data;
  if (checks.length + causes.length + probes.length === 0) throw new UnusablePlugin(file, `it brings nothing: ${example}`);
  return parsed.data;
}

async function imported(file: string, limitMs: number): Promise<unknown> {
  const { exitCode } = process;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not loaded within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    const importing = inPlugin(file, () => importFile(file) as Promise<{ readonly default?: unknown }>);
    importing.catch(() => {}); // nobody waits for one that is late
    const { default: exported } = await Promise.race([importing, late]);
    await new Promise((resolve) => setImmediate(resolve)); // an error that nothing caught is told after this turn
    const stray = strayFrom(file);
    if (stray !== null) throw new Error(stray);
    return fromCommonJs(exported);
  } catch (error) {
    throw new UnusablePlugin(file, `${thrown(error)}${placeOf(error, file)}`);
  } finally {
    clearTimeout(timer);
    process.exitCode = exitCode;
  }
}

/** What a compiler made of `export default`. */
function fromCommonJs(exported: unknown): unknown {
  const compiled = typeof exported === 'object' && exported !== null && '__esModule' in exported && 'default' in exported;
  return compiled ? exported.default : exported;
}

/** Line of the file in which an error arose. */
function placeOf(error: unknown, file: string): string {
  const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack : '';
  const place = new RegExp(`${basename(file).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}:(\\d{1,7})`);
  const [, line] = place.exec(stack) ?? (error instanceof SyntaxError ? place.exec(nodesOwnWords(file)) : null) ?? [];
  return line === undefined ? '' : `, line ${line}`;
}

/** Of a syntax error only Node's own report tells the line: it reads the file once more, and runs nothing of it. */
function nodesOwnWords(file: string): string {
  if (isExecutable) return '';
  return spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', env: {}, timeout: 3000, maxBuffer: 1024 * 1024 }).stderr ?? '';
}

let lent = false;

/** Wherever a plug-in lies, `whmcs-doctor` is to it the program that runs it: nothing has to be installed beside it. */
function lendOnce(exports: Readonly<Record<string, unknown>>): void {
  if (lent) return;
  lent = true;
  lend('whmcs-doctor', exports);
}
