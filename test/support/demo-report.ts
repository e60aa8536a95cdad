/** The report on the recorded, broken install that ships in the package. */
import { readFileSync } from 'node:fs';
import { judge } from '../../src/cli/bundle-target.js';
import { loadExpertise } from '../../src/cli/program.js';
import { unpackBundle } from '../../src/host/bundle.js';
import type { Bundle } from '../../src/host/bundle-document.js';
import type { Report } from '../../src/model.js';
import { parseJson } from '../../src/parse/json.js';

export const program = await loadExpertise();
export const demo: Bundle = unpackBundle(readFileSync(new URL('../../src/cli/demo-install.json', import.meta.url)), parseJson);

export function demoReport(bundle: Bundle = demo): Report {
  return judge(program, bundle, 'demo.json', { selection: { only: [], skip: [], require: [] }, severity: {}, failOn: 'warn' });
}
