/** --audit FILE: everything that was read, run, asked and contacted, in its order, each with the fact that it was for. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { plain } from '../report/plain-text.js';
import type { Touch } from '../model.js';
import type { GatherEvents } from '../run/scheduler.js';
import { writeWhole } from './output.js';
import { sealAll } from './seal.js';

export interface Audit {
  /** Hears of what a host touches; `label` where there are several targets. */
  listener(label: string | null): (touch: Touch) => void;
  readonly events: Pick<GatherEvents, 'looking'>;
  write(): Promise<void>;
}

export function createAudit(file: string | undefined): Audit {
  if (file === undefined) return { listener: () => () => {}, events: {}, write: () => Promise.resolve() };
  const lines: string[] = [];
  const current = new AsyncLocalStorage<string>();
  return {
    listener: (label) => (touch) => {
      const target = label === null ? '' : `${label} `;
      lines.push(`${new Date().toISOString()} ${target}${current.getStore() ?? '-'} ${touch.kind} ${touch.what}`);
    },
    events: { looking: (probe, look) => current.run(probe.fact, look) },
    write: () => writeWhole(file, `${sealAll(lines).map(plain).join('\n')}\n`),
  };
}
