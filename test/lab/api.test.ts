/** An address and the API: what is found without anything of the server, and what is skipped with the reason. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cronRan, stamp } from './automation.js';
import { complaints, expectHealthy, firstCause, type DoctorRun, runDoctor } from './doctor.js';
import { allowCalls, credential } from './faults/api-access.js';
import { Lab, type LabOptions } from './lab.js';
import { cloudflare, site, visitors } from './names.js';
import { accounts, trustedProxyRow } from './seed.js';
import { apiActions, apiRole } from './seed-access.js';

const edge = [cloudflare.ipv4, cloudflare.ipv6, ...cloudflare.egress];

function inLab(options: Partial<LabOptions>, tests: (lab: () => Lab) => void): void {
  let lab: Lab;
  let touched = false;
  beforeAll(async () => {
    lab = await Lab.start(options);
  });
  afterAll(async () => {
    await lab.stop();
  });
  beforeEach(async () => {
    if (touched) await lab.restore();
    touched = true;
    await allowCalls(lab, edge);
  });
  tests(() => lab);
}

interface Looking {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function look(lab: Lab, { args = [], env = credential }: Looking = {}): Promise<DoctorRun> {
  return runDoctor(lab, { target: site.url, args, env });
}

function statusOf({ report }: DoctorRun, check: string): string {
  return report.findings.find((finding) => finding.check === check)?.status ?? 'none';
}

function reasonOf({ report }: DoctorRun, check: string): string {
  return report.findings.find((finding) => finding.check === check)?.reason ?? '';
}

/** Calls that WHMCS logged, by action. */
async function calls(lab: Lab): Promise<ReadonlyMap<string, number>> {
  const rows = (await lab.sql('SELECT action, COUNT(*) AS n FROM tblapilog GROUP BY action')) as { action: string; n: number }[];
  return new Map(rows.map(({ action, n }) => [action, Number(n)]));
}

/** The API role allows these and nothing else. */
async function role(lab: Lab, actions: readonly string[]): Promise<void> {
  await lab.sql('UPDATE tblapi_roles SET permissions = ?', [apiRole(actions)]);
}

const without = (...actions: readonly string[]): readonly string[] => apiActions.filter((action) => !actions.includes(action));
const health = (value: unknown): string => JSON.stringify(value);

interface ApiFault {
  readonly cause: string;
  inject(lab: Lab): Promise<unknown>;
}

/** All at once: none of them hides another. */
const faults: readonly ApiFault[] = [
  {
    cause: 'session-ip-check-changing-addresses',
    inject: async (lab) => {
      for (const from of [visitors.second, visitors.first, visitors.second, visitors.first])
        await lab.visitor(from).signIn(`${site.url}index.php?rp=/login`, accounts.user, `${site.url}clientarea.php`);
    },
  },
  {
    cause: 'system-url-host-differs',
    inject: async (lab) => {
      await lab.setting('LabNoCanonical', 'on');
      await lab.setting('SystemURL', 'https://billing.test/');
      await lab.siteLines([
        `if ($host = ${site.apex}) { return 301 ${site.url}$request_uri; }`,
        'if ($scheme = http) { return 301 https://$host$request_uri; }',
      ]);
    },
  },
  { cause: 'trusted-proxy-entry-invalid', inject: (lab) => lab.setting('TrustedProxyIps', trustedProxyRow(['192.0.2.7/33'])) },
  { cause: 'cron-not-running', inject: () => cronRan(90, 90) },
  { cause: 'site-clock-wrong', inject: (lab) => lab.setting('LabClockAhead', '-45') },
  { cause: 'mail-template-missing', inject: (lab) => lab.sql(`DELETE FROM tblemailtemplates WHERE name = 'Password Reset Validation'`) },
  { cause: 'admin-disabled', inject: (lab) => lab.sql(`UPDATE tbladmins SET disabled = 1 WHERE username = 'helper'`) },
  { cause: 'user-unknown', inject: async () => {} },
  {
    cause: 'session-path-denied',
    inject: (lab) => lab.setting('LabHealth', health({ result: 'success', checks: { danger: [{ name: 'x', body: unwritable }] } })),
  },
];

