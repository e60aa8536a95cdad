import { describe, expect, it } from 'vitest';
import type { Several } from '../../src/model.js';
import { renderGithub } from '../../src/report/github.js';
import { runnerCommands, type RunnerCommand } from '../support/actions-runner.js';
import { filledWith, kinds, knownFinding, one, policy, reportOf, waivedFinding } from '../support/report-kinds.js';
import { view } from '../support/view.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const commands = (several: Several): readonly RunnerCommand[] => runnerCommands(renderGithub(several, view));
const of = (several: Several, name: string): readonly RunnerCommand[] => commands(several).filter((each) => each.name === name);

describe('github', () => {
  it('annotates every cause with what proves it and what to do, worst first', () => {
    const found = commands(one(sampleReport())).filter(({ name }) => name !== 'group' && name !== 'endgroup');
    expect(found.map(({ name, properties }) => `${name} ${properties['title'] ?? ''}`)).toEqual([
      'error PHP cannot write its sessions',
      'warning Could not be looked at: no time source answered',
      'warning Sessions end early',
      'notice whmcs-doctor /srv/billing',
    ]);
    expect(found[0]?.data).toBe(
      "saw     session.save_path: /var/lib/sessions\nwant    a folder that exists\nfrom    /run/php/fpm.sock (the site's PHP)\n1. Create the folder.",
    );
    expect(found[1]?.data).toBe('settle: Let UDP port 123 out.\nchecks: clock-behind, clock-ahead');
    expect(found[3]?.data).toBe('failing: 1 passed, 1 failed, 1 warning, 2 unknown, 2 skipped (exit 2)');
  });

  it('shows the readable report in a group', () => {
    const text = renderGithub(one(sampleReport()), view);
    const group = text.slice(text.indexOf('::group::'), text.indexOf('::endgroup::'));
    expect(group).toContain('✗ PHP cannot write its sessions\n');
    expect(group).toContain('install -d -m 1733 /var/lib/sessions');
    expect(of(one(sampleReport()), 'group')).toHaveLength(1);
    expect(of(one(sampleReport()), 'endgroup')).toHaveLength(1);
  });

  it('escapes what it passes on, and the runner reads it back', () => {
    const title = '100 % of a::b,c';
    const [error] = of(one(reportOf([finding({ title })])), 'error');
    expect(error?.properties).toEqual({ title });
    expect(of(one(reportOf([finding({ subject: '%0A::error::x', evidence: [] })])), 'error')).toHaveLength(1);
  });

  it('annotates no finding that was accepted, and tells of waivers that need somebody', () => {
    const several = one(reportOf([waivedFinding, knownFinding], { policy }));
    expect(of(several, 'error')).toEqual([]);
    expect(of(several, 'warning').map(({ properties }) => properties['title'])).toEqual([
      'whmcs-doctor: waiver unknown',
      'whmcs-doctor: waiver expired',
    ]);
  });

  it('never writes more than GitHub shows, and says how many there are', () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      finding({ status: index % 2 === 0 ? 'fail' : 'warn', cause: `cause-${index}`, fingerprint: String(index) }),
    );
    const several = { reports: Array.from({ length: 12 }, () => reportOf(many)), unusable: [] };
    for (const name of ['error', 'warning', 'notice']) expect(of(several, name)).toHaveLength(10);
    const last = commands(several).at(-1);
    expect(last?.name).toBe('notice');
    expect(last?.properties['title']).toBe(`whmcs-doctor: ${12 * 25 + 12 - 29} more`);
  });

  it('names the target where there are several, and a target that could not be looked at', () => {
    const several = kinds['several, some of them unusable'] ?? filledWith('');
    expect(of(several, 'error').map(({ properties }) => properties['title'])).toEqual([
      '/srv/other: not looked at',
      'PHP cannot write its sessions (/srv/billing)',
    ]);
  });

  it('says it where nothing could be judged', () => {
    expect(of(kinds['nothing judged'] ?? filledWith(''), 'warning')[0]?.data).toContain('Nothing could be judged');
  });

  it('lets no text become a command', () => {
    const wanted = commands(filledWith('harmless')).map(({ name }) => name);
    for (const text of [
      '\n::error::x',
      '::stop-commands::x',
      '%0A::add-mask::a',
      '##[error]x',
      'a ##[group]x',
      '\r::endgroup::',
      hostile,
      '::',
    ])
      expect(
        commands(filledWith(text)).map(({ name }) => name),
        text,
      ).toEqual(wanted);
  });
});
