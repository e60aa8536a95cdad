/** A spinner on standard error that names what is still being waited for; silent for the first two seconds and off a terminal. */
import type { Ora } from 'ora';
import { plain } from '../report/plain-text.js';
import type { GatherEvents } from '../run/scheduler.js';
import { hasLiveLine } from './live-line.js';

export interface Progress {
  /** `label` where there are several targets. */
  events(label: string | null): GatherEvents;
  end(): void;
}

const patienceMs = 2000;

export function createProgress(quiet: boolean): Progress {
  if (quiet || !hasLiveLine()) return { events: () => ({}), end: () => {} };
  const waiting = new Map<string, string>();
  let spinner: Ora | null = null;
  let over = false;
  const show = (): void => {
    if (spinner) spinner.text = describe([...waiting.values()]);
  };
  const timer = setTimeout(() => {
    void import('ora').then(({ default: ora }) => {
      // the terminal is left as it is: in raw mode with nobody reading, Ctrl-C would do nothing
      if (!over)
        spinner = ora({ text: describe([...waiting.values()]), stream: process.stderr, color: false, discardStdin: false }).start();
    });
  }, patienceMs);
  return {
    events: (label) => ({
      started: (probe) => {
        waiting.set(`${label} ${probe.fact}`, plain(label === null ? probe.title : `${probe.title} of ${label}`));
        show();
      },
      finished: (probe) => {
        waiting.delete(`${label} ${probe.fact}`);
        show();
      },
    }),
    end: () => {
      over = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}

function describe(titles: readonly string[]): string {
  if (titles.length === 0) return 'judging';
  const [first = '', second] = titles;
  const rest = titles.length > 2 ? ` and ${titles.length - 2} more` : '';
  return `waiting for ${first}${second === undefined ? '' : `, ${second}`}${rest}`;
}
