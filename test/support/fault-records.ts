/** The recordings of test/fixtures/faults: the facts of healthy set-ups, and those that each fault of the laboratory leaves. `npm run record -- faults` */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { changed, type Delta, type Facts } from './fact-delta.js';

const folder = fileURLToPath(new URL('../fixtures/faults/', import.meta.url));

export interface FaultRecord {
  /** The cause, and what tells this way to it from another one. */
  readonly name: string;
  readonly cause: string;
  /** What the operator asked for by --only: checks that do not run by themselves. */
  readonly only: readonly string[];
  /** Causes that are then true as well. */
  readonly also: readonly string[];
  /** Checks that cannot tell. */
  readonly unseen: readonly string[];
  readonly setup: string;
  readonly delta: Delta;
}

interface HealthyRecord {
  readonly recordedAt: string;
  readonly by: string;
  readonly setup: string;
  readonly facts: Facts;
  readonly setups: readonly { readonly setup: string; readonly delta: Delta }[];
}

export interface SetUp {
  readonly setup: string;
  readonly facts: Facts;
  /** What tells it from the first one. */
  readonly delta: Delta;
}

const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
const base = read('healthy.json') as HealthyRecord;

/** The version that recorded them. */
export const recordedBy = base.by;

export const setUps: readonly SetUp[] = [
  { setup: base.setup, facts: base.facts, delta: [] },
  ...base.setups.map(({ setup, delta }) => ({ setup, delta, facts: changed(base.facts, delta) })),
];

export const faultRecords: readonly FaultRecord[] = readdirSync(folder)
  .filter((name) => name !== 'healthy.json')
  .sort()
  .flatMap((name) => read(name) as readonly FaultRecord[]);
