import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Several } from '../../src/model.js';
import { renderJson, toJson } from '../../src/report/json.js';
import { jsonSchemas } from '../../src/report/schema.js';
import { problems } from '../../src/knowledge/index.js';
import { problemReports } from '../../src/run/problems.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const report = { ...sampleReport([finding({ title: hostile, subject: hostile })]), problems: problemReports(problems, [], [], []) };

describe('json', () => {
  it('is what its published schema says', () => {
    const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['report'] as object);
    expect(validate(JSON.parse(renderJson({ reports: [report], unusable: [] }))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is so with what became of a description, too, and without the text', () => {
    const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['report'] as object);
    const candidate = {
      problem: 'login-redirect-loops',
      title: 'Login Redirect Loops',
      score: 0.87,
      matched: ['loop'],
      status: 'explained',
      causes: ['disk-full'],
      findings: ['0123456789abcdef'],
      why: 'proved: the disk is full',
      give: ['--used-url'],
    } as const;
    const triage = { best: candidate.problem, candidates: [candidate], ask: null };
    expect(validate(JSON.parse(renderJson({ reports: [{ ...report, triage }], unusable: [] }))), JSON.stringify(validate.errors)).toBe(
      true,
    );
    expect(
      validate(
        JSON.parse(renderJson({ reports: [{ ...report, triage: { ...triage, text: 'all of it' } as typeof triage }], unusable: [] })),
      ),
    ).toBe(false);
  });

  it.each([
    [[report, report], []],
    [[report], [{ target: '/nowhere', exitCode: 64, message: 'x [] y' }]],
    [[], [{ target: '/nowhere', exitCode: 64, message: 'x [] y' }]],
    [[], []],
  ])('prints several as JSON.stringify does: %#', (reports, unusable) => {
    const several = { reports, unusable } as unknown as Several;
    expect(renderJson(several)).toBe(toJson({ schema: 'whmcs-doctor/reports/1', reports, unusable }));
  });

  it('wraps several targets', () => {
    expect(JSON.parse(renderJson({ reports: [report, report], unusable: [] }))).toMatchObject({
      schema: 'whmcs-doctor/reports/1',
      reports: [{}, {}],
    });
  });

  it('keeps every text, and prints nothing that a terminal obeys', () => {
    const text = renderJson({ reports: [report], unusable: [] });

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect((JSON.parse(text) as typeof report).findings.at(-1)?.title).toBe(hostile);
  });
});
