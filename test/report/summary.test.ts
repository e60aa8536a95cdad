import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report, Verdict } from '../../src/model.js';
import { problems } from '../../src/knowledge/index.js';
import { problemReports } from '../../src/run/problems.js';
import { renderJson } from '../../src/report/json.js';
import { jsonSchemas } from '../../src/report/schema.js';
import { renderSummary } from '../../src/report/summary.js';
import { columns } from '../../src/report/wrap.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';
import { view } from '../support/view.js';

function report(label: string, verdict: Verdict, more: Partial<Report> = {}): Report {
  const sample = sampleReport();
  return { ...sample, verdict, target: { ...sample.target, label }, ...more };
}

const absent = { target: '/nowhere', message: 'there is no WHMCS in /nowhere', exitCode: 64 };

describe('the summary of several targets', () => {
  it('says so where nothing could be judged', () => {
    const { counts } = sampleReport();
    const none = { findings: [], counts: { ...counts, unknown: 0 } };
    const [text = ''] = renderSummary({ reports: [report('/a', 'incomplete', none)], unusable: [absent] }, view);
    expect(text).toContain('incomplete: nothing could be judged');
  });

  it('puts what was not looked at and the worst first, and names what a person reads first', () => {
    const reports = [
      report('https://a.test/', 'healthy', { findings: [] }),
      report('ssh://b/srv/w', 'incomplete', { findings: [] }),
      report('/srv/c', 'failing', {
        findings: [
          finding({ status: 'fail', title: 'The disk is full', cause: 'disk-full' }),
          finding({ status: 'fail', title: 'Waived', cause: 'other', waived: { reason: 'known', until: '2031-01-01', owner: 'ops' } }),
          finding({ status: 'warn', title: 'Sessions end early', cause: 'session-lifetime-short' }),
        ],
      }),
    ];
    expect(renderSummary({ reports, unusable: [absent] }, view)).toEqual([
      [
        '4 targets: 1 not looked at, 1 failing, 1 incomplete, 1 healthy',
        '✗ /nowhere: not looked at: there is no WHMCS in /nowhere',
        '✗ /srv/c: failing: The disk is full, and 1 more',
        `? ssh://b/srv/w: incomplete: ${sampleReport().counts.unknown} could not be looked at`,
        '✓ https://a.test/: healthy',
        '',
      ].join('\n'),
    ]);
  });

  it('is left out where there is one target', () => {
    expect(renderSummary({ reports: [report('/a', 'healthy')], unusable: [] }, view)).toEqual([]);
  });

  it('prints no control character and keeps to the width', () => {
    const reports = [report(hostile, 'failing', { findings: [finding({ status: 'fail', title: hostile })] })];
    const [text = ''] = renderSummary({ reports, unusable: [{ ...absent, message: `${hostile} ${'word '.repeat(60)}` }] }, view);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    for (const line of text.split('\n').filter((each) => each.includes(' word '))) expect(columns(line)).toBeLessThanOrEqual(80);
  });
});

it('as JSON is what its published schema says, also with one report among targets that could not be looked at', () => {
  const validate = new Ajv2020({ strict: false }).compile(jsonSchemas()['reports'] as object);
  const all = problemReports(problems, [], [], []);
  const printed: unknown = JSON.parse(renderJson({ reports: [{ ...sampleReport(), problems: all }], unusable: [absent] }));
  expect(validate(printed), JSON.stringify(validate.errors)).toBe(true);
  expect(printed).toMatchObject({ schema: 'whmcs-doctor/reports/1', unusable: [absent] });
});
