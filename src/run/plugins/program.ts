/** A plug-in that is a program: run without a shell and without our environment, once to describe itself and once for each target. */
import { basename } from 'node:path';
import { runProgram } from '../../host/run-program.js';
import { LookFailed } from '../../logic/failure.js';
import { personal } from '../../logic/personal.js';
import { nearest } from '../../logic/nearest.js';
import { unprintable } from '../../logic/unprintable.js';
import type { Cause, Check, Fact, FactId, Facts, Judgement, Look, Observed, Probe, Ran, See, Touch } from '../../model.js';
import { isRecord, parseJson } from '../../parse/json.js';
import { trouble } from './contained.js';
import { UnusablePlugin, type Extension } from './extension.js';
import { describeSchema, looseResultSchema, type Description, type PluginInput } from './protocol.js';
import { complaint, judgements } from './words.js';

const longestDescribeMs = 10_000;
/** A program that is past its budget is stopped by the run; this is for one that nobody stops. */
const longestCheckMs = 25_000;
const mostBytes = 1024 * 1024;

/** What a program may know of our environment: nothing in it is a secret. */
const passedOn = ['HOME', 'USER', 'LOGNAME', 'LANG', 'TZ', 'TMPDIR'];

function environment(): Record<string, string> {
  const kept = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
}

/** What the plug-in is told of the run itself. */
export interface About {
  readonly version: string;
}

/** Throws UnusablePlugin. */
export async function loadProgramPlugin(file: string, about: About, limitMs = longestDescribeMs): Promise<Extension> {
  const description = await described(file, limitMs);
  const fact = `plugin.${description.name}` as FactId;
  return {
    file,
    checks: description.checks.map((check) => checkOf(check, fact, file)),
    causes: description.causes.map(({ steps, ...cause }) => ({ ...cause, beyondTable: true, remedies: [{ steps }] }) as unknown as Cause),
    probes: (onTouch) => [probeOf(description, fact, { file, about, onTouch })],
    touches: [{ kind: 'run', what: `${file} describe, a plug-in`, covers: [`${file} describe`] }],
  };
}

async function described(file: string, limitMs: number): Promise<Description> {
  let ran: Ran;
  try {
    ran = await runProgram(file, ['describe'], {
      name: file,
      as: null,
      timeoutMs: limitMs,
      maxBytes: mostBytes,
      variables: environment(),
    });
  } catch (error) {
    throw new UnusablePlugin(file, error instanceof LookFailed ? startTrouble(error, file) : String(error));
  }
  if (ran.code !== 0) throw new UnusablePlugin(file, `${basename(file)} describe ${endOf(ran)}`);
  const parsed = describeSchema.safeParse(json(ran.stdout, (why) => new UnusablePlugin(file, `${basename(file)} describe printed ${why}`)));
  if (!parsed.success) throw new UnusablePlugin(file, `${basename(file)} describe: ${complaint(parsed.error)}`);
  return parsed.data;
}

/** The kernel says the same of a program that is missing and of one whose interpreter is. */
function startTrouble({ gap, why }: LookFailed, file: string): string {
  if (gap === 'absent') return 'the interpreter in its first line (#!) is not there';
  return why.includes('ENOEXEC')
    ? 'it is no program: its first line must name an interpreter, as #!/bin/sh'
    : why.replaceAll(`${file} could`, 'it could');
}

function endOf({ code, stderr }: Ran): string {
  const ended = code === null ? 'was ended by a signal' : `ended with status ${code}`;
  const said = oneLine(stderr);
  return said === '' ? ended : `${ended}: ${said}`;
}

/** The last line says what went wrong, after whatever led to it. */
function oneLine(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(unprintable, ' ').trim());
  return (lines.filter((line) => line !== '').at(-1) ?? '').slice(0, 200);
}

function json(stdout: string, refusal: (why: string) => Error): unknown {
  if (stdout.trim() === '') throw refusal('nothing');
  const parsed = parseJson(stdout.replace(/^\uFEFF/, ''));
  if (parsed === null) throw refusal(`what is not JSON (${JSON.stringify(oneLine(stdout).slice(0, 60))})`);
  return parsed.value;
}

interface Running {
  readonly file: string;
  readonly about: About;
  readonly onTouch: (touch: Touch) => void;
}

