/** A bundle as a target: its facts are judged, nothing is looked at. */
import { open } from 'node:fs/promises';
import { constants } from 'node:fs';
import { largestBundleBytes, factsOf, unpackBundle, UnusableBundle, type Bundle } from '../host/bundle.js';
import type { Report } from '../model.js';
import { parseJson } from '../parse/json.js';
import { chosenChecks, conclude, type Policy } from '../run/run.js';
import { unusable } from './exit.js';
import { loadExpertise } from './program.js';
import { selecting } from './examine.js';

export async function judgeBundle(path: string, policy: Policy): Promise<Report> {
  return judge(await readBundle(path), path, policy);
}

/** The report over a bundle's facts, from whichever file they came. */
export async function judge(bundle: Bundle, label: string, policy: Policy): Promise<Report> {
  const program = await loadExpertise();
  const checks = selecting(() => chosenChecks(program, policy));
  const about = { kind: 'bundle', label, startedAt: bundle.recordedAt, durationMs: bundle.durationMs, recorded: true } as const;
  return conclude(program, policy, checks, { facts: factsOf(bundle), probes: bundle.probes }, about);
}

export async function readBundle(path: string): Promise<Bundle> {
  try {
    return unpackBundle(await readLimited(path), parseJson);
  } catch (error) {
    if (error instanceof UnusableBundle)
      throw unusable(`${path} is not a bundle that can be judged: ${error.message}. Record one with: whmcs-doctor collect FOLDER -o FILE`);
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
