/** Reading the system's configuration: what is noted as closed, and what is no file at all. */
import { expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { SystemFiles } from '../../src/probes/system-files.js';
import { fakeFiles, fakeHost } from '../support/fake-host.js';

it('does not take the folders in a folder for files that stay closed', async () => {
  const files = fakeFiles({
    '/var/spool/cron/crontabs/acme': 'x',
    '/var/spool/cron/acme': '0 4 * * * true',
    '/var/spool/cron/bob': { fails: new LookFailed('denied', 'closed to you') },
  });
  const system = new SystemFiles(fakeHost({ files }), new AbortController().signal);
  expect(await system.folder('/var/spool/cron', '')).toEqual([{ path: '/var/spool/cron/acme', text: '0 4 * * * true' }]);
  expect(system.unread.map(({ path }) => path)).toEqual(['/var/spool/cron/bob']);
});
