import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assumptions } from '../../src/knowledge/assumptions.js';
import { causes, problems } from '../../src/knowledge/index.js';
import { systemHealth } from '../../src/knowledge/system-health.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { longestBudgetMs } from '../../src/run/scheduler.js';
import { registryFor } from '../../src/run/registry.js';
import { builtinProbes } from '../../src/run/probes.js';
import { generated } from '../tools/generate.js';

const top = fileURLToPath(new URL('../..', import.meta.url));

const insideProbes = builtinProbes.filter((probe) => probe.from !== 'outside');
const outsideProbes = builtinProbes.filter((probe) => probe.from === 'outside');

describe('the catalogue', () => {
  it('has no stale generated file', () => {
    for (const [file, text] of Object.entries(generated())) expect(readFileSync(join(top, file), 'utf8'), file).toBe(text);
  });

  it('has unique ids', () => {
    for (const ids of [
      builtinChecks.map((check) => check.id),
      causes.map((cause) => cause.id),
      insideProbes.map((probe) => probe.fact),
      outsideProbes.map((probe) => probe.fact),
    ]) {
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    }
  });

  it('names every check after its file, in the folder of its area', () => {
    const files = readdirSync(join(top, 'checks'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const places = files.map((entry) => `${basename(entry.parentPath)}/${basename(entry.name, '.ts')}`).sort();
    expect(builtinChecks.map((check) => `${check.area}/${check.id}`).sort()).toEqual(places);
  });

  it('gives every check two different sentences, and causes that are known', () => {
    for (const check of builtinChecks) {
      expect(check.title.pass, check.id).not.toBe(check.title.fail);
      expect(check.causes.length, check.id).toBeGreaterThan(0);
      for (const cause of check.causes)
        expect(
          causes.map((each) => each.id),
          `${check.id}: ${cause}`,
        ).toContain(cause);
    }
  });

  it('has a check for every cause', () => {
    const proved = new Set(builtinChecks.flatMap((check) => check.causes));
    expect(causes.map((cause) => cause.id).filter((id) => !proved.has(id))).toEqual([]);
  });

  it('explains every documented problem by a check, or says why nothing can prove it', () => {
    const proved = new Set(builtinChecks.flatMap((check) => check.causes));
    const open = problems.filter(
      (problem) => problem.unprovable === undefined && !causes.some((cause) => proved.has(cause.id) && cause.problems.includes(problem.id)),
    );
    expect(open.map((problem) => problem.id)).toEqual([]);
  });

  it('answers each of the 39 checks of System Health by checks, or says why not', () => {
    expect(systemHealth).toHaveLength(39);
    const known = builtinChecks.map((check) => check.id);
    for (const { title, concerns, checks, note } of systemHealth) {
      expect(known, title).toEqual(expect.arrayContaining([...checks]));
      expect(checks.length > 0 || note !== undefined, title).toBe(true);
      if (concerns === 'direct') expect(checks.length, title).toBeGreaterThan(0);
    }
  });

  it('says of every problem how it is proved, or why it cannot be', () => {
    for (const problem of problems) expect(problem.proof ?? problem.unprovable, problem.id).toMatch(/\.$/);
  });

  it('gives every cause a remedy, and every remedy steps', () => {
    for (const cause of causes) {
      expect(cause.remedies.length, cause.id).toBeGreaterThan(0);
      for (const remedy of cause.remedies) expect(remedy.steps.length, cause.id).toBeGreaterThan(0);
    }
  });

  it('has a probe for every fact that a check or a probe asks for, and no cycle among them', () => {
    for (const kind of ['install', 'url'] as const) {
      const facts = registryFor(kind, builtinProbes);
      for (const check of builtinChecks)
        for (const id of [...check.needs, ...(check.wants ?? [])]) expect([...facts.keys()], check.id).toContain(id);
      const visit = (id: string, path: readonly string[]): void => {
        expect(path, `cycle: ${[...path, id].join(' → ')}`).not.toContain(id);
        const probe = facts.get(id as never);
        expect(probe, `no probe for ${id}, asked for by ${path.at(-1) ?? 'a check'}`).toBeDefined();
        for (const next of [...(probe?.needs ?? []), ...(probe?.wants ?? [])]) visit(next, [...path, id]);
      };
      for (const id of facts.keys()) visit(id, []);
    }
  });

  /** Facts that come from the options or the clock and touch nothing. */
  const own = new Set<string>(['operator.report', 'operator.thresholds', 'operator.place', 'clock.now', 'install.version', 'site.url']);

  it('keeps every probe inside the longest budget and lets `plan` say what it touches', () => {
    for (const probe of builtinProbes) {
      expect(probe.budgetMs, probe.fact).toBeLessThanOrEqual(longestBudgetMs);
      expect(probe.title, probe.fact).toMatch(/^\S.*[^.\s]$/); // completes "waiting for …"
      if (!own.has(probe.fact)) expect(probe.touches.length, probe.fact).toBeGreaterThan(0);
    }
  });
});

it('says of every assumption about WHMCS how to see it, with a command that a shell can read', () => {
  for (const { what, confirm } of assumptions) {
    expect(what).toMatch(/^\S.*[^.\s]$/);
    expect(spawnSync('sh', ['-n', '-c', confirm], { encoding: 'utf8' }), confirm).toMatchObject({ status: 0, stderr: '' });
  }
});

it('lists the 23 documented problems, each with its checks or with the words why a person must look', () => {
  const shown = spawnSync(process.execPath, [`${top}bin/whmcs-doctor.js`, 'list', 'problems'], { encoding: 'utf8' }).stdout;
  const blocks = shown.split(/\n(?=\S)/).map((block) => [block.split('\n')[0], block] as const);
  expect(blocks.map(([id]) => id)).toEqual(problems.map((problem) => problem.id));
  expect(blocks).toHaveLength(23);
  for (const [id, block] of blocks) {
    const problem = problems.find((each) => each.id === id);
    expect(/\n {4}checks: \S/.test(block) || problem?.unprovable !== undefined, id).toBe(true);
    if (problem?.unprovable !== undefined) expect(block.replace(/\s+/g, ' ')).toContain(problem.unprovable);
  }
});