/** The look: what the program said of all its checks is one fact, so that it is in the timeline and in bundles as every other. */
function probeOf(description: Description, fact: FactId, running: Running): Probe {
  const { file, onTouch } = running;
  const label = `the plug-in ${basename(file)}`;
  const title = `what ${label} sees`;
  return {
    fact,
    vantage: 'operator',
    title,
    needs: [],
    wants: [...new Set([...description.facts, 'install.root', 'site.url', 'install.version'])] as FactId[],
    budgetMs: description.budgetSeconds * 1000,
    touches: [
      { kind: 'run', what: `${file} check, a plug-in`, covers: [`${file} check`] },
      ...description.touches.map(({ kind, what }) => ({ kind, what: `${what} (plug-in ${basename(file)})`, covers: [] })),
    ],
    from: 'anywhere',
    async observe(look) {
      const input = inputFor(look, description, running.about);
      onTouch({ kind: 'run', what: `${file} check` });
      const settle = `Run ${file} check by hand to see why, or leave it out: it is no part of whmcs-doctor.`;
      const ran = await runProgram(file, ['check'], {
        name: file,
        as: null,
        timeoutMs: longestCheckMs,
        maxBytes: mostBytes,
        signal: look.signal,
        input: `${JSON.stringify(input)}\n`,
        variables: { ...environment(), ...variablesOf(input) },
      }).catch((error: unknown) => {
        throw error instanceof LookFailed ? new LookFailed(error.gap, `${label} gave no answer: ${error.why}`, { settle }) : error;
      });
      if (ran.code !== 0) throw new LookFailed('io', `${label} ${endOf(ran)}`, { settle });
      const parsed = looseResultSchema.safeParse(
        json(ran.stdout, (why) => new LookFailed('malformed', `${label} printed ${why}`, { settle })),
      );
      if (!parsed.success) throw new LookFailed('malformed', `${label} printed what is no result: ${complaint(parsed.error)}`, { settle });
      const ids = description.checks.map((check) => check.id);
      const stranger = Object.keys(parsed.data.judgements).find((id) => !ids.includes(id));
      if (stranger !== undefined) throw new LookFailed('malformed', `${label} judged ${strange(stranger, ids)}`, { settle });
      const { judgements: all, people } = parsed.data;
      const marked = people.map(({ personal: kind, value: whose }) => personal(kind, whose));
      const value = { judgements: all, ...(marked.length === 0 ? {} : { people: marked }) } as unknown as Facts[FactId];
      return { value, source: `${file} check`, vantage: look.host.kind === 'local' ? 'shell' : 'operator' } satisfies Observed<
        Facts[FactId]
      >;
    },
  };
}

function strange(id: string, ids: readonly string[]): string {
  const near = nearest(id, ids);
  return `${JSON.stringify(id.slice(0, 80))}, which is none of its checks${near === null ? '' : `: did it mean ${near}?`}`;
}

function inputFor(look: Look<FactId, FactId>, description: Description, { version }: About): PluginInput {
  const { host, want, options } = look;
  const kind = host.kind === 'outside' ? 'url' : host.kind === 'ssh' ? 'ssh' : 'install';
  const told = (id: string): PluginInput['facts'][string] => {
    const fact = want[id as FactId] as Fact<unknown>;
    return fact.ok ? { ok: true, value: fact.value } : { ok: false, gap: fact.gap, why: fact.why };
  };
  return {
    schema: 'whmcs-doctor/plugin-input/1',
    tool: { name: 'whmcs-doctor', version },
    target: {
      kind,
      label: kind === 'ssh' ? `${host.label}:${options.target}` : options.target,
      folder: kind === 'url' ? null : field(want['install.root' as FactId], 'path'),
    },
    systemUrl: field(want['site.url' as FactId], 'url'),
    whmcsVersion: field(want['install.version' as FactId], 'value'),
    offline: options.offline,
    facts: Object.fromEntries(description.facts.map((id) => [id, told(id)])),
  };
}

function field(fact: Fact<unknown> | undefined, name: string): string | null {
  const value = fact?.ok === true && isRecord(fact.value) ? fact.value[name] : null;
  return typeof value === 'string' ? value : null;
}

/** The same for a shell, which reads no JSON. */
function variablesOf({ target, systemUrl, whmcsVersion, offline }: PluginInput): Record<string, string> {
  const all = {
    WHMCS_DOCTOR_TARGET: target.label,
    WHMCS_DOCTOR_KIND: target.kind,
    WHMCS_DOCTOR_FOLDER: target.folder ?? '',
    WHMCS_DOCTOR_SYSTEM_URL: systemUrl ?? '',
    WHMCS_DOCTOR_WHMCS_VERSION: whmcsVersion ?? '',
    WHMCS_DOCTOR_OFFLINE: offline ? '1' : '',
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value.replaceAll('\0', '').slice(0, 8192)]));
}

/** Reads what the program said of it. What a bundle holds in that place may have any shape. */
function checkOf({ id, area, title, causes, onlyWhenSelected }: Description['checks'][number], fact: FactId, file: string): Check {
  return {
    id,
    area,
    title,
    causes,
    needs: [fact],
    ...(onlyWhenSelected ? { onlyWhenSelected } : {}),
    plugin: file,
    judge: (facts: Readonly<Record<string, unknown>>, see: See<FactId>) => {
      const said = facts[fact];
      const all = isRecord(said) && isRecord(said['judgements']) ? said['judgements'] : {};
      if (!Object.hasOwn(all, id)) return trouble(file, 'said nothing about this check');
      const parsed = judgements.safeParse(all[id]);
      if (!parsed.success) return trouble(file, `said something that is no judgement: ${complaint(parsed.error)}`);
      const stranger = parsed.data.find((one) => 'cause' in one && !causes.includes(one.cause));
      if (stranger && 'cause' in stranger)
        return trouble(file, `named the cause ${JSON.stringify(stranger.cause)}, which the check does not declare`);
      return parsed.data.map((one) =>
        'evidence' in one ? { ...one, evidence: one.evidence.map(({ label, saw, ...more }) => see(fact, label, saw, defined(more))) } : one,
      ) as readonly Judgement[];
    },
  };
}

type More = Parameters<See<FactId>>[3];

function defined(more: Readonly<Record<string, unknown>>): NonNullable<More> {
  return Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
}
