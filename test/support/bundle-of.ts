/** A bundle of these facts. */
import { bundleSchema, type Bundle } from '../../src/host/bundle-document.js';
import type { Fact } from '../../src/model.js';

export function bundleOf(facts: object): Bundle {
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: '1.0.0' },
    recordedAt: '2026-01-01T00:00:00.000Z',
    target: { kind: 'install', label: '/srv' },
    durationMs: 1,
    facts: facts as Readonly<Record<string, Fact<unknown>>>,
    probes: [],
  };
}
