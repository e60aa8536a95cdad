import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderTap } from '../../src/report/tap.js';
import { yamlLines } from '../../src/report/yaml-lines.js';
import type { FailOn, Several } from '../../src/model.js';
import { filledWith, kinds, knownFinding, one, policy, reportOf, waivedFinding } from '../support/report-kinds.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';
import { readTap, tapPasses, type TapPoint } from '../support/tap-reader.js';

const pointsOf = (kind: string): readonly TapPoint[] => readTap(renderTap(kinds[kind] ?? one(sampleReport())));

describe('tap', () => {
  const points = readTap(renderTap(one(reportOf([...sampleReport().findings, waivedFinding, knownFinding], { policy }))));
  const named = (start: string): TapPoint | undefined => points.find(({ description }) => description.startsWith(start));

  it('has a point for every finding', () => {
    expect(points).toHaveLength(9);
    expect(named('session-path')).toMatchObject({
      ok: false,
      directive: null,
      description: 'session-path-unwritable: /var/lib/sessions: PHP cannot write its sessions',
      diagnostics: {
        message: 'PHP cannot write its sessions',
        severity: 'fail',
        cause: 'session-path-missing',
        evidence: [
          {
            label: 'session.save_path',
            saw: '/var/lib/sessions',
            want: 'a folder that exists',
            from: "/run/php/fpm.sock (the site's PHP)",
          },
        ],
        next_steps: [{ text: 'Create the folder.', command: 'install -d -m 1733 /var/lib/sessions' }],
      },
    });
    expect(named('curl-missing')).toMatchObject({ ok: true, directive: null, description: 'curl-missing: PHP has curl' });
  });

  it('skips with the reason, and never passes what could not be looked at', () => {
    expect(named('twitter')).toMatchObject({ ok: true, directive: { is: 'SKIP', why: 'needs TWITTER_API_KEY' } });
    expect(named('clock-behind')).toMatchObject({ ok: false, directive: null });
  });

  it('tells what was accepted as a TODO, with the reason', () => {
    expect(named('certificate-invalid')?.directive).toEqual({
      is: 'TODO',
      why: 'waived until 2026-12-01 by Ada: the new certificate comes on Monday',
    });
    expect(named('disk-space-low')?.directive?.why).toContain('it stands in the baseline');
  });

  it('a warning beside a failure is a TODO exactly where --fail-on does not count it', () => {
    const directive = (failOn?: FailOn) =>
      readTap(renderTap(one(reportOf(sampleReport().findings, failOn === undefined ? {} : { failOn })))).find(({ description }) =>
        description.startsWith('session-lifetime-short'),
      )?.directive?.is ?? null;
    expect([directive(), directive('warn'), directive('fail')]).toEqual([null, null, 'TODO']);
  });

  it.each(Object.entries(kinds))('%s: a harness comes to the verdict of the exit status', (_, several: Several) => {
    const wanted = several.unusable.length === 0 && several.reports.every(({ exitCode }) => exitCode === 0);
    expect(tapPasses(readTap(renderTap(several)))).toBe(wanted);
  });

  it('makes subtests of several targets, each with its own verdict', () => {
    const [billing, site, other, ...rest] = pointsOf('several, some of them unusable');
    expect(rest).toEqual([]);
    expect(billing).toMatchObject({ ok: false, description: '/srv/billing' });
    expect(billing?.points).toHaveLength(7);
    expect(site).toMatchObject({ ok: true, description: 'https://billing.example.com/' });
    expect(other).toMatchObject({ ok: false, points: null, diagnostics: { exit: '64' } });
  });

  it('writes no text of a list so that an old parser takes its first word for a key', () => {
    const texts = ['Warning: a: b', 'so : it is', 'https://x.test/: down', 'none'];
    const lines = yamlLines({ list: texts });
    // TAP::Parser::YAMLish's pattern of a key in a list
    expect(lines.filter((line) => /^ *- +\S+\s*:(?:\s|$)/.test(line))).toEqual([]);
    expect(parse(lines.join('\n'))).toEqual({ list: texts });
  });

  it('keeps hostile texts as texts', () => {
    for (const text of ['# SKIP', ' # TODO x', '\\', '\\# SKIP', 'x\n1..0\nBail out!', '\n  ...\nok 99', '--- "', hostile, '\ud800']) {
      const [first] = readTap(renderTap(one(reportOf([finding({ title: text, subject: null, reason: text })]))));
      expect(first, text).toMatchObject({ ok: false, directive: null });
      expect(tapPasses(readTap(renderTap(filledWith(text)))), text).toBe(false);
    }
    const [skipped] = readTap(renderTap(one(reportOf([finding({ status: 'skip', reason: '# TODO \\' })]))));
    expect(skipped?.directive).toEqual({ is: 'SKIP', why: '# TODO \\' });
  });
});
