/** whmcs-doctor collect: the facts of an install, redacted, as a bundle that can be judged anywhere. */
import { bundleSchema, packBundle, type Bundle } from '../host/bundle.js';
import { createRedactor, peopleIn, tokensFor } from '../redact/boundary.js';
import { examineInstall } from './examine.js';
import { settingsFor, type Given } from './options.js';
import { say, writeWhole } from './output.js';

export async function collect(target: string | undefined, given: Given): Promise<void> {
  const file = given.output ?? '';
  const settings = await settingsFor(target ?? '.', given);
  const examined = await examineInstall(settings, given, true);
  const facts = Object.fromEntries([...examined.gathered.facts].sort(([a], [b]) => a.localeCompare(b)));
  const people = peopleIn(facts);
  const bundle = createRedactor(examined.secrets(), people).deep<Bundle>({
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor' as const, version: examined.program.version },
    recordedAt: examined.report.startedAt,
    target: { kind: 'install' as const, label: examined.report.target.label },
    durationMs: examined.report.durationMs,
    facts,
    probes: examined.gathered.probes,
  });
  await writeWhole(file, packBundle(bundle, file.endsWith('.gz')));
  if (given.quiet !== true) {
    const seen = examined.gathered.probes.filter((probe) => probe.ok).length;
    say(
      `wrote ${file}: ${seen} of ${examined.gathered.probes.length} facts; ${tokensFor(people).size} addresses and names of people are replaced, secrets were never in it`,
    );
    say(`it is plain JSON: read it before you send it. Judge it with: whmcs-doctor check ${file}`);
  }
  if (examined.interrupted !== null) process.exitCode = examined.interrupted;
}
