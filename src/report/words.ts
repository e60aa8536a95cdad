/** English that several formats say: here once, so that they never say different things. */
import type { NextStep, ProblemReport, Waived } from '../model.js';
import { plain } from './plain-text.js';

/** Of a step with a high risk. */
export const careWords = 'take care: this cannot simply be undone';

/** The step with its risk, for formats without a mark for that. */
export function stepText({ text, risk }: Pick<NextStep, 'text' | 'risk'>): string {
  return risk === 'high' ? `${text} (${careWords})` : text;
}

/** How a cause stands to the problems after it. */
export function relationWords(beyondTable: true | undefined): string {
  return beyondTable === true ? 'looks like, though the documented table does not name it' : 'explains';
}

/** After what was described, as its subject. */
export const noMatchWords = 'matches no documented problem, so everything was looked at.';

/** What became of a problem. */
export const problemWords = {
  explained: 'explained',
  'ruled-out': 'ruled out',
  undetermined: 'open',
} as const satisfies Record<ProblemReport['status'], string>;

/** Before the reason; what is explained needs no word for it. */
export function beforeReason(status: ProblemReport['status']): string {
  return status === 'explained' ? '' : `${problemWords[status]}: `;
}

/** "ann@example.com: moving to Redis" */
export function acceptedBy({ owner, reason }: Pick<Waived, 'owner' | 'reason'>): string {
  return `${plain(owner)}: ${plain(reason)}`;
}

/** "until 2026-12-01 by ann@example.com: moving to Redis" */
export function untilBy(waived: Waived): string {
  return `until ${plain(waived.until)} by ${acceptedBy(waived)}`;
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
