/** Records what a healthy install's host answers to every look of every probe, for the fault matrix. `npm run record` */
import { writeFile } from 'node:fs/promises';
import { createLocalHost } from '../../src/host/local.js';
import type { FactId, Probe } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { builtinProbes } from '../../src/run/probes.js';
import { registryFor } from '../../src/run/registry.js';
import { gather } from '../../src/run/scheduler.js';
import { type Answer, type Recording, recordingHost } from '../support/recorded-looks.js';
import type { Lab } from './lab.js';
import { site, visitors } from './names.js';
import { accounts } from './seed.js';

export async function recordLooks(lab: Lab, file: string): Promise<void> {
  const asked = {
    target: lab.root,
    url: null,
    user: accounts.user.username,
    admin: accounts.admin.username,
    visitorIp: visitors.first,
    usedUrl: `${site.url}clientarea.php`,
    webProbe: true,
    origin: null,
  };
  const options = { ...defaultOptions, ...asked, cacert: lab.ca, deadlineMs: 120_000, timeoutMs: 10_000, licenseSelected: true };
  const host = await createLocalHost({ ...options, environment: {} });
  const probes: { [K in FactId]?: { readonly now: number; readonly looks: Record<string, Answer[]> } } = {};
  const noted = ([fact, probe]: readonly [FactId, Probe]): [FactId, Probe] => {
    const observe: Probe['observe'] = (look, keep) => {
      const looks = {};
      probes[fact] = { now: host.now(), looks };
      return probe.observe({ ...look, host: recordingHost(host, looks) }, keep);
    };
    return [fact, { ...probe, observe }];
  };
  const registry = new Map([...registryFor('install', builtinProbes)].map(noted));
  try {
    await gather([...registry.keys()], registry, host, options, new AbortController().signal);
  } finally {
    await host.close();
  }
  const recording: Recording = { options: asked, me: host.me, probes };
  // where this repository lies is nobody's business
  await writeFile(file, `${linesOf(recording).replaceAll(process.cwd(), '/srv/laboratory')}\n`);
}

/** JSON with a line for each look. */
function linesOf({ probes, ...more }: Recording): string {
  const one = ([name, value]: readonly [string, unknown]): string => `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const rows = Object.entries(probes).map(
    ([fact, { now, looks }]) => `"${fact}": {"now": ${now}, "looks": {\n${Object.entries(looks).map(one).join(',\n')}\n}}`,
  );
  return `{\n${Object.entries(more).map(one).join(',\n')},\n"probes": {\n${rows.join(',\n')}\n}\n}`;
}
