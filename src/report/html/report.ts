/** One report as the parts of a page, in the order in which they are read. */
import type { Report } from '../../model.js';
import { accepted } from './accepted.js';
import { sessionAges } from './ages.js';
import { causes } from './causes.js';
import { checks } from './checks.js';
import { clock } from './clock.js';
import { described } from './described.js';
import type { Frame } from './frame.js';
import type { Markup } from './markup.js';
import { problems } from './problems.js';
import { timeline } from './timeline.js';
import { unknowns } from './unknowns.js';

const order = [
  { name: 'described', title: 'What was described', make: described },
  { name: 'causes', title: 'Causes', make: causes },
  { name: 'unknowns', title: 'Not looked at', make: unknowns },
  { name: 'accepted', title: 'Accepted beforehand', make: accepted },
  { name: 'clock', title: 'The clock', make: clock },
  { name: 'ages', title: 'Ages of sessions', make: sessionAges },
  { name: 'problems', title: 'Documented problems', make: problems },
  { name: 'checks', title: 'All checks', make: checks },
  { name: 'timeline', title: 'Timeline', make: timeline },
] as const;

export interface Part {
  /** Of the heading's id, within the report. */
  readonly name: string;
  /** Short, for the table of contents. */
  readonly title: string;
  readonly content: Markup;
}

/** Only those that have something to say. */
export function partsOf(report: Report, frame: Frame): readonly Part[] {
  return order.map(({ name, title, make }) => ({ name, title, content: make(report, frame) })).filter(({ content }) => content.text !== '');
}