/** As System Health words it. */
const unwritable = 'The PHP session save path <strong>/s</strong> is not writable. Please investigate';

describe('a plain site', () => {
  inLab({}, (lab) => {
    test('healthy is silent, each action is called once, and only those that the plan names', async () => {
      const run = await look(lab());
      expectHealthy(run);
      expect(run.report.target.whmcsVersion).toBe('8.11.2');
      const made = await calls(lab());
      const { GetConfigurationValue: settings = 0, ...others } = Object.fromEntries(made);
      expect(settings).toBeLessThan(20);
      expect(Object.values(others).every((times) => times === 1)).toBe(true);
      expect(Object.keys(others).sort()).toEqual(apiActions.filter((one) => !/GetConf|Whmcs|GetUsers|GetEmails$|Validate/.test(one)));
    });

    test('the older pair and the access key are taken', async () => {
      await lab().setting('LabApiLogins', JSON.stringify({ boss: '5ebe2294ecd0e0f08eab7690d2a6ee69' }));
      const older = await look(lab(), {
        args: ['--only', 'api-*,system-*'],
        env: { WHMCS_API_USERNAME: 'boss', WHMCS_API_PASSWORD: 'secret' },
      });
      expectHealthy(older);
      expect(statusOf(older, 'system-url-empty')).toBe('pass');
      await lab().setting('APIAllowedIPs', '');
      await lab().configuration([`$api_access_key = 'k3y-of-the-lab';`]);
      const keyed = await look(lab(), {
        args: ['--only', 'api-*,system-*'],
        env: { ...credential, WHMCS_API_ACCESS_KEY: 'k3y-of-the-lab' },
      });
      expectHealthy(keyed);
      const wrong = await look(lab(), { args: ['--only', 'api-*'], env: { ...credential, WHMCS_API_ACCESS_KEY: 'another' } });
      expect(wrong.status).toBe(2);
      expect(complaints(wrong.report).join()).toContain('Access key = given, and the address is refused all the same');
    });

    test('a wrong credential is sent once, and all that needs it is one reason', async () => {
      const run = await look(lab(), { env: { ...credential, WHMCS_API_SECRET: 'wrong' } });
      expect(firstCause(run.report)).toBe('api-credentials-refused');
      expect([...(await calls(lab()))]).toEqual([['GetAdminDetails', 1]]);
      const reasons = new Set(run.report.findings.filter(({ status }) => status === 'unknown').map(({ reason }) => reason));
      expect([...reasons]).toEqual(['the API refuses every call with this credential: Authentication Failed']);
      expect(statusOf(run, 'system-health-warns')).toBe('unknown');
    });

    test('without a credential nothing is sent, and the facts are skipped with the reason', async () => {
      const run = await look(lab(), { env: {} });
      expectHealthy(run);
      expect((await calls(lab())).size).toBe(0);
      expect(reasonOf(run, 'trusted-proxy-entry-invalid')).toContain('WHMCS_API_IDENTIFIER');
    });

    test('a missing permission costs only the facts that need it', async () => {
      await role(lab(), without('GetConfigurationValue', 'GetAdminDetails'));
      const some = await look(lab(), { args: ['--skip', 'api-permission-missing'] });
      expectHealthy(some);
      expect(reasonOf(some, 'system-url-empty')).toContain('does not allow GetConfigurationValue: allow it at');
      expect(statusOf(some, 'system-url-mismatch')).toBe('pass'); // the page prints it
      expect(statusOf(some, 'cron-not-running')).toBe('pass');
      expect(statusOf(some, 'system-health-warns')).toBe('pass');
      expect(some.report.target.whmcsVersion).toBe('8.11.2');
      expect((await calls(lab())).get('GetConfigurationValue')).toBeLessThan(4);
      await role(lab(), ['GetAdminDetails', 'GetConfigurationValue']);
      const few = await look(lab());
      expectHealthy(few);
      expect(statusOf(few, 'system-url-empty')).toBe('pass');
      for (const check of ['cron-not-running', 'system-health-warns', 'session-ip-check-unstable', 'mail-template-unusable'])
        expect(reasonOf(few, check), check).toMatch(/does not allow Get/);
    });

    test('an answer of unknown shape is unknown, and none at all is skipped', async () => {
      const only = { args: ['--only', 'system-health-warns'] };
      await lab().setting('LabHealth', health({ result: 'success', report: { one: 1 } }));
      expect((await look(lab(), only)).status).toBe(3);
      await lab().setting('LabHealth', health({ result: 'success', checks: { success: [], warning: null, danger: [] } }));
      expect((await look(lab(), only)).status).toBe(3);
      await lab().setting('LabHealth', health({ result: 'success' }));
      const bare = await look(lab(), only);
      expect([bare.status, statusOf(bare, 'system-health-warns')]).toEqual([0, 'skip']);
      await lab().siteLines(['location = /includes/api.php { return 503 "<h1>Down for maintenance</h1>"; }']);
      const wall = await look(lab());
      expect(wall.status).toBe(3);
      expect(reasonOf(wall, 'system-url-empty')).toContain('answered HTTP 503, and not as the API: Down for maintenance');
    });

    test('an address that WHMCS sees as it is disproves the trouble with a proxy', async () => {
      await lab().setting('APIAllowedIPs', '');
      const folder = await mkdtemp(join(tmpdir(), 'api-'));
      const config = join(folder, 'own.json');
      await writeFile(config, JSON.stringify({ endpoints: { publicAddress: `${site.url}assets/own.json` } }));
      await lab().siteLines([`location = /assets/own.json { return 200 '{"ip":"$remote_addr"}'; }`]);
      const run = await look(lab(), { args: ['--config', config] });
      await rm(folder, { recursive: true });
      expect(firstCause(run.report)).toBe('api-address-refused');
      expect(run.report.findings[0]?.title).toBe('The API takes no calls from this address, and WHMCS sees it as it is');
    });

    test('every fault that the API shows is found, and nothing else', async () => {
      for (const fault of faults) await fault.inject(lab());
      const run = await look(lab(), { args: ['--admin', 'helper', '--user', 'nobody@b.test', '--visitor-ip', visitors.first] });
      const found = run.report.findings.filter(({ status }) => status !== 'pass' && status !== 'skip').map(({ cause }) => cause);
      expect([...new Set(found)].sort(), complaints(run.report).join('\n')).toEqual(faults.map(({ cause }) => cause).sort());
    });

    test('a cron that lives in another time zone, a role without a page to land on, and a mail that failed', async () => {
      await lab().sql(
        `INSERT INTO tblemails (userid, subject, message, date, failed, failure_reason)
         VALUES (2, 'Reset', 's3cret text', ?, 1, 'SMTP Error: Could not authenticate.')`,
        [stamp(1)],
      );
      await lab().setting('lastCronInvocationTime', stamp(-5));
      await lab().sql('DELETE FROM tbladminperms WHERE roleid = 1 AND permid IN (1, 38)');
      const run = await look(lab(), { args: ['--admin', accounts.admin.username, '--user', 'new-owner@b.test'] });
      const found = run.report.findings.filter(({ status }) => status === 'fail' || status === 'warn').map(({ cause }) => cause);
      expect([...found].sort()).toEqual(['mail-login-refused', 'role-without-landing-page', 'web-cron-time-zone-differs']);
    });
  });
});

describe('behind Cloudflare', () => {
  inLab({ front: 'cloudflare', restore: 'application' }, (lab) => {
    test('healthy is silent', async () => {
      expectHealthy(await look(lab()));
    });

    test('recorded addresses prove that no proxy is trusted', async () => {
      await lab().setting('TrustedProxyIps', '[]');
      await lab().forgetSignIns();
      await lab().signIns();
      const run = await look(lab());
      expect(firstCause(run.report), complaints(run.report).join('\n')).toBe('trusted-proxies-missing');
      expect(run.report.findings[0]?.confidence).toBe('proved');
    });

    test('"Invalid IP" names the proxy', async () => {
      await lab().setting('TrustedProxyIps', '[]');
      await lab().setting('APIAllowedIPs', '');
      const run = await look(lab());
      expect(firstCause(run.report), complaints(run.report).join('\n')).toBe('visitor-address-not-restored');
    });
  });
});
