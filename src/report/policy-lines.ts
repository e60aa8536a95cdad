/** What became of waivers and the baseline, for a terminal. */
import type { ChalkInstance } from 'chalk';
import type { Finding, Report } from '../model.js';
import type { Marks } from './marks.js';
import { plain } from './plain-text.js';
import { aboutSubject, policyNotes, type PolicyNote } from './policy-words.js';
import type { View } from './view.js';
import { untilBy } from './words.js';
import { wrap } from './wrap.js';

interface Pen {
  readonly c: ChalkInstance;
  readonly view: View;
  readonly mark: Marks;
}

/** With --show all: each finding that was accepted, and by whom. */
export function acceptedLines(findings: readonly Finding[], { c, view, mark }: Pen): readonly string[] {
  const lines = (word: string, finding: Finding, more: string): readonly string[] => {
    const bad = finding.status === 'unknown' ? `could not be looked at: ${plain(finding.reason ?? '')}` : plain(finding.title);
    const text = `${word} ${plain(finding.check)}: ${bad}${aboutSubject(finding)}${more}`;
    return wrap(text, view.width, `${mark.dot} `, '    ').map((line) => c.dim(line));
  };
  return findings.flatMap((finding) => {
    if (finding.waived) return lines('waived', finding, `, ${untilBy(finding.waived)}`);
    return finding.known === true ? lines('known', finding, '') : [];
  });
}

/** Waivers that need somebody, and what the baseline says. */
export function policyNoteLines(report: Report, pen: Pen): readonly string[] {
  return pen.view.quiet ? [] : policyNotes(report, pen.view.show === 'all').flatMap((note) => noteLines(note, pen));
}

function noteLines({ is, text }: PolicyNote, { c, view, mark }: Pen): readonly string[] {
  const signs = { warn: `${mark.warn} `, note: `${mark.dot} `, head: '', fixed: `${mark.pass} ` };
  const colours = { warn: c.yellow, note: c.reset, head: c.bold, fixed: c.green };
  return wrap(text, view.width, signs[is], '    ').map((line) => colours[is](line));
}
