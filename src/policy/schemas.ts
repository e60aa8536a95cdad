/** JSON Schemas of the files that the operator writes, for editors: of what is written there, not of what becomes of it. */
import { baselineSchema } from './baseline.js';
import { configSchema } from './config.js';
import { inputSchema } from './document.js';
import { waiversSchema } from './waivers.js';

/** By file name, written into the package by the build. */
export function policyJsonSchemas(): Readonly<Record<string, unknown>> {
  return {
    config: titled('whmcs-doctor.yaml, the configuration file of whmcs-doctor', configSchema),
    waivers: titled('Waivers of whmcs-doctor', waiversSchema),
    baseline: titled('Baseline of whmcs-doctor', baselineSchema),
  };
}

function titled(title: string, schema: Parameters<typeof inputSchema>[0]): unknown {
  return { title, ...(inputSchema(schema) as object) };
}
