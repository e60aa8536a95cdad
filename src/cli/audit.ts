/** --audit FILE: everything that was read, run, asked and contacted, in its order. */
import { plain } from '../report/plain-text.js';
import type { Touch } from '../model.js';
import { writeWhole } from './output.js';
import { sealAll } from './seal.js';

export interface Audit {
  /** Hears of what a host touches; `label` where there are several targets. */
  listener(label: string | null): (touch: Touch) => void;
  write(): Promise<void>;
}

export function createAudit(file: string | undefined): Audit {
  const lines: string[] = [];
  if (file === undefined) return { listener: () => () => {}, write: () => Promise.resolve() };
  return {
    listener: (label) => (touch) =>
      void lines.push(`${new Date().toISOString()} ${label === null ? '' : `${label} `}${touch.kind} ${touch.what}`),
    write: () => writeWhole(file, `${sealAll(lines).map(plain).join('\n')}\n`),
  };
}
