/** whmcs-doctor collect: the facts of an install, redacted, shown and written as a bundle that can be judged anywhere. */
import { packBundle, packDocument, unpackBundle } from '../host/bundle.js';
import { bundleSchema, UnusableBundle, type Bundle } from '../host/bundle-document.js';
import type { Manifest } from '../host/manifest.js';
import { byText } from '../logic/by-text.js';
import { shellQuote } from '../logic/shell-quote.js';
import type { Finding, Report } from '../model.js';
import { parseJson } from '../parse/json.js';
import type { Redacted } from '../redact/document.js';
import { inLook } from '../run/plugins/inside.js';
import { createAudit } from './audit.js';
import { judge } from './bundle-target.js';
import { preview } from './collect-preview.js';
import { redactedFacts } from './collect-redaction.js';
import { decide } from './ending.js';
import { examineTarget, type Examined } from './examine.js';
import { Quit, status, usage } from './exit.js';
import { catchSignals, stoppedStatus, type Interruption } from './interruption.js';
import { settingsFor, type Given, type Settings } from './options.js';
import { offer, say, show } from './output.js';
import { createProgress } from './progress.js';
import { liveTarget, type LiveTarget } from './targets.js';
import { isYes, openTerminal } from './terminal.js';
import { writeWhole } from './whole-file.js';

export async function collect(text: string | undefined, given: Given): Promise<void> {
  const file = given.output ?? '';
  if (file === '-' && process.stdout.isTTY === true)
    throw usage('standard output is a terminal, and a bundle is no text: name a file, or send it on: … -o - | …');
  const target = await liveTarget(text ?? '.', 'collect');
  const settings = await settingsFor(target.text, given);
  const interruption = catchSignals();
  const audit = createAudit(given.audit ?? settings.file.audit);
  const progress = createProgress(given.quiet === true);
  try {
    const examined = await inLook(() =>
      examineTarget(target, settings, { progress, audit, signal: interruption.signal, everything: true }),
    );
    progress.end();
    const redacted = redactedFacts(documentOf(examined, target), examined.named(), examined.program);
    await offerBundle(redacted, examined, settings, given, interruption);
    const code = interruption.code();
    if (code !== null) decide(code);
  } catch (error) {
    throw interruption.told(error);
  } finally {
    progress.end();
    interruption.end();
    await audit.write();
  }
}

function documentOf(examined: Examined, target: LiveTarget): Bundle {
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: examined.program.version },
    recordedAt: examined.report.startedAt,
    target: { kind: target.kind, label: examined.report.target.label },
    durationMs: examined.report.durationMs,
    facts: Object.fromEntries([...examined.gathered.facts].sort(([a], [b]) => byText(a, b))),
    probes: examined.gathered.probes,
  };
}

/** Shows what would be written, asks where somebody can answer, and writes. A person who says no has what was wanted: nothing was written. */
async function offerBundle(
  { document, redactions }: Redacted<Bundle>,
  examined: Examined,
  { policy }: Settings,
  given: Given,
  interruption: Interruption,
): Promise<void> {
  const file = given.output ?? '';
  const again = judge(examined.program, document, examined.report.target.label, policy);
  const { manifest, sizes, bytes } = packBundle(document, {
    redactions,
    secretsMet: byKind(examined.named().map(({ kind }) => kind)),
    judgedOtherwise: judgedOtherwise(examined.report, again),
  });
  const plain = /\.json(\.gz)?$/.test(file);
  const content = plain ? packDocument(document, file.endsWith('.gz')) : bytes;
  const name = file === '-' ? 'standard output' : file;
  refuseUnreadable(content, name);
  if (given.quiet !== true)
    show(preview({ name, manifest, sizes: plain ? null : sizes, size: content.byteLength, report: examined.report }));
  if (given.yes !== true && !(await agreed(name, interruption.signal))) return say('nothing was written');
  if (file === '-') {
    if (!(await offer(content))) throw new Quit(status.cannotWrite, 'nobody reads standard output: the bundle was not written');
    return;
  }
  await writeWhole(file, content);
  if (given.quiet !== true) say(`wrote ${file}. Judge it anywhere with:`, `whmcs-doctor check ${shellQuote(file)}`);
}

/** Asked only where somebody sees the question and can answer it. */
async function agreed(name: string, signal: AbortSignal): Promise<boolean> {
  const terminal = process.stdin.isTTY === true && process.stderr.isTTY === true ? openTerminal() : null;
  if (terminal === null) return true;
  try {
    // a run that was stopped before shows what it has: only a later signal means the question
    const until = signal.aborted ? new AbortController().signal : signal;
    const answer = await terminal.ask(`Write ${name}? [y/N] `, { hidden: false, signal: until });
    if (answer === null) throw new Quit(stoppedStatus(signal), 'stopped: nothing was written');
    return isYes(answer);
  } finally {
    terminal.close();
  }
}

/** Whoever gets the bundle reads it under limits: what they would refuse is not written. */
export function refuseUnreadable(content: Uint8Array, name: string): void {
  try {
    unpackBundle(content, parseJson);
  } catch (error) {
    if (!(error instanceof UnusableBundle)) throw error;
    throw new Quit(status.cannotWrite, `${name} was not written: check could not read it back: ${error.message}. Please report it`);
  }
}

function byKind(kinds: readonly string[]): Manifest['secretsMet'] {
  return [...new Set(kinds)].sort().map((kind) => ({ kind, count: kinds.filter((each) => each === kind).length }));
}

/** Checks that would say something else of the bundle. */
function judgedOtherwise(live: Report, again: Report): readonly string[] {
  const outline = ({ findings }: Report): ReadonlyMap<string, string> => {
    const all = new Map<string, string>();
    for (const finding of findings) all.set(finding.check, `${all.get(finding.check) ?? ''}${said(finding)}\n`);
    return all;
  };
  const before = outline(live);
  return [...outline(again)].filter(([check, text]) => before.get(check) !== text).map(([check]) => check);
}

function said({ status: is, cause, confidence, evidence }: Finding): string {
  return [is, cause, confidence, evidence.length].join(' ');
}
