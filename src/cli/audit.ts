/** --audit FILE: everything that was read, run, asked and contacted, in its order, each with the fact that it was for. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';
import { plain } from '../report/plain-text.js';
import type { Touch } from '../model.js';
import type { GatherEvents } from '../run/scheduler.js';
import { sealAll } from './seal.js';
import { writeWhole } from './whole-file.js';

export interface Audit {
  /** Hears of what a host touches; `label` where there are several targets. */
  listener(label: string | null): (touch: Touch) => void;
  readonly events: Pick<GatherEvents, 'looking'>;
  /** Once: later calls do nothing. */
  write(): Promise<void>;
}

export function createAudit(path: string | undefined): Audit {
  if (path === undefined) return { listener: () => () => {}, events: {}, write: () => Promise.resolve() };
  const file = resolve(path);
  const lines: string[] = [];
  let written = false;
  const current = new AsyncLocalStorage<string>();
  return {
    listener: (label) => (touch) => {
      const target = label === null ? '' : `${label} `;
      lines.push(`${new Date().toISOString()} ${target}${current.getStore() ?? '-'} ${touch.kind} ${touch.what}`);
    },
    events: { looking: (probe, look) => current.run(probe.fact, look) },
    write: async () => {
      if (written) return;
      written = true;
      await writeWhole(file, `${sealAll(lines).map(plain).join('\n')}\n`);
    },
  };
}
