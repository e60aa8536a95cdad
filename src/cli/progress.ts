/** A spinner on standard error that names what is still being waited for; silent for the first two seconds and off a terminal. */
import type { Ora } from 'ora';
import type { GatherEvents } from '../run/scheduler.js';

export interface Progress {
  /** `label` where there are several targets. */
  events(label: string | null): GatherEvents;
  end(): void;
}

const patienceMs = 2000;

export function createProgress(quiet: boolean): Progress {
  // a terminal without a width, as some containers give, makes the spinner count lines without end
  if (quiet || !process.stderr.isTTY || !(process.stderr.columns > 0)) return { events: () => ({}), end: () => {} };
  const waiting = new Map<string, string>();
  let spinner: Ora | null = null;
  let over = false;
  const show = (): void => {
    if (spinner) spinner.text = describe([...waiting.values()]);
  };
  const timer = setTimeout(() => {
    void import('ora').then(({ default: ora }) => {
      if (!over) spinner = ora({ text: describe([...waiting.values()]), stream: process.stderr }).start();
    });
  }, patienceMs);
  return {
    events: (label) => ({
      started: (probe) => {
        waiting.set(`${label} ${probe.fact}`, label === null ? probe.title : `${probe.title} of ${label}`);
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
