/** What became of what a person described: which problem was proved, which is ruled out, which stays open and why. */
import { askedFor } from '../logic/asked-for.js';
import { keptWords } from '../logic/kept-words.js';
import type {
  Candidate,
  Cause,
  CauseId,
  Check,
  Finding,
  Message,
  Problem,
  ProblemReport,
  TriageMatch,
  TriageReport,
  TriageResult,
} from '../model.js';
import { checksAbout } from './select.js';

/** A run that has been judged. */
export interface Judged {
  readonly program: {
    readonly checks: readonly Check[];
    readonly causes: readonly Cause[];
    readonly problems: readonly Problem[];
    readonly messages: readonly Message[];
  };
  readonly findings: readonly Finding[];
  readonly problems: readonly ProblemReport[];
}

/** Causes that known messages in the words name. */
export function causesNamed({ matches }: TriageResult, messages: readonly Message[]): ReadonlySet<CauseId> {
  const said = new Set(matches.flatMap((match) => match.messages));
  return new Set(messages.filter(({ id }) => said.has(id)).flatMap(({ causes }) => causes));
}

/** Nothing of the text but the words that matched. */
export function triageReport({ matches, ask }: TriageResult, judged: Judged): TriageReport {
  return { best: matches[0]?.problem ?? 'none', candidates: matches.map((match) => candidate(match, judged)), ask };
}

function candidate(match: TriageMatch, { program, findings, problems }: Judged): Candidate {
  const { problem: id, score } = match;
  const problem = program.problems.find((each) => each.id === id);
  const said = problems.find((each) => each.id === id);
  const { status = 'undetermined', causes = [], findings: explaining = [] } = said ?? {};
  const checks = [...checksAbout(program, [id])].filter((check) => check.witness !== true).map((check) => check.id);
  const own = findings.filter(({ check }) => checks.includes(check));
  const proofs = findings.filter(({ fingerprint, status: is }) => (is === 'warn' || is === 'fail') && explaining.includes(fingerprint));
  const skips = own.filter((finding) => finding.status === 'skip');
  return {
    problem: id,
    title: problem?.title ?? id,
    score,
    matched: keptWords(match, program.messages),
    status,
    causes,
    findings: explaining,
    why:
      status === 'explained'
        ? whyExplained(proofs)
        : status === 'ruled-out'
          ? `all ${new Set(own.map(({ check }) => check)).size} checks of its causes passed`
          : whyOpen(problem, checks, own),
    // what is proved needs no closer look
    give: proofs.some(({ confidence }) => confidence === 'proved') ? [] : askedFor(skips.map(({ reason = '' }) => reason)),
  };
}

const mostNamed = 2;

function whyExplained(proofs: readonly Finding[]): string {
  const firsts = proofs.filter(({ cause }, index) => proofs.findIndex((other) => other.cause === cause) === index);
  const titles = firsts.map((finding) => `${finding.confidence ?? 'possible'}: ${finding.title}`);
  const more = titles.length - mostNamed;
  return `${titles.slice(0, mostNamed).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** What was looked at, and what of it could not be. */
function whyOpen(problem: Problem | undefined, checks: readonly string[], findings: readonly Finding[]): string {
  if (checks.length === 0) return problem?.unprovable ?? 'no check can see its causes';
  const withStatus = (status: Finding['status']): readonly Finding[] => findings.filter((finding) => finding.status === status);
  const ran = new Set(findings.map(({ check }) => check));
  const silent = checks.filter((id) => ran.has(id) && findings.every((finding) => finding.check !== id || finding.status === 'pass'));
  const reasons = [...new Set(withStatus('unknown').map((finding) => finding.reason ?? ''))];
  const skips = withStatus('skip');
  const asking = checkCount(skips.filter((finding) => askedFor([finding.reason ?? '']).length > 0));
  const beyond = checkCount(skips) - asking;
  const leftOut = checks.length - ran.size;
  return [
    `${silent.length} of its ${checks.length} checks passed`,
    ...reasons.slice(0, mostNamed).map((reason) => `could not be looked at: ${reason}`),
    reasons.length > mostNamed ? `and ${reasons.length - mostNamed} more could not be looked at` : '',
    asking > 0 ? `${asking} ${asking === 1 ? 'needs' : 'need'} something that was not given` : '',
    beyond > 0 ? `${beyond} ${beyond === 1 ? 'does' : 'do'} not apply, or cannot be seen from here` : '',
    leftOut > 0 ? `${leftOut} ${leftOut === 1 ? 'was' : 'were'} left out` : '',
    problem?.unprovable ?? '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function checkCount(findings: readonly Finding[]): number {
  return new Set(findings.map(({ check }) => check)).size;
}
