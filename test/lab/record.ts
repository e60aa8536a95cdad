/** Records the bundles that ship or serve the tests: a healthy install, and the demo's with several faults. `npm run record` */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Lab } from './lab.js';
import { everyPublishedRange, site } from './names.js';
import { trustedProxyRow } from './seed.js';

const top = process.env['WHMCS_DOCTOR_TOP'] ?? '.';

async function collect(lab: Lab, file: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(top, 'bin/whmcs-doctor.js'), 'collect', lab.root, '--cacert', lab.ca, '-o', join(top, file)],
    { cwd: '/', stdio: 'inherit' },
  );
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`collect ended with ${String(status)}`);
}

const healthy = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'application' });
try {
  await collect(healthy, 'test/fixtures/healthy-install.json');
} finally {
  await healthy.stop();
}

// a support case of an ordinary kind: moved behind Cloudflare, some ranges trusted, the address changed to https, the clock let go
const broken = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'nobody' });
try {
  await broken.setting('TrustedProxyIps', trustedProxyRow(everyPublishedRange.slice(0, 9)));
  await broken.setting('SystemURL', site.url.replace('https:', 'http:'));
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
