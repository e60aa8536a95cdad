/** What proves a finding and what to do about it, as plain lines: for formats that have one field of text for all of it. */
import type { Finding } from '../model.js';
import { vantageNames } from './place-words.js';
import { plain } from './plain-text.js';
import { shownValue } from './values.js';
import { stepText } from './words.js';

/** Commands keep their lines; everything else is one line each, however long. */
export function findingLines(finding: Finding): readonly string[] {
  const { nextSteps, settle, verify, docs } = finding;
  return [
    ...evidenceLines(finding),
    ...(settle === undefined ? [] : [`settle  ${plain(settle)}`]),
    ...(nextSteps.length === 0 ? [] : ['', 'next steps']),
    ...nextSteps.flatMap((step, index) => [`${index + 1}. ${plain(stepText(step))}`, ...commandLines(step.command)]),
    ...(verify === null ? [] : ['', 'verify', ...commandLines(verify)]),
    ...(docs.length === 0 ? [] : ['', 'more', ...docs.map((address) => `   ${plain(address)}`)]),
  ];
}

/** saw, want and from; the place once for what was seen there together. */
export function evidenceLines({ evidence }: Finding): readonly string[] {
  const places = evidence.map(({ source, vantage }) => `${plain(source)} (${vantageNames[vantage]})`);
  return evidence.flatMap(({ label, saw, want }, index) => [
    `saw     ${plain(label)}: ${shownValue(saw)}`,
    ...(want === undefined ? [] : [`want    ${shownValue(want)}`]),
    ...(places[index] === places[index - 1] ? [] : [`from    ${places[index] ?? ''}`]),
  ]);
}

function commandLines(command: string | undefined): readonly string[] {
  return command === undefined ? [] : command.split('\n').map((line) => `   ${plain(line)}`);
}
