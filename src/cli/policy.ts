/** The operator's waivers and baseline: read where they are given, and what of the configuration file only the catalogue can judge. */
import { resolve } from 'node:path';
import { nearest } from '../logic/nearest.js';
import { version } from '../logic/version.js';
import type { Several } from '../model.js';
import type { Baseline } from '../policy/baseline.js';
import type { ConfigFile } from '../policy/config.js';
import type { Waiver } from '../policy/waivers.js';
import { chosenChecks, type Acceptance, type Expertise } from '../run/run.js';
import { NothingLeft, UnknownId } from '../run/select.js';
import { orUnusable, Quit, status, unusable, usage } from './exit.js';
import { operatorFile } from './operator-file.js';
import type { Given, Settings } from './options.js';
import { writeWhole } from './whole-file.js';

/** What a run accepts beforehand, for one target after the other: each file is read once. */
export class AcceptedFiles {
  readonly #waivers = new Map<string, Promise<readonly Waiver[]>>();
  readonly #baselines = new Map<string, Promise<Baseline>>();
  readonly #began = new Date().toISOString();

  constructor(
    private readonly given: Given,
    /** There is no other target. */
    private readonly alone: boolean,
  ) {}

  /** With the policy that marks what is accepted. Throws Quit 78. */
  async settings(settings: Settings, catalogue: Expertise): Promise<Settings> {
    const waivers = await this.#waiversOf(settings);
    const baseline = await this.#baselineOf(settings);
    if (waivers === null && baseline === null) return settings;
    const { acceptance } = await import('../policy/accept.js');
    const today = this.#began.slice(0, 10);
    const accept: Acceptance = acceptance({ waivers, baseline, today, alone: this.alone, catalogue });
    return { ...settings, policy: { ...settings.policy, accept } };
  }

  async #waiversOf({ file }: Settings): Promise<readonly Waiver[] | null> {
    const path = this.given.waivers ?? file.waivers;
    if (path === undefined) return null;
    const known = this.#waivers.get(path) ?? this.#readWaivers(path);
    this.#waivers.set(path, known);
    return known;
  }

  async #readWaivers(path: string): Promise<readonly Waiver[]> {
    const text = await trusted(path, 'the waiver file', 1);
    const { readWaivers } = await import('../policy/waivers.js');
    return orUnusable(() => readWaivers(text, nameOf(path)));
  }

  async #baselineOf({ file }: Settings): Promise<{ readonly file: string; readonly content: Baseline } | null> {
    const path = this.given.baseline ?? file.baseline;
    if (path === undefined) return null;
    const known = this.#baselines.get(path) ?? this.#readBaseline(path);
    this.#baselines.set(path, known);
    return { file: path, content: await known };
  }

  async #readBaseline(path: string): Promise<Baseline> {
    const text = await trusted(path, 'the baseline', 64);
    const { readBaseline } = await import('../policy/baseline.js');
    return orUnusable(() => readBaseline(text, nameOf(path)));
  }

  /** Writes what was found. Throws Quit 73. */
  async write(several: Several, path: string): Promise<void> {
    const { baselineOf } = await import('../policy/baseline.js');
    const { toJson } = await import('../report/json.js');
    const [before = null] = await Promise.all(this.#baselines.values());
    const written = baselineOf(several, { version, at: this.#began, before, alone: this.alone });
    await writeWhole(path, toJson(written));
  }
}

/** Where the baseline is to be written. Throws Quit 64. */
export function baselinePath(given: Given, file: ConfigFile): string | null {
  const path = given.writeBaseline ?? file.writeBaseline ?? null;
  if (path === '-' || path === '') throw usage('--write-baseline needs a file: standard output is for the report');
  return path === null ? null : resolve(path);
}

/** A mistake in the selection ends the run before anything is looked at: with 64 on the command line, with 78 in the file. */
export function selectionOf(expertise: Expertise, settings: Settings, given: Given): void {
  const { file, configPath } = settings;
  const ids = expertise.checks.map(({ id }) => id);
  for (const id of Object.keys(file.severity ?? {}))
    if (!ids.includes(id)) {
      const near = nearest(id, ids);
      throw unusable(`${configPath ?? ''}: severity.${id}: there is no such check${near === null ? '' : `: did you mean ${near}?`}`);
    }
  try {
    chosenChecks(expertise, settings.policy);
  } catch (error) {
    if (error instanceof NothingLeft) throw new Quit(status.usage, error.message);
    if (!(error instanceof UnknownId)) throw error;
    const key = error.option.replace(/^--/, '');
    const typed = key === 'only' || key === 'skip' || key === 'require' ? given[key] !== undefined : true;
    if (typed || configPath === null) throw new Quit(status.usage, error.message);
    throw unusable(`${configPath}: ${error.message.slice('--'.length)}`);
  }
}

async function trusted(path: string, what: string, mostMebibytes: number): Promise<string> {
  if (path === '-') return operatorFile(path, what, mostMebibytes * 1024 * 1024);
  const { trustedText } = await import('../policy/trusted-text.js');
  return orUnusable(() => trustedText({ what, path, uid: process.getuid?.() ?? 0, mostMebibytes, links: true }));
}

function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}
