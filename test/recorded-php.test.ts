/** Healthy installs under every release of PHP, seen in every way, with every release of WHMCS: exit 0. And what WHMCS 9 cannot run on. */
import { describe, expect, test } from 'vitest';
import { bundleOf, judge } from '../src/cli/bundle-target.js';
import { loadExpertise } from '../src/cli/program.js';
import type { Report } from '../src/model.js';
import { healthyInstall, phpReleases, phpWays, whmcsReleases, type PhpWayThere } from './support/php-releases.js';

const policy = { selection: { only: [], skip: [], require: [] }, severity: {}, failOn: 'warn' } as const;
const expertise = await loadExpertise();

async function judged(text: string): Promise<Report> {
  const bundle = await bundleOf('a recorded install', Buffer.from(text));
  return judge(expertise, bundle, 'a recorded install', policy);
}

const loud = ({ findings }: Report) =>
  findings
    .filter(({ status }) => status === 'warn' || status === 'fail' || status === 'unknown')
    .map(({ check, cause, reason }) => `${check}: ${cause ?? reason}`);

/** The oldest, one of the middle and the newest tell most; MATRIX=full judges every one. */
const whmcs = process.env['MATRIX'] === undefined ? whmcsReleases.filter((release) => /^(?:7|8\.13|9)\./.test(release)) : whmcsReleases;
const rows = Object.keys(phpReleases).flatMap((php) => phpWays.flatMap((way) => whmcs.map((release) => [php, way, release] as const)));

test.each(rows)('PHP: %s | seen: %s | WHMCS: %s', async (php, way, release) => {
  const report = await judged(healthyInstall(php, way, release));
  expect(loud(report)).toEqual([]);
  expect(report.exitCode).toBe(0);
  expect(report.target.whmcsVersion).toContain(release);
  expect(report.counts.pass).toBeGreaterThan(way === 'files alone' ? 60 : 80);
});

describe('WHMCS 9.0 whose pages do not come', () => {
  /** PHP that cannot run the files answers with nothing that WHMCS would. */
  async function broken(php: string, way: PhpWayThere): Promise<Report> {
    const install = JSON.parse(healthyInstall(php, way, '9.0.1')) as { facts: Record<string, { value: Record<string, unknown> }> };
    const login = install.facts['http.login'];
    if (login === undefined) throw new Error('the recorded install has no http.login');
    Object.assign(login.value, { form: null, status: 500, notice: null, challenge: false });
    return judged(JSON.stringify(install));
  }
  const causes = ({ findings }: Report) => findings.filter(({ status }) => status === 'fail').map(({ cause }) => cause);

  test.each(['7.4', '8.0', '8.1'])('on PHP %s: the PHP is too old', async (php) => {
    expect(causes(await broken(php, 'PHP-FPM over FastCGI'))).toContain('php-too-old');
  });

  test.each(['8.2', '8.3', '8.4'])('on PHP %s: the PHP is not to blame', async (php) => {
    expect(causes(await broken(php, 'PHP-FPM over FastCGI'))).not.toContain('php-too-old');
  });
});
