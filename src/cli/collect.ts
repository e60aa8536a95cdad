/** whmcs-doctor collect: the facts of an install, redacted, as a bundle that can be judged anywhere. */
import { bundleSchema, packBundle, type Bundle } from '../host/bundle.js';
import { createRedactor, peopleIn, tokensFor } from '../redact/boundary.js';
import { createAudit } from './audit.js';
import { examineTarget, type Examined } from './examine.js';
import { catchSignals } from './interruption.js';
import { settingsFor, type Given } from './options.js';
import { say, writeWhole } from './output.js';
import { createProgress } from './progress.js';
import { liveTarget, type LiveTarget } from './targets.js';

export async function collect(text: string | undefined, given: Given): Promise<void> {
  const file = given.output ?? '';
  const target = await liveTarget(text ?? '.', 'collect');
  const settings = await settingsFor(target.text, given);
  const interruption = catchSignals();
  const audit = createAudit(given.audit ?? settings.file.audit);
  const progress = createProgress(given.quiet === true);
  try {
    const examined = await examineTarget(target, settings, { progress, audit, signal: interruption.signal, everything: true });
    await writeBundle(examined, target, given, file);
    const code = interruption.code();
    if (code !== null) process.exitCode = code;
  } finally {
    progress.end();
    interruption.end();
    await audit.write();
  }
}

async function writeBundle(examined: Examined, target: LiveTarget, given: Given, file: string): Promise<void> {
  const facts = Object.fromEntries([...examined.gathered.facts].sort(([a], [b]) => a.localeCompare(b)));
  const people = peopleIn(facts);
  const bundle = createRedactor(examined.secrets(), people).deep<Bundle>({
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor' as const, version: examined.program.version },
    recordedAt: examined.report.startedAt,
    target: { kind: target.kind, label: examined.report.target.label },
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
}
