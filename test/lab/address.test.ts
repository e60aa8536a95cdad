/** Faults that the address alone shows: the same real ones as everywhere, and nothing but https://… on the command line. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byWhatIsGiven, seenByAddress } from '../support/by-address.js';
import { complaints, expectHealthy, firstCause, runDoctor, runProgram, type DoctorRun } from './doctor.js';
import { faults, type Fault } from './faults/index.js';
import { asRoot, Lab, plain } from './lab.js';
import { cloudflare, site } from './names.js';

const adminUrl = ['--admin-url', `${site.url}admin/login.php`];

async function look(lab: Lab, fault: Partial<Fault> = {}, more: readonly string[] = []): Promise<DoctorRun> {
  return runDoctor(lab, { target: site.url, args: [...more, ...(fault.args ?? [])], env: fault.env ?? {} });
}

/** LAB_EVERY=1: each cause that can be seen, also by its consequence alone or with a provider's keys. Else what is of this way in alone. */
const every = process.env['LAB_EVERY'] === '1';

/** Seen by the same look and the same rule as another cause: only with LAB_EVERY=1. */
const alike: ReadonlySet<string> = new Set([
  ...['certificate-not-yet-valid', 'certificate-name-mismatch', 'certificate-untrusted', 'certificate-expiring'],
  ...['cookie-path-foreign', 'cookie-domain-foreign', 'cookie-samesite-none-insecure', 'captcha-key-missing', 'license-suspended'],
  ...['opener-policy-blocks-provider', 'referrer-policy-hides-origin', 'theme-jquery-incompatible', 'theme-scripts-outdated'],
  ...['ioncube-too-old', 'php-too-old', 'system-url-port-differs', 'google-client-invalid'],
]);

/** One fault for each cause, with the proxy in front that it needs; of the consequences one for each. */
function of(front: 'none' | 'cloudflare'): readonly Fault[] {
  const once = new Map<string, Fault>();
  for (const fault of faults) {
    const setup = { ...plain, ...fault.setup };
    const possible = setup.web === 'nginx' && setup.sessions === 'files' && setup.front === front && setup.restore !== 'application';
    const seen = seenByAddress.get(fault.cause);
    if (!possible || seen === undefined || (fault.root === true && !asRoot)) continue;
    const needs = byWhatIsGiven[fault.cause];
    if (!every && alike.has(fault.cause)) continue;
    const wanted = needs === undefined || needs.startsWith('--') || (every && fault.env?.[needs] !== undefined);
    const key = every || seen === fault.cause ? fault.cause : `for ${seen}`;
    if (wanted && !once.has(key)) once.set(key, fault);
  }
  return [...once.values()];
}

/** What an operator gives beside the address to see a cause. */
function given(cause: string): readonly string[] {
  if (byWhatIsGiven[cause] !== '--admin-url') return [];
  // the fault renames the folder
  if (cause === 'admin-routes-not-served') return ['--admin-url', `${site.url}office/`];
  // the connection test runs only where license checks are asked for
  return cause === 'license-unreachable-from-php' ? [...adminUrl, '--only', 'license'] : adminUrl;
}

/** What was changed below the pages themselves is not all undone by the printed steps. */
function liesDeeper(cause: string): boolean {
  return seenByAddress.get(cause) !== cause || /^(?:session-not-persisting|friendly-urls-not-served|ioncube-|php-|whmcs-)/.test(cause);
}

async function named(lab: Lab, fault: Fault): Promise<void> {
  await fault.inject(lab);
  try {
    const run = await look(lab, fault, given(fault.cause));
    expect(firstCause(run.report), complaints(run.report).join('\n')).toBe(seenByAddress.get(fault.cause));
  } finally {
    await fault.heal(lab);
    if (liesDeeper(fault.cause)) await lab.restore();
  }
}

describe('a plain site', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start();
  });
  afterAll(async () => {
    await lab.stop();
  });

  test('healthy: everything that cannot be seen is skipped, with the reason', async () => {
    const run = await look(lab, {}, adminUrl);
    expectHealthy(run);
    const skipped = run.report.findings.filter(({ status }) => status === 'skip');
    expect(skipped.filter(({ reason }) => (reason ?? '') === '')).toEqual([]);
    expect(run.report.findings.filter(({ status }) => status === 'pass').map(({ check }) => check)).toEqual(
      expect.arrayContaining(['system-url-mismatch', 'session-not-persisting', 'clock-behind', 'license-refused', 'reset-page-failing']),
    );
  });

  test('plan names nothing but addresses', async () => {
    const { stdout, status } = await runProgram(['plan', site.url, '-f', 'json']);
    expect(status).toBe(0);
    const { items } = JSON.parse(stdout) as { readonly items: readonly { readonly kind: string }[] };
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['contact']));
  });

  test.each(of('none').map((fault) => [fault.cause, fault] as const))('%s', async (_, fault) => named(lab, fault));
});

describe('a site behind Cloudflare', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start({ front: 'cloudflare', restore: 'web-server' });
  });
  afterAll(async () => {
    await lab.stop();
  });

  const clock = ({ report }: DoctorRun) => report.findings.find(({ check }) => check === 'clock-behind');
  const origin = ['--origin', site.ipv4];

  test('healthy: the Date is Cloudflare’s, and says nothing of the server', async () => {
    const run = await look(lab);
    expectHealthy(run);
    expect(clock(run)).toMatchObject({ status: 'skip', reason: expect.stringContaining('--origin') });
  });

  test('healthy, and compared with its origin, whose clock is seen then', async () => {
    const run = await look(lab, {}, origin);
    expectHealthy(run);
    expect(clock(run)?.status).toBe('pass');
    expect(run.report.findings.find(({ check }) => check === 'edge-answers-differently')?.status).toBe('pass');
  });

  test('a challenge at the edge alone hides nothing at the origin', async () => {
    lab.edge.options.challenge = true;
    try {
      expectHealthy(await look(lab, {}, origin));
      expect((await look(lab)).status).toBe(3);
    } finally {
      lab.edge.options.challenge = false;
    }
  });

  test.each(of('cloudflare').map((fault) => [fault.cause, fault] as const))('%s', async (_, fault) => named(lab, fault));

  test.each(['flexible-ssl', 'login-page-cached'])('%s, with --origin: only what visitors get shows it', async (cause) => {
    const fault = faults.find((one) => one.cause === cause);
    if (fault === undefined) throw new Error(cause);
    await named(lab, { ...fault, args: origin });
  });

  test('the wrong address as the origin is no finding about the site', async () => {
    const { report } = await look(lab, {}, ['--origin', cloudflare.ipv6]);
    expect(complaints(report)).toEqual([]);
  });
});
