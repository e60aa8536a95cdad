/** A bundle as a target: its facts are judged, nothing is looked at. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { largestBundleBytes, unpackBundle } from '../host/bundle.js';
import { factsOf, UnusableBundle, type Bundle } from '../host/bundle-document.js';
import type { Report } from '../model.js';
import type { Extension } from '../run/plugins/extension.js';
import { parseJson } from '../parse/json.js';
import { chosenChecks, conclude, type Expertise, type Policy } from '../run/run.js';
import { unusable } from './exit.js';
import { loadExpertise } from './program.js';
import { selecting } from './examine.js';

type RecordOf = NonNullable<Report['target']['recorded']>;

export async function judgeBundle(path: string, policy: Policy, plugins: readonly Extension[] = []): Promise<Report> {
  const bundle = await readBundle(path);
  const { tool, recordedAt, target } = bundle;
  const ageSeconds = Math.round((Date.now() - Date.parse(recordedAt)) / 1000);
  return judge(await loadExpertise(plugins), bundle, path, policy, { at: recordedAt, ageSeconds, by: tool.version, ...target });
}

/** The report over a bundle's facts, from whichever file they came. `record`: where, when and by what, for those who did not do it themselves. */
export function judge(program: Expertise, bundle: Bundle, label: string, policy: Policy, record?: RecordOf): Report {
  const checks = selecting(() => chosenChecks(program, policy));
  const about = { kind: 'bundle', label, startedAt: bundle.recordedAt, durationMs: bundle.durationMs } as const;
  const gathered = { facts: factsOf(bundle), probes: bundle.probes };
  return conclude(program, policy, checks, gathered, { ...about, recordedBy: bundle.tool.version, ...(record ? { record } : {}) });
}

export async function readBundle(path: string): Promise<Bundle> {
  return bundleOf(path, await unusableNamed(path, readLimited(path)));
}

/** The bundle that was read from there. Throws Quit 78. */
export async function bundleOf(name: string, bytes: Uint8Array): Promise<Bundle> {
  return unusableNamed(name, (async () => unpackBundle(bytes, parseJson))());
}

async function unusableNamed<T>(name: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnusableBundle)
      throw unusable(`${name} is not a bundle that can be judged: ${error.message}. Record one with: whmcs-doctor collect FOLDER -o FILE`);
    throw error;
  }
}

async function readLimited(path: string): Promise<Uint8Array> {
  let file;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UnusableBundle(`it cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new UnusableBundle('it is not a regular file');
    if (found.size > largestBundleBytes) throw new UnusableBundle('it is larger than 64 MiB');
    return await file.readFile();
  } finally {
    await file.close();
  }
}
