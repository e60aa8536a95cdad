/** Records the bundles that ship or serve the tests: a healthy install, and the demo's with several faults. `npm run record` */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab } from './lab.js';
import { cpanel, cpanelSessions } from './layouts/cpanel.js';
import { upgraded } from './layouts/faults.js';
import { Layout } from './layouts/layout.js';
import { everyPublishedRange, site } from './names.js';
import { run } from './process.js';
import { recordLooks } from './record-looks.js';
import { trustedProxyRow } from './seed.js';

const top = process.env['WHMCS_DOCTOR_TOP'] ?? '.';

async function collect(lab: Lab, file: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(top, 'bin/whmcs-doctor.js'), 'collect', lab.root, '--cacert', lab.ca, '--yes', '-o', join(top, file)],
    { cwd: '/', stdio: 'inherit' },
  );
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`collect ended with ${String(status)}`);
}

/** As an ordinary user, who may write nowhere but in a folder of his own. */
async function collectAs(user: string, lab: Lab, file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'whmcs-record-'));
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, user])));
    await chown(folder, Number(uid), Number(gid));
    const as = [`--reuid=${user}`, `--regid=${user}`, '--init-groups'];
    const program = [process.execPath, join(top, 'bin/whmcs-doctor.js'), 'collect', lab.root, '--cacert', lab.ca, '--yes'];
    await run('setpriv', [...as, ...program, '-o', join(folder, 'bundle.json')]);
    await copyFile(join(folder, 'bundle.json'), join(top, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const healthy = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'application' });
try {
  await collect(healthy, 'test/fixtures/healthy-install.json');
  await recordLooks(healthy, join(top, 'test/fixtures/looks/healthy-install.json'));
} finally {
  await healthy.stop();
}

// a support case of an ordinary kind: moved behind Cloudflare, some ranges trusted, the address changed to https, the clock let go
const broken = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'nobody' });
try {
  await broken.setting('TrustedProxyIps', trustedProxyRow(everyPublishedRange.slice(0, 9)));
  await broken.setting('SystemURL', site.url.replace('https:', 'http:'));
  await broken.setting('LabNoCanonical', 'on');
  await broken.siteLines(['if ($scheme = http) { return 301 https://$host$request_uri; }']);
  await broken.php({ 'session.gc_maxlifetime': '600' });
  await broken.clockSynchronised(false);
  broken.internet.shiftTime(47_000);
  await broken.internet.license['b.licensing.whmcs.com'].close();
  await broken.forgetSignIns();
  await broken.signIns();
  await collect(broken, 'src/cli/demo-install.json');
} finally {
  await broken.stop();
}

// an account on a shared cPanel machine, seen with the account's own rights: healthy, and after an upgrade of PHP
const account = await Lab.start({}, new Layout(cpanel('php82')));
try {
  await collectAs('acme', account, 'test/fixtures/cpanel-account.json');
  await upgraded(cpanel('php83'), `${cpanelSessions}/ea-php83`).inject(account);
  await collectAs('acme', account, 'test/fixtures/cpanel-account-upgraded.json');
} finally {
  await account.stop();
}
