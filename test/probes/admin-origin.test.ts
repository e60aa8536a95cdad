/** --origin is the server of the site's own host: both looks at the admin area go the same way. */
import { expect, test } from 'vitest';
import admin from '../../src/probes/http-admin.js';
import connectionTest from '../../src/probes/license-connection-test.js';
import { look, unseen } from '../support/fake-host.js';
import { web } from './site.js';

const origin = '192.0.2.99';

test.each([
  ['https://billing.test/staff/', origin],
  ['https://www.billing.test/staff/', origin],
  ['https://billing.test:8443/staff/', origin],
  ['https://office.test/staff/', undefined],
  ['https://office.test:8443/staff/', undefined],
])('%s is asked at %s', async (adminUrl, address) => {
  const { host, asked } = web(() => ({ body: '<form></form>' }));
  const have = { 'site.url': { url: 'https://billing.test/', from: 'target' } } as const;
  const want = { 'install.configuration': unseen() };
  const at = look(host, have, want, { origin, adminUrl, licenseSelected: true, target: 'https://billing.test/' });
  await admin.observe(at, () => {});
  await connectionTest.observe(at, () => {});
  expect(asked.map((request) => request.address)).toEqual([address, address]);
});
